package fault

import (
	"fmt"

	"anchorage/sim/keyed"
)

// cutBodyKind breaks the connection within the body of an answer, after the work
// has been done. The headers, and with them the status, have arrived.
var cutBodyKind = kind{
	name:     "cut_body",
	set:      func(in Inject) bool { return in.CutBody != 0 },
	describe: func(in Inject) string { return "body cut after " + percent(in.CutBody.F()) },
	check: func(in Inject) []Problem {
		if share := in.CutBody.F(); !(share > 0 && share < 1) {
			return problem("inject.cut_body", fmt.Sprintf("%g leaves nothing or all of the body; expected a share between 0 and 1", share))
		}
		return nil
	},
	effect: func(rule Rule, _ keyed.Seed) effect {
		share := rule.Inject.CutBody.F()
		return settle(func(d *Decision) { d.CutBody = share })
	},
}
