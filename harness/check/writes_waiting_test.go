package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

// A write that the provider asks to come later may: the mailbox is held off for the time
// asked for, a poll and a minute, and the write has its forty minutes from then on.
func TestWritesThatAreAskedToWait(t *testing.T) {
	const wait = time.Hour
	const free = overdue - 71 // held off from here, a write is free to go forty minutes before the end
	at10 := func() *built { return world(1).accepted(10, o(1), "a") }
	for _, r := range []struct {
		name   string
		b      *built
		status check.Status
	}{
		{"JustInTime", at10().heldOff(free, wait, o(1)), check.Vacuous},
		{"TooLongAgo", at10().heldOff(free-nanosecond, wait, o(1)), check.Broken},
		{"ALongerWaitBefore", at10().heldOff(free-60, 2*wait, o(1)).heldOff(free-50, time.Minute, o(1)), check.Vacuous},
		{"TheLastWaitDecides", at10().heldOff(20, time.Minute, o(1)).heldOff(free, wait, o(1)), check.Vacuous},
		{"AnotherMailboxWaits", at10().heldOff(free, wait, h(1)), check.Broken},
		{"AcceptedSince", world(1).heldOff(20, time.Minute, o(1)).accepted(overdue, o(1), "a"), check.Vacuous},
		{"CreatingIsDisturbedJustInTime", at10().faultOn("event.create", 20, overdue), check.Vacuous},
		{"CreatingIsDisturbedTooLongAgo", at10().faultOn("event.create", 20, overdue-nanosecond), check.Broken},
		{"HasLandedAllTheSame", at10().landed(20, o(1), "a", "").heldOff(free-nanosecond, wait, o(1)), check.Held},
	} {
		t.Run(r.name, func(t *testing.T) {
			v := r.b.promise("writes-once-in-order")
			assert.Equal(t, r.status, v.Status, v.Message)
		})
	}
}

// What was over before a write was accepted takes none of its time.
func TestWritesAcceptedAfterTrouble(t *testing.T) {
	for _, r := range []struct {
		name string
		b    *built
	}{
		{"Failed", world(1).fails(o(1), 5, 30)},
		{"Down", world(1).down(5, 30)},
		{"Disturbed", world(1).faultOn("event.create", 5, 30)},
		{"DisturbedByTwo", world(1).faultOn("event.create", 5, 30).faultOn("event.update", 5, 20).faultOn("event.delete", 5, 10)},
		{"HeldOff", world(1).heldOff(5, 14*time.Minute, o(1))},
	} {
		t.Run(r.name, func(t *testing.T) {
			v := r.b.accepted(overdue, o(1), "a").promise("writes-once-in-order")
			assert.Equal(t, check.Vacuous, v.Status, "it has just its time: %s", v.Message)
		})
		t.Run(r.name+"TooLongAgo", func(t *testing.T) {
			v := r.b.accepted(overdue-nanosecond, o(1), "b").promise("writes-once-in-order")
			assert.Equal(t, check.Broken, v.Status, v.Message)
		})
	}
}

// Of faults that act on writes the last to end decides, in whatever order they are listed.
func TestWritesDisturbedByMany(t *testing.T) {
	ends := []float64{overdue, 30, 40, 50, 60, 70}
	b := world(1).accepted(10, o(1), "a")
	for i, end := range ends {
		b.fault(string(rune('a'+i)), 20, end, 1)
		b.Header.Faults[i].Operations = map[string]int{"event.update": 1}
	}
	assert.Equal(t, check.Vacuous, b.promise("writes-once-in-order").Status)
}

func TestMeasureWritesThatAreOpen(t *testing.T) {
	m := check.Measure(world(1).accepted(10, o(1), "a").accepted(11, o(1), "b").accepted(12, o(1), "c").told(13, o(1), "c", "conflict", "").sorted())
	assert.Equal(t, []int{3, 0, 1, 2}, []int{m.WritesAccepted, m.WritesInEffect, m.WritesRefused, m.WritesOpen})
	m = check.Measure(world(1).landed(10, o(1), "a", "").accepted(10.5, o(1), "a").sorted())
	assert.Zero(t, *m.LongestWriteSeconds, "it was there before the answer")
}

// writesOfStorm is what written expects.
func writesOfStorm() scenarios.Expectation { return scenarios.Expectation{Writes: written()} }

func TestExpectWritesProves(t *testing.T) {
	b := heldUp()
	for i := range 9 {
		b.accepted(80+float64(i), o(2), string(rune('b'+i)))
	}
	v := b.expect(t, writesOfStorm())
	assert.Equal(t, check.Broken, v.Status)
	assert.Len(t, v.Evidence, 6, "the first of nine")
	assert.Equal(t, at(80), v.Evidence[0].At)
	e := writesOfStorm()
	e.Writes.By = until(lasts + 1)
	v = heldUp().expect(t, e)
	assert.Zero(t, v.Sample, "the world never reaches it")
	e.Writes.By = until(lasts)
	strange := heldUp().add(70, history.WriteAccepted{Mailbox: "stranger", Key: "s"})
	assert.Equal(t, 1, strange.expect(t, e).Sample, "whoever is no mailbox is in no sample")
}
