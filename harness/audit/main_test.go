package audit_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/ours"
	"anchorage/harness/worker"
	"anchorage/harness/world"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A cell runs in a worker process: a copy of this test binary.
func TestMain(m *testing.M) {
	world.Serve(ours.Factory{})
	worker.CollectSeldom()
	os.Exit(m.Run())
}

// full: all is asked for, however long it takes (`make whole`).
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }

// golden compares text with a file in testdata.
func golden(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), text)
}
