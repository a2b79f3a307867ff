package check_test

import (
	"testing"

	"anchorage/harness/check"
)

// Where a sink refuses, or the system is down, when an alert is due, other promises judge
// it; this one judges the rest.
func TestDueAmidRefusalsAndStops(t *testing.T) {
	both := func(b *built) *built { return b.refuses("pager", 65, 210).refuses("chat", 65, 210) }
	out := func(to float64) *built { return alerted(4).allFail(orchid, 60, to) }
	thyme := func(b *built) *built { // in time
		return b.allFail(thyme, 300, 320).opens(308, "Most", thyme).opens(309, "Some", thyme)
	}
	one := func(b *built) *built { return b.opens(75, "Some", orchid) }
	timed(t, "alerts-in-time", []timing{
		{"OtherwiseWhereTheSinksRefused", both(out(300)), "", 0, ""},
		{"HeldBesideWhatASinkRefused", thyme(both(out(300))), check.Held, 4, ""},
		{"HeldBesideWhatAStopDelays", thyme(out(200).down(65, 68)), check.Held, 4, ""},

		{"OtherwiseTheSinkRefusesAsItIsDue", one(out(80)).refuses("pager", 71, 80), check.Held, 2, ""},
		{"BrokenItRefusesAnInstantLater", one(out(80)).refuses("pager", exactly(71, 1), 80), check.Broken, 1, "Most for orchid.example is not open"},
		{"OtherwiseTheSinkRefusedAsItBegan", one(out(80)).refuses("pager", 30, 62), check.Held, 2, ""},
		{"BrokenItRefusedAnInstantBefore", one(out(80)).refuses("pager", 30, exactly(62, -1)), check.Broken, 1, "Most for orchid.example is not open"},
		{"OtherwiseDownAsItIsDue", one(out(80)).down(71, 73), check.Held, 1, ""},
		{"BrokenDownAnInstantLater", one(out(80)).down(exactly(71, 1), 73), check.Broken, 1, "Most for orchid.example is not open"},
		// Who fails is known from 112 on, when the cloud is over.
		{"OtherwiseDownAsItBegan", out(125).clouded(50, 100).down(110, 112), "", 0, ""},
		{"BrokenUpAnInstantBefore", out(125).clouded(50, 100).down(110, exactly(112, -1)), check.Broken, 1, "Most for orchid.example is not open at the pager at 2031-05-06 10:01 UTC"},
	})
}

// review_soon is held back for as long as a look_now of its provider is open, from when
// its cause began to a minute after it is due.
func TestDueBesideLookNow(t *testing.T) {
	tenth := func(from, to float64) *built { // review_soon is due at 100
		return alerted(10).fails(o(3), 60, 200).opens(70, "Some", orchid).opens(from, "Other", orchid).closes(to, "Other", orchid)
	}
	const lacks = "Keep for orchid.example is not open at the pager at 2031-05-06 09:40 UTC"
	timed(t, "alerts-in-time", []timing{
		{"NotDueItClosesAsTheCauseBegins", tenth(50, 62), check.Held, 2, ""},
		{"BrokenItClosesAnInstantBefore", tenth(50, exactly(62, -1)), check.Broken, 2, lacks},
		{"NotDueItOpensAMinuteLater", tenth(101, 300), check.Held, 2, ""},
		{"BrokenItOpensAnInstantAfterThat", tenth(exactly(101, 1), 300), check.Broken, 2, lacks},
	})
}
