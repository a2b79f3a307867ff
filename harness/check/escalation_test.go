package check_test

import (
	"testing"

	"anchorage/harness/check"
)

func TestInformationalEscalates(t *testing.T) {
	// open is a world with an informational alert from 60 on: escalation is due after 127
	// minutes and may come after 115.
	open := func() *built { return alerted(4).fails(o(1), 55, lasts).opens(60, "Some", orchid) }
	timed(t, "informational-escalates", []timing{
		{"HeldAtTheLastInstant", open().opens(187, "StaysOpen", orchid), check.Held, 2, "2 alerts escalated when due, or had no reason to"},
		{"BrokenAnInstantLater", open().opens(187.1, "StaysOpen", orchid), check.Broken, 1, "Some for orchid.example has been open at the chat since 2031-05-06 09:00 UTC, and no StaysOpen is at the pager by 2031-05-06 11:07 UTC"},
		{"BrokenNever", open(), check.Broken, 1, "no StaysOpen is at the pager"},
		{"BrokenOnlyForAnotherProvider", open().opens(180, "StaysOpen", thyme), check.Broken, 1, "no StaysOpen is at the pager"},
		{"HeldAtTheFirstInstant", open().opens(175, "StaysOpen", orchid), check.Held, 2, ""},
		{"BrokenTooEarly", open().opens(174.9, "StaysOpen", orchid), check.Broken, 2, "StaysOpen for orchid.example came to the pager at 2031-05-06 10:54:54 UTC, although no informational alert had been open for 2 h"},
		{"BrokenNothingOpen", alerted(4).opens(174, "StaysOpen", orchid), check.Broken, 1, "no informational alert had been open"},
		{"HeldClosedInTime", open().closes(192, "Some", orchid), check.Held, 1, ""},
		{"BrokenClosedJustTooLate", open().closes(192.1, "Some", orchid), check.Broken, 1, "no StaysOpen is at the pager"},
		{"HeldClosedJustBeforeItCame", open().closes(180, "Some", orchid).opens(187, "StaysOpen", orchid), check.Held, 2, ""},
		{"BrokenClosedLongBefore", open().closes(178, "Some", orchid).opens(187, "StaysOpen", orchid), check.Broken, 2, "no informational alert had been open"},
		{"BrokenClosesWhileStillOpen", open().opens(180, "StaysOpen", orchid).closes(300, "StaysOpen", orchid), check.Broken, 1, "StaysOpen for orchid.example closed at 2031-05-06 13:00 UTC, although Some had been open since 2031-05-06 09:00 UTC; expected it to be told once"},
		{"HeldClosesTogether", open().opens(180, "StaysOpen", orchid).closes(296, "StaysOpen", orchid).closes(300, "Some", orchid), check.Held, 2, ""},
		{"HeldAnyInformational", alerted(4).opens(60, "Odd", orchid).opens(180, "StaysOpen", orchid), check.Held, 2, ""},

		{"HeldHeldBackByLookNow", open().opens(100, "Most", orchid).closes(400, "Most", orchid).opens(406, "StaysOpen", orchid), check.Held, 2, ""},
		{"BrokenDoesNotComeBack", open().opens(100, "Most", orchid).closes(400, "Most", orchid), check.Broken, 1, "no StaysOpen is at the pager by 2031-05-06 14:46 UTC"},
		{"HeldLookNowToTheEnd", open().opens(100, "Most", orchid), check.Held, 1, ""},
		{"BrokenBesideLookNow", open().opens(100, "Most", orchid).opens(180, "StaysOpen", orchid), check.Broken, 2, "StaysOpen for orchid.example came to the pager at 2031-05-06 11:00 UTC, although Most had been open since 2031-05-06 09:40 UTC; expected it to be held back"},
		{"BrokenOtherReviewSoonBesideLookNow", alerted(4).opens(100, "Most", orchid).opens(120, "Keep", orchid), check.Broken, 1, "Keep for orchid.example came"},
		{"HeldAsLookNowCloses", alerted(4).opens(100, "Most", orchid).opens(119, "Keep", orchid).closes(120, "Most", orchid), check.Held, 1, ""},
		{"BrokenJustBefore", alerted(4).opens(100, "Most", orchid).opens(118.9, "Keep", orchid).closes(120, "Most", orchid), check.Broken, 1, "Keep for orchid.example came"},
		{"HeldBesideLookNowOfAnother", alerted(4).opens(100, "Most", thyme).opens(120, "Keep", orchid), check.Held, 1, ""},
		{"HeldLookNowComesLater", alerted(4).opens(120, "Keep", orchid).opens(121, "Most", orchid), check.Held, 1, ""},
		{"HeldThePagerHadRefused", alerted(4).refuses("pager", 50, 118).opens(118.5, "Most", orchid).opens(120, "Keep", orchid), check.Held, 1, ""},

		{"HeldThePagerRefuses", open().refuses("pager", 180, 300).opens(306, "StaysOpen", orchid), check.Held, 2, ""},
		{"BrokenAfterThePagerRefused", open().refuses("pager", 180, 300), check.Broken, 1, "no StaysOpen is at the pager by 2031-05-06 13:06 UTC"},
		{"HeldTheChatRefusesTheClosure", open().refuses("chat", 100, 400).closes(401, "Some", orchid), check.Held, 1, ""},
		{"HeldTheChatHadRefused", alerted(4).refuses("chat", 50, 170).opens(171, "Some", orchid).opens(180, "StaysOpen", orchid).closes(290, "Some", orchid), check.Held, 2, ""},
		{"OtherwiseLookNowAlone", alerted(4).opens(100, "Most", orchid), "", 0, ""},
		{"NothingIsPromised", open().unpromised(), "", 0, ""},
	})
}
