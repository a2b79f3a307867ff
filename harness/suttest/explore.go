package suttest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/explore"
	"anchorage/harness/sut"
)

// ordinaryWorlds is how many Explore lives through when nothing is said.
const ordinaryWorlds = 20

// Worlds says how many worlds Explore lives through, 1 or above; default 20.
func Worlds(n int) Option { return func(r *request) { r.worlds = n } }

// Kills has Explore kill the system now and then and start it again on its disk. A
// system that is no sut.Killable can't live in such a world.
func Kills() Option { return func(r *request) { r.kills = true } }

// Explore lives through worlds that nobody wrote: fleets, owners, up to seven faults
// that overlap, kills with Kills, and a team that asks owners to relink, each drawn from a number.
// Settings of the system are its own defaults, or those of Settings. Only promises are
// judged, those that hold in every world; a broken one is an error with the number of
// its world, and of equal ones the first. Numbers begin with Seed, or by the clock, and
// are told: a world of a number is the same world always.
func Explore(t *testing.T, factory sut.Factory, options ...Option) {
	t.Helper()
	r := newRequest("", options)
	if r.worlds <= 0 {
		r.worlds = ordinaryWorlds
	}
	first := uint64(time.Now().UnixMilli())
	if r.Seed != nil {
		first = *r.Seed
	}
	t.Logf("worlds from number %d on", first)
	seen := map[string]bool{}
	for n := first; n < first+uint64(r.worlds); n++ {
		verdicts, err := Drawn(t.Context(), factory, n, options...)
		if err != nil {
			t.Errorf("world %d: %v", n, err)
			continue
		}
		tellDrawn(t, n, verdicts, seen)
	}
}

// tellDrawn tells the promises that a world broke as none before did.
func tellDrawn(t reporter, number uint64, verdicts []check.Verdict, seen map[string]bool) {
	t.Helper()
	for _, v := range verdicts {
		if v.Status != check.Broken || seen[v.Name+explore.Cause(v)] {
			continue
		}
		seen[v.Name+explore.Cause(v)] = true
		t.Errorf("world %d: broken promise %q: %s%s\nagain with: suttest.Explore(t, factory, suttest.Seed(%d), suttest.Worlds(1))", number, v.Name, v.Message, evidence(v), number)
	}
}

// Drawn lives through the world of a number and returns the verdicts on its promises,
// in the order of check.Run. The error tells what ended it before its time.
func Drawn(ctx context.Context, factory sut.Factory, number uint64, options ...Option) ([]check.Verdict, error) {
	file := explore.Foreign(explore.Draw(number, nil))
	r := newRequest("", options)
	if !r.kills {
		file.Kills = nil
	}
	r.Shipped, r.Text, r.Seed = file.Name+".yaml", string(explore.Render(file)), nil
	h, _, err := r.run(ctx, factory, 0)
	if err != nil {
		return nil, fmt.Errorf("%w\nthe world was:\n%s", explained(err), r.Text)
	}
	var promises []check.Verdict
	for _, v := range check.Run(h) {
		if v.Kind == check.Promise {
			promises = append(promises, v)
		}
	}
	return promises, nil
}
