package check_test

import (
	"testing"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

func TestAlertsOfWhoFails(t *testing.T) {
	failed := func() *built { return alerted(2).allFail(orchid, 60, 80) }
	stale := alerted(2).opens(70, "Odd", thyme)
	stale.Series[thyme] = make([]history.Minute, lasts)
	stale.Series[thyme][68].Stale = 1 // minute 69
	long := alerted(2).allFail(orchid, 60, 80).refuses("pager", 100, 400)
	timed(t, "alerts-of-who-fails", []timing{
		{"Held", failed().opens(70, "Most", orchid), check.Held, 1, "1 alert came about providers of which a mailbox had failed"},
		{"HeldWithoutAProvider", failed().opens(65, "Most", orchid).opens(70, "Down", ""), check.Held, 1, ""},
		{"HeldTwoHoursLater", failed().opens(200, "Odd", orchid), check.Held, 1, ""},
		{"BrokenAnInstantLater", failed().opens(200.1, "Odd", orchid), check.Broken, 1, "Odd for orchid.example came to the chat at 2031-05-06 11:20:06 UTC, although none of its mailboxes had failed for 2 h"},
		{"BrokenOnlyAnotherFails", failed().opens(65, "Most", orchid).opens(70, "Most", thyme), check.Broken, 2, "Most for thyme.example came to the pager"},
		{"HeldStaleWithoutFailing", stale, check.Held, 1, ""},
		{"HeldRefusedMeanwhile", long.opens(401, "Most", orchid), check.Held, 1, ""},
		{"HeldHeldBackMeanwhile", failed().opens(90, "Other", orchid).closes(300, "Other", orchid).opens(301, "Keep", orchid), check.Held, 2, ""},
		{"BrokenNotHeldBack", failed().opens(90, "Other", orchid).closes(300, "Other", orchid).opens(301, "Odd", orchid), check.Broken, 2, "Odd for orchid.example"},
		{"HeldWhereTheJournalDoesNotTell", alerted(2).clouded(40, 60).opens(70, "Most", thyme), check.Held, 1, ""},
		{"NoAlertCame", failed(), "", 0, ""},
		{"NothingIsPromised", failed().opens(70, "Most", orchid).unpromised(), "", 0, ""},
	})
}

func TestHealedIsSilent(t *testing.T) {
	// blinks is a world in which a mailbox fails for two minutes now and then.
	blinks := func() *built { return alerted(2).fails(o(1), 60, 62).fails(o(2), 90, 92) }
	timed(t, "healed-is-silent", []timing{
		{"Held", blinks(), check.Held, 2, "2 spells of a provider that healed within 4 min brought no alert"},
		{"BrokenInformational", blinks().opens(63, "Some", orchid), check.Broken, 2, "Some for orchid.example came to the chat at 2031-05-06 09:03 UTC, although all failures of the 2 h before were healed within 4 min; expected none"},
		{"BrokenOfNoRule", blinks().opens(63, "Odd", orchid), check.Broken, 2, "Odd for orchid.example"},
		{"BrokenLater", blinks().opens(211, "Odd", orchid), check.Broken, 2, "Odd for orchid.example"},
		{"OtherwiseMuchLater", blinks().opens(213, "Odd", orchid), check.Held, 2, ""},
		{"HeldOthersFailedForLong", blinks().fails(h(1), 60, 90).opens(70, "Some", thyme), check.Held, 2, ""},
		{"HeldBesideALongOne", blinks().fails(o(1), 95, 110).opens(105, "Some", orchid), check.Held, 2, ""},
		{"BrokenBeforeTheLongOne", blinks().fails(o(1), 95, 110).opens(94, "Some", orchid), check.Broken, 2, "Some for orchid.example"},
		{"HeldJustLongEnough", alerted(2).fails(o(1), 30, 31).fails(o(1), 60, 64).opens(65, "Some", orchid), check.Held, 1, ""},
		{"BrokenJustTooShort", alerted(2).fails(o(1), 30, 31).fails(o(1), 60, 63.98).opens(65, "Some", orchid), check.Broken, 2, "Some for orchid.example"},
		{"OneAfterTheOtherIsNoSpell", alerted(2).fails(o(1), 60, 63).fails(o(2), 62, 65), "", 0, ""},
		{"NothingFails", alerted(2).opens(63, "Odd", orchid), "", 0, ""},
		{"NothingIsPromised", blinks().unpromised(), "", 0, ""},
	})
}
