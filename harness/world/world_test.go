package world_test

import (
	"os"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// minimal is the smallest world that has everything: two providers, a fault, an
// owner who looks.
const minimal = `
name: minimal
title: One hour of 503
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T11:00:00Z}
seed: 1
fleet:
  - {name: consumers, provider: outlook.com, mailboxes: 4, authorization: live}
  - {name: work, provider: microsoft365, mailboxes: 2, authorization: identity_platform}
owners: {edits_per_day: 24, reads_per_day: 48, time_zone: Europe/London}
faults:
  - {name: down, at: 2024-05-07T09:00:00Z, until: 2024-05-07T10:00:00Z, match: {provider: outlook.com}, inject: {status: 503}}
`

// full: all is asked for, however long it takes (`make whole`).
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }

// run lives through a scenario in a bubble, which fails the test when anything
// is left behind.
func run(t *testing.T, text string) *history.History {
	t.Helper()
	source, err := scenarios.Parse("test.yaml", []byte(text), scenarios.Options{Settings: ours.Factory{}.Settings})
	require.NoError(t, err)
	file, err := source.File(source.Variants()[0])
	require.NoError(t, err)
	var h *history.History
	synctest.Test(t, func(t *testing.T) {
		h, err = world.Run(t.Context(), world.Config{File: file, Variant: "test", Factory: ours.Factory{}})
	})
	require.NoError(t, err)
	return h
}

func TestWorld(t *testing.T) {
	h := run(t, minimal)
	failed, healed, linked, reads := map[string]bool{}, map[string]bool{}, 0, 0
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.Violation:
			t.Errorf("%s", d.What)
		case history.Linked:
			linked++
		case history.Failing:
			failed[d.Mailbox] = true
		case history.Healed:
			healed[d.Mailbox] = true
		case history.Read:
			reads++
			assert.True(t, d.Answered, d.Error)
			assert.Empty(t, d.Wrong)
			assert.Zero(t, d.Requests)
		}
	}
	assert.Equal(t, 6, linked)
	assert.Len(t, failed, 4, "consumers only")
	assert.Equal(t, failed, healed)
	assert.NotZero(t, reads)
	assert.Len(t, h.Series["outlook.com"], 180)
	assert.Positive(t, h.Requests)
}

func TestErrClockHasPassed(t *testing.T) {
	source, err := scenarios.Parse("test.yaml", []byte(minimal), scenarios.Options{})
	require.NoError(t, err)
	file, err := source.File("")
	require.NoError(t, err)
	file.Clock.From.Time = time.Date(1999, 1, 1, 0, 0, 0, 0, time.UTC)
	synctest.Test(t, func(t *testing.T) {
		_, err = world.Run(t.Context(), world.Config{File: file, Factory: ours.Factory{}})
	})
	assert.ErrorContains(t, err, "after the scenario's start")
}
