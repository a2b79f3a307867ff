package ours_test

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/world"
)

// Copies of a small world must agree. Two would miss a difference of one run in twenty
// nine times in ten, so that ten are run with ANCHORAGE_FULL=1 (and by `make determinism`).
const (
	fewProcesses = 3
	allProcesses = 10
)

func TestOneSeedOneHistory(t *testing.T) {
	job := world.Job{Path: filepath.Join(scenarioDir, "small.yaml"), Variant: "as-it-happened"}
	hashes := make([]string, sample(fewProcesses, allProcesses))
	var wg sync.WaitGroup
	slots := make(chan struct{}, 3) // more than there are cores: some runs are starved
	for i := range hashes {
		wg.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			h, err := world.Replay(t.Context(), job, []string{fmt.Sprintf("GOGC=%d", 20+40*i)}, nil)
			if assert.NoError(t, err) {
				hashes[i] = history.Hash(h)
			}
		})
	}
	wg.Wait()
	for _, h := range hashes {
		require.Equal(t, hashes[0], h, "one scenario, seed and build give one history")
	}
	other := uint64(4711)
	job.Seed = &other
	assert.NotEqual(t, hashes[0], history.Hash(replay(t, job)), "another seed gives another history")
}
