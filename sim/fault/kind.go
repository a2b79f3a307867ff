package fault

import (
	"strings"
	"time"

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
	latencyKind,
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
	neverActs func(Match) (Problem, bool)   // a match that the kind can never act on; may be nil
}

// effect adds one rule's injection to what the rules before it decided, and says
// whether it changed anything. What it hands out is shared by all requests and
// must not be written to.
type effect func(d Decision, r Request, now time.Time) (Decision, bool)

// answered says whether an earlier rule has settled the request already: the
// first answer, time-out or refusal wins.
func (d Decision) answered() bool { return d.Answer != nil || d.Timeout || d.Refuse }

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
	return strings.Join(parts, " and ")
}
