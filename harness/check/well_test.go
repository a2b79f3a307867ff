package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// says is the system's word on an account.
func (b *built) says(minutes float64, mailbox string, well bool) *built {
	return b.add(minutes, history.StateTold{Mailbox: mailbox, Well: well})
}

func TestWellAfterARound(t *testing.T) {
	relinked := func() *built { return world(2).fails(o(1), 50, 200).ask(90, o(1), true).relinked(100, o(1)) }
	held := func(times string) string {
		return "asked " + times + " about mailboxes whose owners had relinked while they were failing, the system called none of them well before a round had completed"
	}
	const broken = " was called well at 2031-05-06 09:40 UTC, although it was failing and no round had completed since its owner relinked"
	const vacuous = "nobody relinked a mailbox of which the system had to know that it failed"
	promised(t, "well-after-a-round", []row{
		{"Held", relinked().says(100, o(1), false), check.Held, 1, held("1 time")},
		{"HeldEachTime", relinked().says(100, o(1), false).says(150, o(1), false), check.Held, 2, held("2 times")},
		{"HeldAfterTheRound", relinked().says(100, o(1), false).says(200, o(1), true), check.Held, 1, held("1 time")},
		{"Broken", relinked().says(100, o(1), true), check.Broken, 1, o(1) + broken},
		{"BrokenLater", relinked().says(60, o(1), true).says(99, o(1), false).says(100, o(1), true), check.Broken, 2, o(1) + broken},
		{"BrokenLastsUntilTheEnd", world(2).fails(o(1), 50, lasts).relinked(70, o(1)).says(100, o(1), true), check.Broken, 1, o(1) + broken},
		{"VacuousFailsForTooShort", relinked().says(65, o(1), true), check.Vacuous, 0, vacuous},
		{"BrokenFailsJustLongEnough", world(2).fails(o(1), 84.9, 200).relinked(100, o(1)).says(100, o(1), true), check.Broken, 1, o(1) + broken},
		{"VacuousHasJustStarted", relinked().down(60, 90).says(100, o(1), true), check.Vacuous, 0, vacuous},
		{"BrokenRunsAgain", relinked().down(60, 70).says(100, o(1), true), check.Broken, 1, o(1) + broken},
		{"BrokenDownAfterwards", relinked().says(100, o(1), true).down(110, 120), check.Broken, 1, o(1) + broken},
		{"VacuousUnknownMailbox", relinked().says(100, "nobody", true), check.Vacuous, 0, vacuous},
		{"NotApplicable", relinked(), check.NotApplicable, 0, "the system under test does not say how accounts are"},
	})
	v := relinked().says(100, o(1), true).promise("well-after-a-round")
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(100), Text: "the system calls orchid-1 well, which fails"}}, v.Evidence)

	assert.Nil(t, world(2).fails(o(1), 50, 90).relinked(100, o(1)).says(100, o(1), true).promise("well-after-a-round"), "relinked when the outage was over")
	assert.Nil(t, world(2).fails(o(1), 95, 108).relinked(100, o(1)).promise("well-after-a-round"), "what a retry heals is no outage")
	assert.Nil(t, world(2).fails(o(1), 50, 200).ask(90, o(1), true).promise("well-after-a-round"), "nobody has relinked")
}
