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

	ResetBefore bool          // the connection breaks before the work
	ResetAfter  bool          // the connection breaks after the work, before the answer
	CutBody     float64       // share of the answer's body that arrives before the connection breaks; 0: all of it
	Malformed   bool          // the answer's body does not parse
	Gone        bool          // the delta or skip token of the request is gone
	StaleBy     time.Duration // reads answer as of this long ago
	Token       string        // what happens at the token endpoint; TokenRefreshFails, ...
	Notice      Notice        // what becomes of a change notification
}

// Token faults.
const (
	TokenRefreshFails = "refresh_fails"
	TokenRevoked      = "revoked"
	TokenConsentLost  = "consent_lost"
)

// Notice is what becomes of one change notification. The zero value delivers it.
type Notice struct {
	Lost, Doubled, Reordered bool
	Late                     time.Duration
	SubscriptionRemoved      bool
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
