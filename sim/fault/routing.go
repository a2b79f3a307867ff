package fault

import (
	"slices"
	"time"

	"anchorage/sim/journal"
	"anchorage/sim/keyed"
)

// routingKind sets the mode of the front door: whether it finds a mailbox by the
// token's owner or only through the hint in X-AnchorMailbox (provider contract
// 1). The last rule in force wins. Sign-in does not pass that door.
var routingKind = kind{
	name:     "routing",
	set:      func(in Inject) bool { return in.Routing != "" },
	describe: func(in Inject) string { return "routing: " + in.Routing },
	check: func(in Inject) []Problem {
		if in.Routing == Lookup || in.Routing == HintRequired {
			return nil
		}
		return problem("inject.routing", unknown(in.Routing, Lookup, HintRequired))
	},
	requires: []condition{{
		field: "dialect",
		holds: func(r Request, _ int) bool { return r.Dialect != journal.OAuth },
		told:  func(Request) string { return "sign-in does not pass the front door" },
	}},
	neverActs: func(m Match) (Problem, bool) {
		p := Problem{Field: "match", Message: "selects sign-in alone, which does not pass the front door; a routing mode has no effect on it"}
		return p, m.Dialect == journal.OAuth || len(m.Operation) > 0 && !slices.ContainsFunc(m.Operation, passesFrontDoor)
	},
	effect: func(rule Rule, _ keyed.Seed) effect {
		mode := rule.Inject.Routing
		return func(d Decision, _ Request, _ time.Time) (Decision, bool) {
			d.Routing = mode
			return d, true
		}
	},
}

func passesFrontDoor(operation string) bool {
	switch operation {
	case journal.Authorize, journal.Token, journal.Discovery, journal.Keys:
		return false
	}
	return true
}
