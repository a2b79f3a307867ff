package check_test

import (
	"testing"
	"time"

	"anchorage/harness/check"
)

// An alert may close from one nanosecond to the next.
func TestGapsJoinToTheInstant(t *testing.T) {
	// open is a world whose Orchid fails from 60 to another minute; look_now opens at 65.
	open := func(to float64) *built { return alerted(4).allFail(orchid, 60, to).opens(65, "Most", orchid) }
	anew := func(closes float64) *built {
		return open(100).allFail(orchid, 118, lasts).closes(closes, "Most", orchid)
	}
	tenth := func(closes float64) *built {
		return alerted(10).fails(o(3), 60, 100).opens(95, "Keep", orchid).closes(closes, "Keep", orchid)
	}
	const closed = "closed at the pager"
	timed(t, "gaps-join", []timing{
		{"BrokenAnInstantEarlier", open(100).closes(exactly(114, -1), "Most", orchid), check.Broken, 1, closed},
		{"BrokenSeenByASureEvaluation", open(64).closes(70, "Most", orchid), check.Broken, 1, "failed until 2031-05-06 09:04 UTC"},
		{"HeldEndedAnInstantBeforeThat", open(exactly(64, -1)).closes(70, "Most", orchid), check.Held, 1, ""},
		{"BrokenClosesOnceFiguresShowItAnew", anew(122), check.Broken, 1, closed},
		{"HeldClosesAnInstantEarlier", anew(exactly(122, -1)), check.Held, 1, ""},
		{"HeldReviewSoonClosesAsItEnds", tenth(100), check.Held, 1, ""},
		{"BrokenReviewSoonClosesAnInstantEarlier", tenth(exactly(100, -1)), check.Broken, 1, closed},
	})
}

// One that should close may be open until one nanosecond, and not the next.
func TestGapsJoinButDoNotLinger(t *testing.T) {
	open := func(to float64) *built { return alerted(4).allFail(orchid, 60, to).opens(65, "Most", orchid) }
	gap := func(again float64) *built { return open(100).allFail(orchid, again, lasts) }
	second := exactly(120, time.Second) // whoever is well at 100 may count as failing for another second
	later := exactly(120, time.Second+1)
	const lingers = "has not closed by 2031-05-06 10:00:01 UTC"
	timed(t, "gaps-join", []timing{
		{"HeldClosesAtTheLastInstant", open(100).closes(second, "Most", orchid), check.Held, 1, ""},
		{"BrokenAnInstantLater", open(100).closes(later, "Most", orchid), check.Broken, 1, lingers},
		{"HeldClosesInAGapAtTheLastInstant", gap(130).closes(second, "Most", orchid), check.Held, 1, ""},
		{"BrokenInAGapAnInstantLater", gap(130).closes(later, "Most", orchid), check.Broken, 1, lingers},
		{"HeldTheGapEndsAtThatInstant", gap(second), check.Held, 1, ""},
		{"BrokenTheGapEndsAnInstantLater", gap(later), check.Broken, 1, lingers},
		{"HeldTheWorldEndsAtThatInstant", open(exactly(580, -time.Second)), check.Held, 1, ""},
		{"BrokenTheWorldEndsAnInstantLater", open(exactly(580, -time.Second-1)), check.Broken, 1, "has not closed by 2031-05-06 17:59:59 UTC"},
		{"BrokenOpensLateAndIsForgotten", alerted(4).allFail(orchid, 60, 100).opens(102, "Most", orchid), check.Broken, 1, "open at the pager since 2031-05-06 09:42 UTC, has not closed by 2031-05-06 10:02 UTC"},
		{"HeldOpensLateAndCloses", alerted(4).allFail(orchid, 60, 100).opens(102, "Most", orchid).closes(122, "Most", orchid), check.Held, 1, ""},
	})
}

// A sink that refuses keeps a closure, and may keep what would have come before it.
func TestGapsJoinWhereTheSinkWorks(t *testing.T) {
	const closed, lingers = "Most for orchid.example closed at the pager at 2031-05-06 09:45 UTC", "has not closed by"
	early := func(from, to float64) *built { // closed in a short gap
		return alerted(4).allFail(orchid, 60, 100).allFail(orchid, 110, lasts).opens(70, "Most", orchid).closes(105, "Most", orchid).refuses("pager", from, to)
	}
	late := func(from, to float64) *built { // not closed by 120:01
		return alerted(4).allFail(orchid, 60, 100).opens(70, "Most", orchid).refuses("pager", from, to)
	}
	second := func(minutes float64, by time.Duration) float64 { return exactly(minutes, time.Second+by) }
	timed(t, "gaps-join", []timing{
		{"HeldItHadRefusedTheOpening", early(60, 70), check.Held, 1, ""},
		{"BrokenItWorkedAnInstantBefore", early(60, exactly(70, -1)), check.Broken, 1, closed},
		{"HeldItRefusesFromTheClosureOn", early(105, 108), check.Held, 1, ""},
		{"BrokenItRefusesAnInstantLater", early(exactly(105, 1), 108), check.Broken, 1, closed},
		{"HeldItRefusedTheLastScrapeBeforeTheGap", late(90, second(99, 0)), check.Held, 1, ""},
		{"BrokenItWorkedAnInstantBeforeThat", late(90, second(99, -1)), check.Broken, 1, lingers},
		{"HeldItRefusesAsTheClosureIsDue", late(second(120, 0), 125), check.Held, 1, ""},
		{"BrokenItRefusesAnInstantAfterThat", late(second(120, 1), 125), check.Broken, 1, lingers},
	})
}

// What closes while the system's figures may be lacking is a matter of its restart.
func TestClosuresAmidARestart(t *testing.T) {
	closed := func(from, to float64) *built { // in a short gap, last seen at 99
		return alerted(4).allFail(orchid, 60, 100).allFail(orchid, 110, lasts).opens(70, "Most", orchid).opens(75, "Some", orchid).
			closes(105, "Most", orchid).opens(121, "Most", orchid).down(from, to)
	}
	since := func(from, to float64) *built { // as closed, but opened late
		return alerted(4).allFail(orchid, 60, 100).allFail(orchid, 110, lasts).opens(92, "Most", orchid).
			closes(105, "Most", orchid).opens(121, "Most", orchid).down(from, to)
	}
	const early = "Most for orchid.example closed at the pager at 2031-05-06 09:45 UTC"
	timed(t, "gaps-join", []timing{
		{"OtherwiseFiguresMayBeLackingStill", closed(84, 89), check.Held, 3, ""},
		{"BrokenUpAnInstantBefore", closed(84, exactly(89, -1)), check.Broken, 1, early},
		{"OtherwiseDownAsItCloses", closed(105, 108), check.Held, 3, ""},
		{"BrokenDownAnInstantLater", closed(exactly(105, 1), 108), check.Broken, 1, early},
	})
	timed(t, "alerts-outlast-restarts", []timing{
		{"BrokenFiguresMayBeLackingStill", closed(84, 89), check.Broken, 2, early},
		{"OtherwiseUpAnInstantBefore", closed(84, exactly(89, -1)), check.Held, 2, ""},
		{"BrokenItOpenedSince", since(84, 89), check.Broken, 1, early},
		{"OtherwiseUpAnInstantBeforeIfItOpenedSince", since(84, exactly(89, -1)), "", 0, ""},
	})
}

// A restart ends within the world, and what is due around it arrives where no sink
// refused it meanwhile.
func TestRestartsThatAlertsOutlast(t *testing.T) {
	out := func() *built { return alerted(4).allFail(orchid, 60, 300) }
	amid := func() *built { return out().down(62.5, 65).refuses("pager", 63, 100) }
	open := func() *built { return alerted(4).allFail(orchid, 60, lasts).opens(70, "Most", orchid) }
	const lacks = "Most for orchid.example is not open at the pager at 2031-05-06 09:11 UTC"
	timed(t, "alerts-outlast-restarts", []timing{
		{"DownToTheEnd", open().down(595, lasts), "", 0, ""},
		{"HeldUpAnInstantBeforeTheEnd", open().down(595, exactly(lasts, -1)), check.Held, 1, ""},
		{"HeldBesideWhatTheSinkRefused", amid().opens(78, "Some", orchid), check.Held, 1, ""},
		{"OtherwiseBothSinksRefused", amid().refuses("chat", 63, 100), "", 0, ""},

		// From 62 on all are known to fail; the first figures of it are those of 63.
		{"HeldDownAsTheyAreDue", out().down(63, 65).opens(74, "Most", orchid).opens(78, "Some", orchid), check.Held, 2, ""},
		{"BrokenDownAnInstantLater", out().down(exactly(63, 1), 65).opens(74, "Most", orchid).opens(78, "Some", orchid), check.Broken, 2, lacks},
		{"BrokenDownAsItIsDue", out().down(71, 73), check.Broken, 3, lacks},
	})
}
