package ours_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/ours"
)

// killWorld is two hours in which owners write, answers are lost, and the system is
// killed twice.
const killWorld = `
name: kills
title: Two kills, whenever
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T10:30:00Z}
seed: %d
fleet:
  - {name: consumers, provider: outlook.com, mailboxes: 3, authorization: live}
  - {name: work, provider: microsoft365, mailboxes: 2, authorization: identity_platform}
owners: {edits_per_day: 96, reads_per_day: 192, writes_per_day: 192, time_zone: UTC}
system: {sync: {poll: 5m, notifications: true}}
faults:
  - {name: lost-answers, at: 2024-05-07T08:20:00Z, until: 2024-05-07T09:40:00Z, match: {probability: 0.3}, inject: {reset: after}}
kills: [{at: %q, down: 5s}, {at: %q, down: 1m}]
`

// Whenever the system is killed, it loses nothing that it has accepted, says nothing
// untrue and never goes back: at a few instants, at more with ANCHORAGE_FULL=1.
func TestKillAtAnyInstant(t *testing.T) {
	from := time.Date(2024, 5, 7, 8, 16, 0, 0, time.UTC)
	for n := range uint64(sample(4, 16)) {
		spread := func(by uint64, over time.Duration) time.Duration { // in whole milliseconds, anyhow
			return time.Duration((n+1)*by%uint64(over.Milliseconds())) * time.Millisecond
		}
		first := from.Add(spread(1_234_567, 40*time.Minute))
		second := first.Add(time.Minute + spread(7_654_321, 30*time.Minute))
		t.Run(fmt.Sprintf("%s and %s", first.Format("15:04:05.000"), second.Format("15:04:05.000")), func(t *testing.T) {
			const layout = "2006-01-02T15:04:05.000Z"
			h := runHere(t, fmt.Sprintf(killWorld, n, first.Format(layout), second.Format(layout)), ours.Factory{})
			writes := check.Measure(h)
			assert.Greater(t, writes.WritesAccepted, 20)
			for _, v := range check.Run(h) {
				assert.Contains(t, []check.Status{check.Held, check.NotApplicable}, v.Status, "%s: %s\n%v", v.Name, v.Message, v.Evidence)
			}
		})
	}
}
