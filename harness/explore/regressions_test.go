package explore_test

import (
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/explore"
	"anchorage/harness/ours"
	"anchorage/harness/world"
)

// What was found once by drawing worlds holds now. The files stay as they were
// found, so each is small, and says itself what had broken.
func TestRegressions(t *testing.T) {
	files, err := filepath.Glob("../../scenarios/regressions/*.yaml")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			h, err := world.Replay(t.Context(), world.Job{Path: path}, nil, nil)
			require.NoError(t, err)
			for _, v := range check.Run(h) {
				assert.NotEqual(t, check.Broken, v.Status, "%s: %s", v.Name, v.Message)
			}
		})
	}
}

// How many worlds live in an ordinary test run, and how many when all are asked for.
const (
	fewWorlds = 2
	allWorlds = 8
)

// The promises hold in worlds that nobody has seen before: others each day, so that
// what fails on one machine fails on the next one as well.
func TestWorlds(t *testing.T) {
	first := uint64(time.Now().UTC().Truncate(24*time.Hour).Unix()) + 500_000_000_000
	worlds := fewWorlds
	if full() {
		worlds = allWorlds
	}
	t.Logf("worlds from number %d on, again with: anchorage explore --runs %d --seed %d", first, worlds, first)
	place, coverage := explore.Place{Factory: ours.Factory{}}, explore.NewCoverage()
	err := explore.Campaign{Place: place, First: first, Runs: worlds, Workers: runtime.NumCPU(), Told: func(o explore.Outcome) bool {
		coverage.Add(o)
		for _, f := range o.Findings() {
			t.Errorf("world %d: %s: %s (again with: anchorage explore --runs 1 --seed %d)", o.Number, f.Promise, f.Message, o.Number)
		}
		return true
	}}.Run(t.Context())
	require.NoError(t, err)
	assert.Equal(t, worlds, coverage.Worlds)
}
