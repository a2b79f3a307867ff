package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

const caughtUp = "caught-up-at-the-end"

// look is what is shown of a calendar at the end.
func (b *built) look(mailbox string, age float64, wrong string) *built {
	return b.add(lasts, history.Compared{Mailbox: mailbox, AsOf: at(lasts - age), Wrong: wrong})
}

const oneShown, twoShown = "1 calendar was", "2 calendars were"

func shown(who, due string) string {
	return who + ", read at the end, shown as it truly was; " + due + " had to be up to date, and none of them was older than two polls (20 min)"
}

func old(mailbox, age string) string {
	return "the calendar of " + mailbox + ", read at the end, is " + age + " old, although nothing has kept it from being up to date"
}

// What is shown is true, whatever happens.
func TestCaughtUpAtTheEnd(t *testing.T) {
	const wrong = "the calendar of orchid-1, read at the end, is not as it truly was: it lacks x"
	noAnswer := func(b *built) *built { return b.add(lasts, history.Compared{Mailbox: o(1), Error: "status 500"}) }
	const silent = "the calendar of orchid-1, read at the end, gave no answer: status 500"
	promised(t, caughtUp, []row{
		{"Held", outage(1).look(o(1), 5, "").look(h(1), 20, ""), check.Held, 2, shown(twoShown, "2")},
		{"BrokenWrong", outage(1).look(h(1), 5, "").look(o(1), 5, "it lacks x"), check.Broken, 2, wrong},
		{"BrokenWrongThoughItFails", outage(1).fails(o(1), 500, lasts).look(o(1), 50, "it lacks x"), check.Broken, 1, wrong},
		{"BrokenWrongAndOld", outage(1).look(o(1), 50, "it lacks x"), check.Broken, 1, wrong},
		{"BrokenTheFirstOfTwo", outage(1).look(o(1), 5, "it lacks x").look(h(1), 50, ""), check.Broken, 1, wrong},
		{"BrokenNoAnswer", noAnswer(outage(1)), check.Broken, 1, silent},
		{"BrokenNoAnswerInTrouble", noAnswer(outage(1).fault("hail", 500, lasts, 5).fails(o(1), 500, lasts)), check.Broken, 1, silent},
		{"HeldUnknownMailbox", outage(1).look("nobody", 100, ""), check.Held, 1, shown(oneShown, "0")},
		{"BrokenUnknownMailbox", outage(1).look("nobody", 5, "it lacks x"), check.Broken, 1, "the calendar of nobody, read at the end, is not as it truly was: it lacks x"},
	})
	v := outage(1).look(o(1), 5, "it lacks x").promise(caughtUp)
	require.NotNil(t, v)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(lasts), Text: "at the end the calendar of orchid-1 is shown as it was 5 min before; it is wrong: it lacks x"}}, v.Evidence)
	assert.Nil(t, outage(1).promise(caughtUp), "nothing was read")
}

// Of whoever does not fail it is no older than two polls.
func TestCaughtUpUnlessItFails(t *testing.T) {
	looked := func(b *built) *built { return b.look(o(1), 100, "") }
	heldOff := func(minutes float64) *built {
		return looked(outage(1).add(500, history.HeldOff{Mailbox: o(1), For: time.Duration(minutes * float64(time.Minute))}))
	}
	stranger := outage(1)
	stranger.Header.Mailboxes = append(stranger.Header.Mailboxes, history.Mailbox{ID: "orchid-9", Provider: orchid})
	late := outage(1)
	late.Header.Mailboxes = append(late.Header.Mailboxes, history.Mailbox{ID: "orchid-9", Provider: orchid})
	late.add(lasts, history.Linked{Mailbox: "orchid-9"})
	promised(t, caughtUp, []row{
		{"HeldTwoPolls", outage(1).look(o(1), 20, ""), check.Held, 1, shown(oneShown, "1")},
		{"BrokenOlder", outage(1).look(o(1), 20.1, ""), check.Broken, 1, old(o(1), "20 min")},
		{"BrokenTheSecond", outage(1).look(o(1), 20, "").look(h(1), 21, ""), check.Broken, 2, old(h(1), "21 min")},
		{"HeldFails", looked(outage(1).fails(o(1), 500, lasts)), check.Held, 1, shown(oneShown, "0")},
		{"BrokenAnotherFails", looked(outage(1).fails(h(1), 500, lasts)), check.Broken, 1, old(o(1), "100 min")},
		{"HeldHasJustBeenHealed", looked(outage(1).fails(o(1), 500, 580.1)), check.Held, 1, shown(oneShown, "0")},
		{"BrokenHealedTwoPollsAgo", looked(outage(1).fails(o(1), 500, 580)), check.Broken, 1, old(o(1), "100 min")},
		{"HeldFailedForAMoment", looked(outage(1).fails(o(1), 590, 591)), check.Held, 1, shown(oneShown, "0")},
		{"BrokenFailedForAMomentLongAgo", looked(outage(1).fails(o(1), 500, 501)), check.Broken, 1, old(o(1), "100 min")},
		{"HeldAskedToWait", heldOff(80), check.Held, 1, shown(oneShown, "0")},
		{"HeldAskedToWaitJustLongEnough", heldOff(69.1), check.Held, 1, shown(oneShown, "0")}, // and a poll and a minute
		{"BrokenTheWaitIsOver", heldOff(69), check.Broken, 1, old(o(1), "100 min")},
		{"HeldNeverLinked", stranger.look("orchid-9", 100, ""), check.Held, 1, shown(oneShown, "0")},
		{"BrokenLinkedAtTheLastInstant", late.look("orchid-9", 100, ""), check.Broken, 1, old("orchid-9", "100 min")},
	})
}

// How old it may be is judged when it has been quiet for three polls and an attempt.
func TestCaughtUpOnceItIsQuiet(t *testing.T) {
	looked := func(b *built) *built { return b.look(o(1), 100, "") }
	hail := func(from, to float64) *built { return looked(outage(1).fault("hail", from, to, 5)) }
	waits := func(minutes float64) *built {
		b := outage(1).fault("hail", 500, 520, 5)
		b.Header.Faults[1].Wait = time.Duration(minutes * float64(time.Minute))
		return looked(b)
	}
	promised(t, caughtUp, []row{
		{"HeldInTrouble", hail(500, lasts), check.Held, 1, shown(oneShown, "0")},
		{"HeldTroubleFromTheFirstToTheLast", looked(world(1).fault("hail", 0, lasts, 5)), check.Held, 1, shown(oneShown, "0")},
		{"HeldTroubleHasJustEnded", hail(500, 560), check.Held, 1, shown(oneShown, "0")},
		{"BrokenTroubleEndedLongAgo", hail(500, 559.9), check.Broken, 1, old(o(1), "100 min")},
		{"HeldTroubleJustBeforeTheEnd", hail(599, lasts), check.Held, 1, shown(oneShown, "0")},
		{"HeldToldToWait", waits(40), check.Held, 1, shown(oneShown, "0")},
		{"BrokenToldToWaitUntilLongAgo", waits(39.9), check.Broken, 1, old(o(1), "100 min")},
		{"HeldRunsAgain", looked(outage(1).down(500, 560)), check.Held, 1, shown(oneShown, "0")},
		{"BrokenRunsAgainForLong", looked(outage(1).down(500, 559.9)), check.Broken, 1, old(o(1), "100 min")},
		{"HeldDown", looked(outage(1).down(500, lasts)), check.Held, 1, shown(oneShown, "0")},
		{"BrokenNothingEverHappened", looked(world(1)), check.Broken, 1, old(o(1), "100 min")},
		{"HeldUpToDateAfterAll", outage(1).fault("hail", 500, 559.9, 5).look(o(1), 20, ""), check.Held, 1, shown(oneShown, "1")},
	})
	unknown := looked(outage(1))
	unknown.Header.Poll = 0
	v := unknown.promise(caughtUp)
	require.NotNil(t, v)
	assert.Equal(t, check.Held, v.Status)
	assert.Equal(t, "1 calendar was, read at the end, shown as it truly was; how old it may be is not known without a poll", v.Message)
}
