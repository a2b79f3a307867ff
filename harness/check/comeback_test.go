package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// outage is a world whose fault lasts from minute 60 to 120, and whose system tries
// again each ten minutes: who fails is back by minute 140.
func outage(n int) *built {
	b := world(n).fault("storm", 60, 120, 5)
	b.Header.Retry = poll
	return b
}

func TestBackInTime(t *testing.T) {
	const name = "back-in-time"
	one, several := "1 mailbox that was failing was back", func(n string) string { return n + " mailboxes that were failing were back" }
	held := func(who, most string) string {
		return who + " within 20 min of the end of all trouble, up to " + most + " at once"
	}
	broken := func(mailbox, at string) string {
		return mailbox + " was failing when all trouble had ended at 2031-05-06 " + at + " UTC, and was not back within 20 min"
	}
	const vacuous = "it was never quiet for long enough for mailboxes that were failing to come back"
	waits := func(b *built) *built {
		b.Header.Faults[0].Wait = 30 * time.Minute
		return b
	}
	promised(t, name, []row{
		{"Held", outage(1).fails(o(1), 65, 130), check.Held, 1, held(one, "1")},
		{"HeldAtTheLimit", outage(1).fails(o(1), 65, 140), check.Held, 1, held(one, "1")},
		{"Broken", outage(1).fails(o(1), 65, 140.1), check.Broken, 1, broken(o(1), "10:00")},
		{"BrokenForEver", outage(1).fails(o(1), 65, lasts), check.Broken, 1, broken(o(1), "10:00")},
		{"HeldStorm", outage(3).fails(o(1), 65, 130).fails(o(2), 65, 131).fails(h(1), 66, 139), check.Held, 3, held(several("3"), "3")},
		{"BrokenOneOfMany", outage(3).fails(o(1), 65, 130).fails(o(2), 65, 150).fails(h(1), 66, 139), check.Broken, 2, broken(o(2), "10:00")},
		{"HeldTwice", outage(1).fault("hail", 200, 240, 5).fails(o(1), 65, 130).fails(o(1), 205, 250), check.Held, 2, held(several("2"), "1")},
		{"BrokenTheSecondTime", outage(1).fault("hail", 200, 240, 5).fails(o(1), 65, 130).fails(o(1), 205, 261), check.Broken, 2, broken(o(1), "12:00")},
		{"BrokenBetweenTwoFaults", outage(1).fault("hail", 141, 240, 5).fails(o(1), 65, 250), check.Broken, 1, broken(o(1), "10:00")},
		{"HeldNotDueBetweenTwoFaults", outage(1).fault("hail", 140, 240, 5).fails(o(1), 65, 250), check.Held, 1, held(one, "1")},
		{"HeldFaultsOverlap", outage(1).fault("hail", 110, 150, 5).fails(o(1), 65, 165), check.Held, 1, held(one, "1")},
		{"HeldAskedToWait", waits(outage(1).fails(o(1), 65, 170)), check.Held, 1, held(one, "1")},
		{"BrokenAfterTheWait", waits(outage(1).fails(o(1), 65, 170.1)), check.Broken, 1, broken(o(1), "10:30")},
		{"HeldDown", outage(1).down(115, 150).fails(o(1), 65, 170), check.Held, 1, held(one, "1")},
		{"BrokenAfterTheRestart", outage(1).down(115, 150).fails(o(1), 65, 170.1), check.Broken, 1, broken(o(1), "10:30")},
		{"VacuousWorldEnds", outage(1).fault("hail", lasts-100, lasts-20, 5).fails(o(1), lasts-90, lasts), check.Vacuous, 0, vacuous},
		{"BrokenBeforeTheWorldEnds", outage(1).fault("hail", lasts-100, lasts-20.1, 5).fails(o(1), lasts-90, lasts), check.Broken, 1, broken(o(1), "17:39:54")},
		{"NotApplicable", world(1).fault("storm", 60, 120, 5).fails(o(1), 65, 200), check.NotApplicable, 0, "the system under test does not say how long an account that fails waits for its next attempt"},
	})
	assert.Equal(t, []string{o(1)}, outage(1).fails(o(1), 65, 150).promise(name).Accounts)
	assert.Nil(t, outage(1).promise(name), "nobody fails")
	assert.Nil(t, outage(1).fails(o(1), 65, 110).promise(name), "back before it ended")
	assert.Nil(t, outage(1).fails(o(1), 125, 300).promise(name), "fails of something else")
	for what, x := range map[string]history.Data{
		"credentials rejected": history.Rejected{Mailbox: o(1)},
		"owner asked":          history.RelinkAsked{Mailbox: o(1), Failing: true},
		"owner relinked":       history.RelinkAnswered{Mailbox: o(1), Outcome: history.OutcomeLinked},
		"owner strayed":        history.RelinkAnswered{Mailbox: o(1), Outcome: "declined"},
	} {
		assert.Nil(t, outage(1).fails(o(1), 65, 300).add(100, x).promise(name), what)
		assert.NotNil(t, outage(1).fails(o(1), 65, 300).add(50, x).promise(name), "%s before it failed", what)
		assert.NotNil(t, outage(2).fails(o(2), 65, 300).add(100, x).promise(name), "%s of another mailbox", what)
	}
}

// look is what is shown of a calendar at the end.
func (b *built) look(mailbox string, age float64, wrong string) *built {
	return b.add(lasts, history.Compared{Mailbox: mailbox, AsOf: at(lasts - age), Wrong: wrong})
}

func TestCaughtUpAtTheEnd(t *testing.T) {
	const name = "caught-up-at-the-end"
	held := func(who, due string) string {
		return who + ", read at the end, shown as it truly was; " + due + " had to be up to date, and none of them was older than two polls (20 min)"
	}
	one, two := "1 calendar was", "2 calendars were"
	old := func(age string) string {
		return "the calendar of " + o(1) + ", read at the end, is " + age + " old, although nothing has kept it from being up to date"
	}
	const wrong = "the calendar of orchid-1, read at the end, is not as it truly was: it lacks x"
	promised(t, name, []row{
		{"Held", outage(1).look(o(1), 5, "").look(h(1), 20, ""), check.Held, 2, held(two, "2")},
		{"BrokenOld", outage(1).look(o(1), 21, ""), check.Broken, 1, old("21 min")},
		{"BrokenWrong", outage(1).look(h(1), 5, "").look(o(1), 5, "it lacks x"), check.Broken, 2, wrong},
		{"BrokenWrongThoughItFails", outage(1).fails(o(1), 500, lasts).look(o(1), 50, "it lacks x"), check.Broken, 1, wrong},
		{"BrokenNoAnswer", outage(1).add(lasts, history.Compared{Mailbox: o(1), Error: "status 500"}), check.Broken, 1, "the calendar of orchid-1, read at the end, gave no answer: status 500"},
		{"HeldOldButFails", outage(1).fails(o(1), 500, lasts).look(o(1), 100, ""), check.Held, 1, held(one, "0")},
		{"HeldOldButHasJustBeenHealed", outage(1).fails(o(1), 500, 581).look(o(1), 100, ""), check.Held, 1, held(one, "0")},
		{"BrokenHealedLongAgo", outage(1).fails(o(1), 500, 579).look(o(1), 100, ""), check.Broken, 1, old("100 min")},
		{"HeldOldButAskedToWait", outage(1).add(500, history.HeldOff{Mailbox: o(1), For: 80 * time.Minute}).look(o(1), 100, ""), check.Held, 1, held(one, "0")},
		{"HeldOldInTrouble", outage(1).fault("hail", 500, lasts, 5).look(o(1), 100, ""), check.Held, 1, held(one, "0")},
		{"HeldOldTroubleHasJustEnded", outage(1).fault("hail", 500, 560, 5).look(o(1), 100, ""), check.Held, 1, held(one, "0")},
		{"BrokenTroubleEndedLongAgo", outage(1).fault("hail", 500, 559.9, 5).look(o(1), 100, ""), check.Broken, 1, old("100 min")},
		{"HeldOldRunsAgain", outage(1).down(500, 570).look(o(1), 100, ""), check.Held, 1, held(one, "0")},
		{"HeldUnknownMailbox", outage(1).look("nobody", 100, ""), check.Held, 1, held(one, "0")},
	})
	v := outage(1).look(o(1), 5, "it lacks x").promise(name)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(lasts), Text: "at the end the calendar of orchid-1 is shown as it was 5 min before; it is wrong: it lacks x"}}, v.Evidence)
	assert.Nil(t, outage(1).promise(name), "nothing was read")
	unknown := outage(1).look(o(1), 100, "")
	unknown.Header.Poll = 0
	v = unknown.promise(name)
	assert.Equal(t, check.Held, v.Status)
	assert.Equal(t, "1 calendar was, read at the end, shown as it truly was; how old it may be is not known without a poll", v.Message)
}
