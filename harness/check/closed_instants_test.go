package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
)

// What an alert tells of is over when nobody of its provider fails, its sink works and
// the system runs, for longer than two hours: from the nanosecond after 480 on.
func TestAlertsCloseToTheInstant(t *testing.T) {
	const never = "Fails never closed at the pager"
	before := exactly(480, -1)
	old := func() *built { return opened(120) }
	two := func() *built {
		return world(2).fails(o(1), 60, 480).fails(o(2), 60, 120).notice(70, "look_now", orchid, "firing")
	}
	stuck := func(to float64) *built { // the chat is refused for good, and the pager until a minute
		return old().refuses("pager", 100, to).refuses("chat", 150, lasts)
	}
	timed(t, "alerts-close", []timing{
		{"BrokenOverAnInstantBefore", opened(before), check.Broken, 1, never},
		{"HeldTheFirstOfTwoFailedLonger", two(), check.Held, 1, ""},
		{"BrokenTheSystemRunsAnInstantBefore", old().down(400, before), check.Broken, 1, never},
		{"HeldTheSystemRunsSinceThen", old().down(400, 480), check.Held, 1, ""},
		{"BrokenTheSinkWorksAnInstantBefore", old().refuses("pager", 400, before), check.Broken, 1, never},
		{"HeldTheSinkWorksSinceThen", old().refuses("pager", 400, 480), check.Held, 1, ""},
		{"HeldTheSinkWorksAgainSinceThen", old().refuses("pager", 100, 110).refuses("pager", 400, 480), check.Held, 1, ""},
		{"BrokenTheChatIsRefusedForGood", stuck(200), check.Broken, 1, never},
		{"BrokenOpenedAnInstantBefore", world(1).notice(before, "look_now", orchid, "firing"), check.Broken, 1, never},
		{"HeldOpenedThen", world(1).notice(480, "look_now", orchid, "firing"), check.Held, 1, ""},
		{"BrokenAnotherThatNeverOpenedCloses", old().notice(130, "look_now", thyme, "resolved"), check.Broken, 1, never},
		{"BrokenOfAnyProviderAndNobodyFails", world(1).fails(h(1), 60, 120).notice(70, "look_now", "", "firing"), check.Broken, 1, never},
	})
}

// A page on a system that is down has nothing to do with who fails.
func TestPagesOnAStopClose(t *testing.T) {
	fails := func(to float64) *built { // up again at a minute, while a mailbox fails on
		return alerted(4).fails(o(1), 60, lasts).down(100, to).opens(109, "Down", "")
	}
	const never = "Down never closed at the pager"
	timed(t, "alerts-close", []timing{
		{"Held", fails(110).closes(111, "Down", ""), check.Held, 1, ""},
		{"HeldNotUpForLong", fails(480), check.Held, 1, ""},
		{"BrokenUpForAnInstantMore", fails(exactly(480, -1)), check.Broken, 1, never},
		{"HeldThePagerRefuses", fails(110).refuses("pager", 110, 480), check.Held, 1, ""},
		{"HeldNothingIsPromised", fails(110).unpromised(), check.Held, 1, ""},
		{"HeldAnotherAlertOnAnyProvider", fails(110).closes(111, "Down", "").opens(120, "Other", ""), check.Held, 2, ""},
	})
}

// All that are forgotten are counted, and the first six shown.
func TestAlertsThatNeverClose(t *testing.T) {
	b := world(1)
	for _, level := range []string{"look_now", "review_soon", "informational"} {
		for i, provider := range []string{orchid, thyme, "violet.example"} {
			b.notice(70+float64(i), level, provider, "firing")
		}
	}
	v := b.notice(100, "look_now", thyme, "resolved").promise("alerts-close")
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, 9, v.Sample)
	assert.Equal(t, at(70), v.At)
	assert.Equal(t, "Fails never closed at the pager, although what it tells of had been over for 2 h; 8 of 9 alerts", v.Message)
	assert.Len(t, v.Evidence, 6)
	assert.Equal(t, "the informational alert Fails for orchid.example reaches the chat", v.Evidence[2].Text)
}
