package ours_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/ours"
	"anchorage/system"
)

func TestContract(t *testing.T) {
	for _, row := range []struct {
		name, settings string
		promised       bool
	}{
		{"OK", `{}`, true},
		{"OK by name", `{"alerting":{"rules":"default","alertmanager":"default"}}`, true},
		{"NothingWithOtherRules", `{"alerting":{"rules":"alerts/2022.rules.yml"}}`, false},
		{"NothingWithAnotherAlertmanager", `{"alerting":{"alertmanager":"alerts/2022.alertmanager.yml"}}`, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, err := ours.Factory{}.Capabilities(json.RawMessage(row.settings))
			require.NoError(t, err)
			assert.Equal(t, row.promised, c.Contract != nil)
			assert.True(t, c.Alerts)
		})
	}
}

// Figures of the contract, written out once.
func TestContractFigures(t *testing.T) {
	capabilities, err := ours.Factory{}.Capabilities(json.RawMessage(`{"sync":{"timeout":"10s","retries":1},"alerting":{"scrape":"30s"}}`))
	require.NoError(t, err)
	c := capabilities.Contract
	require.NotNil(t, c)
	assert.Equal(t, 30*time.Second, c.Scrape)
	assert.Equal(t, 2*time.Minute+6*time.Second+20*time.Second, c.Round, "patience, one wait, two requests that are not answered")
	assert.Equal(t, 10*time.Minute, c.Memory)
	assert.Equal(t, 6*time.Minute, c.Redelivery, "the longest pause, then the group's next turn")
	assert.Equal(t, 2*time.Hour, c.Escalation.After)
	assert.True(t, c.Heartbeat)
	assert.Equal(t, "ExporterDown", c.Down.Alert)
	assert.Equal(t, "pager", c.Down.Sink)
	levels := map[string]map[string]string{} // provider, level: sink
	for _, r := range c.Rules {
		if levels[r.Provider] == nil {
			levels[r.Provider] = map[string]string{}
		}
		levels[r.Provider][r.Level] = r.Sink
		assert.Positive(t, r.Share)
		assert.LessOrEqual(t, r.Closes, r.Share)
		assert.Positive(t, r.For)
		assert.Equal(t, time.Minute, r.Evaluation)
		assert.Positive(t, r.GroupInterval)
		assert.Positive(t, r.Repeat)
	}
	for _, p := range system.Providers {
		assert.Equal(t, map[string]string{"look_now": "pager", "review_soon": "pager", "informational": "chat"}, levels[string(p)], "%s", p)
	}
}
