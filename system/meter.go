package system

import "time"

// Meter receives what the metrics count. Methods don't block.
type Meter interface {
	Request(p Provider, operation, code string) // every request to the provider, retries included; code: HTTP status or "error"
	Round(p Provider, result string)            // ok | failed: after the round's own retries
	Refresh(p Provider, result string)          // ok | failed | rejected
	Relink(result string)                       // asked | answered | expired | failed
}

// Fleet tells the health of all accounts, for gauges. It is safe for concurrent
// use and does no I/O.
type Fleet interface{ Health() []AccountHealth }

// AccountHealth is the part of an account that gauges need.
type AccountHealth struct {
	Provider Provider
	State    State
	AsOf     time.Time
}
