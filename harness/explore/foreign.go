package explore

import (
	"slices"

	"anchorage/scenarios"
	"anchorage/sim/people"
)

// Foreign is a drawn file for a system that is not ours, whose settings are not known
// here: without ours, and without the steps of the team that change them.
func Foreign(f *scenarios.File) *scenarios.File {
	g := clone(f)
	g.System = nil
	g.Operators = slices.DeleteFunc(g.Operators, func(s people.Step) bool {
		return len(s.Try)+len(s.Deploy)+len(s.Enable) > 0
	})
	return g
}
