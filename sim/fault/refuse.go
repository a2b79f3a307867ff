package fault

import (
	"time"

	"anchorage/sim/keyed"
)

// refuseKind lets no connection come about.
var refuseKind = kind{
	name:     "refuse",
	set:      func(in Inject) bool { return in.Refuse },
	describe: func(Inject) string { return "connection refused" },
	check:    func(Inject) []Problem { return nil },
	effect: func(Rule, keyed.Seed) effect {
		return func(d Decision, _ Request, _ time.Time) (Decision, bool) {
			if d.answered() {
				return d, false
			}
			d.Refuse = true
			return d, true
		}
	},
}
