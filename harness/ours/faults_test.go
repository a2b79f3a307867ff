package ours_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/sut"
	"anchorage/scenarios"
)

// faultWorld is three hours of five mailboxes; a fault of the second hour is to be
// got over by the end.
const faultWorld = `
name: one-owner
title: A fault of every kind
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T11:00:00Z}
seed: 1
fleet: [{name: consumers, provider: outlook.com, mailboxes: 5, authorization: identity_platform}]
owners: {edits_per_day: 96, reads_per_day: 192, time_zone: UTC, relink: {answer: 1.0, after: {median: 5m}}}
system: {sync: {poll: 10m}, SYSTEM}
faults:
  - {name: bad, at: 2024-05-07T08:30:00Z, until: 2024-05-07T09:30:00Z, match: {MATCH}, inject: {INJECT}}
operators: [OPERATORS]
`

const (
	atDelta   = "operation: [calendarview.delta]"
	atRefresh = "operation: [token]"
	withHint  = "routing: {hint: mailbox_id}"
	relinking = "{at: 2024-05-07T09:40:00Z, relink: {select: failing, per_hour: 1.0}}"
)

// Harms that a fault does to those without care.
const (
	untrue = "answers that are not true"          // said to be of an instant of which they are not
	stuck  = "no synchronisation when it is over" // for good
)

// faultRow is one way to suffer a kind of fault.
type faultRow struct {
	kind, inject, match     string
	system, operators, harm string
}

var faultRows = []faultRow{
	{kind: "routing", inject: "routing: hint_required", system: withHint, harm: untrue},
	{kind: "status", inject: "status: 503", match: atDelta, harm: untrue},
	{kind: "throttle", inject: "throttle: {retry_after: 5m}", match: atDelta, harm: untrue},
	{kind: "timeout", inject: "timeout: true", match: atDelta, harm: stuck},
	{kind: "refuse", inject: "refuse: true", match: atDelta, harm: stuck},
	{kind: "latency", inject: "latency: {median: 4h}", match: atDelta, harm: stuck},
	{kind: "html", inject: "html: true", match: atDelta, harm: untrue},
	{kind: "reset", inject: "reset: before", match: atDelta, harm: stuck},
	{kind: "reset", inject: "reset: after", match: atDelta, harm: stuck},
	{kind: "cut_body", inject: "cut_body: 0.5", match: atDelta, harm: untrue},
	{kind: "malformed", inject: "malformed: true", match: atDelta, harm: untrue},
	{kind: "gone", inject: "gone: true", match: atDelta, harm: untrue},
	{kind: "token", inject: "token: refresh_fails", match: atRefresh, harm: untrue},
	{kind: "token", inject: "token: revoked", match: atRefresh + ", nth: 1", operators: relinking, harm: untrue},
	{kind: "token", inject: "token: consent_lost", match: atRefresh + ", nth: 1", operators: relinking, harm: untrue},
}

// run lives through the row's world and tells how many requests the fault hit.
func (r faultRow) run(t *testing.T, careful bool) (*history.History, int) {
	t.Helper()
	text := strings.NewReplacer("SYSTEM", r.system, "MATCH", r.match, "INJECT", r.inject, "OPERATORS", r.operators).Replace(faultWorld)
	var factory sut.Factory = careless{}
	if careful {
		factory = ours.Factory{}
	}
	h := runHere(t, text, factory)
	require.Len(t, h.Header.Faults, 1)
	return h, h.Header.Faults[0].Hits
}

// harms is what a history shows of those that the fault does.
func harms(h *history.History) map[string]int {
	found := map[string]int{}
	last := map[string]history.Event{}
	for _, e := range h.Events {
		if read, ok := e.Data.(history.Read); ok {
			if !read.Answered || read.Wrong != "" {
				found[untrue]++
			}
			last[read.Mailbox] = e
		}
	}
	for _, e := range last {
		if e.At.Sub(e.Data.(history.Read).AsOf) > 25*time.Minute { // two polls and a half
			found[stuck]++
		}
	}
	return found
}

func TestEveryFaultIsSuffered(t *testing.T) {
	for _, row := range faultRows {
		t.Run(row.inject, func(t *testing.T) {
			t.Run("OK", func(t *testing.T) {
				h, hits := row.run(t, true)
				assert.Positive(t, hits, "the fault came")
				assert.Empty(t, harms(h))
				for _, e := range h.Events {
					assert.NotEqual(t, "violation", e.Data.Kind(), "%+v", e.Data)
				}
			})
			t.Run("ErrCareless", func(t *testing.T) {
				h, hits := row.run(t, false)
				assert.Positive(t, hits, "the fault came")
				assert.Positive(t, harms(h)[row.harm], "%v", harms(h))
			})
		})
	}
}

// A client without care gets along while nothing goes wrong, so what the faults do
// to it is the faults' doing.
func TestCarelessIsFineInFairWeather(t *testing.T) {
	row := faultRow{inject: "status: 503", match: "path: /nowhere"}
	h, _ := row.run(t, false)
	assert.Empty(t, harms(h))
}

// elsewhere are kinds that act on what no poll meets.
var elsewhere = []string{"notifications", "subscription", "stale_reads"}

// TestEveryKindHasARow keeps the table complete.
func TestEveryKindHasARow(t *testing.T) {
	have := map[string]bool{}
	for _, row := range faultRows {
		have[row.kind] = true
	}
	for _, kind := range scenarios.FaultKinds() {
		assert.True(t, have[kind] || slices.Contains(elsewhere, kind), "no row for %s", kind)
		assert.False(t, have[kind] && slices.Contains(elsewhere, kind), "%s has a row", kind)
	}
}
