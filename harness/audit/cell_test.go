package audit_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/audit"
	"anchorage/harness/ours"
	"anchorage/scenarios"
)

// kind finds one by name.
func kind(t *testing.T, name string) audit.Kind {
	t.Helper()
	i := slices.IndexFunc(audit.Kinds, func(k audit.Kind) bool { return k.Name == name })
	require.GreaterOrEqual(t, i, 0, name)
	return audit.Kinds[i]
}

// cell is one of the matrix.
func cell(t *testing.T, provider, name string, lasts time.Duration, start string) audit.Cell {
	t.Helper()
	i := slices.IndexFunc(audit.Starts, func(s audit.Start) bool { return s.Name == start })
	require.GreaterOrEqual(t, i, 0, start)
	return audit.Cell{Provider: provider, Kind: kind(t, name), Lasts: lasts, Start: audit.Starts[i]}
}

// load reads a cell's scenario as the command line does.
func load(c audit.Cell, f audit.Files) (*scenarios.Source, error) {
	o := scenarios.Options{Settings: ours.Factory{}.Settings, CheckSettings: ours.Factory{}.CheckSettings}
	return scenarios.Parse(c.Name()+".yaml", c.Scenario(f), o)
}

var defaults = audit.Files{Rules: "default", Alertmanager: "default"}

func TestCells(t *testing.T) {
	all := audit.Cells(audit.Kinds)
	assert.Len(t, all, len(audit.Providers)*len(audit.Kinds)*len(audit.Durations)*len(audit.Starts))
	names := map[string]bool{}
	for _, c := range all {
		assert.False(t, names[c.Name()], c.Name())
		names[c.Name()] = true
	}
}

func TestQuick(t *testing.T) {
	quick := audit.Quick(audit.Kinds)
	assert.Len(t, quick, 24)
	for _, p := range audit.Providers {
		for _, k := range audit.Kinds {
			if k.Name == "notifications" || k.Name == "system" {
				continue // not simulated by every build, and so no part of the sample
			}
			assert.True(t, slices.ContainsFunc(quick, func(c audit.Cell) bool { return c.Provider == p && c.Kind.Name == k.Name }), "%s %s", p, k.Name)
		}
	}
}

// Every row of the table of expectations is about cells, and every cell has one.
func TestExpectations(t *testing.T) {
	rows := map[string]int{}
	for _, e := range audit.Expectations {
		rows[e.Kind+e.Lasts.String()]++
		assert.NotEmpty(t, e.Why, e.Kind)
		for _, n := range e.Needs {
			assert.Contains(t, audit.Levels, n.Level)
			assert.LessOrEqual(t, slices.Index(audit.Levels, n.Level), slices.Index(audit.Levels, e.AtMost), "%s %s needs what it forbids", e.Kind, e.Lasts)
		}
	}
	assert.Len(t, rows, len(audit.Expectations), "a row stands twice")
	for _, k := range audit.Kinds {
		for _, d := range audit.Durations {
			assert.Equal(t, 1, rows[k.Name+d.String()], "%s %s", k.Name, d)
		}
	}
	assert.Len(t, audit.Expectations, len(audit.Kinds)*len(audit.Durations))
}

func TestScenario(t *testing.T) {
	golden(t, "requests.yaml", string(cell(t, "outlook.com", "requests", 26*time.Hour, "night").Scenario(defaults)))
	golden(t, "pager.yaml", string(cell(t, "microsoft365", "pager", 2*time.Hour, "weekend").Scenario(defaults)))
	golden(t, "stale.yaml", string(cell(t, "outlook.com", "stale", 2*time.Hour, "working").Scenario(defaults)))
	golden(t, "worsens.yaml", string(cell(t, "outlook.com", "worsens", 2*time.Hour, "night").Scenario(defaults)))
	golden(t, "grants.yaml", string(cell(t, "microsoft365", "grants", 2*time.Hour, "working").Scenario(defaults)))
	golden(t, "flicker.yaml", string(cell(t, "outlook.com", "flicker", 10*time.Minute, "working").Scenario(defaults)))
}

// Every cell is a scenario that the loader takes, or one of a kind that it says to
// be not simulated; its clock covers the failure, and a reading of the chat.
func TestScenariosLoad(t *testing.T) {
	for _, c := range audit.Cells(audit.Kinds) {
		source, err := load(c, defaults)
		if c.Kind.Name == "notifications" || c.Kind.Name == "system" {
			continue
		}
		require.NoError(t, err, c.Name())
		file, err := source.File("")
		require.NoError(t, err)
		assert.False(t, file.Clock.Until.Before(c.Start.At.Add(c.Lasts+4*time.Hour)), c.Name())
		if c.Start.Name != "working" {
			morning := c.Start.At.Truncate(24 * time.Hour).Add(24*time.Hour + 9*time.Hour + 15*time.Minute)
			assert.True(t, file.Clock.Until.After(morning), c.Name())
		}
	}
}

func TestStarts(t *testing.T) {
	for _, s := range audit.Starts {
		weekend := s.At.Weekday() == time.Saturday || s.At.Weekday() == time.Sunday
		assert.Equal(t, s.Name == "weekend", weekend, s.Name)
		assert.Equal(t, s.Name == "night", s.At.Hour() >= 22 || s.At.Hour() < 6, s.Name)
	}
}
