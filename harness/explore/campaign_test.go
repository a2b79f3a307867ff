package explore_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/explore"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// trouble is a short world in which both providers answer 503 for a while, so that a
// planted mistake has its occasion, with much around it that has nothing to do with it.
const trouble = `
name: trouble
title: An overload among other things
clock: {from: 2022-06-14T08:00:00Z, until: 2022-06-14T10:30:00Z}
seed: 5
fleet:
  - {name: a, provider: outlook.com, mailboxes: 4, authorization: live, address: {custom_domain: 0.5}}
  - {name: b, provider: microsoft365, mailboxes: 3, authorization: identity_platform}
owners: {edits_per_day: 12, reads_per_day: 96, time_zone: Europe/London, relink: {answer: 0.9, after: {median: 20m}}}
system: {sync: {poll: 15m, notifications: true, page_size: 10}, routing: {hint: email}}
faults:
  - {name: f1, at: 2022-06-14T08:52:07Z, until: 2022-06-14T09:40:00Z, match: {share: 0.8}, inject: {status: 503}}
  - {name: f2, at: 2022-06-14T09:10:00Z, inject: {latency: {median: 2s, p95: 10s}}}
  - {name: f3, every: 10m, for: 1m, at: 2022-06-14T09:00:00Z, inject: {notifications: {lost: true}}}
kills: [{at: 2022-06-14T09:20:00Z, down: 2m}]
sinks: [{name: chat, down: {from: 2022-06-14T09:05:00Z, until: 2022-06-14T09:30:00Z}}]
operators: [{at: 2022-06-14T09:30:00Z, deploy: {routing: {hint: none}}}]
`

func troubled(t *testing.T) *scenarios.File {
	t.Helper()
	return read(t, []byte(trouble))
}

// brief is the first two hours of it, for campaigns whose worlds do not matter.
func brief(t *testing.T) *scenarios.File {
	t.Helper()
	f := troubled(t)
	f.Clock.Until.Time = f.Clock.From.Add(2 * time.Hour)
	return f
}

func TestShrink(t *testing.T) {
	t.Setenv(plantVariable, "empty")
	place := explore.Place{Factory: factory()}
	found, err := place.Live(t.Context(), troubled(t))
	require.NoError(t, err)
	findings := found.Findings()
	require.NotEmpty(t, findings, "%+v", found.Verdicts)
	f := findings[0]
	require.Equal(t, "reads-true", f.Promise)

	place.Shrink(t.Context(), &f, time.Minute)
	assert.Positive(t, f.Tries)
	assert.True(t, f.Least)
	small := f.Small.File
	assert.Len(t, small.Faults, 1)
	assert.Len(t, small.Fleet, 1)
	assert.LessOrEqual(t, small.Fleet[0].Mailboxes, 2)
	assert.Empty(t, small.Kills)
	assert.Empty(t, small.Sinks)
	assert.Empty(t, small.Operators)

	dir := t.TempDir()
	path, err := place.Save(f, dir)
	require.NoError(t, err)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	assert.Less(t, strings.Count(string(text), "\n"), 40)
	assert.Contains(t, string(text), "anchorage replay "+path)
	assert.Contains(t, string(text), "status: 503")
	job := world.Job{Path: path}
	once, err := world.Saved(t.Context(), job, world.Process{})
	require.NoError(t, err)
	again, err := world.Saved(t.Context(), job, world.Process{Env: []string{"GOGC=20"}})
	require.NoError(t, err)
	assert.Equal(t, once, again, "the file reproduces it byte for byte")
	h, err := world.Replay(t.Context(), job, nil, nil)
	require.NoError(t, err)
	assert.Equal(t, 1, check.Overall(check.Run(h)))
}

func TestShrinkIsBounded(t *testing.T) {
	drawn := explore.Outcome{File: troubled(t)}
	f := explore.Finding{Promise: "reads-true", First: drawn, Small: drawn}
	explore.Place{Factory: factory()}.Shrink(t.Context(), &f, time.Nanosecond)
	assert.Equal(t, drawn, f.Small)
	assert.Zero(t, f.Tries)
	assert.False(t, f.Least)
}

func TestCrash(t *testing.T) {
	t.Setenv(plantVariable, "panic")
	var told []explore.Outcome
	err := explore.Campaign{Place: explore.Place{Factory: factory()}, First: 3, Runs: 3, Workers: 2, Base: troubled(t), Told: func(o explore.Outcome) bool {
		told = append(told, o)
		return true
	}}.Run(t.Context())
	require.NoError(t, err, "a crash ends no campaign")
	require.Len(t, told, 3)
	crashed, err := explore.Place{Factory: factory()}.Live(t.Context(), troubled(t))
	require.NoError(t, err)
	findings := crashed.Findings()
	require.Len(t, findings, 1)
	assert.Empty(t, findings[0].Promise)
	assert.Contains(t, findings[0].Message, "planted: ")
	path, err := explore.Place{}.Save(findings[0], t.TempDir())
	require.NoError(t, err)
	assert.Equal(t, "crash-5.yaml", filepath.Base(path))
}

// What a campaign tells depends on its numbers alone.
func TestCampaignOrder(t *testing.T) {
	tell := func(workers int) (all []string) {
		err := explore.Campaign{Place: explore.Place{Factory: factory()}, First: 40, Runs: 3, Workers: workers, Base: brief(t), Told: func(o explore.Outcome) bool {
			for _, v := range o.Verdicts {
				all = append(all, o.File.Name+" "+v.Name+" "+string(v.Status)+" "+v.Message)
			}
			return true
		}}.Run(t.Context())
		require.NoError(t, err)
		return all
	}
	one := tell(1)
	assert.NotEmpty(t, one)
	assert.Equal(t, one, tell(3))
}

func TestCampaignEnds(t *testing.T) {
	campaign := explore.Campaign{Place: explore.Place{Factory: factory()}, First: 7, Runs: 50, Workers: 2, Base: brief(t)}
	t.Run("WhenTold", func(t *testing.T) {
		n := 0
		campaign.Told = func(explore.Outcome) bool { n++; return false }
		require.NoError(t, campaign.Run(t.Context()))
		assert.Equal(t, 1, n)
	})
	t.Run("WhenTimeIsUp", func(t *testing.T) {
		c := campaign
		c.Runs, c.For = 0, time.Nanosecond
		c.Told = func(explore.Outcome) bool { return true }
		require.NoError(t, c.Run(t.Context()))
	})
	t.Run("ErrInterrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		c := campaign
		c.Told = func(explore.Outcome) bool { cancel(); return true }
		require.ErrorIs(t, c.Run(ctx), context.Canceled)
	})
	t.Run("ErrNoScenario", func(t *testing.T) {
		bad := troubled(t)
		bad.Fleet[0].Mailboxes = -1
		c := campaign
		c.Base, c.Told = bad, func(explore.Outcome) bool { return true }
		require.ErrorContains(t, c.Run(t.Context()), "is no scenario")
	})
}

func TestCoverage(t *testing.T) {
	c := explore.NewCoverage()
	for range 30 {
		c.Add(explore.Outcome{File: troubled(t), Virtual: 4 * time.Hour, Verdicts: []check.Verdict{
			{Name: "reads-true", Kind: check.Promise, Status: check.Held}, {Name: "faults-fired", Kind: check.Promise, Status: check.Vacuous},
		}})
	}
	assert.Equal(t, 30, c.Worlds)
	assert.Equal(t, 120*time.Hour, c.Virtual)
	assert.Equal(t, 7*120*time.Hour, c.MailboxTime)
	assert.Equal(t, 30, c.Drawn["status"])
	assert.Equal(t, 30, c.Promises["reads-true"][check.Held])
	assert.Equal(t, 30, c.Promises["writes-once-in-order"][check.NotApplicable])
	lazy := c.Lazy()
	assert.Contains(t, lazy, "writes-once-in-order had nothing to judge in 30 of 30 worlds")
	assert.Contains(t, lazy, "status acted on nothing in 30 of 30 rules")
	assert.NotContains(t, strings.Join(lazy, "\n"), "faults-fired")
	assert.NotContains(t, strings.Join(lazy, "\n"), "reads-true")
}
