package fault

import (
	"slices"
	"strings"
	"time"

	"anchorage/sim/journal"
	"anchorage/sim/keyed"
)

// kinds is every kind of injection, in the order in which they are described. A
// new kind is one file and one line here.
var kinds = []kind{
	routingKind,
	statusKind,
	throttleKind,
	timeoutKind,
	refuseKind,
	resetKind,
	cutBodyKind,
	malformedKind,
	htmlKind,
	goneKind,
	tokenKind,
	notificationKind,
	subscriptionKind,
	staleReadsKind,
	latencyKind,
}

// Kinds lists the names of all kinds: their keys within inject.
func Kinds() []string {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.name
	}
	return names
}

// kind is one way to disturb a request: which part of Inject asks for it, what
// it does and how it is told.
type kind struct {
	name      string                        // key within inject
	set       func(Inject) bool             // whether Inject asks for it
	check     func(Inject) []Problem        // mistakes in its own fields; without Index
	describe  func(Inject) string           // in words, as "status 503"
	effect    func(Rule, keyed.Seed) effect // made once for each rule
	requires  []condition                   // beside those of Match: where the kind has any effect at all
	beside    bool                          // may stand beside one other kind
	notices   bool                          // acts on change notifications, and on nothing else; all other kinds never do
	neverActs func(Match) (Problem, bool)   // a match that the kind can never act on; may be nil
}

// effect adds one rule's injection to what the rules before it decided, and says
// whether it changed anything. What it hands out is shared by all requests and
// must not be written to.
type effect func(d Decision, r Request, now time.Time) (Decision, bool)

// answered says whether the work will not be done: there is an answer without it,
// or none at all.
func (d Decision) answered() bool {
	return d.Answer != nil || d.Timeout || d.Refuse || d.ResetBefore || d.Gone || d.Token != ""
}

// settled says whether an earlier rule has decided the fate of the request
// already, of the work or of its answer. The first one wins.
func (d Decision) settled() bool {
	return d.answered() || d.ResetAfter || d.CutBody != 0 || d.Malformed
}

// kinds returns those that an injection asks for.
func (in Inject) kinds() []kind {
	var asked []kind
	for _, k := range kinds {
		if k.set(in) {
			asked = append(asked, k)
		}
	}
	return asked
}

// Describe says in words what an injection does, as "status 503" or "429,
// Retry-After 30s"; latency that stands beside another kind comes last.
func Describe(in Inject) string {
	var parts []string
	for _, k := range in.kinds() {
		parts = append(parts, k.describe(in))
	}
	return joinAnd(parts)
}

func joinAnd(parts []string) string { return strings.Join(parts, " and ") }

// cannotAct finds a match on which the kind never acts. What is about requests
// never sees a notification.
func (k kind) cannotAct(m Match) (Problem, bool) {
	if k.neverActs != nil {
		if p, never := k.neverActs(m); never {
			return p, true
		}
	}
	only := len(m.Operation) > 0 && !slices.ContainsFunc(m.Operation, func(o string) bool { return o != journal.Notification })
	p := Problem{Field: "match.operation", Message: "selects notifications alone, on which " + k.name + " never acts; expected inject with notifications or subscription"}
	return p, only && !k.notices
}

// neverOn finds matches on operations of which the kind acts on none.
func neverOn(why string, acts ...string) func(Match) (Problem, bool) {
	return func(m Match) (Problem, bool) {
		never := len(m.Operation) > 0 && !slices.ContainsFunc(m.Operation, func(o string) bool { return slices.Contains(acts, o) })
		message := "selects " + strings.Join(m.Operation, ", ") + " alone, " + why + "; expected " + strings.Join(acts, ", ")
		return Problem{Field: "match.operation", Message: message}, never
	}
}
