package check_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// throttled is a world with a fault that asks to wait.
func throttled(hits int) *built {
	b := world(2).fault("busy", 60, 120, hits)
	b.Header.Faults[0].What = "429, Retry-After 300s"
	return b
}

// early is a request that comes a second before the end of a wait asked for at a
// minute.
func (b *built) early(minutes, asked float64) *built {
	return b.add(minutes, history.TooEarly{Mailbox: o(1), Operation: "event.create", By: time.Second, Asked: at(asked)})
}

func TestWaitsHonoured(t *testing.T) {
	linking := func(operation, mailbox string, answered float64) *built {
		return throttled(1).add(70, history.TooEarly{Mailbox: o(1), Operation: operation, By: time.Second, Asked: at(69)}).
			add(answered, history.RelinkAnswered{Mailbox: mailbox, Outcome: "linked"})
	}
	asks := "1 request came before the end of a wait that the provider had asked for, the first at 2031-05-06 09:10 UTC: calendar.get by orchid-1, 1s too early"
	broken := "1 request came before the end of a wait that the provider had asked for, the first at 2031-05-06 09:10 UTC: event.create by orchid-1, 1s too early"
	promised(t, "waits-honoured", []row{
		{"Held", throttled(3), check.Held, 3, "3 answers asked to wait, and nobody came too early"},
		{"Broken", throttled(3).early(70, 65), check.Broken, 3, broken},
		{"BrokenByALimitOfTheProvidersOwn", world(1).early(70, 65), check.Broken, 0, broken},
		{"HeldKilledInBetween", throttled(1).early(70, 65).down(66, 69), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"HeldKilledWithTheAnswer", throttled(1).early(70, 65).down(65, 66), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"HeldWhileLinking", linking("calendar.get", o(1), 72), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"BrokenLinkedLater", linking("calendar.get", o(1), 72.1), check.Broken, 1, asks},
		{"BrokenLinkedBefore", linking("calendar.get", o(1), 69.9), check.Broken, 1, asks},
		{"HeldFirstRoundAtOnce", linking("calendarview.delta", o(1), 69.99), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"BrokenListsLater", linking("calendarview.delta", o(1), 69.98), check.Broken, 1, strings.Replace(asks, "calendar.get", "calendarview.delta", 1)},
		{"BrokenListsBeforeTheLink", linking("calendarview.delta", o(1), 70.01), check.Broken, 1, strings.Replace(asks, "calendar.get", "calendarview.delta", 1)},
		{"HeldSignedInWithItWhileTheOtherWaits", linking("calendar.get", o(2), 69.5), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"BrokenSignedInBeforeTheWait", linking("calendar.get", o(2), 68.9), check.Broken, 1, asks},
		{"HeldSignedInBeforeAndNotKnownSince", linking("calendar.get", o(2), 68.9).fails(o(2), 60, 80), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"BrokenSignedInBeforeAndKnown", linking("calendar.get", o(2), 68.9).fails(o(2), 60, 68.95), check.Broken, 1, asks},
		{"HeldAskedOfAStranger", linking("event.create", o(2), 68.9).fails(o(2), 60, 80), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"HeldAskedOfAStrangersLink", linking("event.create", o(2), 69.9).fails(o(2), 60, 80), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"BrokenStrangerLinkedLongAfter", throttled(3).early(75, 70).relinked(72.1, o(2)).fails(o(2), 60, 80), check.Broken, 3, strings.Replace(broken, "09:10", "09:15", 1)},
		{"BrokenStrangerIsWell", linking("event.create", o(2), 68.9).fails(o(2), 60, 68.95), check.Broken, 1, broken},
		{"BrokenStrangerLinkedAfterwards", linking("event.create", o(2), 70).fails(o(2), 60, 80), check.Broken, 1, broken},
		{"BrokenSignedInWithItAndLists", linking("calendarview.delta", o(2), 69.5), check.Broken, 1, strings.Replace(asks, "calendar.get", "calendarview.delta", 1)},
		{"HeldSignedInWithIt", linking("calendar.get", o(2), 71), check.Held, 1, "1 answer asked to wait, and nobody came too early"},
		{"BrokenWritesWhileLinking", linking("event.create", o(1), 71), check.Broken, 1, broken},
		{"BrokenKilledBefore", throttled(1).early(70, 65).down(60, 65), check.Broken, 1, broken},
		{"BrokenKilledAfter", throttled(1).early(70, 65).down(70, 75), check.Broken, 1, broken},
	})
	assert.Nil(t, world(1).fault("busy", 60, 120, 3).promise("waits-honoured"), "nobody is asked to wait")
	assert.Nil(t, throttled(0).promise("waits-honoured"), "it hit nobody")
	untimed := throttled(3)
	untimed.Header.Faults[0].What = "429 without Retry-After"
	assert.Nil(t, untimed.promise("waits-honoured"), "no answer says how long")
	two := throttled(3).early(70, 65).early(71, 65).promise("waits-honoured")
	assert.Len(t, two.Evidence, 2)
	assert.Equal(t, at(70), two.At)
	assert.Equal(t, []string{o(1)}, two.Accounts)
}
