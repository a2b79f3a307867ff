package fault

import "anchorage/sim/units"

// Rule is one scripted fault of a scenario file: when, for which requests, what.
// Either At (with Until, or open to the end) or Every with For is set.
type Rule struct {
	Name    string         `yaml:"name" json:"name"`                             // unique within the file; named in reports and expectations
	At      units.Time     `yaml:"at,omitempty" json:"at,omitzero"`              // first instant in force
	Until   units.Time     `yaml:"until,omitempty" json:"until,omitzero"`        // first instant no longer in force; absent: the end of the world
	Every   units.Duration `yaml:"every,omitempty" json:"every,omitzero"`        // flicker: period, counted from At or the start of the clock
	For     units.Duration `yaml:"for,omitempty" json:"for,omitzero"`            // flicker: time in force within each period
	Match   Match          `yaml:"match,omitempty" json:"match,omitzero"`        // absent: every request
	Inject  Inject         `yaml:"inject" json:"inject"`                         // what happens; latency combines with any one other kind
	Note    string         `yaml:"note,omitempty" json:"note,omitempty"`         // for readers of the report
	MayMiss bool           `yaml:"may_miss,omitempty" json:"may_miss,omitempty"` // the rule may never fire without making the run vacuous
}

// Match selects requests; every condition that is set must hold.
type Match struct {
	Provider    string      `yaml:"provider,omitempty" json:"provider,omitempty"`      // of the mailbox
	Cohort      string      `yaml:"cohort,omitempty" json:"cohort,omitempty"`          // name of a cohort of the scenario
	Share       units.Share `yaml:"share,omitempty" json:"share,omitzero"`             // exact quota of the mailboxes selected by provider and cohort; a flicker draws another quota each period
	Host        string      `yaml:"host,omitempty" json:"host,omitempty"`              //
	Dialect     string      `yaml:"dialect,omitempty" json:"dialect,omitempty"`        // outlook_rest_v2, graph_v1, oauth
	Operation   []string    `yaml:"operation,omitempty" json:"operation,omitempty"`    // any of journal.Operations
	Method      string      `yaml:"method,omitempty" json:"method,omitempty"`          //
	Path        string      `yaml:"path,omitempty" json:"path,omitempty"`              // glob (path.Match) on the URL path
	Token       string      `yaml:"token,omitempty" json:"token,omitempty"`            // live, identity_platform, none
	Nth         Nth         `yaml:"nth,omitempty" json:"nth,omitzero"`                 // only the n-th to m-th request, counted for each mailbox and rule among those that meet the other conditions while in force: "1..3"
	Probability units.Share `yaml:"probability,omitempty" json:"probability,omitzero"` // chance that a request that meets all else is hit, by a keyed draw for each rule, mailbox and request; absent: always
	Header      HeaderMatch `yaml:"header,omitempty" json:"header,omitzero"`           //
}

// HeaderMatch holds conditions on request headers; names are case-insensitive.
type HeaderMatch struct {
	Present []string          `yaml:"present,omitempty" json:"present,omitempty"`
	Absent  []string          `yaml:"absent,omitempty" json:"absent,omitempty"`
	Equal   map[string]string `yaml:"equal,omitempty" json:"equal,omitempty"`
}

// Inject says what happens to a matched request. Exactly one kind is set, save
// that latency may stand beside another.
type Inject struct {
	Routing  string            `yaml:"routing,omitempty" json:"routing,omitempty"`   // lookup | hint_required: the mode of the front door
	Status   int               `yaml:"status,omitempty" json:"status,omitempty"`     // answer with this status instead of doing the work
	Code     string            `yaml:"code,omitempty" json:"code,omitempty"`         // with status: error code of the provider's envelope
	Body     string            `yaml:"body,omitempty" json:"body,omitempty"`         // with status: body as is, instead of the envelope
	Headers  map[string]string `yaml:"headers,omitempty" json:"headers,omitempty"`   // with status
	Throttle *Throttle         `yaml:"throttle,omitempty" json:"throttle,omitempty"` // 429
	Latency  *Latency          `yaml:"latency,omitempty" json:"latency,omitempty"`   //
	Timeout  bool              `yaml:"timeout,omitempty" json:"timeout,omitempty"`   // never answer: the client's own limit ends it
	Refuse   bool              `yaml:"refuse,omitempty" json:"refuse,omitempty"`     // connection refused

	Reset         string         `yaml:"reset,omitempty" json:"reset,omitempty"`                 // connection reset: "before" the work, or "after" it has been done and before the answer
	CutBody       units.Share    `yaml:"cut_body,omitempty" json:"cut_body,omitzero"`            // the work is done; after this share of the body the connection breaks (0.5 cuts in the middle)
	Malformed     bool           `yaml:"malformed,omitempty" json:"malformed,omitempty"`         // the work is done; the body is JSON that does not parse
	HTML          bool           `yaml:"html,omitempty" json:"html,omitempty"`                   // status 200 with an HTML page instead of the work
	Gone          bool           `yaml:"gone,omitempty" json:"gone,omitempty"`                   // requests that carry a delta or skip token get 410 SyncStateNotFound; mid-round too
	Token         string         `yaml:"token,omitempty" json:"token,omitempty"`                 // at the token endpoint: refresh_fails (503 temporarily_unavailable), revoked (invalid_grant 70000), consent_lost (invalid_grant 65001)
	Notifications *Notification  `yaml:"notifications,omitempty" json:"notifications,omitempty"` // what becomes of change notifications
	Subscription  string         `yaml:"subscription,omitempty" json:"subscription,omitempty"`   // removed: the subscription is gone without a word, at its next notification
	StaleReads    units.Duration `yaml:"stale_reads,omitempty" json:"stale_reads,omitzero"`      // reads answer from a replica that is this far behind
}

// Throttle answers 429 ApplicationThrottled (provider contract 4.2).
type Throttle struct {
	RetryAfter units.Duration `yaml:"retry_after,omitempty" json:"retry_after,omitzero"` // absent: no Retry-After header
}

// Latency is added before the work, log-normal, whole milliseconds.
type Latency struct {
	Median units.Duration `yaml:"median" json:"median"`
	P95    units.Duration `yaml:"p95,omitempty" json:"p95,omitzero"` // absent: always the median
}

// Notification says what becomes of change notifications; one field is set.
type Notification struct {
	Lost      bool           `yaml:"lost,omitempty" json:"lost,omitempty"`
	Late      units.Duration `yaml:"late,omitempty" json:"late,omitzero"` // on top of the ordinary latency
	Doubled   bool           `yaml:"doubled,omitempty" json:"doubled,omitempty"`
	Reordered bool           `yaml:"reordered,omitempty" json:"reordered,omitempty"` // each goes out after the one that follows it, or after a minute
}

// Nth is a closed range of ordinal numbers from 1: "3", "1..3", "4.." (no end).
type Nth struct{ From, Until int }
