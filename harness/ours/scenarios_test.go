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

// Every scenario file holds, each variant in a process of its own. Where the fleet is
// large, a share of it lives through the main story, and the other variants are read
// only; with ANCHORAGE_FULL=1 (`make whole`) the whole fleet lives through the main
// story and a tenth of it through each other one.
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
				switch big := large(t, job); {
				case big && i > 0 && full():
					job.Fleet = thinned
					requireHeld(t, job.Command(), shared(t, job))
				case big && i > 0: // that it can be read is known by now
				case big && !full():
					job.Path, job.Fleet = calibrated(t, filepath.Base(path)), sampled
					requireHeld(t, "go test -run '"+t.Name()+"' ./harness/ours", replay(t, job))
				default:
					requireHeld(t, job.Command(), replay(t, job))
				}
			})
		}
	}
}

// Shares of a large fleet: sampled lives through the main story when not all are asked
// to, thinned through the other variants.
const (
	sampled = 0.05
	thinned = 0.1
)

// calibrated is a copy of a shipped file that tells the same story when the fleet is
// small.
func calibrated(t *testing.T, name string) string {
	t.Helper()
	for _, f := range shippedFiles {
		if f.name == name {
			return f.write(t, alteration{what: "calibrated"})
		}
	}
	require.Failf(t, "no calibration", "of %s", name)
	return ""
}

// full: everything is asked for, however long it takes.
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }

// sample is a few of what there is, or all when everything is asked for.
func sample(few, all int) int {
	if full() {
		return all
	}
	return few
}

// large: too many to live through every variant each time.
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

func requireHeld(t *testing.T, again string, h *history.History) {
	t.Helper()
	verdicts := check.Run(h)
	require.NotEmpty(t, verdicts)
	for _, v := range verdicts {
		ok := v.Status == check.Held || v.Status == check.NotApplicable
		assert.True(t, ok, "%s: %s: %s (again with: %s)\n%v", v.Status, v.Name, v.Message, again, v.Evidence)
	}
}
