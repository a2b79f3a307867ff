package check_test

import (
	"testing"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

func TestNoticesArrive(t *testing.T) {
	// refusing is a world whose pager takes nothing from 65 to 100, while all of Orchid
	// fails.
	refusing := func(to float64) *built {
		return alerted(4).allFail(orchid, 60, to).refuses("pager", 65, 100)
	}
	// dark is one that is down from 60 to another minute: a page is due after 9.
	dark := func(to float64) *built { return alerted(4).down(60, to) }
	silent := alerted(4)
	silent.Header.Contract.Heartbeat = false
	calm := alerted(4)
	calm.Header.Contract.Heartbeat = false
	unguarded := dark(200)
	unguarded.Header.Contract.Down.Alert = ""
	timed(t, "notices-arrive", []timing{
		{"HeldHeartbeatAlone", alerted(4), check.Held, 1, "1 notice arrived by the way that was left, or had no reason to"},
		{"BrokenHeartbeat", alerted(4).add(100, history.HeartbeatLost{Last: at(89)}), check.Broken, 1, "no heartbeat arrived for a while before 2031-05-06 09:40 UTC"},
		{"OtherwiseNoHeartbeatPromised", silent.add(100, history.HeartbeatLost{Last: at(89)}), "", 0, ""},

		{"HeldArrivesAtTheLastInstant", refusing(106.1).opens(106, "Most", orchid), check.Held, 2, ""},
		{"BrokenAnInstantLater", refusing(106.1).opens(106.05, "Most", orchid), check.Broken, 1, "Most for orchid.example is not open at the pager at 2031-05-06 09:46 UTC"},
		{"BrokenNever", refusing(300), check.Broken, 1, "is not open"},
		{"NotDueOverBefore", refusing(106), check.Held, 1, ""},
		{"OtherwiseOnlyTheChatRefused", alerted(4).allFail(orchid, 60, 300).refuses("chat", 90, 100), check.Held, 1, ""},
		{"OtherwiseDownAsWell", refusing(300).down(66, 69), check.Held, 1, ""},

		{"HeldDownPagesAtTheLastInstant", dark(200).opens(69, "Down", "").closes(201, "Down", ""), check.Held, 3, ""},
		{"BrokenDownPagesLater", dark(200).opens(69.1, "Down", ""), check.Broken, 1, "the system was down from 2031-05-06 09:00 UTC to 2031-05-06 11:20 UTC, and no Down is open at the pager at 2031-05-06 09:09 UTC; expected within 9 min"},
		{"BrokenDownNeverPages", dark(69.1), check.Broken, 1, "no Down is open"},
		{"NotDueUpAgain", dark(69), check.Held, 1, ""},
		{"BrokenDownToTheEnd", dark(lasts), check.Broken, 1, "no Down is open"},
		{"HeldDownWhileThePagerRefuses", dark(200).refuses("pager", 65, 80).opens(86, "Down", ""), check.Held, 3, ""},
		{"BrokenDownAfterThePagerRefused", dark(200).refuses("pager", 65, 80).opens(86.1, "Down", ""), check.Broken, 1, "no Down is open"},
		{"HeldNoGuardPromised", unguarded, check.Held, 1, ""},

		{"HeldDownAtTheFirstInstant", dark(66).opens(64, "Down", ""), check.Held, 2, ""},
		{"BrokenDownTooEarly", dark(66).opens(63.9, "Down", ""), check.Broken, 1, "Down came to the pager at 2031-05-06 09:03:54 UTC, although the system had run"},
		{"HeldDownJustOver", dark(66).opens(69, "Down", ""), check.Held, 2, ""},
		{"BrokenDownOverForLong", dark(66).opens(69.1, "Down", ""), check.Broken, 1, "although the system had run"},
		{"HeldTwoSpansThatSeemOne", dark(62).down(63, 66).opens(65, "Down", ""), check.Held, 2, ""},
		{"BrokenTwoSpans", dark(62).down(63.1, 66).opens(65, "Down", ""), check.Broken, 1, "although the system had run"},
		{"HeldDownToldLate", dark(66).refuses("pager", 62, 90).opens(95, "Down", ""), check.Held, 2, ""},
		{"BrokenDownWithoutDown", alerted(4).opens(100, "Down", ""), check.Broken, 1, "although the system had run"},

		{"NothingToJudge", calm, "", 0, ""},
		{"NothingIsPromised", refusing(300).unpromised(), "", 0, ""},
	})
}

func TestAlertsToldOnce(t *testing.T) {
	some := func() *built { return alerted(4).opens(60, "Some", orchid) }
	timed(t, "alerts-told-once", []timing{
		{"Held", some().closes(90, "Some", orchid).opens(95, "Some", orchid), check.Held, 3, "3 notices: each alert was told once and closed once"},
		{"HeldOpen", some(), check.Held, 1, ""},
		{"BrokenToldAgain", some().opens(70, "Some", orchid), check.Broken, 2, "Some for orchid.example came to the chat again at 2031-05-06 09:10 UTC, 10 min after its last notice and still open; expected a repetition after 24 h"},
		{"BrokenJustTooSoon", alerted(4).opens(60, "Most", orchid).opens(298.9, "Most", orchid), check.Broken, 2, "again at"},
		{"HeldRepeatedInTime", alerted(4).opens(60, "Most", orchid).opens(299, "Most", orchid).opens(540, "Most", orchid), check.Held, 3, ""},
		{"HeldAnotherProvider", some().opens(61, "Some", thyme), check.Held, 2, ""},
		{"BrokenClosedTwice", some().closes(90, "Some", orchid).closes(91, "Some", orchid), check.Broken, 3, "Some for orchid.example closed at the chat at 2031-05-06 09:31 UTC without having been open"},
		{"BrokenClosedWithoutOpening", alerted(4).closes(90, "Some", thyme).opens(95, "Some", thyme), check.Broken, 1, "without having been open"},
		{"OtherAlertsAreNotJudged", some().opens(70, "Odd", orchid).opens(71, "Odd", orchid), check.Held, 1, ""},
		{"NoAlertCame", alerted(4), "", 0, ""},
		{"NothingIsPromised", some().unpromised(), "", 0, ""},
	})
}
