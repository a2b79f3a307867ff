package fault

import (
	"time"

	"anchorage/sim/keyed"
)

// timeoutKind never answers: the client's own limit ends the request.
var timeoutKind = kind{
	name:     "timeout",
	set:      func(in Inject) bool { return in.Timeout },
	describe: func(Inject) string { return "no answer" },
	check:    func(Inject) []Problem { return nil },
	effect: func(Rule, keyed.Seed) effect {
		return func(d Decision, _ Request, _ time.Time) (Decision, bool) {
			if d.answered() {
				return d, false
			}
			d.Timeout = true
			return d, true
		}
	},
}
