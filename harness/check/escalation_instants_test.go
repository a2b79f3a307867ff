package check_test

import (
	"testing"

	"anchorage/harness/check"
)

const notAtThePager = "and no StaysOpen is at the pager by 2031-05-06 11:07 UTC"

// escalating is a world with an informational alert from 60 on: escalation is due at 187.
func escalating() *built { return alerted(4).opens(60, "Some", orchid) }

// An escalation is due while its alert is open for sure: five minutes before it closes,
// or the chat takes no closure.
func TestEscalationIsDueToTheInstant(t *testing.T) {
	timed(t, "informational-escalates", []timing{
		{"BrokenAnInstantLate", escalating().opens(exactly(187, 1), "StaysOpen", orchid), check.Broken, 1, notAtThePager},
		{"BrokenClosedAnInstantLater", escalating().closes(exactly(192, 1), "Some", orchid), check.Broken, 1, notAtThePager},
		{"NotDueTheWorldEnds", alerted(4).opens(473, "Some", orchid), check.Held, 1, ""},
		{"BrokenTheWorldEndsAnInstantLater", alerted(4).opens(exactly(473, -1), "Some", orchid), check.Broken, 1, "no StaysOpen is at the pager"},
		{"NotDueTheChatRefuses", escalating().refuses("chat", 192, 300), check.Held, 1, ""},
		{"BrokenItRefusesAnInstantLater", escalating().refuses("chat", exactly(192, 1), 300), check.Broken, 1, notAtThePager},
		{"NotDueItRefusesFromTheOpeningOn", escalating().refuses("chat", 60, 400).closes(401, "Some", orchid), check.Held, 1, ""},
		{"NotDueClosedBeforeTheChatRefuses", escalating().closes(190, "Some", orchid).refuses("chat", 300, 310), check.Held, 1, ""},
		{"BrokenTheChatHadRefusedBefore", escalating().refuses("chat", 30, 50), check.Broken, 1, notAtThePager},
		{"BrokenOnlyThePagerRefused", escalating().refuses("pager", 100, 110), check.Broken, 1, notAtThePager},
	})
}

// It is told once, and open for as long as its alert is.
func TestEscalationStaysOpen(t *testing.T) {
	told := func(from, to float64) *built {
		return escalating().opens(from, "StaysOpen", orchid).closes(to, "StaysOpen", orchid)
	}
	other := func(from float64) *built { // a second alert stays open when the first has closed
		return escalating().opens(from, "StaysOpen", orchid).opens(185, "Odd", orchid).closes(310, "Some", orchid).closes(313, "StaysOpen", orchid)
	}
	const closed = "StaysOpen for orchid.example closed at"
	timed(t, "informational-escalates", []timing{
		{"HeldClosesAsItsAlertMayHave", told(180, 295).closes(300, "Some", orchid), check.Held, 2, ""},
		{"BrokenAnInstantEarlier", told(180, exactly(295, -1)).closes(300, "Some", orchid), check.Broken, 1, closed},
		{"BrokenClosesBeforeItIsDue", told(180, 185), check.Broken, 1, notAtThePager},
		{"BrokenClosesAsItIsDue", told(180, 187), check.Broken, 1, notAtThePager},
		{"BrokenClosesAnInstantLater", told(180, exactly(187, 1)), check.Broken, 1, closed},
		{"HeldIsBackAsItIsDue", told(180, 185).opens(187, "StaysOpen", orchid), check.Held, 3, ""},
		{"HeldThePagerRefuses", told(180, 300).refuses("pager", 200, 210), check.Held, 2, ""},
		{"HeldThePagerHadRefused", told(180, 300).refuses("pager", 170, 180), check.Held, 2, ""},
		{"BrokenThePagerWorkedAnInstantBefore", told(180, 300).refuses("pager", 170, exactly(180, -1)), check.Broken, 1, closed},
		{"HeldThePagerRefusesFromTheClosureOn", told(180, 300).refuses("pager", 300, 310), check.Held, 2, ""},
		{"BrokenThePagerRefusesAnInstantLater", told(180, 300).refuses("pager", exactly(300, 1), 310), check.Broken, 1, closed},
		{"HeldOfAnAlertThatOpenedBefore", other(185), check.Held, 3, ""},
		{"BrokenOpenedAnInstantLater", other(exactly(185, 1)), check.Broken, 2, closed},
	})
}

// A look_now of the provider holds it back, when it is open as it is due.
func TestEscalationWaitsForLookNow(t *testing.T) {
	beside := func(provider string, from float64) *built {
		return escalating().opens(from, "Most", provider).closes(300, "Most", provider).opens(306, "StaysOpen", orchid)
	}
	timed(t, "informational-escalates", []timing{
		{"HeldItOpensAsItIsDue", beside(orchid, 187), check.Held, 2, ""},
		{"BrokenItOpensAnInstantLater", beside(orchid, exactly(187, 1)), check.Broken, 1, notAtThePager},
		{"BrokenItOpensMuchLater", beside(orchid, 250), check.Broken, 1, notAtThePager},
		{"BrokenItIsOfTheOtherProvider", beside(thyme, 100), check.Broken, 1, notAtThePager},
		{"HeldThePagerRefusesAsItIsDue", escalating().refuses("pager", 187, 200).opens(206, "StaysOpen", orchid), check.Held, 2, ""},
		{"BrokenThePagerRefusesAnInstantLater", escalating().refuses("pager", exactly(187, 1), 200).opens(206, "StaysOpen", orchid), check.Broken, 1, notAtThePager},
	})
}

// Beside a look_now none comes, but for what was sent before it.
func TestReviewSoonIsHeldBack(t *testing.T) {
	keep := func(b *built) *built { return b.opens(120, "Keep", orchid) }
	most := func() *built { return alerted(4).opens(100, "Most", orchid) }
	slow := most().closes(120, "Most", orchid).opens(119, "Keep", orchid)
	slow.Header.Contract.Rules[3].GroupInterval = 0 // of the other provider
	const wrong = "Keep for orchid.example came"
	timed(t, "informational-escalates", []timing{
		{"HeldAsLookNowMayHaveClosed", most().closes(121, "Most", orchid).opens(120, "Keep", orchid), check.Held, 1, ""},
		{"BrokenAnInstantEarlier", most().closes(exactly(121, 1), "Most", orchid).opens(120, "Keep", orchid), check.Broken, 1, wrong},
		{"HeldWhateverTheOtherProvidersRulesAre", slow, check.Held, 1, ""},
		{"HeldLookNowComesAtTheSameInstant", keep(alerted(4).opens(120, "Most", orchid)), check.Held, 1, ""},
		{"BrokenLookNowCameAnInstantEarlier", keep(alerted(4).opens(exactly(120, -1), "Most", orchid)), check.Broken, 1, wrong},
		{"HeldThePagerHadRefused", keep(most().refuses("pager", 110, 115)), check.Held, 1, ""},
		{"BrokenThePagerWorkedAnInstantBefore", keep(most().refuses("pager", 110, exactly(115, -1))), check.Broken, 1, wrong},
		{"HeldThePagerRefusesFromThenOn", keep(most()).refuses("pager", 120, 130), check.Held, 1, ""},
		{"BrokenThePagerRefusesAnInstantLater", keep(most()).refuses("pager", exactly(120, 1), 130), check.Broken, 1, wrong},
	})
}

// An escalation has an informational alert of its provider that was open for long enough.
func TestEscalationHasAReason(t *testing.T) {
	at := func(minutes float64) *built { return alerted(4).opens(minutes, "StaysOpen", orchid) }
	lookNow := func(from, to, told float64) *built { // without an informational alert
		return alerted(4).opens(from, "Most", orchid).closes(to, "Most", orchid).opens(told, "StaysOpen", orchid)
	}
	const none = "although no informational alert had been open for 2 h"
	timed(t, "informational-escalates", []timing{
		{"BrokenAnInstantTooEarly", escalating().opens(exactly(175, -1), "StaysOpen", orchid), check.Broken, 2, none},
		{"BrokenItsAlertHadClosedAnInstantBefore", escalating().closes(exactly(180, -1), "Some", orchid).opens(187, "StaysOpen", orchid), check.Broken, 2, none},
		{"BrokenOnlyReviewSoonWasOpen", alerted(4).opens(60, "Keep", orchid).opens(180, "StaysOpen", orchid), check.Broken, 2, none},
		{"BrokenOnlyOfTheOtherProvider", alerted(4).opens(60, "Some", thyme).opens(180, "StaysOpen", orchid).closes(185, "Some", thyme), check.Broken, 2, none},
		{"HeldALookNowHadJustClosed", lookNow(100, 300, 307), check.Held, 1, ""},
		{"BrokenALookNowHadClosedAnInstantBefore", lookNow(100, 300, exactly(307, 1)), check.Broken, 1, none},
		{"HeldALookNowOpensAtThatInstant", lookNow(200, 300, 200), check.Held, 1, ""},
		{"BrokenALookNowOpensAnInstantLater", lookNow(exactly(200, 1), 300, 200), check.Broken, 1, none},
		// When an alert has opened that the chat refused nobody knows; what counts are the
		// two hours that it is open, what it is late, and the two hours of which rules know.
		{"HeldTheChatHadRefused", at(400).refuses("chat", 100, 155), check.Held, 1, ""},
		{"BrokenTheChatWorkedAnInstantBefore", at(400).refuses("chat", 100, exactly(155, -1)), check.Broken, 1, none},
		{"HeldTheChatRefusesFromThenOn", at(400).refuses("chat", 400, 410), check.Held, 1, ""},
		{"BrokenTheChatRefusesAnInstantLater", at(400).refuses("chat", exactly(400, 1), 410), check.Broken, 1, none},
		{"BrokenOnlyThePagerHadRefused", at(400).refuses("pager", 300, 310), check.Broken, 1, none},
	})
}
