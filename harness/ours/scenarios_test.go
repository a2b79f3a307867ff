package ours_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/world"
)

const scenarioDir = "../../scenarios"

// Every scenario file holds, each variant in a process of its own. The first
// variant runs with its whole fleet, the others with a tenth of it unless
// ANCHORAGE_FULL=1.
func TestScenarios(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(scenarioDir, "*.yaml"))
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, path := range files {
		source, err := world.Job{Path: path}.Source(ours.Factory{})
		require.NoError(t, err)
		for i, variant := range source.Variants() {
			t.Run(filepath.Base(path)+"/"+variant, func(t *testing.T) {
				t.Parallel()
				job := world.Job{Path: path, Variant: variant}
				if i > 0 && large(t, job) && !full() {
					job.Fleet = thinned
					requireHeld(t, job, shared(t, job))
					return
				}
				requireHeld(t, job, replay(t, job))
			})
		}
	}
}

// thinned is the share of a large fleet with which a variant runs that is not the
// main story.
const thinned = 0.1

// full: everything is asked for, however long it takes.
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }

// large: worth thinning when it is not the main story.
func large(t *testing.T, job world.Job) bool {
	t.Helper()
	_, file, err := job.Load(ours.Factory{})
	require.NoError(t, err)
	mailboxes := 0
	for _, f := range file.Fleet {
		mailboxes += f.Mailboxes
	}
	return mailboxes > 200
}

func replay(t *testing.T, job world.Job, env ...string) *history.History {
	t.Helper()
	h, err := world.Replay(t.Context(), job, env, nil)
	require.NoError(t, err, "again with: %s", job.Command())
	return h
}

func requireHeld(t *testing.T, job world.Job, h *history.History) {
	t.Helper()
	verdicts := check.Run(h)
	require.NotEmpty(t, verdicts)
	for _, v := range verdicts {
		ok := v.Status == check.Held || v.Status == check.NotApplicable
		assert.True(t, ok, "%s: %s: %s (again with: %s)\n%v", v.Status, v.Name, v.Message, job.Command(), v.Evidence)
	}
}
