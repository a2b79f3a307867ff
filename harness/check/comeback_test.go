package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

const backInTime = "back-in-time"

// outage is a world whose fault lasts from minute 60 to 120, and whose system tries
// again each ten minutes: who fails is back by minute 140.
func outage(n int) *built {
	b := world(n).fault("storm", 60, 120, 5)
	b.Header.Retry = poll
	return b
}

// toldToWait has the answers of the world's first fault ask for half an hour.
func toldToWait(b *built) *built {
	b.Header.Faults[0].Wait = 30 * time.Minute
	return b
}

const (
	oneBack    = "1 mailbox that was failing was back"
	neverQuiet = "it was never quiet for long enough for mailboxes that were failing to come back"
)

func manyBack(n string) string { return n + " mailboxes that were failing were back" }

func storms(who, most string) string {
	return who + " within 20 min of the end of all trouble, up to " + most + " at once"
}

func notBack(mailbox, when string) string {
	return mailbox + " was failing when all trouble had ended at 2031-05-06 " + when + " UTC, and was not back within 20 min"
}

func TestBackInTime(t *testing.T) {
	slow := func(to float64) *built { // tries again after an hour, and a poll
		b := outage(1).fails(o(1), 65, to)
		b.Header.Retry = time.Hour
		return b
	}
	promised(t, backInTime, []row{
		{"Held", outage(1).fails(o(1), 65, 130), check.Held, 1, storms(oneBack, "1")},
		{"HeldAtOnce", outage(1).fails(o(1), 65, 120.1), check.Held, 1, storms(oneBack, "1")},
		{"HeldAtTheLimit", outage(1).fails(o(1), 65, 140), check.Held, 1, storms(oneBack, "1")},
		{"Broken", outage(1).fails(o(1), 65, 140.1), check.Broken, 1, notBack(o(1), "10:00")},
		{"BrokenForEver", outage(1).fails(o(1), 65, lasts), check.Broken, 1, notBack(o(1), "10:00")},
		{"HeldFailedBeforeTheFault", outage(1).fails(o(1), 10, 130), check.Held, 1, storms(oneBack, "1")},
		{"HeldWellForAMomentWithin", outage(1).fails(o(1), 65, 70).fails(o(1), 80, 130), check.Held, 1, storms(oneBack, "1")},
		{"HeldFailsAgain", outage(1).fails(o(1), 65, 130).fails(o(1), 131, 300), check.Held, 1, storms(oneBack, "1")},
		{"HeldSlow", slow(190), check.Held, 1, "1 mailbox that was failing was back within 70 min of the end of all trouble, up to 1 at once"},
		{"BrokenSlow", slow(190.1), check.Broken, 1, o(1) + " was failing when all trouble had ended at 2031-05-06 10:00 UTC, and was not back within 70 min"},
		{"NotApplicable", world(1).fault("storm", 60, 120, 5).fails(o(1), 65, 200), check.NotApplicable, 0, "the system under test does not say how long an account that fails waits for its next attempt"},
	})
	v := outage(1).fails(o(1), 65, 150).promise(backInTime)
	require.NotNil(t, v)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, at(140), v.At, "when it was due")
	assert.Empty(t, outage(1).fails(o(1), 65, 130).promise(backInTime).Accounts)
}

// All are back in time, however many return at once.
func TestStormsAreBackInTime(t *testing.T) {
	twice := func(to float64) *built {
		return outage(2).fault("hail", 200, 240, 5).fails(o(1), 65, 130).fails(o(1), 205, to)
	}
	promised(t, backInTime, []row{
		{"HeldStorm", outage(3).fails(o(1), 65, 130).fails(o(2), 65, 131).fails(h(1), 66, 139), check.Held, 3, storms(manyBack("3"), "3")},
		{"BrokenOneOfMany", outage(3).fails(o(1), 65, 130).fails(o(2), 65, 150).fails(h(1), 66, 139), check.Broken, 2, notBack(o(2), "10:00")},
		{"BrokenTheLastOfMany", outage(3).fails(o(1), 65, 130).fails(o(2), 65, 131).fails(h(1), 66, 150), check.Broken, 3, notBack(h(1), "10:00")},
		{"HeldTwice", twice(250), check.Held, 2, storms(manyBack("2"), "1")},
		{"HeldTwiceTheLargerOne", twice(250).fails(o(2), 205, 250), check.Held, 3, storms(manyBack("3"), "2")},
		{"HeldTwiceTheLargerOneFirst", twice(250).fails(o(2), 65, 130), check.Held, 3, storms(manyBack("3"), "2")},
		{"BrokenTheSecondTime", twice(261), check.Broken, 2, notBack(o(1), "12:00")},
	})
}

// Trouble has ended when no fault is in force, no answer of one asks to wait any more,
// and the system runs.
func TestBackInTimeAfterAllTrouble(t *testing.T) {
	promised(t, backInTime, []row{
		{"HeldFaultsOverlap", outage(1).fault("hail", 110, 150, 5).fails(o(1), 65, 165), check.Held, 1, storms(oneBack, "1")},
		{"BrokenFaultsOverlap", outage(1).fault("hail", 110, 150, 5).fails(o(1), 65, 170.1), check.Broken, 1, notBack(o(1), "10:30")},
		{"HeldOneFaultWithinAnother", outage(1).fault("hail", 70, 80, 5).fails(o(1), 65, 130), check.Held, 1, storms(oneBack, "1")},
		{"BrokenOneFaultWithinAnother", outage(1).fault("hail", 70, 80, 5).fails(o(1), 65, 140.1), check.Broken, 1, notBack(o(1), "10:00")},
		{"HeldOneFaultAfterAnother", outage(1).fault("hail", 120, 150, 5).fails(o(1), 65, 165), check.Held, 1, storms(oneBack, "1")},
		{"HeldAskedToWait", toldToWait(outage(1).fails(o(1), 65, 170)), check.Held, 1, storms(oneBack, "1")},
		{"BrokenAfterTheWait", toldToWait(outage(1).fails(o(1), 65, 170.1)), check.Broken, 1, notBack(o(1), "10:30")},
		{"HeldAFaultWithinTheWait", toldToWait(outage(1).fault("hail", 130, 140, 5).fails(o(1), 65, 170)), check.Held, 1, storms(oneBack, "1")},
		{"BrokenAFaultWithinTheWait", toldToWait(outage(1).fault("hail", 130, 140, 5).fails(o(1), 65, 170.1)), check.Broken, 1, notBack(o(1), "10:30")},
		{"HeldAFaultAsTheWaitEnds", toldToWait(outage(1).fault("hail", 150, 180, 5).fails(o(1), 65, 200)), check.Held, 1, storms(oneBack, "1")},
		{"BrokenAFaultAsTheWaitEnds", toldToWait(outage(1).fault("hail", 150, 180, 5).fails(o(1), 65, 200.1)), check.Broken, 1, notBack(o(1), "11:00")},
		{"HeldAFaultThatHitNothing", outage(1).fault("calm", 110, 150, 0).fails(o(1), 65, 170), check.Held, 1, storms(oneBack, "1")},
		{"HeldFromTheFirstInstant", early(50), check.Held, 1, storms(oneBack, "1")},
		{"BrokenFromTheFirstInstant", early(50.1), check.Broken, 1, notBack(o(1), "08:30")},
		{"HeldDown", outage(1).down(115, 150).fails(o(1), 65, 170), check.Held, 1, storms(oneBack, "1")},
		{"BrokenAfterTheRestart", outage(1).down(115, 150).fails(o(1), 65, 170.1), check.Broken, 1, notBack(o(1), "10:30")},
		{"HeldDownInTheMidst", outage(1).down(70, 110).fails(o(1), 65, 140), check.Held, 1, storms(oneBack, "1")},
		{"BrokenARestartAlone", paused(140.1), check.Broken, 1, notBack(o(1), "10:00")},
		{"HeldARestartAlone", paused(140), check.Held, 1, storms(oneBack, "1")},
	})
}

// paused is a world without a fault, whose system does not run from minute 60 to 120.
func paused(heals float64) *built {
	b := world(1).down(60, 120).fails(o(1), 50, heals)
	b.Header.Retry = poll
	return b
}

// early is a world that begins with a fault, which lasts until minute 30.
func early(heals float64) *built {
	b := world(1).fault("dawn", 0, 30, 5).fails(o(1), 0, heals)
	b.Header.Retry = poll
	return b
}

// Nobody is due while trouble begins anew, or the world ends.
func TestNotDueInTime(t *testing.T) {
	hail := func(from, heals float64) *built { // until minute 240
		return outage(1).fault("hail", from, 240, 5).fails(o(1), 65, heals)
	}
	promised(t, backInTime, []row{
		{"BrokenBetweenTwoFaults", hail(140.1, 250), check.Broken, 1, notBack(o(1), "10:00")},
		{"HeldNotDueBetweenTwoFaults", hail(140, 250), check.Held, 1, storms(oneBack, "1")},
		{"BrokenAfterBothFaults", hail(140, 261), check.Broken, 1, notBack(o(1), "12:00")},
		{"HeldBackBetweenTwoFaults", hail(125, 123), check.Held, 1, storms(oneBack, "1")},
		{"HeldBackAsTheSecondBegins", hail(125, 125), check.Held, 1, storms(oneBack, "1")},
		{"VacuousBackAmidTheSecond", hail(125, 126), check.Vacuous, 0, neverQuiet},
		{"HeldFlickers", outage(1).fault("one", 125, 130, 5).fault("two", 135, 140, 5).fault("three", 145, 150, 5).fails(o(1), 65, 165), check.Held, 1, storms(oneBack, "1")},
		{"BrokenFlickers", outage(1).fault("one", 125, 130, 5).fault("two", 135, 140, 5).fault("three", 145, 150, 5).fails(o(1), 65, 170.1), check.Broken, 1, notBack(o(1), "10:30")},
		{"BrokenInTheMidstOfFlicker", outage(1).fault("one", 125, 130, 5).fault("two", 151, 155, 5).fails(o(1), 65, 160), check.Broken, 1, notBack(o(1), "10:10")},
		{"BrokenOneWhoWasDueBetweenThem", outage(1).fault("hail", 141, 240, 5).fails(h(1), 65, 130).fails(o(1), 65, 250), check.Broken, 1, notBack(o(1), "10:00")},
		{"HeldOneWhoWasNotDueBetweenThem", outage(1).fault("hail", 139, 240, 5).fails(h(1), 65, 130).fails(o(1), 65, 250), check.Held, 2, storms(manyBack("2"), "1")},
		{"HeldDownBeforeItWasDue", outage(1).down(139, 240).fails(o(1), 65, 260), check.Held, 1, storms(oneBack, "1")},
		{"VacuousDownForGood", outage(1).down(130, lasts).fails(o(1), 65, lasts), check.Vacuous, 0, neverQuiet},
		{"VacuousWorldEnds", outage(1).fault("hail", lasts-100, lasts-20, 5).fails(o(1), lasts-90, lasts), check.Vacuous, 0, neverQuiet},
		{"BrokenBeforeTheWorldEnds", outage(1).fault("hail", lasts-100, lasts-20.1, 5).fails(o(1), lasts-90, lasts), check.Broken, 1, notBack(o(1), "17:39:54")},
		{"HeldJustBeforeTheWorldEnds", outage(1).fault("hail", lasts-100, lasts-10, 5).fails(o(1), lasts-90, lasts-1), check.Held, 1, storms(oneBack, "1")},
	})
}

// There is an occasion when a mailbox fails as trouble ends.
func TestWhoComesBack(t *testing.T) {
	failing := func(from, to float64) *check.Verdict { return outage(1).fails(o(1), from, to).promise(backInTime) }
	assert.Nil(t, outage(1).promise(backInTime), "nobody fails")
	assert.Nil(t, failing(65, 110), "back before it ended")
	assert.Nil(t, failing(65, 120), "back as it ended")
	assert.NotNil(t, failing(65, 120.1), "back just afterwards")
	assert.NotNil(t, failing(119.9, 300), "failed just before it ended")
	assert.Nil(t, failing(120, 300), "failed as it ended")
	assert.Nil(t, failing(125, 300), "fails of something else")
	endless := world(1).fault("storm", 60, lasts, 5).fails(o(1), 65, lasts)
	assert.Nil(t, endless.promise(backInTime), "it never ends")
	quiet := world(1).fails(o(1), 0, lasts)
	assert.Nil(t, quiet.promise(backInTime), "there was no trouble")
}

// Whoever needs the owner is back when the owner is.
func TestWhoComesBackWithoutTheOwner(t *testing.T) {
	for what, x := range map[string]history.Data{
		"credentials rejected": history.Rejected{Mailbox: o(1)},
		"owner asked":          history.RelinkAsked{Mailbox: o(1), Failing: true},
		"owner relinked":       history.RelinkAnswered{Mailbox: o(1), Outcome: history.OutcomeLinked},
		"owner strayed":        history.RelinkAnswered{Mailbox: o(1), Outcome: "declined"},
	} {
		with := func(minutes float64) *built { return outage(2).fails(o(1), 65, 300).add(minutes, x) }
		assert.Nil(t, with(100).promise(backInTime), what)
		assert.Nil(t, with(65).promise(backInTime), "%s as it began to fail", what)
		assert.Nil(t, with(299.9).promise(backInTime), "%s just before it healed", what)
		assert.NotNil(t, with(64.9).promise(backInTime), "%s before it failed", what)
		assert.NotNil(t, with(300).promise(backInTime), "%s as it healed", what)
		assert.Nil(t, outage(1).fails(o(1), 65, lasts).add(lasts, x).promise(backInTime), "%s at the end of the world", what)
		assert.NotNil(t, outage(2).fails(o(2), 65, 300).add(100, x).promise(backInTime), "%s of another mailbox", what)
		again := outage(1).fault("hail", 400, 440, 5).fails(o(1), 65, 300).add(100, x).fails(o(1), 405, 461).promise(backInTime)
		require.NotNil(t, again, "%s the time before", what)
		row{"", nil, check.Broken, 1, notBack(o(1), "15:20")}.is(t, again)
	}
}
