package people

import (
	"math"
	"time"

	"anchorage/sim/keyed"
)

// perDay is how many times something happens on a day at a rate per day: exact
// over days, so 2.5 is 2 and 3 in turn. Each actor's turns begin elsewhere.
func perDay(seed keyed.Seed, actor, operation string, rate float64, d day) int {
	if rate <= 0 {
		return 0
	}
	const steps = 1024 // exact in binary, so that whole rates stay whole
	phase := float64(seed.IntN(actor, operation+"/phase", 0, steps)) / steps
	upTo := func(d day) float64 { return math.Floor(rate*float64(d) + phase) }
	return int(upTo(d+1) - upTo(d))
}

// spread draws n instants in [from, until): one in each of n equal strata, in
// whole milliseconds, ascending.
func spread(seed keyed.Seed, actor, operation string, d day, n int, from, until time.Time) []time.Time {
	if n <= 0 || !from.Before(until) {
		return nil
	}
	stratum := float64(until.Sub(from)) / float64(n)
	at := make([]time.Time, n)
	for i := range at {
		u := seed.Float(actor, operation+"/at", uint64(d)<<20|uint64(i))
		at[i] = from.Add(time.Duration((float64(i) + u) * stratum)).Truncate(time.Millisecond)
	}
	return at
}
