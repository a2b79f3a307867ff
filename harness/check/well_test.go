package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

const (
	wellAfter   = "well-after-a-round"
	noneToKnow  = "nobody relinked a mailbox of which the system had to know that it failed"
	calledWell  = " was called well at 2031-05-06 09:40 UTC, although it was failing and no round had completed since its owner relinked"
	calledWell2 = " was called well at 2031-05-06 10:00 UTC, although it was failing and no round had completed since its owner relinked"
)

// says is the system's word on an account.
func (b *built) says(minutes float64, mailbox string, well bool) *built {
	return b.add(minutes, history.StateTold{Mailbox: mailbox, Well: well})
}

// relinkedIn is a world whose first mailbox fails over a span, and whose owner relinks
// at minute 100.
func relinkedIn(from, to float64) *built {
	return world(2).fails(o(1), from, to).ask(90, o(1), true).relinked(100, o(1))
}

func saysSo(times string) string {
	return "asked " + times + " about mailboxes whose owners had relinked while they were failing, the system called none of them well before a round had completed"
}

func TestWellAfterARound(t *testing.T) {
	relinked := func() *built { return relinkedIn(50, 200) }
	promised(t, wellAfter, []row{
		{"Held", relinked().says(100, o(1), false), check.Held, 1, saysSo("1 time")},
		{"HeldEachTime", relinked().says(100, o(1), false).says(150, o(1), false), check.Held, 2, saysSo("2 times")},
		{"HeldAfterTheRound", relinked().says(100, o(1), false).says(200, o(1), true), check.Held, 1, saysSo("1 time")},
		{"Broken", relinked().says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"BrokenLater", relinked().says(60, o(1), true).says(99, o(1), false).says(100, o(1), true), check.Broken, 2, o(1) + calledWell},
		{"BrokenJustBeforeTheRound", relinkedIn(50, 120.1).says(120, o(1), true), check.Broken, 1, o(1) + calledWell2},
		{"VacuousAsTheRoundCompletes", relinkedIn(50, 120).says(120, o(1), true), check.Vacuous, 0, noneToKnow},
		{"BrokenLastsUntilTheEnd", world(2).fails(o(1), 50, lasts).relinked(70, o(1)).says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"BrokenAtTheEnd", relinkedIn(50, lasts).says(lasts, o(1), true), check.Broken, 1,
			o(1) + " was called well at 2031-05-06 18:00 UTC, although it was failing and no round had completed since its owner relinked"},
		{"BrokenTheFirstOfTwo", relinked().says(100, o(1), true).says(120, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"VacuousUnknownMailbox", relinked().says(100, "nobody", true), check.Vacuous, 0, noneToKnow},
		{"NotApplicable", relinked(), check.NotApplicable, 0, "the system under test does not say how accounts are"},
	})
}

// It must know of a failure that has lasted for one and a half polls.
func TestWhatItMustKnowOf(t *testing.T) {
	twice := func() *built { // well for five minutes in between
		return world(2).fails(o(1), 50, 90).fails(o(1), 95, 200).relinked(80, o(1))
	}
	promised(t, wellAfter, []row{
		{"VacuousFailsForTooShort", relinkedIn(50, 200).says(65, o(1), true), check.Vacuous, 0, noneToKnow},
		{"VacuousFailsNotYetLongEnough", relinkedIn(85, 200).says(100, o(1), true), check.Vacuous, 0, noneToKnow},
		{"BrokenFailsJustLongEnough", relinkedIn(84.9, 200).says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"VacuousBeforeItFails", relinkedIn(50, 200).says(49.9, o(1), true), check.Vacuous, 0, noneToKnow},
		{"VacuousWellInBetween", twice().says(92, o(1), true), check.Vacuous, 0, noneToKnow},
		{"VacuousFailsAnewForTooShort", twice().says(110, o(1), true), check.Vacuous, 0, noneToKnow},
		{"BrokenFailsAnewLongEnough", twice().says(120, o(1), true), check.Broken, 1, o(1) + calledWell2},
		{"BrokenBeforeItFailsAnew", relinkedIn(50, 110).fails(o(1), 150, 200).says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
	})
}

// And it must have run for as long.
func TestWhatItMustKnowOfAfterARestart(t *testing.T) {
	down := func(from, to float64) *built { return relinkedIn(50, 200).down(from, to) }
	promised(t, wellAfter, []row{
		{"VacuousHasJustStarted", down(60, 90).says(100, o(1), true), check.Vacuous, 0, noneToKnow},
		{"VacuousRunsNotYetLongEnough", down(60, 85).says(100, o(1), true), check.Vacuous, 0, noneToKnow},
		{"BrokenRunsJustLongEnough", down(60, 84.9).says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"BrokenRunsAgain", down(60, 70).says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"VacuousDownAsItBegan", down(40, 90).says(100, o(1), true), check.Vacuous, 0, noneToKnow},
		{"BrokenDownBeforeItBegan", relinkedIn(80, 200).down(40, 79).says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"VacuousDownTwice", down(52, 54).down(80, 90).says(100, o(1), true), check.Vacuous, 0, noneToKnow},
		{"BrokenDownTwiceLongAgo", down(52, 54).down(60, 80).says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"VacuousDown", down(95, 110).says(100, o(1), true), check.Vacuous, 0, noneToKnow},
		{"VacuousDownForGood", down(95, lasts).says(100, o(1), true), check.Vacuous, 0, noneToKnow},
		{"BrokenAsItGoesDown", down(100, 110).says(100, o(1), true), check.Broken, 1, o(1) + calledWell},
		{"BrokenDownAfterwards", relinkedIn(50, 200).says(100, o(1), true).down(110, 120), check.Broken, 1, o(1) + calledWell},
	})
}

// Each mailbox is judged by itself, and the first that is called well proves it.
func TestWellAfterARoundOfEach(t *testing.T) {
	both := func() *built {
		return world(2).fails(o(1), 50, 110).fails(h(2), 50, 200).relinked(90, o(1)).relinked(95, h(2)).
			says(95, o(1), false).says(95, h(2), false)
	}
	promised(t, wellAfter, []row{
		{"Held", both(), check.Held, 2, saysSo("2 times")},
		{"HeldTheOneThatIsBack", both().says(120, o(1), true).says(120, h(2), false), check.Held, 3, saysSo("3 times")},
		{"BrokenTheOther", both().says(120, o(1), true).says(120, h(2), true), check.Broken, 3, h(2) + calledWell2},
		{"BrokenTheOtherFailsAsWell", both().says(100, o(1), true).says(120, h(2), true), check.Broken, 3, o(1) + calledWell},
	})
	v := both().says(120, h(2), true).promise(wellAfter)
	assert.Equal(t, []string{h(2)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(120), Text: "the system calls thyme-2 well, which fails"}}, v.Evidence)
	assert.Equal(t, at(120), v.At)
	v = both().promise(wellAfter)
	assert.Empty(t, v.Evidence)
	assert.Equal(t, at(lasts), v.At)
}

// There is an occasion once an owner has relinked within a failed round.
func TestWhetherWellAfterARoundIsJudged(t *testing.T) {
	relinkedAt := func(minutes float64) *check.Verdict {
		return world(2).fails(o(1), 50, 90).relinked(minutes, o(1)).says(100, o(1), true).promise(wellAfter)
	}
	assert.Nil(t, relinkedAt(49.9), "before the outage")
	assert.NotNil(t, relinkedAt(50), "as it began")
	assert.NotNil(t, relinkedAt(89.9), "just before it was over")
	assert.Nil(t, relinkedAt(90), "when it was over")
	assert.Nil(t, relinkedAt(100), "later")
	assert.Nil(t, world(2).fails(o(1), 95, 110).relinked(100, o(1)).promise(wellAfter), "what a retry heals is no outage")
	assert.NotNil(t, world(2).fails(o(1), 95, 110.1).relinked(100, o(1)).promise(wellAfter), "a failed round is one")
	assert.Nil(t, world(2).fails(o(1), 50, 200).ask(90, o(1), true).promise(wellAfter), "nobody has relinked")
	assert.Nil(t, world(2).fails(o(1), 50, 200).relinked(100, o(2)).promise(wellAfter), "nobody who fails")
	assert.Nil(t, world(2).fails(o(1), 50, 200).relinked(100, "nobody").promise(wellAfter), "nobody who is known")
	declined := history.RelinkAnswered{Mailbox: o(1), Outcome: "declined"}
	assert.Nil(t, world(2).fails(o(1), 50, 200).add(100, declined).says(110, o(1), true).promise(wellAfter), "the owner declined")
	assert.NotNil(t, world(2).fails(o(1), 50, 200).add(100, declined).relinked(105, o(1)).promise(wellAfter), "and thought better of it")
	assert.NotNil(t, world(2).fails(h(2), 50, 200).relinked(100, h(2)).promise(wellAfter), "whichever mailbox it is")
}
