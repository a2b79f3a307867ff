package suttest_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/ours"
	"anchorage/harness/suttest"
)

// patience is short for a world that takes a tenth of a second, and long for a
// machine that does other things as well.
const patience = 8 * time.Second

func TestConform(t *testing.T) {
	t.Run("OK", func(t *testing.T) { // the naive client does in TestEngineConforms
		if !full() {
			t.Skip("a dozen worlds")
		}
		t.Parallel()
		suttest.Conform(t, ours.Factory{})
	})
	path := filepath.Join(t.TempDir(), "conform.yaml")
	require.NoError(t, os.WriteFile(path, suttest.ConformScenario(), 0o600))
	for _, name := range slices.Sorted(maps.Keys(mistakes)) {
		t.Run("Err/"+name, func(t *testing.T) {
			t.Parallel()
			finding, err := suttest.Finding(t.Context(), planted{mistake: name}, path, patience)
			require.NoError(t, err)
			for _, part := range mistakes[name].says {
				assert.Contains(t, finding, part)
			}
		})
	}
}
