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

// pilots lets n owners fail from minute 50 until another, and be asked at minute 60
// and later.
func pilots(n int, until float64) *built {
	b := world(8)
	for i := 1; i <= n; i++ {
		b.fails(o(i), 50, until).ask(60+float64(i), o(i), true)
	}
	return b
}

// tempting lets n owners' mailboxes fail over a span, and asks nobody.
func tempting(n int, from, to float64) *built {
	b := world(8)
	for i := 1; i <= n; i++ {
		b.fails(o(i), from, to)
	}
	return b
}

func TestFewAskedUnordered(t *testing.T) {
	broken := "the owner of orchid-6 was asked to relink at 2031-05-06 09:06 UTC, which nobody had ordered, although none of the 5 of orchid.example who had been asked before had come back by it"
	held := func(n string) string {
		return n + " whom the system asked of its own accord; after the first 5 others had to wait until one had come back"
	}
	nobody := func(n string) string {
		return "the system asked nobody of its own accord, although " + n + " mailboxes of a provider failed"
	}
	promised(t, "few-asked-unordered", []row{
		{"HeldFive", pilots(5, lasts), check.Held, 5, held("5 owners")},
		{"BrokenSix", pilots(6, lasts), check.Broken, 6, broken},
		{"HeldTheSameAgain", pilots(5, lasts).ask(70, o(1), true), check.Held, 6, held("6 owners")},
		{"HeldOfTwoProviders", pilots(5, lasts).ask(70, h(1), true), check.Held, 6, held("6 owners")},
		{"HeldOneCameBack", pilots(5, 80).relinked(79, o(2)).ask(80, o(6), true), check.Held, 6, held("6 owners")},
		{"BrokenOneCameBackLater", pilots(5, 81).relinked(79, o(2)).ask(80, o(6), true), check.Broken, 6,
			"the owner of orchid-6 was asked to relink at 2031-05-06 09:20 UTC, which nobody had ordered, although none of the 5 of orchid.example who had been asked before had come back by it"},
		{"BrokenOneCameBackWithoutRelinking", pilots(5, 70).ask(80, o(6), true), check.Broken, 6,
			"the owner of orchid-6 was asked to relink at 2031-05-06 09:20 UTC, which nobody had ordered, although none of the 5 of orchid.example who had been asked before had come back by it"},
		{"BrokenRelinkedBeforeBeingAsked", pilots(5, 70).relinked(55, o(2)).ask(80, o(6), true), check.Broken, 6,
			"the owner of orchid-6 was asked to relink at 2031-05-06 09:20 UTC, which nobody had ordered, although none of the 5 of orchid.example who had been asked before had come back by it"},
		{"HeldOrderedSince", pilots(5, lasts).order(69).ask(70, o(6), true), check.Held, 5, held("5 owners")},
		{"HeldNobodyAsked", tempting(6, 50, lasts), check.Held, 6, nobody("6")},
		{"HeldNobodyAskedUntilTheyHealed", tempting(7, 50, 66), check.Held, 7, nobody("7")},
		{"HeldNobodyAskedUntilTheOrder", tempting(6, 50, lasts).order(66).ask(67, o(1), true), check.Held, 6, nobody("6")},
		{"HeldRejected", pilots(5, lasts).add(70, history.RelinkAsked{Mailbox: o(6), Failing: true, Rejected: true}), check.Held, 5, held("5 owners")},
	})
	asks := func(minutes float64, mailbox string) *built {
		b := world(8).fails(o(1), 50, lasts).add(minutes, history.RelinkAsked{Mailbox: mailbox, Failing: true, Unroutable: true})
		return b
	}
	waits := func(b *built) *built {
		b.Header.OrderedOnly = true
		return b
	}
	acts := func(b *built, minutes float64, a history.Acted) *built { return b.add(minutes, a) }
	const throttled = "the owner of orchid-1 was asked to relink at 2031-05-06 09:10 UTC, which nobody had ordered, although it had only been throttled, or got no answer or no token, since it began to fail"
	const promisedNot = "the owner of orchid-1 was asked to relink at 2031-05-06 09:01 UTC, which nobody had ordered, although with its settings the system promises to wait for that"
	promised(t, "few-asked-unordered", []row{
		{"BrokenThrottled", asks(70, o(1)), check.Broken, 1, throttled},
		{"HeldThrottledWhenReminded", pilots(1, lasts).add(70, history.RelinkAsked{Mailbox: o(1), Failing: true, Unroutable: true}), check.Held, 2, held("2 owners")},
		{"BrokenWaitsForOrders", waits(pilots(1, lasts)), check.Broken, 1, promisedNot},
		{"BrokenSettingsChangeLater", acts(waits(pilots(1, lasts)), 62, history.Acted{Action: "deploy"}), check.Broken, 1, promisedNot},
		{"HeldSettingsHaveChanged", acts(waits(pilots(1, lasts)), 60, history.Acted{Action: "enable"}), check.Held, 1, held("1 owner")},
		{"HeldSettingsWereTried", acts(waits(pilots(1, lasts)), 50, history.Acted{Action: "try", For: 5 * time.Minute}), check.Held, 1, held("1 owner")},
		{"BrokenOrderedLater", acts(waits(pilots(1, lasts)), 62, history.Acted{Action: "relink"}), check.Broken, 1, promisedNot},
	})
	left := func(n string) string {
		return n + " failed, and the system asked no owner whose credentials were good of its own accord, as it promises"
	}
	promised(t, "few-asked-unordered", []row{
		{"HeldNobodyAsked", waits(world(2).fails(o(1), 50, 80).fails(o(2), 50, 80)), check.Held, 2, left("2 mailboxes")},
		{"HeldWhatARetryHealsCountsNot", waits(world(2).fails(o(1), 50, 80).fails(o(2), 50, 51)), check.Held, 1, left("1 mailbox")},
		{"HeldBeforeSettingsChange", acts(waits(world(2).fails(o(1), 50, 80).fails(o(2), 70, 90)), 60, history.Acted{Action: "deploy"}), check.Held, 1, left("1 mailbox")},
	})
	assert.Nil(t, waits(world(2)).promise("few-asked-unordered"), "nobody fails")
	assert.Nil(t, acts(waits(world(2).fails(o(1), 50, 80)), 40, history.Acted{Action: "deploy"}).promise("few-asked-unordered"), "settings changed before")
	assert.Nil(t, unable(waits(world(2).fails(o(1), 50, 80))).promise("few-asked-unordered"), "it cannot ask")
	assert.Nil(t, waits(world(1).add(60, history.RelinkAsked{Mailbox: o(1), Failing: true, Rejected: true})).promise("few-asked-unordered"), "whose credentials are rejected may be asked")
	assert.Nil(t, world(1).promise("few-asked-unordered"), "nobody is asked")
	assert.Nil(t, tempting(5, 50, lasts).promise("few-asked-unordered"), "nobody is asked, and all might have been")
	assert.Nil(t, tempting(6, 50, 65).promise("few-asked-unordered"), "no failed round")
	assert.Nil(t, tempting(6, 50, lasts).order(65).promise("few-asked-unordered"), "ordered before it had lasted")
	assert.Nil(t, tempting(5, 50, lasts).fails(h(1), 50, lasts).promise("few-asked-unordered"), "of two providers")
	deaf := tempting(6, 50, lasts)
	deaf.Header.Relinks = false
	assert.Nil(t, deaf.promise("few-asked-unordered"), "the system does not relink")
	rejected := world(8)
	for i := 1; i <= 6; i++ {
		rejected.add(50, history.Failing{Mailbox: o(i), Status: 400, Code: "invalid_grant"})
	}
	assert.Nil(t, rejected.promise("few-asked-unordered"), "those are asked, however many they are")
	assert.Nil(t, world(1).order(50).ask(60, o(1), true).promise("few-asked-unordered"), "somebody ordered it")
}
