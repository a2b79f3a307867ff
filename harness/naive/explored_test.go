package naive_test

import (
	"runtime"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/naive"
	"anchorage/harness/suttest"
)

// Drawn worlds with consecutive numbers, the few first of them unless all are asked for;
// another draw is other worlds, so that no share of them is pinned.
const (
	first     = 1
	fewWorlds = 12
	allWorlds = 60
)

// breaks are the promises that this client breaks in more than a tenth of the worlds
// in which they can be judged. The doc comment of the package has the figures.
var breaks = []string{"reads-answered-from-cache", "reads-true", "stale-answers-say-so", "calendars-keep-up", "caught-up-at-the-end", "as-of-steps-forward"}

func TestExplored(t *testing.T) {
	if testing.Short() {
		t.Skip("many worlds")
	}
	worlds := fewWorlds
	if full() {
		worlds = allWorlds
	}
	lived, errs := make([][]check.Verdict, worlds), make([]error, worlds)
	slots := make(chan struct{}, runtime.NumCPU())
	var running sync.WaitGroup
	for i := range lived {
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			lived[i], errs[i] = suttest.Drawn(t.Context(), naive.Factory{}, first+uint64(i), suttest.Settings(naive.Settings{PollMinutes: 15}))
		})
	}
	running.Wait()
	broken, judged := map[string]int{}, map[string]int{}
	for i, verdicts := range lived {
		require.NoError(t, errs[i], "world %d", first+i)
		for _, v := range verdicts {
			if v.Status == check.Broken {
				broken[v.Name]++
			}
			if v.Status == check.Broken || v.Status == check.Held {
				judged[v.Name]++
			}
		}
	}
	for _, name := range check.Promises() {
		t.Logf("%s: %d of %d", name, broken[name], judged[name])
	}
	for _, name := range breaks {
		assert.Greater(t, 10*broken[name], judged[name], name)
	}
	assert.Zero(t, broken["no-violations"], "it does nothing that is forbidden")
}
