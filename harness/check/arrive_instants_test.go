package check_test

import (
	"testing"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// heartless is the same world with a system that promises no heartbeat.
func (b *built) heartless() *built {
	b.Header.Contract.Heartbeat = false
	return b
}

// Each occasion alone puts the promise on the list.
func TestOccasionsForNoticesToArrive(t *testing.T) {
	refused := alerted(4).heartless().allFail(orchid, 60, 300).refuses("pager", 65, 100).opens(106, "Most", orchid)
	worked := alerted(4).heartless().allFail(orchid, 60, 300).opens(70, "Most", orchid)
	timed(t, "notices-arrive", []timing{
		{"BrokenOneStop", alerted(4).heartless().down(60, 200), check.Broken, 1, "no Down is open"},
		{"HeldOneRefusal", refused, check.Held, 1, ""},
		{"OtherwiseNoneRefused", worked, "", 0, ""},
		{"HeldNoHeartbeatWasPromised", alerted(4).heartless().down(60, 200).opens(69, "Down", "").add(300, history.HeartbeatLost{Last: at(289)}), check.Held, 2, ""},
	})
}

// What a sink refused arrives in time after it works again, or when it would have
// without, whichever is later.
func TestNoticesArriveThatWereRefused(t *testing.T) {
	refused := func(from, to, told float64) *built { // due at 71 without
		return alerted(4).allFail(orchid, 60, 95).refuses("pager", from, to).opens(told, "Most", orchid)
	}
	const lacks = "Most for orchid.example is not open at the pager at 2031-05-06 09:"
	timed(t, "notices-arrive", []timing{
		{"HeldAtTheLastInstant", refused(65, 80, 86), check.Held, 2, ""},
		{"BrokenAnInstantLater", refused(65, 80, exactly(86, 1)), check.Broken, 1, lacks + "26"},
		{"HeldItRefusesAsItIsDue", refused(71, 80, 86), check.Held, 2, ""},
		{"OtherwiseItRefusesAnInstantLater", refused(exactly(71, 1), 80, 87), check.Held, 1, ""},
		{"HeldItRefusedAsItBegan", refused(30, 62, 71), check.Held, 2, ""},
		{"BrokenItRefusedAsItBegan", refused(30, 62, exactly(71, 1)), check.Broken, 1, lacks + "11"},
		{"OtherwiseItRefusedAnInstantBefore", refused(30, exactly(62, -1), 87), check.Held, 1, ""},
		{"HeldItRefusesAgainBeforeItIsTold", refused(65, 75, 91).refuses("pager", 81, 85), check.Held, 2, ""},
		{"BrokenItRefusesAnInstantAfterThat", refused(65, 75, 91).refuses("pager", exactly(81, 1), 85), check.Broken, 1, lacks + "21"},
	})
}

// The page on a system that is down, in time after its sink works again.
func TestDownIsPaged(t *testing.T) {
	paged := func(sink string, from, to, told float64) *built { // due at 69 without
		return alerted(4).down(60, 200).refuses(sink, from, to).opens(told, "Down", "")
	}
	slow := func(to, told float64) *built {
		b := paged("pager", 30, to, told)
		b.Header.Contract.Redelivery = 20 * time.Minute
		return b
	}
	const none = "no Down is open at the pager at 2031-05-06 09:"
	timed(t, "notices-arrive", []timing{
		{"BrokenAnInstantLate", alerted(4).down(60, 200).opens(exactly(69, 1), "Down", ""), check.Broken, 1, none + "09"},
		{"BrokenUpAnInstantLater", alerted(4).down(60, exactly(69, 1)), check.Broken, 1, none + "09"},
		{"BrokenAnInstantLater", paged("pager", 65, 80, exactly(86, 1)), check.Broken, 1, none + "26"},
		{"BrokenOnlyTheChatRefused", paged("chat", 65, 80, 86), check.Broken, 1, none + "09"},
		{"HeldThePagerRefusesAsItIsDue", paged("pager", 69, 80, 86), check.Held, 3, ""},
		{"BrokenItRefusesAnInstantLater", paged("pager", exactly(69, 1), 80, 86), check.Broken, 1, none + "09"},
		{"HeldThePagerRefusedForAMoment", paged("pager", 61, 62, 69), check.Held, 3, ""},
		{"HeldThePagerHadRefusedAsItWentDown", slow(60, 80), check.Held, 3, ""},
		{"BrokenThePagerWorkedAnInstantBefore", slow(exactly(60, -1), 80), check.Broken, 1, none + "09"},
	})
}

// One that comes has a stop of the system as its cause.
func TestDownHasAReason(t *testing.T) {
	dark := func(to float64) *built { return alerted(4).down(60, to) }
	refused := func(sink string, from, to, told float64) *built {
		return dark(66).refuses(sink, from, to).opens(told, "Down", "")
	}
	slow := func(to, told float64) *built {
		b := refused("pager", 30, to, told)
		b.Header.Contract.Redelivery = 20 * time.Minute
		return b
	}
	const up = "although the system had run"
	timed(t, "notices-arrive", []timing{
		{"BrokenAnInstantEarlier", dark(66).opens(exactly(64, -1), "Down", ""), check.Broken, 1, up},
		{"HeldDownForJustLongEnough", dark(64).opens(66, "Down", ""), check.Held, 2, ""},
		{"BrokenUpAnInstantEarlier", dark(exactly(64, -1)).opens(66, "Down", ""), check.Broken, 1, up},
		{"BrokenAnInstantLater", dark(66).opens(exactly(69, 1), "Down", ""), check.Broken, 1, up},
		{"HeldUpForNoMoreThanAScrape", dark(62).down(63, 65).opens(66, "Down", ""), check.Held, 2, ""},
		{"BrokenUpForAnInstantMore", dark(62).down(exactly(63, 1), 65).opens(66, "Down", ""), check.Broken, 1, up},

		{"HeldAfterThePagerRefused", refused("pager", 65, 90, 96), check.Held, 2, ""},
		{"BrokenAnInstantAfterThat", refused("pager", 65, 90, exactly(96, 1)), check.Broken, 1, up},
		{"BrokenOnlyTheChatRefused", refused("chat", 65, 90, 95), check.Broken, 1, up},
		{"HeldThePagerRefusedForAMoment", refused("pager", 61, 62, 69), check.Held, 2, ""},
		{"HeldThePagerRefusesWithinReach", refused("pager", 69, 90, 95), check.Held, 2, ""},
		{"BrokenThePagerRefusesAnInstantLater", refused("pager", exactly(69, 1), 90, 95), check.Broken, 1, up},
		{"BrokenThePagerRefusedLongBefore", refused("pager", 20, 40, 70), check.Broken, 1, up},
		{"HeldThePagerHadRefusedAsItWentDown", slow(60, 80), check.Held, 2, ""},
		{"BrokenThePagerWorkedAnInstantBefore", slow(exactly(60, -1), 75), check.Broken, 1, up},
		{"HeldThePagerRefusesAgain", refused("pager", 65, 80, 96).refuses("pager", 84, 90), check.Held, 2, ""},
	})
}
