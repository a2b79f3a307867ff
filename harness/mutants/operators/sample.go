package operators

import (
	"cmp"
	"slices"

	"anchorage/sim/keyed"
)

// Size of the sample.
const Size = 120

// Drawn orders sites by a draw of each one's name. The sample is the first of them
// that compile.
func Drawn(sites []Site) []Site {
	drawn := slices.Clone(sites)
	slices.SortStableFunc(drawn, func(a, b Site) int {
		return cmp.Or(cmp.Compare(draw(a), draw(b)), cmp.Compare(a.Key(), b.Key()))
	})
	return drawn
}

func draw(s Site) uint64 { return keyed.Seed(1).Uint64(s.Key(), "sample", 0) }
