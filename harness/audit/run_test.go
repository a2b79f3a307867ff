package audit_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/audit"
	"anchorage/scenarios"
)

// A night ends once all has settled, unless something waits to be read in the morning.
func TestNightsEnd(t *testing.T) {
	if testing.Short() {
		t.Skip("6 worlds")
	}
	for _, row := range []struct {
		name, kind string
		lasts      time.Duration
		until, by  string
	}{
		{"SomebodyWasPaged", "requests", 2 * hour, "2022-02-09T05:00:00Z", "page"},
		{"NothingToRead", "notifications", 2 * hour, "2022-02-09T05:00:00Z", ""},
		{"ClosedInTheChat", "cohort", 10 * minute, "2022-02-09T03:10:00Z", ""},
		{"ReadInTheMorning", "cohort", 2 * hour, "2022-02-09T09:25:00Z", "low_page"},
	} {
		t.Run(row.name, func(t *testing.T) {
			c := audit.Config{Cells: []audit.Cell{cell(t, "outlook.com", row.kind, row.lasts, "night")}, Files: defaults, Dir: t.TempDir()}
			outcomes, err := audit.Run(t.Context(), c)
			require.NoError(t, err)
			text, err := os.ReadFile(filepath.Join(c.Dir, c.Cells[0].Name()+".yaml"))
			require.NoError(t, err)
			source, err := scenarios.Parse("cell.yaml", text, scenarios.Options{})
			require.NoError(t, err)
			file, err := source.File("")
			require.NoError(t, err)
			assert.Equal(t, row.until, file.Clock.Until.UTC().Format("2006-01-02T15:04:05Z07:00"))
			by := ""
			if outcomes[0].Read != nil {
				by = outcomes[0].Read.By
			}
			assert.Equal(t, row.by, by)
		})
	}
}
