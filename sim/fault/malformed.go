package fault

import "anchorage/sim/keyed"

// malformedKind does the work and answers with JSON that does not parse, under
// the status and headers of the work.
var malformedKind = kind{
	name:     "malformed",
	set:      func(in Inject) bool { return in.Malformed },
	describe: func(Inject) string { return "JSON that does not parse" },
	check:    func(Inject) []Problem { return nil },
	effect: func(Rule, keyed.Seed) effect {
		return settle(func(d *Decision) { d.Malformed = true })
	},
}
