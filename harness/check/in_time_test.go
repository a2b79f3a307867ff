package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

func TestAlertsInTime(t *testing.T) {
	// out is a world in which all of Orchid fail from minute 60 to another.
	out := func(to float64) *built { return alerted(4).allFail(orchid, 60, to) }
	// told is one in which both alerts came, look_now at a minute.
	told := func(lookNow float64) *built { return out(200).opens(lookNow, "Most", orchid).opens(75, "Some", orchid) }
	// tenth is one in which a tenth of Orchid fails, with its informational alert.
	tenth := func(to float64) *built { return alerted(10).fails(o(3), 60, to).opens(70, "Some", orchid) }
	wrote := alerted(4).accepted(50, o(1), "a").accepted(50, o(2), "b").accepted(50, o(3), "c").accepted(50, o(4), "d")
	timed(t, "alerts-in-time", []timing{
		{"HeldAtTheLastInstant", told(71), check.Held, 4, "4 alerts came when due"},
		{"BrokenAnInstantLater", told(71.01), check.Broken, 1, "Most for orchid.example is not open at the pager at 2031-05-06 09:11 UTC, although more than 25 % of its accounts have failed since 2031-05-06 09:02 UTC; expected within 9 min"},
		{"BrokenNever", out(200).opens(75, "Some", orchid), check.Broken, 1, "Most for orchid.example is not open"},
		{"BrokenClosedAgain", told(70).closes(70.5, "Most", orchid), check.Broken, 1, "Most for orchid.example is not open"},
		{"BrokenOnlyTheOtherProviderIsTold", out(200).opens(70, "Most", thyme).opens(75, "Some", orchid), check.Broken, 1, "Most for orchid.example is not open"},
		{"BrokenAtTheWrongSink", out(200).add(70, history.Notice{Sink: "chat", Level: "look_now", Alert: "Most", Provider: orchid, Status: "firing"}), check.Broken, 1, "Most for orchid.example is not open at the pager"},
		{"BrokenTheOtherLevel", out(200).opens(70, "Most", orchid).opens(71, "Some", orchid).closes(74, "Some", orchid), check.Broken, 2, "Some for orchid.example is not open at the chat"},
		{"BrokenSmallFleetBesideALargeOne", beside(), check.Broken, 1, "Most for thyme.example is not open"},

		{"NotDueEndsJustBefore", out(71), "", 0, ""},
		{"BrokenEndsJustAfter", out(71.01), check.Broken, 1, "is not open"},
		{"NotDueTheWorldEndsBefore", alerted(4).allFail(orchid, 590, lasts), "", 0, ""},
		{"HeldAtTheFirstInstant", out(71).opens(64, "Most", orchid), check.Held, 1, "1 alert came"},
		{"BrokenAnInstantTooEarly", out(71).opens(63.99, "Most", orchid), check.Broken, 1, "Most for orchid.example came to the pager at 2031-05-06 09:03:59 UTC, although no more than 25 % of its accounts had failed for 5 min; expected none"},
		{"HeldJustOver", out(71).opens(74, "Most", orchid), check.Held, 1, ""},
		{"BrokenOverForTooLong", out(71).opens(74.1, "Most", orchid), check.Broken, 1, "came to the pager"},
		{"BrokenNobodyFails", alerted(4).opens(100, "Most", orchid), check.Broken, 1, "came to the pager"},
		{"BrokenExactlyTheShare", alerted(4).fails(o(1), 60, 74).opens(70, "Most", orchid), check.Broken, 1, "came to the pager"},
		{"HeldMoreThanTheShare", alerted(4).fails(o(1), 60, 74).fails(o(2), 60, 71).opens(70, "Most", orchid), check.Held, 1, ""},
		{"HeldADipThatAScrapeMayMiss", alerted(4).allFail(orchid, 60, 62).allFail(orchid, 63, 66).opens(65, "Most", orchid), check.Held, 1, ""},
		{"BrokenALongerDip", alerted(4).allFail(orchid, 60, 62).allFail(orchid, 63.2, 66).opens(65, "Most", orchid), check.Broken, 1, "came to the pager"},

		{"HeldSmallerShareForLong", tenth(300).opens(100, "Keep", orchid), check.Held, 4, ""},
		{"BrokenSmallerShareOnNobodysList", tenth(300), check.Broken, 2, "Keep for orchid.example is not open at the pager"},
		{"HeldHeldBackByLookNow", tenth(300).opens(80, "Other", orchid).closes(320, "Other", orchid), check.Held, 2, ""},
		{"HeldCarriedByLookNow", alerted(10).fails(o(3), 60, 95).opens(70, "Some", orchid).opens(80, "Other", orchid).closes(200, "Other", orchid).opens(201, "Keep", orchid), check.Held, 3, ""},
		{"BrokenNotCarriedFurther", alerted(10).fails(o(3), 60, 95).opens(70, "Some", orchid).opens(80, "Other", orchid).closes(200, "Other", orchid).opens(208, "Keep", orchid), check.Broken, 3, "Keep for orchid.example came"},

		{"NotDueWhereARequestMayHaveBeenNoRound", wrote.allFail(orchid, 60, 80), "", 0, ""},
		{"NotDueWhereAnAskPreceded", alerted(1).ask(50, o(1), false).fails(o(1), 60, 80), "", 0, ""},
		{"BrokenWhereItLastsForAPollMore", alerted(1).ask(50, o(1), false).fails(o(1), 60, 85), check.Broken, 1, "is not open"},
		{"NotDueWhereOwnersMayBeWaitedFor", out(200).revoked(55), "", 0, ""},
		{"NotDueFromTheRevocationOn", out(200).revoked(70), "", 0, ""},
		{"BrokenBeforeTheRevocation", out(200).revoked(72), check.Broken, 1, "is not open"},
		{"NotDueWhereAnotherIdentitySignedIn", alerted(1).add(50, history.RelinkAnswered{Mailbox: o(1), Outcome: "confirm"}).fails(o(1), 60, 200), "", 0, ""},
		{"NotDueWhereTheJournalDoesNotTell", out(200).clouded(30, 200), "", 0, ""},
		{"HeldWhereTheJournalDoesNotTell", alerted(4).clouded(30, 200).opens(100, "Most", orchid), check.Held, 1, ""},
		{"BrokenAfterThat", alerted(4).clouded(30, 60).opens(100, "Most", orchid), check.Broken, 1, "came to the pager"},
		{"HeldJustAfterThat", alerted(4).clouded(30, 60).opens(74, "Most", orchid), check.Held, 1, ""},

		{"OtherwiseWhileTheSinkRefuses", out(200).refuses("pager", 65, 210).refuses("chat", 65, 210), "", 0, ""},
		{"HeldArrivesAfterTheSinkRefused", out(80).refuses("pager", 65, 210).refuses("chat", 65, 210).opens(211, "Most", orchid), check.Held, 1, ""},
		{"OtherwiseWhileDown", out(200).down(65, 68), "", 0, ""},
		{"NotDueAfterARoundWasCutShort", alerted(4).allFail(orchid, 60, 85).down(61, 64), "", 0, ""},
		{"BrokenAfterAPollMore", alerted(4).allFail(orchid, 60, 85.1).down(61, 64), check.Broken, 1, "is not open"},
		{"NothingHappens", alerted(4), "", 0, ""},
		{"NothingIsPromised", out(200).unpromised(), "", 0, ""},
	})
	deaf := out(200)
	deaf.Header.Alerts = false
	assert.Nil(t, deaf.promise("alerts-in-time"), "the system delivers no alerts")
	v := out(71).opens(63, "Most", orchid).promise("alerts-in-time")
	assert.Equal(t, at(63), v.At)
	assert.Len(t, v.Evidence, 1)
}

// beside is a world in which the only mailbox of Thyme fails beside four of Orchid.
func beside() *built {
	b := alerted(4)
	b.Header.Mailboxes = b.Header.Mailboxes[:5]
	return b.fails(h(1), 60, 200)
}

// revoked adds a fault that revokes grants from a minute on; clouded, one whose answers
// look well.
func (b *built) revoked(from float64) *built {
	b.fault("revoked", from, lasts, 3)
	b.Header.Faults[len(b.Header.Faults)-1].What = "status 503 and at token refresh: the grant is revoked"
	return b
}

func (b *built) clouded(from, to float64) *built {
	b.fault("proxy", from, to, 3)
	b.Header.Faults[len(b.Header.Faults)-1].What = "an HTML page with status 200"
	return b
}

// A mailbox that has never been linked may count as failing or not at all.
func TestAlertsInTimeBeforeLinking(t *testing.T) {
	b := alerted(1)
	b.Events = b.Events[1:] // orchid-1 is not linked
	timed(t, "alerts-in-time", []timing{{"Held", b.fails(o(1), 60, 75).opens(70, "Most", orchid), check.Held, 2, ""}})
}
