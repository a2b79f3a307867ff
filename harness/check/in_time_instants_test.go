package check_test

import (
	"testing"
	"time"

	"anchorage/harness/check"
)

// An alert is late, or without cause, from one nanosecond to the next.
func TestAlertsInTimeToTheInstant(t *testing.T) {
	out := func(to float64) *built { return alerted(4).allFail(orchid, 60, to) }
	const late, needless = "Most for orchid.example is not open at the pager at 2031-05-06 09:11 UTC", "Most for orchid.example came to the pager"
	timed(t, "alerts-in-time", []timing{
		{"HeldAtTheLastInstant", out(80).opens(71, "Most", orchid).opens(75, "Some", orchid), check.Held, 4, ""},
		{"BrokenAnInstantLater", out(80).opens(exactly(71, 1), "Most", orchid).opens(75, "Some", orchid), check.Broken, 1, late},
		{"BrokenWhatEndsAnInstantAfterIt", out(exactly(71, 1)), check.Broken, 1, late},
		{"BrokenAnInstantEarlier", out(71).opens(exactly(64, -1), "Most", orchid), check.Broken, 1, needless},
		// Whoever is well at 71 may count as failing for another second.
		{"HeldGatheredAsTheyAreWell", out(71).opens(exactly(74, time.Second), "Most", orchid), check.Held, 1, ""},
		{"BrokenGatheredAnInstantLater", out(71).opens(exactly(74, time.Second+1), "Most", orchid), check.Broken, 1, needless},
	})
}

// What a sink refused comes late, and its cause may be over by then.
func TestAlertsInTimeThoughTheSinkRefused(t *testing.T) {
	out := func() *built { return alerted(4).allFail(orchid, 60, 70) } // the pager may be told until 73:01
	refused := func(sink string, from, to, told float64) *built {
		return out().refuses(sink, from, to).opens(told, "Most", orchid)
	}
	const needless = "Most for orchid.example came to the pager"
	timed(t, "alerts-in-time", []timing{
		{"HeldAsTheSinkWorksAgain", refused("pager", 65, 100, 106), check.Held, 1, ""},
		{"HeldWithinItsReach", refused("pager", 65, 100, 109), check.Held, 1, ""},
		{"BrokenAnInstantLater", refused("pager", 65, 100, exactly(109, 1)), check.Broken, 1, needless},
		{"BrokenOnlyTheOtherSinkRefused", refused("chat", 65, 100, 106), check.Broken, 1, needless},
		{"HeldItHadRefusedWithinTheReach", refused("pager", exactly(73, time.Second), 100, 106), check.Held, 1, ""},
		{"BrokenItRefusedAnInstantLater", refused("pager", exactly(73, time.Second+1), 100, 106), check.Broken, 1, needless},
		{"BrokenItRefusesOnlyAfterwards", refused("pager", 80, 100, 79), check.Broken, 1, needless},
		{"HeldItRefusesOnlyAfterwards", refused("pager", 80, 100, exactly(73, time.Second)), check.Held, 1, ""},
		{"HeldItRefusedAgainBeforeItHadTold", out().refuses("pager", 65, 85).refuses("pager", 88, 95).opens(100, "Most", orchid), check.Held, 1, ""},
		{"BrokenItHadTimeToTellBetween", out().refuses("pager", 65, 85).refuses("pager", 100, 110).opens(115, "Most", orchid), check.Broken, 1, needless},
	})
}

// review_soon that fired stays true while more than the smaller share fails, or a look_now
// is open, from one to the next.
func TestAlertsInTimeThatAreCarried(t *testing.T) {
	// two of thirty fail from 60 to 100, enough for review_soon; one of them again.
	two := func() *built { return alerted(30).fails(o(3), 60, 100).fails(o(4), 60, 100).opens(70, "Some", orchid) }
	again := func(from float64) *built { return two().fails(o(3), from, 200).opens(205, "Keep", orchid) }
	beside := func(provider string, from float64) *built {
		return two().opens(from, "Other", provider).closes(200, "Other", provider)
	}
	const needless = "came to the pager at"
	timed(t, "alerts-in-time", []timing{
		{"HeldTheSmallerShareFailsOn", two().fails(o(4), 100, 200).opens(205, "Keep", orchid), check.Held, 4, ""},
		{"HeldTheSmallerShareFailsWithinReach", again(exactly(107, time.Second)), check.Held, 4, ""},
		{"BrokenItFailsAnInstantLater", again(exactly(107, time.Second+1)), check.Broken, 4, needless},
		{"HeldALookNowWithinReach", beside(orchid, exactly(107, time.Second)).opens(205, "Keep", orchid), check.Held, 3, ""},
		{"BrokenALookNowAnInstantLater", beside(orchid, exactly(107, time.Second+1)).opens(205, "Keep", orchid), check.Broken, 3, needless},
		{"BrokenALookNowOfTheOtherProvider", beside(thyme, 90).opens(205, "Keep", orchid), check.Broken, 3, needless},
		{"HeldALookNowThenTheSmallerShare", beside(orchid, 90).opens(150, "Else", orchid).closes(160, "Else", orchid).fails(o(3), 205, 300).opens(305, "Keep", orchid), check.Held, 4, ""},
		{"BrokenLookNowCarriesNoInformational", two().closes(118, "Some", orchid).opens(90, "Other", orchid).closes(200, "Other", orchid).opens(205, "Some", orchid), check.Broken, 3, "Some for orchid.example came to the chat"},
	})
}
