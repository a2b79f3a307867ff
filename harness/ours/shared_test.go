package ours_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/world"
)

// known are the shared worlds that have been asked for, by the command that repeats
// them.
var (
	knownMutex sync.Mutex
	known      = map[string]func() (*history.History, error){}
)

// shared is replay for a world that several tests judge: whoever asks first has it
// lived through. Its history stays in memory, so it is for thinned fleets.
func shared(t *testing.T, job world.Job) *history.History {
	t.Helper()
	knownMutex.Lock()
	live, found := known[job.Command()]
	if !found {
		live = sync.OnceValues(func() (*history.History, error) { return world.Replay(t.Context(), job, nil, nil) })
		known[job.Command()] = live
	}
	knownMutex.Unlock()
	h, err := live()
	require.NoError(t, err, "again with: %s", job.Command())
	return h
}
