package ours_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/ours"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

var update = flag.Bool("update", false, "write scenarios/schema.json anew")

func TestSchemaIsUpToDate(t *testing.T) {
	want, err := scenarios.Schema(ours.Factory{}.Settings())
	require.NoError(t, err)
	path := filepath.Join(scenarioDir, "schema.json")
	if *update {
		require.NoError(t, os.WriteFile(path, want, 0o644))
	}
	have, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Equal(t, string(want), string(have), "go test ./harness/ours -run Schema -update")
}

// Mistakes in what the system reads are told before a world starts, at their
// place in the scenario file.
func TestErrSettings(t *testing.T) {
	for _, row := range []struct{ name, from, to, says string }{
		{"ErrRuleFileMissing", "alerts/2022.rules.yml", "alerts/2023.rules.yml", "file does not exist"},
		{"ErrRuleFileSyntax", "alerts/2022.rules.yml", "alerts/2022.alertmanager.yml", "alerts/2022.alertmanager.yml"},
		{"ErrUnknownKey", "sync: {poll: 15m}", "sync: {pol: 15m}", `unknown key "pol"`},
		{"ErrValue", "remediation: manual", "remediation: magic", "expected manual"},
	} {
		t.Run(row.name, func(t *testing.T) {
			path := altered(t, "outlook-2022-03.yaml", row.from, row.to)
			_, err := world.Job{Path: path}.Source(ours.Factory{})
			var problems scenarios.Problems
			require.ErrorAs(t, err, &problems)
			assert.Contains(t, problems.Error(), row.says)
			assert.Positive(t, problems[0].Line)
		})
	}
}
