package explore_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/explore"
	"anchorage/harness/ours"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// A file that names rules of another one is kept with them, so that it can be replayed
// from where it stands.
func TestSaveWithRules(t *testing.T) {
	file := explore.Draw(5, nil)
	file.System = json.RawMessage(`{"alerting":{"rules":"alerts/2022.rules.yml","alertmanager":"default"}}`)
	finding := explore.Finding{Promise: "alerts-close", Message: "2 alerts never closed.", First: explore.Outcome{Number: 5, File: file}, Small: explore.Outcome{Number: 5, File: file}}
	dir := t.TempDir()

	path, err := explore.Place{}.Save(finding, dir)
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(dir, "alerts-close-5.yaml"), path)
	kept, err := os.ReadFile(filepath.Join(dir, "alerts", "2022.rules.yml"))
	require.NoError(t, err)
	shipped, err := scenarios.ShippedFile("alerts/2022.rules.yml")
	require.NoError(t, err)
	assert.Equal(t, string(shipped), string(kept))
	_, err = world.Job{Path: path}.Source(ours.Factory{})
	require.NoError(t, err)

	t.Run("ErrUnwritable", func(t *testing.T) {
		blocked := filepath.Join(dir, "file")
		require.NoError(t, os.WriteFile(blocked, nil, 0o600))
		_, err := explore.Place{}.Save(finding, filepath.Join(blocked, "below"))
		require.ErrorContains(t, err, "explore: ")
	})
}

// A file says how far its world was taken apart, and no more than that.
func TestSaveTellsHowSmall(t *testing.T) {
	drawn := explore.Outcome{Number: 5, File: explore.Draw(5, nil)}
	for name, row := range map[string]struct {
		tries int
		least bool
		told  string
	}{
		"OKLeast":     {9, true, "number 5, and taken apart until nothing more could go."},
		"OKCutShort":  {9, false, "number 5, and taken apart until the time for that was over."},
		"OKUntouched": {0, false, "number 5, as it was drawn."},
	} {
		t.Run(name, func(t *testing.T) {
			path, err := explore.Place{}.Save(explore.Finding{Promise: "reads-true", First: drawn, Small: drawn, Tries: row.tries, Least: row.least}, t.TempDir())
			require.NoError(t, err)
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			assert.Contains(t, string(text), "# Found by drawing worlds, "+row.told+"\n")
		})
	}
}
