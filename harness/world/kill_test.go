package world_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/sut"
	"anchorage/harness/world"
	"anchorage/scenarios"
	"anchorage/sim/journal"
)

// busy is minimal with owners who look so often that some look whenever the system
// does not run.
const busy = `
name: busy
title: One hour of 503, and kills
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T11:00:00Z}
seed: 1
fleet:
  - {name: consumers, provider: outlook.com, mailboxes: 4, authorization: live}
  - {name: work, provider: microsoft365, mailboxes: 2, authorization: identity_platform}
owners: {edits_per_day: 48, reads_per_day: 240, time_zone: Europe/London}
faults:
  - {name: down, at: 2024-05-07T09:00:00Z, until: 2024-05-07T10:00:00Z, match: {provider: outlook.com}, inject: {status: 503}}
`

// life is what a history says of the system's life and of the mailboxes meanwhile.
type life struct {
	downs, ups []string // instants
	linked     map[string]int
	lastRound  map[string]time.Time // of healing; absent: none
	refused    int                  // reads that nobody answered
	answered   int
	violations []string
}

const down = "the system does not run"

// lives reads a history. As_of must not go back for any mailbox, and reads without
// an answer must say that nobody was there.
func lives(t *testing.T, h *history.History) life {
	t.Helper()
	l := life{linked: map[string]int{}, lastRound: map[string]time.Time{}}
	asOf := map[string]time.Time{}
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.SystemDown:
			assert.True(t, d.Killed)
			l.downs = append(l.downs, e.At.Format(time.TimeOnly))
		case history.SystemUp:
			l.ups = append(l.ups, e.At.Format(time.TimeOnly))
		case history.Linked:
			l.linked[d.Mailbox]++
		case history.Healed:
			l.lastRound[d.Mailbox] = e.At
		case history.Violation:
			l.violations = append(l.violations, d.What)
		case history.Read:
			if !d.Answered {
				if d.Error == down {
					l.refused++
				}
				continue
			}
			l.answered++
			assert.Empty(t, d.Wrong)
			assert.Zero(t, d.Requests)
			assert.False(t, d.AsOf.Before(asOf[d.Mailbox]), "%s: as_of went back at %s", d.Mailbox, e.At)
			asOf[d.Mailbox] = d.AsOf
		}
	}
	return l
}

// promises holds a history to what must hold in every world.
func promises(t *testing.T, h *history.History) {
	t.Helper()
	for _, v := range check.Run(h) {
		assert.Equal(t, check.Held, v.Status, "%s: %s", v.Name, v.Message)
	}
}

// everybodyOnce: each mailbox was linked once, whatever happened to the system.
func everybodyOnce(t *testing.T, l life) {
	t.Helper()
	assert.Len(t, l.linked, 6)
	for id, n := range l.linked {
		assert.Equal(t, 1, n, id)
	}
	assert.Empty(t, l.violations)
}

func TestKilledDuringAnOutage(t *testing.T) {
	h := run(t, busy+"kills: [{at: 2024-05-07T09:20:00Z, down: 20m}]\n")
	l := lives(t, h)
	assert.Equal(t, []string{"09:20:00"}, l.downs)
	assert.Equal(t, []string{"09:40:00"}, l.ups)
	everybodyOnce(t, l)
	assert.Positive(t, l.refused, "somebody looked meanwhile")
	assert.Positive(t, l.answered)
	for _, id := range []string{"consumers-0001", "consumers-0002", "consumers-0003", "consumers-0004"} {
		assert.True(t, l.lastRound[id].After(time.Date(2024, 5, 7, 10, 0, 0, 0, time.UTC)), "%s goes on when the outage is over", id)
	}
	promises(t, h)
}

// Accounts are synchronised before the first owner looks again, and by nobody
// while the system is down.
func TestKilledSystemAsksNothing(t *testing.T) {
	h := run(t, busy+"kills: [{at: 2024-05-07T10:20:00Z, down: 10m}]\n")
	minutes := h.Series["outlook.com"]
	for m := 141; m < 150; m++ {
		assert.Zero(t, minutes[m].Requests, "minute %d", m)
	}
	after := 0
	for m := 150; m < 166; m++ {
		after += minutes[m].Requests
	}
	assert.GreaterOrEqual(t, after, 4, "each mailbox's turn comes within a poll")
	promises(t, h)
}

func TestKilledTwice(t *testing.T) {
	h := run(t, busy+"kills: [{at: 2024-05-07T09:20:00Z, down: 10m}, {at: 2024-05-07T09:30:00Z}, {at: 2024-05-07T10:10:00Z, down: 10m}]\n")
	l := lives(t, h)
	assert.Equal(t, []string{"09:20:00", "09:30:00", "10:10:00"}, l.downs)
	assert.Equal(t, []string{"09:30:00", "09:30:30", "10:20:00"}, l.ups)
	everybodyOnce(t, l)
	assert.Positive(t, l.refused)
	promises(t, h)
}

func TestKilledWhileTheFleetIsLinked(t *testing.T) {
	h := run(t, busy+"kills: [{at: 2024-05-07T08:00:00Z}, {at: 2024-05-07T08:05:00Z, down: 3m}]\n")
	everybodyOnce(t, lives(t, h))
	promises(t, h)
}

// A world ends well while the system is down.
func TestKilledForGood(t *testing.T) {
	h := run(t, busy+"kills: [{at: 2024-05-07T10:30:00Z, down: 2h}]\n")
	l := lives(t, h)
	assert.Equal(t, []string{"10:30:00"}, l.downs)
	assert.Empty(t, l.ups, "it comes back after the end")
	assert.Positive(t, l.refused)
	everybodyOnce(t, l)
	promises(t, h)
}

func TestKillsAreDeterministic(t *testing.T) {
	if testing.Short() {
		t.Skip("one world again and again")
	}
	text := busy + "kills: [{at: 2024-05-07T09:20:00Z, down: 10m}, {at: 2024-05-07T10:10:00Z}]\n"
	again := 1
	if full() {
		again = 3
	}
	first := history.Hash(run(t, text))
	for range again {
		assert.Equal(t, first, history.Hash(run(t, text)))
	}
	assert.NotEqual(t, first, history.Hash(run(t, busy)))
}

// failing lives through a scenario with another factory, and returns what Run says.
func failing(t *testing.T, text string, factory sut.Factory) (*history.History, error) {
	t.Helper()
	source, err := scenarios.Parse("test.yaml", []byte(text), scenarios.Options{Settings: ours.Factory{}.Settings})
	require.NoError(t, err)
	file, err := source.File("")
	require.NoError(t, err)
	var h *history.History
	var runs error
	synctest.Test(t, func(t *testing.T) {
		h, runs = world.Run(t.Context(), world.Config{File: file, Variant: "test", Factory: factory})
	})
	return h, runs
}

// lasting starts systems that only can what sut.System asks for.
type lasting struct{ ours.Factory }

type plain struct{ sut.System }

func (f lasting) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	s, err := f.Factory.Start(ctx, env)
	return plain{s}, err
}

func TestErrCannotBeKilled(t *testing.T) {
	_, err := failing(t, busy+"kills: [{at: 2024-05-07T09:20:00Z}]\n", lasting{})
	assert.EqualError(t, err, "world: starting the system: the scenario kills the system under test, which cannot be killed")
	_, err = failing(t, busy, lasting{})
	assert.NoError(t, err, "nobody kills it")
}

// stubborn starts once, refuses to a number of times, and then starts again.
type stubborn struct {
	ours.Factory
	starts  *int
	refuses int
}

func (f stubborn) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	if *f.starts++; *f.starts > 1 && *f.starts <= 1+f.refuses {
		return nil, errors.New("the disk is full")
	}
	return f.Factory.Start(ctx, env)
}

func TestErrDoesNotStart(t *testing.T) {
	starts := 1
	_, err := failing(t, busy, stubborn{starts: &starts, refuses: 1})
	assert.EqualError(t, err, "world: starting the system: the disk is full")
}

// sulking systems end, and say that they did not.
type sulking struct{ ours.Factory }

type sulks struct{ sut.System }

func (s sulks) Stop(ctx context.Context) error {
	return errors.Join(s.System.Stop(ctx), errors.New("something is left"))
}

func (f sulking) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	s, err := f.Factory.Start(ctx, env)
	return sulks{s}, err
}

func TestErrDoesNotStop(t *testing.T) {
	_, err := failing(t, busy, sulking{})
	assert.EqualError(t, err, "world: stopping the system: something is left")
}

func TestDoesNotStartAgain(t *testing.T) {
	text := busy + "kills: [{at: 2024-05-07T09:20:00Z, down: 10m}, {at: 2024-05-07T10:10:00Z}]\n"
	t.Run("Violation", func(t *testing.T) {
		starts := 0
		h, err := failing(t, text, stubborn{starts: &starts, refuses: 1})
		require.NoError(t, err)
		l := lives(t, h)
		assert.Equal(t, []string{"the system does not start again: the disk is full"}, l.violations)
		assert.Len(t, l.downs, 1, "who does not run is not killed")
		assert.Empty(t, l.ups)
		assert.Equal(t, 3, starts, "once more, to end what outlives a kill")
	})
}

// What the team has deployed is deployed: a system that is killed comes back with
// it.
func TestKillKeepsWhatWasDeployed(t *testing.T) {
	text := busy + `
kills: [{at: 2024-05-07T09:20:00Z, down: 10m}]
operators:
  - {at: 2024-05-07T09:10:00Z, deploy: {routing: {hint: email}}}
`
	h := run(t, text)
	killed := time.Date(2024, 5, 7, 9, 20, 0, 0, time.UTC)
	hinted := 0
	for _, s := range h.Shapes {
		switch {
		case s.Shape.Dialect == journal.OAuth:
		case s.Shape.Hint == journal.HintNone:
			assert.True(t, s.Last.Before(killed), "%+v, last at %s", s.Shape, s.Last)
		case s.Last.After(killed):
			hinted += s.Count
		}
	}
	assert.Positive(t, hinted)
	promises(t, h)
}

func TestKillKeepsWhatWasEnabled(t *testing.T) {
	h := run(t, busy+`
kills: [{at: 2024-05-07T09:20:00Z}, {at: 2024-05-07T09:30:00Z}]
operators:
  - {at: 2024-05-07T09:05:00Z, deploy: {authorization: identity_platform}}
  - {at: 2024-05-07T09:10:00Z, enable: {authorization: identity_platform}}
`)
	l := lives(t, h)
	assert.Len(t, l.ups, 2)
	everybodyOnce(t, l)
	promises(t, h)
}

// unruly takes orders until it is killed, and none from then on.
type unruly struct {
	ours.Factory
	starts *int
}

type deaf struct{ *ours.System }

func (deaf) Deploy(context.Context, json.RawMessage) error { return errors.New("not now") }

func (f unruly) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	s, err := f.Factory.Start(ctx, env)
	if *f.starts++; err == nil && *f.starts > 1 {
		return deaf{s.(*ours.System)}, nil
	}
	return s, err
}

func TestRefusesWhatWasDeployed(t *testing.T) {
	text := busy + `
kills: [{at: 2024-05-07T09:20:00Z}]
operators: [{at: 2024-05-07T09:10:00Z, deploy: {routing: {hint: email}}}]
`
	h, err := failing(t, text, unruly{starts: new(int)})
	require.NoError(t, err)
	l := lives(t, h)
	assert.Equal(t, []string{"the system does not start again: with what was deployed: not now"}, l.violations)
}
