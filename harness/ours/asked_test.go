package ours_test

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/world"
)

// TestTheSameOwnersAreAsked: by itself the system asks exactly those to relink whom
// the team had it ask in 2022, each once. The team's week is the one with more posts:
// the orders are the same, and TestScenarios lives through it at this size anyway.
func TestTheSameOwnersAreAsked(t *testing.T) {
	if !full() {
		t.Skip("two worlds of four days; ANCHORAGE_FULL=1 runs them")
	}
	t.Parallel()
	asked := func(variant string) (times map[string]int, steps int) {
		h := shared(t, world.Job{Path: filepath.Join(scenarioDir, "outlook-2022-03.yaml"), Variant: variant, Fleet: thinned})
		times = map[string]int{}
		for _, e := range h.Events {
			switch d := e.Data.(type) {
			case history.RelinkAsked:
				times[d.Mailbox]++
			case history.SystemStep:
				steps++
			}
		}
		return times, steps
	}
	team, none := asked("kept-cadence")
	alone, steps := asked("auto-routing")
	assert.Zero(t, none, "the system of 2022 did nothing of its own accord")
	assert.GreaterOrEqual(t, steps, 5, "and this one says what it does")
	require.NotEmpty(t, team)
	assert.Equal(t, slices.Sorted(maps.Keys(team)), slices.Sorted(maps.Keys(alone)))
	for mailbox, n := range alone {
		assert.Equal(t, 1, n, mailbox)
	}
}
