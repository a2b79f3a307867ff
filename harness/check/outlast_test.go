package check_test

import (
	"testing"

	"anchorage/harness/check"
)

func TestGapsJoin(t *testing.T) {
	// gap is a world whose Orchid fails from 60 to 100, and again from another minute
	// on; look_now opens at 70.
	gap := func(again float64) *built {
		return alerted(4).allFail(orchid, 60, 100).allFail(orchid, again, lasts).opens(70, "Most", orchid)
	}
	once := func() *built { return alerted(4).allFail(orchid, 60, 100).opens(70, "Most", orchid) }
	tenth := func() *built { return alerted(10).fails(o(3), 60, 100).opens(99, "Keep", orchid) }
	timed(t, "gaps-join", []timing{
		{"HeldOpenOverAGap", gap(110), check.Held, 1, "1 alert closed when what they tell of had been over for long enough, or are open"},
		{"BrokenClosedInAShortGap", gap(110).closes(105, "Most", orchid), check.Broken, 1, "Most for orchid.example closed at the pager at 2031-05-06 09:45 UTC, although more than 25 % of its accounts failed until 2031-05-06 09:40 UTC; expected it to stay open for 15 min from then on"},
		{"BrokenClosedAtTheLastInstant", once().closes(113.9, "Most", orchid), check.Broken, 1, "closed at the pager"},
		{"HeldClosedAnInstantLater", once().closes(114, "Most", orchid), check.Held, 1, ""},
		{"BrokenClosedWhileAllFail", once().closes(90, "Most", orchid), check.Broken, 1, "closed at the pager"},
		{"HeldClosedAtTheLastInstant", once().closes(120, "Most", orchid), check.Held, 1, ""},
		{"BrokenStillOpen", once().closes(121, "Most", orchid), check.Broken, 1, "Most for orchid.example, open at the pager since 2031-05-06 09:10 UTC, has not closed by 2031-05-06 10:00:01 UTC"},
		{"BrokenOpenForEver", once(), check.Broken, 1, "has not closed by"},
		{"HeldGapJustShortEnough", gap(120), check.Held, 1, ""},
		{"BrokenGapJustTooLong", gap(120.1), check.Broken, 1, "has not closed by"},
		{"HeldBetweenTheTwoClosed", gap(118).closes(117, "Most", orchid), check.Held, 1, ""},
		{"HeldBetweenTheTwoOpen", gap(118), check.Held, 1, ""},
		{"HeldClosedAsItBeginsAnew", gap(118).closes(121.9, "Most", orchid), check.Held, 1, ""},
		{"BrokenClosedOnceItHasBegunAnew", gap(118).closes(122, "Most", orchid), check.Broken, 1, "Most for orchid.example closed at the pager at 2031-05-06 10:02 UTC"},
		{"HeldNoGapAtTheOtherProvider", gap(110).allFail(thyme, 60, 90), check.Held, 1, ""},

		{"BrokenReviewSoonClosesWhileTrue", tenth().closes(99.5, "Keep", orchid), check.Broken, 1, "Keep for orchid.example closed at the pager"},
		{"HeldReviewSoonClosesSoonAfter", tenth().closes(103, "Keep", orchid), check.Held, 1, ""},
		{"HeldReviewSoonIsHeldByLookNow", tenth().opens(101, "Other", orchid), check.Held, 1, ""},
		{"BrokenReviewSoonLingers", tenth(), check.Broken, 1, "Keep for orchid.example, open at the pager"},

		{"HeldTheSinkRefuses", once().refuses("pager", 105, 110).closes(108, "Most", orchid), check.Held, 1, ""},
		{"HeldTheSinkRefusesTheClosure", once().refuses("pager", 115, 200).closes(201, "Most", orchid), check.Held, 1, ""},
		{"HeldDownMeanwhile", once().down(101, 104).closes(130, "Most", orchid), check.Held, 1, ""},
		{"OtherwiseDownMeanwhile", gap(110).down(95, 98).closes(105, "Most", orchid), check.Held, 1, ""},
		{"HeldForgottenMeanwhile", alerted(4).allFail(orchid, 60, 200).opens(70, "Most", orchid).down(100, 160).closes(130, "Most", orchid), check.Held, 1, ""},
		{"NoAlertCame", alerted(4).allFail(orchid, 60, 100), "", 0, ""},
		{"NothingIsPromised", once().unpromised(), "", 0, ""},
	})
}

func TestAlertsOutlastRestarts(t *testing.T) {
	// restarted is a world that is down from 100 to 104 while all of Orchid fails.
	restarted := func() *built { return alerted(4).allFail(orchid, 60, 300).down(100, 104) }
	open := func() *built { return restarted().opens(70, "Most", orchid).opens(75, "Some", orchid) }
	amid := func(to float64) *built {
		return alerted(4).allFail(orchid, 60, to).down(62.5, 65)
	}
	timed(t, "alerts-outlast-restarts", []timing{
		{"Held", open(), check.Held, 2, "2 alerts outlasted a restart of the system"},
		{"BrokenClosedAfterIt", open().closes(106, "Most", orchid), check.Broken, 2, "Most for orchid.example closed at the pager"},
		{"BrokenClosedDuringIt", open().closes(102, "Some", orchid), check.Broken, 2, "Some for orchid.example closed at the chat"},
		{"OtherwiseLongAfterIt", open().closes(160, "Most", orchid), check.Held, 2, ""},
		{"HeldOverInTheMeantime", alerted(4).allFail(orchid, 60, 99).down(100, 104).opens(70, "Most", orchid).closes(118, "Most", orchid), check.Held, 1, ""},
		{"BrokenClosedBeforeFiguresAreForgotten", alerted(4).allFail(orchid, 60, 300).down(100, 109).opens(70, "Most", orchid).closes(106, "Most", orchid), check.Broken, 1, "closed at the pager"},
		{"OtherwiseDownForLong", alerted(4).allFail(orchid, 60, 300).down(100, 130).opens(70, "Most", orchid).closes(124, "Most", orchid), "", 0, ""},
		{"HeldDownForJustNotTooLong", alerted(4).allFail(orchid, 60, 300).down(100, 108).opens(70, "Most", orchid).opens(70, "Some", orchid), check.Held, 2, ""},
		{"HeldDelayed", amid(100).opens(74, "Most", orchid).opens(78, "Some", orchid), check.Held, 2, ""},
		{"HeldDelayedToTheLastInstant", amid(74.1).opens(74, "Most", orchid), check.Held, 1, ""},
		{"BrokenDelayedFurther", amid(74.1).opens(74.05, "Most", orchid), check.Broken, 1, "Most for orchid.example is not open at the pager at 2031-05-06 09:14 UTC"},
		{"BrokenNever", amid(300), check.Broken, 3, "Most for orchid.example is not open"},
		{"DownAmidTheRoundDelaysByAPoll", alerted(4).allFail(orchid, 60, 84).down(61, 64), "", 0, ""},
		{"DownWithoutAlerts", alerted(4).down(100, 104), "", 0, ""},
		{"AlertsWithoutDown", alerted(4).allFail(orchid, 60, 300).opens(70, "Most", orchid), "", 0, ""},
		{"NothingIsPromised", open().unpromised(), "", 0, ""},
	})
}
