package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/people"
)

// A write that is open at the end is overdue when its mailbox has been well for
// more than two polls and twenty minutes: forty.
const overdue = lasts - 40

func TestWritesOnceInOrder(t *testing.T) {
	one, two := "each of 1 accepted write took effect once and in order, or its owner was told that it cannot", "each of 2 accepted writes took effect once and in order, or its owner was told that it cannot"
	under := "; 1 more may still be under way at the end"
	open := "each of 0 accepted writes took effect once and in order, or its owner was told that it cannot" + under
	lost := "1 write was accepted; 1 took no effect in time, 0 did so twice, out of order or unasked; 0 answers about them were untrue"
	promised(t, "writes-once-in-order", []row{
		{"Held", world(1).accepted(10, o(1), "a").landed(12, o(1), "a", "").accepted(20, h(1), "b").landed(21, h(1), "b", ""), check.Held, 2, two},
		{"HeldLandedAtOnce", world(1).accepted(10, o(1), "a").landed(10, o(1), "a", ""), check.Held, 1, one},
		{"HeldLandedBeforeTheAnswer", world(1).landed(10, o(1), "a", "").accepted(10.01, o(1), "a"), check.Held, 1, one},
		{"HeldLandedLate", world(1).accepted(10, o(1), "a").landed(500, o(1), "a", ""), check.Held, 1, one},
		{"HeldTold", world(1).accepted(10, o(1), "a").told(12, o(1), "a", "conflict", ""), check.Held, 1, one},
		{"HeldBesideOneUnderWay", world(1).accepted(10, o(1), "a").landed(12, o(1), "a", "").accepted(lasts-1, o(1), "b"), check.Held, 1, one + under},
		{"BrokenLost", world(1).accepted(10, o(1), "a"), check.Broken, 1, lost},
		{"BrokenTwice", world(1).accepted(10, o(1), "a").landed(12, o(1), "a", "").landed(13, o(1), "a", "it had taken effect before"), check.Broken, 1,
			"1 write was accepted; 0 took no effect in time, 1 did so twice, out of order or unasked; 0 answers about them were untrue"},
		{"BrokenOutOfOrder", world(1).accepted(10, o(1), "a").accepted(11, o(1), "b").landed(12, o(1), "b", "a was accepted earlier").landed(13, o(1), "a", ""), check.Broken, 2,
			"2 writes were accepted; 0 took no effect in time, 1 did so twice, out of order or unasked; 0 answers about them were untrue"},
		{"BrokenUnasked", world(1).landed(12, o(1), "", "nobody asked for it"), check.Broken, 0,
			"0 writes were accepted; 0 took no effect in time, 1 did so twice, out of order or unasked; 0 answers about them were untrue"},
		{"BrokenToldWhatIsNotSo", world(1).accepted(10, o(1), "a").told(12, o(1), "a", "conflict", "nobody else changed the event"), check.Broken, 1,
			"1 write was accepted; 0 took no effect in time, 0 did so twice, out of order or unasked; 1 answer about them was untrue"},
		{"BrokenForgotten", world(1).accepted(10, o(1), "a").told(12, o(1), "a", "unknown", "the system does not know it").told(13, o(1), "a", "unknown", "the system does not know it"), check.Broken, 1,
			"1 write was accepted; 0 took no effect in time, 0 did so twice, out of order or unasked; 2 answers about them were untrue"},
		{"VacuousAllUnderWay", world(1).accepted(lasts-1, o(1), "a"), check.Vacuous, 0, open},
		{"NotYetOverdue", world(1).accepted(overdue, o(1), "a"), check.Vacuous, 0, open},
		{"JustOverdue", world(1).accepted(overdue-nanosecond, o(1), "a"), check.Broken, 1, lost},
	})
	assert.Nil(t, world(1).promise("writes-once-in-order"), "nobody writes")
	assert.Nil(t, world(1).add(5, history.WriteRefused{Mailbox: o(1), Key: "a"}).promise("writes-once-in-order"), "what is refused is promised nothing")
	assert.Nil(t, world(1).told(5, o(1), "a", "conflict", "").promise("writes-once-in-order"), "a word alone is no write")
}

// A write waits while its mailbox fails or the system does not run, and is given
// its time from then on.
func TestWritesAreGivenTime(t *testing.T) {
	at10 := func() *built { return world(1).accepted(10, o(1), "a") }
	for _, r := range []struct {
		name   string
		b      *built
		status check.Status
	}{
		{"FailsAtTheEnd", at10().fails(o(1), 20, lasts), check.Vacuous},
		{"HealedJustInTime", at10().fails(o(1), 20, overdue), check.Vacuous},
		{"HealedTooLongAgo", at10().fails(o(1), 20, overdue-nanosecond), check.Broken},
		{"FlickerCountsToo", at10().fails(o(1), overdue, overdue+1), check.Vacuous},
		{"HealedBeforeItWasAccepted", world(1).fails(o(1), 5, 30).accepted(overdue-1, o(1), "a"), check.Broken},
		{"TheLastEpisodeDecides", at10().fails(o(1), 20, 100).fails(o(1), 200, lasts), check.Vacuous},
		{"AnotherMailboxFails", at10().fails(h(1), 20, lasts), check.Broken},
		{"StartedAgainJustInTime", at10().down(20, overdue), check.Vacuous},
		{"StartedAgainTooLongAgo", at10().down(20, overdue-nanosecond), check.Broken},
		{"DownToTheEnd", at10().down(20, lasts), check.Vacuous},
		{"DownBeforeItWasAccepted", world(1).down(5, 8).accepted(10, o(1), "a"), check.Broken},
		{"TheLastKillDecides", at10().down(20, 30).down(overdue, overdue+1), check.Vacuous},
		{"WritesDisturbedJustInTime", at10().faultOn("event.update", 20, overdue), check.Vacuous},
		{"WritesDisturbedTooLongAgo", at10().faultOn("event.get", 20, overdue-nanosecond), check.Broken},
		{"WritesDisturbedToTheEnd", at10().faultOn("event.delete", 20, lasts), check.Vacuous},
		{"RoundsDisturbedAlone", at10().faultOn("calendarview.delta", 20, lasts), check.Broken},
		{"AStrangersWrite", world(1).accepted(10, "stranger", "a"), check.Vacuous},
	} {
		t.Run(r.name, func(t *testing.T) {
			v := r.b.promise("writes-once-in-order")
			assert.Equal(t, r.status, v.Status, v.Message)
		})
	}
}

func TestWritesProve(t *testing.T) {
	b := world(2).accepted(10, o(2), "a").accepted(11, o(1), "b").landed(12, o(1), "b", "").landed(13, h(1), "", "nobody asked for it").
		accepted(14, o(2), "c").told(15, o(1), "b", "failed", "it is in effect")
	v := b.promise("writes-once-in-order")
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, at(lasts), v.At)
	assert.Equal(t, []string{o(1), o(2), h(1)}, v.Accounts)
	assert.Equal(t, []check.Evidence{
		{At: at(13), Text: "a change of an event through the system takes effect in the calendar of thyme-1 (wrong: nobody asked for it)"},
		{At: at(15), Text: "the owner of orchid-1 is told that a write has failed (wrong: it is in effect)"},
		{At: at(10), Text: "the system accepts a change of an event from the owner of orchid-2"},
		{At: at(14), Text: "the system accepts a change of an event from the owner of orchid-2"},
	}, v.Evidence)
	many := world(1)
	for i := range 30 {
		many.accepted(10+float64(i), o(1), string(rune('a'+i)))
	}
	assert.Len(t, many.promise("writes-once-in-order").Evidence, 6)
}

// written expects that half to three quarters of the writes that the storm held
// up have arrived by minute 300.
func written() *scenarios.ExpectWrites {
	return &scenarios.ExpectWrites{During: "storm", By: until(300), Share: scenarios.Bounds{Min: 0.5, Max: 0.75}}
}

// heldUp is a storm from 60 to 120 that lets two mailboxes fail from 65 to 150, and
// a write that arrives, so that another decides.
func heldUp() *built {
	return storm(2).fails(o(1), 65, 150).fails(o(2), 65, 150).accepted(70, o(1), "a").landed(155, o(1), "a", "")
}

func TestExpectWrites(t *testing.T) {
	text := " writes of all mailboxes, accepted while their mailbox failed, had taken effect by 2031-05-06 13:00 UTC; expected 50-75 %"
	one, half, all := "1 of 1 (100 %)"+text, "1 of 2 (50 %)"+text, "2 of 2 (100 %)"+text
	none := "no write of all mailboxes was accepted while storm was in force and the mailbox failed"
	no := heldUp()
	no.Header.Writes = false
	long := func() *built {
		return world(2).fault("storm", 60, 400, 5).fails(o(1), 65, 450).fails(o(2), 65, 290).accepted(70, o(2), "a").landed(291, o(2), "a", "")
	}
	expected(t, scenarios.Expectation{Writes: written()}, []row{
		{"Held", heldUp().accepted(80, o(2), "b"), check.Held, 2, half},
		{"HeldToldIsNoEffect", heldUp().accepted(80, o(2), "b").told(160, o(2), "b", "conflict", ""), check.Held, 2, half},
		{"BrokenAbove", heldUp().accepted(80, o(2), "b").landed(160, o(2), "b", ""), check.Broken, 2, all},
		{"BrokenBelow", storm(1).fails(o(1), 65, 150).accepted(70, o(1), "a"), check.Broken, 1, "0 of 1 (0 %)" + text},
		{"LandedAtTheInstant", heldUp().accepted(80, o(2), "b").landed(300, o(2), "b", ""), check.Broken, 2, all},
		{"LandedJustAfter", heldUp().accepted(80, o(2), "b").landed(300+nanosecond, o(2), "b", ""), check.Held, 2, half},
		{"LandedTwiceTheFirstCounts", heldUp().accepted(80, o(2), "b").landed(200, o(2), "b", "").landed(400, o(2), "b", "twice"), check.Broken, 2, all},
		{"AcceptedAsTheMailboxBeganToFail", heldUp().accepted(65, o(2), "b"), check.Held, 2, half},
		{"AcceptedJustBefore", heldUp().accepted(65-nanosecond, o(2), "b"), check.Broken, 1, one},
		{"AcceptedJustBeforeTheFaultEnded", heldUp().accepted(120-nanosecond, o(2), "b"), check.Held, 2, half},
		{"AcceptedAsTheFaultEnded", heldUp().accepted(120, o(2), "b"), check.Broken, 1, one},
		{"AcceptedAsTheFaultBegan", storm(2).fails(o(1), 50, 150).fails(o(2), 50, 150).accepted(60, o(1), "a").landed(151, o(1), "a", "").accepted(60, o(2), "b"), check.Held, 2, half},
		{"AcceptedJustBeforeTheFaultBegan", storm(2).fails(o(1), 50, 150).accepted(60, o(1), "a").landed(151, o(1), "a", "").accepted(60-nanosecond, o(1), "b"), check.Broken, 1, one},
		{"AcceptedAsTheMailboxHealed", heldUp().fails(h(1), 65, 100).accepted(100, h(1), "b"), check.Broken, 1, one},
		{"FlickerIsNoFailing", heldUp().fails(h(1), 65, 80).accepted(70, h(1), "b"), check.Broken, 1, one},
		{"AcceptedAtTheInstant", long().accepted(300, o(1), "b"), check.Held, 2, half},
		{"AcceptedAfterTheInstant", long().accepted(300+nanosecond, o(1), "b"), check.Broken, 1, one},
		{"LandedUnaskedIsNoWrite", heldUp().landed(160, o(2), "", "nobody asked for it"), check.Broken, 1, one},
		{"VacuousNobodyWrote", storm(1).fails(o(1), 65, 150), check.Vacuous, 0, none},
		{"VacuousNothingFailed", storm(1).accepted(70, o(1), "a").landed(71, o(1), "a", ""), check.Vacuous, 0, none},
		{"VacuousNoHit", world(1).fault("storm", 60, 120, 0).fails(o(1), 65, 150).accepted(70, o(1), "a"), check.Vacuous, 0, "the fault storm hit no request"},
		{"VacuousNoFault", world(1).accepted(70, o(1), "a"), check.Vacuous, 0, `there is no fault named "storm"`},
		{"NotApplicable", no, check.NotApplicable, 0, "the system under test takes no writes"},
	})
	e := written()
	e.By = until(lasts + 1)
	beyond := heldUp().expect(t, scenarios.Expectation{Writes: e})
	assert.Equal(t, check.Vacuous, beyond.Status)
	assert.Equal(t, "the world never reaches 2031-05-06 18:01 UTC", beyond.Message)
}

func TestExpectWritesIsAboutASelection(t *testing.T) {
	b := func() *built { return heldUp().accepted(80, o(2), "b") }
	for _, r := range []struct {
		name   string
		cohort string
		sel    people.Selector
		status check.Status
		sample int
	}{
		{"All", "", people.Selector{}, check.Broken, 2},
		{"CohortHeld", "standard", people.Selector{}, check.Held, 1},
		{"CohortBroken", "custom", people.Selector{}, check.Broken, 1},
		{"AddressHeld", "", people.Selector{Address: "standard"}, check.Held, 1},
		{"ProviderVacuous", "", people.Selector{Provider: thyme}, check.Vacuous, 0},
	} {
		t.Run(r.name, func(t *testing.T) {
			e := written()
			e.Cohort, e.Select, e.Share = r.cohort, r.sel, scenarios.Bounds{Min: 1, Max: 1}
			v := b().expect(t, scenarios.Expectation{Writes: e})
			assert.Equal(t, r.status, v.Status, v.Message)
			assert.Equal(t, r.sample, v.Sample)
		})
	}
	v := b().accepted(90, o(2), "c").expect(t, scenarios.Expectation{Writes: written()})
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, []string{o(2)}, v.Accounts, "each once")
	assert.Equal(t, []check.Evidence{
		{At: at(80), Text: "the system accepts a change of an event from the owner of orchid-2"},
		{At: at(90), Text: "the system accepts a change of an event from the owner of orchid-2"},
	}, v.Evidence)
}

func TestMeasureWrites(t *testing.T) {
	b := world(1).accepted(10, o(1), "a").landed(14, o(1), "a", "").landed(15, o(1), "a", "twice").
		accepted(20, o(1), "b").landed(50, o(1), "b", "").
		accepted(30, o(1), "c").told(40, o(1), "c", "conflict", "").
		accepted(60, o(1), "d").told(70, o(1), "d", "failed", "").landed(80, o(1), "d", "its owner was told that it would not").
		accepted(90, o(1), "e").add(95, history.WriteRefused{Mailbox: o(1), Key: "f"}).landed(99, o(1), "", "nobody asked for it")
	m := check.Measure(b.sorted())
	assert.Equal(t, []int{5, 3, 1, 1}, []int{m.WritesAccepted, m.WritesInEffect, m.WritesRefused, m.WritesOpen})
	assert.Equal(t, 3, m.WritesWrong)
	minutes(t, 30, m.LongestWriteSeconds)

	none := check.Measure(world(1).accepted(10, o(1), "a").told(11, o(1), "a", "conflict", "nobody else changed it").sorted())
	assert.Nil(t, none.LongestWriteSeconds)
	assert.Zero(t, none.WritesWrong, "a wrong word changes no calendar")
	early := check.Measure(world(1).landed(10, o(1), "a", "").accepted(10.5, o(1), "a").sorted())
	minutes(t, 0, early.LongestWriteSeconds)
}

// Whoever does not run answers nobody.
func TestReadsWhileDown(t *testing.T) {
	unanswered := func(r *history.Read) { r.Answered, r.Error = false, "the system does not run" }
	refused := "1 of 1 reads got no answer, the first at "
	promised(t, "reads-answered-from-cache", []row{
		{"WhileDown", world(1).down(100, 110).read(105, o(1), unanswered), check.Vacuous, 0, "no linked mailbox was read"},
		{"AsItGoesDown", world(1).down(100, 110).read(100, o(1), unanswered), check.Vacuous, 0, "no linked mailbox was read"},
		{"JustBefore", world(1).down(100, 110).read(100-nanosecond, o(1), unanswered), check.Broken, 1, refused + "2031-05-06 09:39:59 UTC: the system does not run"},
		{"JustBeforeItRunsAgain", world(1).down(100, 110).read(110-nanosecond, o(1), unanswered), check.Vacuous, 0, "no linked mailbox was read"},
		{"AsItRunsAgain", world(1).down(100, 110).read(110, o(1), unanswered), check.Broken, 1, refused + "2031-05-06 09:50 UTC: the system does not run"},
		{"DownToTheEnd", world(1).down(100, lasts).read(lasts-1, o(1), unanswered), check.Vacuous, 0, "no linked mailbox was read"},
		{"BetweenTwo", world(1).down(100, 110).down(120, 130).read(115, o(1), unanswered), check.Broken, 1, refused + "2031-05-06 09:55 UTC: the system does not run"},
		{"WithinTheSecond", world(1).down(100, 110).down(120, 130).read(125, o(1), unanswered), check.Vacuous, 0, "no linked mailbox was read"},
		{"UpWithoutDown", world(1).add(5, history.SystemUp{}).read(6, o(1), unanswered), check.Broken, 1, refused + "2031-05-06 08:06 UTC: the system does not run"},
	})
	e := scenarios.Expectation{Cache: &scenarios.ExpectCache{Reads: "answered", Share: 1}}
	v := world(1).down(100, 110).read(105, o(1), unanswered).read(115, o(1), nil).expect(t, e)
	assert.Equal(t, check.Held, v.Status)
	assert.Equal(t, 1, v.Sample)
}
