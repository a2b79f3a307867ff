package world_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/sut"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// withoutSeries is our system, but reads leave out what an event of theirs is
// called by.
type withoutSeries struct {
	ours.Factory
	prefix string
}

func (f withoutSeries) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	s, err := f.Factory.Start(ctx, env)
	return leavingOut{s, f.prefix}, err
}

type leavingOut struct {
	sut.System
	prefix string
}

func (s leavingOut) Read(ctx context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	snapshot, err := s.System.Read(ctx, id, w)
	snapshot.Events = slices.DeleteFunc(snapshot.Events, func(e sut.Event) bool { return strings.HasPrefix(e.Subject, s.prefix) })
	return snapshot, err
}

// wrongReads of a world without a fault, in words.
func wrongReads(t *testing.T, owners, leftOut string) (wrong []string, reads int) {
	t.Helper()
	text := strings.Replace(minimal[:strings.Index(minimal, "faults:")], "edits_per_day: 24,", owners, 1) + "system: {alerting: {rules: quiet.yml}}\n"
	source, err := scenarios.Parse("test.yaml", []byte(text), scenarios.Options{Settings: ours.Factory{}.Settings})
	require.NoError(t, err)
	file, err := source.File(source.Variants()[0])
	require.NoError(t, err)
	synctest.Test(t, func(t *testing.T) {
		h, err := world.Run(t.Context(), world.Config{File: file, Variant: "test", Factory: withoutSeries{prefix: leftOut},
			ReadFile: func(string) ([]byte, error) { return []byte(quiet), nil }})
		require.NoError(t, err)
		for _, e := range h.Events {
			if d, ok := e.Data.(history.Read); ok {
				if reads++; d.Wrong != "" {
					wrong = append(wrong, d.Wrong)
				}
			}
		}
	})
	return wrong, reads
}

// Every calendar has series of each kind, and the reference knows of them: who does
// not show them is found out by every read.
func TestCalendarsHaveSeries(t *testing.T) {
	none, reads := wrongReads(t, "edits_per_day: 96,", "nothing")
	assert.Empty(t, none)
	assert.Greater(t, reads, 20)
	for _, subject := range []string{"Series 1", "Series 2"} {
		wrong, reads := wrongReads(t, "edits_per_day: 0,", subject)
		assert.Greater(t, len(wrong), reads/2, subject)
		assert.Contains(t, wrong[0], `it lacks "`+subject)
	}
	moved, _ := wrongReads(t, "edits_per_day: 0,", "Series 1, moved")
	assert.NotEmpty(t, moved, "occurrences that were moved before")
	without, _ := wrongReads(t, "edits_per_day: 0, series: 0,", "Series")
	assert.Empty(t, without)
}
