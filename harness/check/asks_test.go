package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

const oneOpen = "one-open-ask"

// order is an operator's relink.
func (b *built) order(minutes float64) *built {
	return b.add(minutes, history.Acted{Action: "relink", What: `{"select":"failing"}`})
}

// reminds is a world of five days whose system says how soon it asks again; 0: it does
// not.
func reminds(after time.Duration) *built {
	b := world(2)
	b.Header.Until, b.Header.AskAgain = at(5*24*60), after
	return b
}

// askedOnce is what is said when nobody was asked too soon; askedAgain, when one was.
func askedOnce(mails, within string) string {
	return mails + " asked to relink, and nobody a second time within " + within + " without having answered"
}

func askedAgain(mailbox, first, later string) string {
	return mailbox + " was asked to relink at 2031-05-06 " + first + " UTC and, without having answered, " + later + " later again"
}

func TestOneOpenAsk(t *testing.T) {
	first := func() *built { return world(2).ask(60, o(1), true) }
	again := askedAgain(o(1), "09:00", "60 min")
	answered := func(mailbox, outcome string, minutes float64) *built {
		return first().add(minutes, history.RelinkAnswered{Mailbox: mailbox, Outcome: outcome}).ask(120, o(1), true)
	}
	promised(t, oneOpen, []row{
		{"Held", first(), check.Held, 1, askedOnce("1 mail", "24 h")},
		{"HeldOthers", first().ask(70, h(1), true).ask(80, o(2), true), check.Held, 3, askedOnce("3 mails", "24 h")},
		{"HeldLinked", answered(o(1), "linked", 70), check.Held, 2, askedOnce("2 mails", "24 h")},
		{"HeldDeclined", answered(o(1), "denied", 70), check.Held, 2, askedOnce("2 mails", "24 h")},
		{"HeldAnsweredAtTheLastInstant", answered(o(1), "linked", 120), check.Held, 2, askedOnce("2 mails", "24 h")},
		{"Broken", first().ask(120, o(1), true), check.Broken, 2, again},
		{"BrokenAtOnce", first().ask(60, o(1), true), check.Broken, 2, askedAgain(o(1), "09:00", "0 s")},
		{"BrokenAnotherAnswered", answered(h(1), "linked", 70), check.Broken, 2, again},
		{"BrokenAnsweredBefore", answered(o(1), "linked", 59), check.Broken, 2, again},
		{"BrokenAcrossARestart", first().down(70, 80).ask(120, o(1), true), check.Broken, 2, again},
		{"BrokenRejectedMeanwhile", first().add(120, history.RelinkAsked{Mailbox: o(1), Failing: true, Rejected: true}), check.Broken, 2, again},
		{"BrokenAfterOneAnswer", answered(o(1), "denied", 70).ask(150, o(1), true), check.Broken, 3, askedAgain(o(1), "10:00", "30 min")},
		{"BrokenAmongOthers", first().ask(70, o(2), true).ask(80, o(2), true).ask(120, o(1), true), check.Broken, 3, askedAgain(o(2), "09:10", "10 min")},
	})
}

// A mail stays open for a day, or until the system says that it reminds the owner.
func TestOneOpenAskUntilItReminds(t *testing.T) {
	const day = 24 * 60
	at := func(after time.Duration, minutes ...float64) *built {
		b := reminds(after)
		for _, m := range minutes {
			b.ask(60+m, o(1), true)
		}
		return b
	}
	promised(t, oneOpen, []row{
		{"HeldADayLater", at(0, 0, day), check.Held, 2, askedOnce("2 mails", "24 h")},
		{"BrokenWithinADay", at(0, 0, day-1), check.Broken, 2, askedAgain(o(1), "09:00", "23 h 59 min")},
		{"HeldEachDay", at(0, 0, day, 2*day, 3*day), check.Held, 4, askedOnce("4 mails", "24 h")},
		{"BrokenSoonAfterTheSecond", at(0, 0, day, 2*day-1), check.Broken, 3,
			"orchid-1 was asked to relink at 2031-05-07 09:00 UTC and, without having answered, 23 h 59 min later again"},
		{"HeldReminder", at(30*time.Minute, 0, 30), check.Held, 2, askedOnce("2 mails", "30 min")},
		{"BrokenReminderTooSoon", at(30*time.Minute, 0, 29), check.Broken, 2, askedAgain(o(1), "09:00", "29 min")},
		{"HeldReminderAfterTwoDays", at(48*time.Hour, 0, 2*day), check.Held, 2, askedOnce("2 mails", "48 h")},
		{"BrokenADayBeforeTheReminder", at(48*time.Hour, 0, day), check.Broken, 2, askedAgain(o(1), "09:00", "24 h")},
	})
}

func TestWhetherOneAskIsOpen(t *testing.T) {
	promised(t, oneOpen, []row{
		{"NotApplicable", unable(world(1).order(50)), check.NotApplicable, 0, "the system under test does not relink"},
		{"Vacuous", world(1).order(50), check.Vacuous, 0, "relinking was ordered, but nobody was asked"},
	})
	assert.Nil(t, world(1).promise(oneOpen), "nobody is asked, and nobody ordered it")
	v := world(2).ask(60, o(1), true).ask(70, o(2), true).ask(120, o(1), true).promise(oneOpen)
	require.NotNil(t, v)
	assert.Equal(t, []time.Time{at(60), at(120)}, []time.Time{v.Evidence[0].At, v.Evidence[1].At}, "both mails prove it")
	assert.Len(t, v.Evidence, 2)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, at(120), v.At)
}
