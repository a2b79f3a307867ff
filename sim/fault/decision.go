package fault

import (
	"net/http"
	"time"

	"anchorage/sim/mailbox"
)

// Request is what rules are matched against.
type Request struct {
	HTTP      *http.Request
	Mailbox   *mailbox.Spec // owner of the token or code; nil when unknown
	Operation string        // of journal.Operations
	Dialect   string        // journal.OutlookREST, ...
	TokenKind string        // mailbox.Live, mailbox.IdentityPlatform, "" for none
}

// Routing modes of the front door.
const (
	Lookup       = "lookup"        // finds the mailbox by the token's owner
	HintRequired = "hint_required" // finds it only through the routing hint
)

// Decision is what all rules in force together do to one request. The zero value
// lets it pass.
type Decision struct {
	Rules   []string      // names of the rules that acted, in file order
	Routing string        // Lookup or HintRequired; "" means Lookup
	Latency time.Duration // before anything else, whole milliseconds
	Answer  *Answer       // given instead of doing the work
	Timeout bool          // never answer
	Refuse  bool          // no connection
}

// Answer replaces the work of the server.
type Answer struct {
	Status int
	Header http.Header
	Code   string // of the server's own error envelope; used when Body is empty
	Body   string // as is
}

// Decider decides; *Engine is one. A nil Decider lets everything pass.
type Decider interface {
	Decide(now time.Time, r Request) Decision
}
