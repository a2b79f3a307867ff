package scenarios_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestKills(t *testing.T) {
	text := spoil(t, "team: {hours", "kills:\n  - {at: 2022-06-14T10:00:00Z}\n  - {at: 2022-06-14T11:00:00Z, down: 1h30m}\nteam: {hours")
	kills := file(t, parse(t, text), "").Kills
	require.Len(t, kills, 2)
	ten := time.Date(2022, 6, 14, 10, 0, 0, 0, time.UTC)
	assert.Equal(t, ten, kills[0].At.UTC())
	assert.Equal(t, ten.Add(30*time.Second), kills[0].Until().UTC(), "a supervisor takes half a minute")
	assert.Equal(t, ten.Add(150*time.Minute), kills[1].Until().UTC())
	assert.Equal(t, kills, file(t, parse(t, text), "calm").Kills, "a variant has them too")
	assert.Empty(t, file(t, parse(t, good), "").Kills)
}

func TestKillsOfAVariant(t *testing.T) {
	text := spoil(t, "team: {hours", "kills: [{at: 2022-06-14T10:00:00Z}]\nteam: {hours", "    faults: []", "    faults: []\n    kills: [{at: 2022-06-14T11:00:00Z}, {at: 2022-06-14T12:00:00Z}]")
	s := parse(t, text)
	assert.Len(t, file(t, s, "").Kills, 1)
	assert.Len(t, file(t, s, "calm").Kills, 2, "lists replace")

	text = spoil(t, "    faults: []", "    faults: []\n    kills: [{at: 2022-06-14T11:00:00Z, down: 1h}, {at: 2022-06-14T11:59:59Z}]")
	assert.Equal(t, []string{
		"33:56: the system does not run then: it was killed at 2022-06-14T11:00:00Z; expected kills in order, each after the system runs again",
	}, problems(t, text, options()))
}

// What is told of one kill is not told of the next.
func TestKillWithoutTimeIsNoPredecessor(t *testing.T) {
	text := spoil(t, "team: {hours", "kills: [{at: 2022-06-14T10:00:00Z}, {down: 1m}, {at: 2022-06-14T09:00:00Z}]\nteam: {hours")
	assert.Equal(t, []string{`22:37: the key "at" is missing; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z`}, problems(t, text, options()))
}
