package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// fresh expects half to three quarters of the edits from minute 100 until 200 to
// be known within five minutes.
func fresh() *scenarios.ExpectFresh {
	return &scenarios.ExpectFresh{From: until(100), Until: until(200), Within: units.Duration(5 * time.Minute), Share: scenarios.Bounds{Min: 0.5, Max: 0.75}}
}

// nanosecond in minutes, for at.
const nanosecond = 1.0 / float64(time.Minute)

// oneKnown has an edit that is known in time, so that the other decides.
func oneKnown() *built { return world(2).edit(110, o(1)).seen(112, o(1), 110) }

func TestExpectFresh(t *testing.T) {
	text := " edits of all mailboxes between 2031-05-06 09:40 UTC and 2031-05-06 11:20 UTC within 5 min; expected 50-75 %"
	half, all, none := "the system knew of 1 of 2 (50 %)"+text, "the system knew of 2 of 2 (100 %)"+text, "the system knew of 0 of 1 (0 %)"+text
	one := "the system knew of 1 of 1 (100 %)" + text
	vacuous := "no owner of all mailboxes edited anything between 2031-05-06 09:40 UTC and 2031-05-06 11:20 UTC"
	expected(t, scenarios.Expectation{Fresh: fresh()}, []row{
		{"HeldOtherNeverKnown", oneKnown().edit(120, o(2)), check.Held, 2, half},
		{"HeldOtherKnownLate", oneKnown().edit(120, o(2)).seen(126, o(2), 120), check.Held, 2, half},
		{"BrokenAbove", oneKnown().edit(120, o(2)).seen(121, o(2), 120), check.Broken, 2, all},
		{"BrokenBelow", world(1).edit(110, o(1)), check.Broken, 1, none},
		{"KnownExactlyInTime", oneKnown().edit(120, o(2)).seen(125, o(2), 120), check.Broken, 2, all},
		{"KnownJustLate", oneKnown().edit(120, o(2)).seen(125+nanosecond, o(2), 120), check.Held, 2, half},
		{"KnownAtOnce", oneKnown().edit(120, o(2)).seen(120, o(2), 120), check.Broken, 2, all},
		{"EditAtFrom", oneKnown().edit(100, o(2)), check.Held, 2, half},
		{"EditJustBeforeFrom", oneKnown().edit(100-nanosecond, o(2)), check.Broken, 1, one},
		{"EditJustBeforeUntil", oneKnown().edit(200-nanosecond, o(2)), check.Held, 2, half},
		{"EditAtUntil", oneKnown().edit(200, o(2)), check.Broken, 1, one},
		{"KnownAfterUntil", oneKnown().edit(199, o(2)).seen(203, o(2), 199), check.Broken, 2, all},
		{"OtherMailboxKnows", oneKnown().edit(120, o(2)).seen(121, h(2), 120), check.Held, 2, half},
		{"OtherInstantIsKnown", oneKnown().edit(120, o(2)).seen(121, o(2), 119), check.Held, 2, half},
		{"TwoOfOneInstant", world(1).edit(110, o(1)).edit(110, o(1)).seen(112, o(1), 110).seen(112, o(1), 110), check.Broken, 2, all},
		{"TwoOfOneRound", world(1).edit(110, o(1)).edit(112, o(1)).seen(116, o(1), 110).seen(116, o(1), 112), check.Held, 2, half},
		{"BeforeItIsLinkedIsNoNews", unlinked(115).edit(110, o(1)), check.Vacuous, 0, vacuous},
		{"AsItIsLinked", unlinked(110).edit(110, o(1)), check.Broken, 1, none},
		{"NeverLinked", unlinked(lasts).edit(110, o(1)), check.Vacuous, 0, vacuous},
		{"StrangersDoNotCount", world(1).edit(110, "stranger"), check.Vacuous, 0, vacuous},
		{"VacuousNobodyEdits", world(1), check.Vacuous, 0, vacuous},
		{"VacuousOutsideTheSpan", world(1).edit(90, o(1)).edit(210, o(1)), check.Vacuous, 0, vacuous},
	})
}

// unlinked is a world in which orchid-1 completes its first round at a minute; at
// the end or later: never.
func unlinked(until float64) *built {
	b := world(1)
	b.Events = nil
	if until < lasts {
		b.add(until, history.Linked{Mailbox: o(1)})
	}
	return b
}

func TestExpectFreshIsBoundedByTheEnd(t *testing.T) {
	e := fresh()
	e.Until = until(lasts)
	e.Share = scenarios.Bounds{Min: 1, Max: 1}
	for _, r := range []struct {
		name   string
		edited float64
		status check.Status
		sample int
	}{
		{"TimeIsOverAtTheEnd", lasts - 5, check.Broken, 2},
		{"TimeIsNotOver", lasts - 5 + nanosecond, check.Held, 1},
	} {
		t.Run(r.name, func(t *testing.T) {
			v := oneKnown().edit(r.edited, o(2)).expect(t, scenarios.Expectation{Fresh: e})
			assert.Equal(t, r.status, v.Status)
			assert.Equal(t, r.sample, v.Sample)
		})
	}
	t.Run("KnownSoonerThanItsTime", func(t *testing.T) {
		v := world(1).edit(lasts-1, o(1)).seen(lasts-0.5, o(1), lasts-1).expect(t, scenarios.Expectation{Fresh: e})
		assert.Equal(t, check.Vacuous, v.Status, "whoever is early is no better proof than who is late")
	})
	t.Run("VacuousBeyondTheEnd", func(t *testing.T) {
		beyond := fresh()
		beyond.Until = until(lasts + 1)
		v := oneKnown().expect(t, scenarios.Expectation{Fresh: beyond})
		assert.Equal(t, check.Vacuous, v.Status)
		assert.Equal(t, "the world never reaches 2031-05-06 18:01 UTC", v.Message)
	})
}

func TestExpectFreshIsAboutASelection(t *testing.T) {
	b := func() *built {
		return world(2).edit(110, o(1)).seen(111, o(1), 110).edit(120, o(2)).edit(130, h(1)).seen(131, h(1), 130).edit(140, h(2))
	}
	share := scenarios.Bounds{Min: 1, Max: 1}
	for _, r := range []struct {
		name   string
		cohort string
		sel    people.Selector
		status check.Status
		sample int
		who    string
	}{
		{"All", "", people.Selector{}, check.Broken, 4, "all mailboxes"},
		{"CohortHeld", "standard", people.Selector{}, check.Held, 1, "standard"},
		{"CohortBroken", "custom", people.Selector{}, check.Broken, 1, "custom"},
		{"Provider", "", people.Selector{Provider: thyme}, check.Broken, 2, thyme},
		{"Address", "", people.Selector{Address: "custom_domain"}, check.Broken, 1, "custom_domain"},
		{"Nobody", "nobody", people.Selector{}, check.Vacuous, 0, "nobody"},
	} {
		t.Run(r.name, func(t *testing.T) {
			e := fresh()
			e.Cohort, e.Select, e.Share = r.cohort, r.sel, share
			v := b().expect(t, scenarios.Expectation{Fresh: e})
			assert.Equal(t, r.status, v.Status)
			assert.Equal(t, r.sample, v.Sample)
			assert.Contains(t, v.Message, r.who+" ")
		})
	}
}

func TestExpectFreshProves(t *testing.T) {
	b := world(10)
	for i := 10; i >= 1; i-- {
		b.edit(110+float64(10-i), o(i))
	}
	b.edit(130, o(3))
	v := b.expect(t, scenarios.Expectation{Fresh: fresh()})
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, at(200), v.At)
	assert.Equal(t, []string{o(1), o(10), o(2), o(3), o(4), o(5), o(6), o(7), o(8), o(9)}, v.Accounts, "sorted, each once")
	require.Len(t, v.Evidence, 6)
	assert.Equal(t, check.Evidence{At: at(110), Text: "the owner of orchid-10 updated an event in the provider's calendar"}, v.Evidence[0])
	assert.Empty(t, world(1).edit(110, o(1)).seen(111, o(1), 110).expect(t, scenarios.Expectation{Fresh: fresh()}).Evidence, "nothing was late")
}

func TestMeasureEdits(t *testing.T) {
	after := func(all ...float64) *built {
		b := world(1)
		for _, m := range all {
			b.edit(100, o(1)).seen(100+m, o(1), 100)
		}
		return b
	}
	twenty := []float64{20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1}
	for _, r := range []struct {
		name           string
		b              *built
		median, almost float64
	}{
		{"One", after(3), 3, 3},
		{"TwoTheLowerIsTheMedian", after(4, 2), 2, 4},
		{"Three", after(9, 1, 5), 5, 9},
		{"TwentyOfWhichOneIsLeftOut", after(twenty...), 10, 19},
		{"TwentyOne", after(append(twenty, 21)...), 11, 20},
		{"ByLengthNotByTime", world(1).edit(100, o(1)).seen(130, o(1), 100).edit(140, o(1)).seen(141, o(1), 140).edit(150, o(1)).seen(155, o(1), 150), 5, 30},
		{"TheUnknownAreNotCounted", after(3).edit(120, o(1)), 3, 3},
	} {
		t.Run(r.name, func(t *testing.T) {
			m := check.Measure(r.b.sorted())
			minutes(t, r.median, m.EditsSeenMedianSeconds)
			minutes(t, r.almost, m.EditsSeen95Seconds)
		})
	}
	none := check.Measure(world(1).edit(100, o(1)).sorted())
	assert.Nil(t, none.EditsSeenMedianSeconds)
	assert.Nil(t, none.EditsSeen95Seconds)
}
