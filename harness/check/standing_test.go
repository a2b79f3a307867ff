package check_test

import (
	"testing"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// heldOff puts a request to wait, by the answer to a write, on mailboxes: with the poll
// and a minute it keeps their rounds away for eleven minutes more.
func (b *built) heldOff(minutes float64, wait time.Duration, mailboxes ...string) *built {
	for _, m := range mailboxes {
		b.add(minutes, history.HeldOff{Mailbox: m, For: wait})
	}
	return b
}

// A mailbox whose write was asked to wait has no round, and may count as failing or not:
// for that long an alert is neither due nor wrong because of it.
func TestWhoIsAskedToWaitMayCountAsFailing(t *testing.T) {
	half := func(wait time.Duration) *built { return alerted(4).heldOff(60, wait, o(1), o(2)) } // of four: more than a quarter
	late := func() *built {                                                                     // one of two that is linked at minute 300
		b := alerted(1)
		b.Header.Mailboxes = append(b.Header.Mailboxes, history.Mailbox{ID: "orchid-9", Provider: orchid})
		return b.add(300, history.Linked{Mailbox: "orchid-9"})
	}
	const wrong = "Most for orchid.example came to the pager"
	timed(t, "alerts-in-time", []timing{
		{"NotDue", half(time.Hour), "", 0, ""},
		{"Held", half(time.Hour).opens(70, "Most", orchid), check.Held, 1, ""},
		{"BrokenTooFew", alerted(4).heldOff(60, time.Hour, o(1)).opens(70, "Most", orchid), check.Broken, 1, wrong},
		{"BrokenOfTheOtherProvider", alerted(4).heldOff(60, time.Hour, h(1), h(2)).opens(70, "Most", orchid), check.Broken, 1, wrong},
		{"BrokenAnInstantTooEarly", half(0).opens(63.99, "Most", orchid), check.Broken, 1, wrong},
		{"HeldAtTheFirstInstant", half(0).opens(64, "Most", orchid), check.Held, 1, ""},
		{"HeldJustOver", half(0).opens(74, "Most", orchid), check.Held, 1, ""},
		{"BrokenOverForTooLong", half(0).opens(74.1, "Most", orchid), check.Broken, 1, wrong},
		{"HeldTheWaitIsLonger", half(20*time.Minute).opens(94, "Most", orchid), check.Held, 1, ""},
		{"BrokenBetweenTwoWaits", half(0).heldOff(100, 0, o(1), o(2)).opens(90, "Most", orchid), check.Broken, 1, wrong},
		{"HeldTheSecondWait", half(0).heldOff(100, 0, o(1), o(2)).opens(104, "Most", orchid), check.Held, 1, ""},
		{"HeldOneWaitAfterAnother", half(0).heldOff(71, 0, o(1), o(2)).opens(85, "Most", orchid), check.Held, 1, ""},
		{"BrokenNotLinkedYet", late().heldOff(60, time.Hour, "orchid-9").opens(70, "Most", orchid), check.Broken, 1, wrong},
		{"HeldLinkedMeanwhile", late().heldOff(299, time.Hour, "orchid-9").opens(310, "Most", orchid), check.Held, 1, ""},
	})
}

// Who fails for sure does so whatever else it was asked.
func TestWhoIsAskedToWaitAndFails(t *testing.T) {
	out := func() *built { return alerted(4).allFail(orchid, 60, 200) }
	one := func() *built { return alerted(4).fails(o(1), 60, 90).heldOff(65, 0, o(1)) }
	timed(t, "alerts-in-time", []timing{
		{"BrokenNobodyIsTold", out().heldOff(65, time.Hour, o(1), o(2), o(3), o(4)), check.Broken, 1, "Most for orchid.example is not open at the pager at 2031-05-06 09:11 UTC"},
		{"BrokenNobodyIsToldThoughTheyWaitedBefore", out().heldOff(50, time.Hour, o(1), o(2), o(3), o(4)), check.Broken, 1, "Most for orchid.example is not open at the pager at 2031-05-06 09:11 UTC"},
		{"HeldOneFailsAndOneWaits", one().heldOff(65, 0, o(2)).opens(75, "Some", orchid).opens(72, "Most", orchid), check.Held, 3, ""},
		{"BrokenOneFailsAndItWaits", one().opens(75, "Some", orchid).opens(72, "Most", orchid), check.Broken, 2, "Most for orchid.example came to the pager"},
	})
}
