package explore

import (
	"time"

	"pgregory.net/rapid"

	"anchorage/sim/units"
)

// rapid's own choices lean towards the first and the smallest, which suits sizes;
// among things of equal rank each is to have its turn, so these are made of bits.

// bits is more than any choice here needs: what is left of evenness is of no matter.
const bits = 12

// below draws a whole number from 0 to n-1, each as often as the others.
func below(t *rapid.T, label string, n int) int {
	v := 0
	for range bits {
		v <<= 1
		if coin.Draw(t, label) {
			v |= 1
		}
	}
	return v * n >> bits
}

var coin = rapid.Bool()

// oneOf draws one of several.
func oneOf[V any](t *rapid.T, label string, values ...V) V {
	return values[below(t, label, len(values))]
}

// chance is true in so many of a hundred.
func chance(t *rapid.T, label string, percent int) bool {
	return below(t, label, 100) < percent
}

// within draws an instant of [from, until), in whole steps after from.
func within(t *rapid.T, label string, from, until time.Time, step time.Duration) time.Time {
	steps := int(until.Sub(from) / step)
	if steps < 2 {
		return from
	}
	return from.Add(time.Duration(below(t, label, steps)) * step)
}

// share draws a part of a whole in steps of a tenth, above 0.
func share(t *rapid.T, label string) units.Share {
	return units.Share(float64(1+below(t, label, 10)) / 10)
}

func instant(t time.Time) units.Time { return units.Time{Time: t.UTC()} }
