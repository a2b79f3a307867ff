package fault

import "anchorage/sim/keyed"

// timeoutKind never answers: the client's own limit ends the request.
var timeoutKind = kind{
	name:     "timeout",
	set:      func(in Inject) bool { return in.Timeout },
	describe: func(Inject) string { return "no answer" },
	check:    func(Inject) []Problem { return nil },
	effect: func(Rule, keyed.Seed) effect {
		return settle(func(d *Decision) { d.Timeout = true })
	},
}
