package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// order is an operator's relink.
func (b *built) order(minutes float64) *built {
	return b.add(minutes, history.Acted{Action: "relink", What: `{"select":"failing"}`})
}

func TestOneOpenAsk(t *testing.T) {
	again := "orchid-1 was asked to relink at 2031-05-06 09:00 UTC and, without having answered, 60 min later again"
	late := func(minutes float64) *built {
		b := world(1)
		b.Header.Until = at(3000)
		return b.ask(60, o(1), true).ask(minutes, o(1), true)
	}
	reminded := late(60 + 30)
	reminded.Header.AskAgain = 30 * time.Minute
	tooSoon := late(60 + 29)
	tooSoon.Header.AskAgain = 30 * time.Minute
	declined := history.RelinkAnswered{Mailbox: o(1), Outcome: "denied"}
	noRelinks := world(1).order(50)
	noRelinks.Header.Relinks = false
	promised(t, "one-open-ask", []row{
		{"Held", world(1).ask(60, o(1), true), check.Held, 1, "1 mail asked to relink, and nobody a second time within 24 h without having answered"},
		{"HeldOthers", world(1).ask(60, o(1), true).ask(70, h(1), true), check.Held, 2, "2 mails asked to relink, and nobody a second time within 24 h without having answered"},
		{"HeldAnswered", world(1).ask(60, o(1), true).relinked(70, o(1)).ask(120, o(1), true), check.Held, 2, "2 mails asked to relink, and nobody a second time within 24 h without having answered"},
		{"HeldDeclined", world(1).ask(60, o(1), true).add(70, declined).ask(120, o(1), true), check.Held, 2, "2 mails asked to relink, and nobody a second time within 24 h without having answered"},
		{"HeldADayLater", late(60 + 24*60), check.Held, 2, "2 mails asked to relink, and nobody a second time within 24 h without having answered"},
		{"BrokenWithinADay", late(60 + 24*60 - 1), check.Broken, 2, "orchid-1 was asked to relink at 2031-05-06 09:00 UTC and, without having answered, 23 h 59 min later again"},
		{"Broken", world(1).ask(60, o(1), true).ask(120, o(1), true), check.Broken, 2, again},
		{"BrokenAnotherAnswered", world(1).ask(60, o(1), true).relinked(70, h(1)).ask(120, o(1), true), check.Broken, 2, again},
		{"HeldReminder", reminded, check.Held, 2, "2 mails asked to relink, and nobody a second time within 30 min without having answered"},
		{"BrokenReminderTooSoon", tooSoon, check.Broken, 2, "orchid-1 was asked to relink at 2031-05-06 09:00 UTC and, without having answered, 29 min later again"},
		{"NotApplicable", noRelinks, check.NotApplicable, 0, "the system under test does not relink"},
		{"Vacuous", world(1).order(50), check.Vacuous, 0, "relinking was ordered, but nobody was asked"},
	})
	assert.Nil(t, world(1).promise("one-open-ask"))
	assert.Len(t, world(1).ask(60, o(1), true).ask(120, o(1), true).promise("one-open-ask").Evidence, 2)
}
