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
	Provider  string      `yaml:"provider,omitempty" json:"provider,omitempty"`   // of the mailbox
	Cohort    string      `yaml:"cohort,omitempty" json:"cohort,omitempty"`       // name of a cohort of the scenario
	Share     units.Share `yaml:"share,omitempty" json:"share,omitzero"`          // exact quota of the mailboxes selected by provider and cohort; a flicker draws another quota each period
	Host      string      `yaml:"host,omitempty" json:"host,omitempty"`           //
	Dialect   string      `yaml:"dialect,omitempty" json:"dialect,omitempty"`     // outlook_rest_v2, graph_v1, oauth
	Operation []string    `yaml:"operation,omitempty" json:"operation,omitempty"` // any of journal.Operations
	Method    string      `yaml:"method,omitempty" json:"method,omitempty"`       //
	Path      string      `yaml:"path,omitempty" json:"path,omitempty"`           // glob (path.Match) on the URL path
	Token     string      `yaml:"token,omitempty" json:"token,omitempty"`         // live, identity_platform, none
	Header    HeaderMatch `yaml:"header,omitempty" json:"header,omitzero"`        //
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
