package fault

import "anchorage/sim/keyed"

// refuseKind lets no connection come about.
var refuseKind = kind{
	name:     "refuse",
	set:      func(in Inject) bool { return in.Refuse },
	describe: func(Inject) string { return "connection refused" },
	check:    func(Inject) []Problem { return nil },
	effect: func(Rule, keyed.Seed) effect {
		return settle(func(d *Decision) { d.Refuse = true })
	},
}
