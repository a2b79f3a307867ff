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
