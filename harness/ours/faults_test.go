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
// got over by the end. Nobody asks here whether an alert is given, so that there are
// hardly any rules, which take half of the time elsewhere.
const faultWorld = `
name: one-owner
title: A fault of every kind
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T11:00:00Z}
seed: 1
fleet: [{name: consumers, provider: outlook.com, mailboxes: 5, authorization: identity_platform}]
owners: {edits_per_day: 96, reads_per_day: 192, writes_per_day: WRITES, time_zone: UTC, relink: {answer: 1.0, after: {median: 5m}}}
system: {sync: {poll: 10m, SYNC}, alerting: {rules: few.rules.yml}, SYSTEM}
faults:
  - {name: bad, at: 2024-05-07T08:30:00Z, until: 2024-05-07T09:30:00Z, match: {MATCH}, inject: {INJECT}}
operators: [OPERATORS]
`

const (
	atDelta   = "operation: [calendarview.delta]"
	atRefresh = "operation: [token]"
	notified  = "notifications: true"
	withHint  = "routing: {hint: mailbox_id}"
	relinking = "{at: 2024-05-07T09:40:00Z, relink: {select: failing, per_hour: 1.0}}"
)

// Harms that a fault does to those without care.
const (
	untrue = "answers that are not true"          // said to be of an instant of which they are not
	stuck  = "no synchronisation when it is over" // for good
	wrote  = "writes that take effect twice, or are said to and do not"
	late   = "changes heard of too late" // by those who could have looked
)

// faultRow is one way to suffer a kind of fault.
type faultRow struct {
	kind, inject, match     string
	system, operators, harm string
	sync                    string
	writes                  string // a day; "" for none
	push                    bool   // the client without care is one that waits to be told
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
	{kind: "reset", inject: "reset: after", match: "operation: [event.create, event.update, event.delete], nth: 1..2", writes: "192", harm: wrote},
	{kind: "reset", inject: "reset: before", match: "operation: [event.create, event.update, event.delete]", writes: "192", harm: wrote},
	{kind: "cut_body", inject: "cut_body: 0.5", match: "operation: [event.create, event.update]", writes: "192", harm: wrote},
	{kind: "status", inject: "status: 503", match: "operation: [event.create, event.update, event.delete]", writes: "192", harm: wrote},
	{kind: "stale_reads", inject: "stale_reads: 4m", sync: notified, push: true, writes: "96", harm: late},
	{kind: "notifications", inject: "notifications: {lost: true}", sync: notified, push: true, harm: late},
	{kind: "notifications", inject: "notifications: {late: 40m}", sync: notified, push: true, harm: late},
	{kind: "subscription", inject: "subscription: removed", sync: notified, push: true, harm: stuck},
	{kind: "token", inject: "token: refresh_fails", match: atRefresh, harm: untrue},
	{kind: "token", inject: "token: revoked", match: atRefresh + ", nth: 1", operators: relinking, harm: untrue},
	{kind: "token", inject: "token: consent_lost", match: atRefresh + ", nth: 1", operators: relinking, harm: untrue},
}

// run lives through the row's world and tells how many requests the fault hit.
func (r faultRow) run(t *testing.T, careful bool) (*history.History, int) {
	t.Helper()
	writes := r.writes
	if writes == "" {
		writes = "0"
	}
	text := strings.NewReplacer("WRITES", writes, "SYNC", r.sync, "SYSTEM", r.system, "MATCH", r.match, "INJECT", r.inject, "OPERATORS", r.operators).Replace(faultWorld)
	var factory sut.Factory = careless{}
	switch {
	case careful:
		factory = ours.Factory{}
	case r.push:
		factory = pushed{}
	}
	h := runHere(t, text, factory)
	require.Len(t, h.Header.Faults, 1)
	return h, h.Header.Faults[0].Hits
}

// harms is what a history shows of those that the fault does.
func harms(h *history.History) map[string]int {
	found := map[string]int{}
	unheard := map[string][]time.Time{} // edits, key: mailbox
	last := map[string]history.Event{}
	for _, e := range h.Events {
		if read, ok := e.Data.(history.Read); ok {
			if !read.Answered || read.Wrong != "" {
				found[untrue]++
			}
			last[read.Mailbox] = e
		}
		switch d := e.Data.(type) {
		case history.WriteLanded:
			if d.Wrong != "" {
				found[wrote]++
			}
		case history.WriteTold:
			if d.Wrong != "" {
				found[wrote]++
			}
		case history.Linked:
			delete(unheard, d.Mailbox)
		case history.Edited:
			unheard[d.Mailbox] = append(unheard[d.Mailbox], e.At)
		case history.EditSeen:
			unheard[d.Mailbox] = slices.DeleteFunc(unheard[d.Mailbox], e.At.Add(-d.After).Equal)
			if d.After > lateAfter {
				found[late]++
			}
		}
	}
	for _, e := range last {
		if e.At.Sub(e.Data.(history.Read).AsOf) > 25*time.Minute { // two polls and a half
			found[stuck]++
		}
	}
	for _, edits := range unheard {
		for _, at := range edits {
			if h.Header.Until.Sub(at) > lateAfter {
				found[late]++
			}
		}
	}
	return found
}

// lateAfter is more than a poll and what a careful client waits between rounds.
const lateAfter = 15 * time.Minute

func TestEveryFaultIsSuffered(t *testing.T) {
	for _, row := range faultRows {
		t.Run(row.inject, func(t *testing.T) {
			t.Run("OK", func(t *testing.T) {
				h, hits := row.run(t, true)
				assert.Positive(t, hits, "the fault came")
				found := harms(h)
				if row.harm != late {
					delete(found, late) // whoever cannot ask cannot know
				}
				assert.Empty(t, found)
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
	row.push, row.sync = true, notified
	h, _ = row.run(t, false)
	assert.Empty(t, harms(h), "of the one that waits to be told")
}

// TestEveryKindHasARow keeps the table complete.
func TestEveryKindHasARow(t *testing.T) {
	have := map[string]bool{}
	for _, row := range faultRows {
		have[row.kind] = true
	}
	for _, kind := range scenarios.FaultKinds() {
		assert.True(t, have[kind], "no row for %s", kind)
	}
}
