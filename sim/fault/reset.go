package fault

import (
	"time"

	"anchorage/sim/keyed"
)

// When a connection is reset.
const (
	ResetBefore = "before" // the work
	ResetAfter  = "after"  // the work, and before the answer
)

// resetKind breaks the connection. After the work is the worse half: a client
// that takes it for a failure of the work does it twice.
var resetKind = kind{
	name:     "reset",
	set:      func(in Inject) bool { return in.Reset != "" },
	describe: func(in Inject) string { return "connection reset " + in.Reset + " the work" },
	check: func(in Inject) []Problem {
		if in.Reset == ResetBefore || in.Reset == ResetAfter {
			return nil
		}
		return problem("inject.reset", unknown(in.Reset, ResetBefore, ResetAfter))
	},
	effect: func(rule Rule, _ keyed.Seed) effect {
		before := rule.Inject.Reset == ResetBefore
		return settle(func(d *Decision) { d.ResetBefore, d.ResetAfter = before, !before })
	},
}

// settle is the effect of what settles the fate of a request, unless an earlier
// rule has.
func settle(fate func(*Decision)) effect {
	return func(d Decision, _ Request, _ time.Time) (Decision, bool) {
		if d.settled() {
			return d, false
		}
		fate(&d)
		return d, true
	}
}
