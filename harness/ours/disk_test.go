package ours_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/world"
)

// A world's database leaves nothing behind. Without a folder for it there is no world.
func TestScratch(t *testing.T) {
	job := world.Job{Path: "hour.yaml", Text: strings.Replace(oneOwner, "T12:00:00Z", "T09:00:00Z", 1), Variant: "as-it-happened"}
	folder := filepath.Join(t.TempDir(), "a b?c#d%20e")
	require.NoError(t, os.Mkdir(folder, 0o700))
	replay(t, job, "TMPDIR="+folder)
	files, err := os.ReadDir(folder)
	require.NoError(t, err)
	assert.Empty(t, files)

	_, err = world.Replay(t.Context(), job, []string{"TMPDIR=" + filepath.Join(folder, "none")}, nil)
	assert.ErrorContains(t, err, "starting the system: disk: open "+folder)
}
