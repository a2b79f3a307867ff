package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// A hint that heals nobody is taken back: after a trial of 30 minutes, two rounds and
// two attempts.
func TestTrialsEnd(t *testing.T) {
	one := func() *built { return allFail(1).tries(100, o(1), "none", "email") }
	two := func() *built { return allFail(2).tries(100, o(1), "none", "email").tries(100, o(2), "none", "email") }
	broken := given(o(1), "email", "09:40") + stays
	promised(t, hintsTried, []row{
		{"HeldHealed", one().healedBy(110, o(1), "email"), check.Held, 1, careful(movedOnce)},
		{"HeldHealedAtTheLastInstant", one().healedBy(170, o(1), "email"), check.Held, 1, careful(movedOnce)},
		{"BrokenHealedTooLate", one().healedBy(170.1, o(1), "email"), check.Broken, 1, broken},
		{"HeldHealedByAnother", one().healedBy(170, o(1), "none"), check.Held, 1, careful(movedOnce)},
		{"HeldLeavesInTime", one().leaves(170, o(1), "email", "none"), check.Held, 2, careful(movedOften("2"))},
		{"BrokenLeavesTooLate", one().leaves(170.1, o(1), "email", "none"), check.Broken, 1, broken},
		{"HeldTriesTheNext", one().tries(150, o(1), "email", "mailbox_id").healedBy(200, o(1), "mailbox_id"), check.Held, 2, careful(movedOften("2"))},
		{"BrokenStaysWithTheNext", one().tries(150, o(1), "email", "mailbox_id"), check.Broken, 2, given(o(1), "mailbox_id", "10:30") + stays},
		{"HeldTheTeamTakesItBack", one().add(130, history.Acted{Action: "deploy", What: "{}"}).leaves(140, o(1), "email", "none").healedBy(300, o(1), "none"),
			check.Held, 1, careful(movedOnce)},
		{"BrokenTheTeamTakesItBackTooLate", one().add(130, history.Acted{Action: "deploy", What: "{}"}).leaves(171, o(1), "email", "none").healedBy(300, o(1), "none"),
			check.Broken, 1, broken},
		{"BrokenStaysUntilTheEnd", one(), check.Broken, 1, broken},
		{"HeldWorldEndsBefore", allFail(1).tries(lasts-70, o(1), "none", "email"), check.Held, 1, careful(movedOnce)},
		{"BrokenJustBeforeTheWorldEnds", allFail(1).tries(lasts-70.1, o(1), "none", "email"), check.Broken, 1, given(o(1), "email", "16:49:54") + stays},
		{"HeldBackToWhatItWasWellWith", allFail(1).leaves(100, o(1), "email", "none"), check.Held, 1, careful(movedOnce)},
		{"HeldAsOthersAreHealed", two().healedBy(170, o(2), "email"), check.Held, 2, careful(movedOften("2"))},
		{"BrokenOthersAreHealedTooLate", two().healedBy(170.1, o(2), "email"), check.Broken, 1, broken},
		{"BrokenOthersAreHealedByAnother", two().healedBy(150, o(2), "none"), check.Broken, 1, broken},
		{"BrokenTheOther", two().leaves(140, o(1), "email", "none").leaves(180, o(2), "email", "none"), check.Broken, 2, given(o(2), "email", "09:40") + stays},
	})
}

// What puts off the next attempt puts off the end of a trial.
func TestTrialsThatAreInterrupted(t *testing.T) {
	one := func(leaves float64) *built {
		return allFail(1).tries(100, o(1), "none", "email").leaves(leaves, o(1), "email", "none")
	}
	waits := func(b *built, all ...time.Duration) *built {
		for i, wait := range all {
			b.fault("storm"+string(rune('1'+i)), 20, 30, 5)
			b.Header.Faults[i].Wait = wait
		}
		return b
	}
	longer := func(span string) string {
		return given(o(1), "email", "09:40") + "which healed nobody within " + span + ", and had not taken it back by then"
	}
	held := careful(movedOften("2"))
	promised(t, hintsTried, []row{
		{"HeldDown", one(200).down(110, 140), check.Held, 2, held},
		{"BrokenDownForTooShort", one(200.1).down(110, 140), check.Broken, 1, longer("100 min")},
		{"HeldDownTwice", one(200).down(110, 120).down(130, 150), check.Held, 2, held},
		{"BrokenDownTwice", one(200.1).down(110, 120).down(130, 150), check.Broken, 1, longer("100 min")},
		{"HeldToldToWait", waits(one(190), 20*time.Minute), check.Held, 2, held},
		{"BrokenToldToWait", waits(one(190.1), 20*time.Minute), check.Broken, 1, longer("90 min")},
		{"HeldToldToWaitLongest", waits(one(190), 5*time.Minute, 20*time.Minute, 10*time.Minute), check.Held, 2, held},
		{"BrokenWaitsAreNotAddedUp", waits(one(190.1), 5*time.Minute, 20*time.Minute, 10*time.Minute), check.Broken, 1, longer("90 min")},
		{"HeldBoth", waits(one(220).down(110, 140), 20*time.Minute), check.Held, 2, held},
		{"BrokenBoth", waits(one(220.1).down(110, 140), 20*time.Minute), check.Broken, 1, longer("2 h")},
	})
	slow := func(trial, retry time.Duration) check.Status {
		b := allFail(1).tries(100, o(1), "none", "email")
		b.Header.Trial, b.Header.Retry = trial, retry
		return b.promise(hintsTried).Status
	}
	assert.Equal(t, check.Held, slow(0, poll), "a system that promises no end of its trials")
	assert.Equal(t, check.Held, slow(3*poll, 0), "or no next attempt")
	assert.Equal(t, check.Held, slow(6*time.Hour, 2*time.Hour), "its trials last longer than the world")
	assert.Equal(t, check.Broken, slow(6*time.Hour, poll), "they do not")
}

// What the team changes is its own: a deploy, or a try and its end, and what follows it.
func TestHintsThatTheTeamOrdered(t *testing.T) {
	well := func() *built {
		return world(1).add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"})
	}
	back := func(b *built, minutes float64) *built {
		return b.add(minutes, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "live"})
	}
	deploy := history.Acted{Action: "deploy", What: "{}"}
	assert.Nil(t, well().add(89, deploy).promise(hintsTried), "ordered a poll and a minute before: it may be the first round since")
	assert.NotNil(t, well().add(88.9, deploy).promise(hintsTried), "it has had one since")
	assert.Nil(t, well().add(100, deploy).promise(hintsTried), "ordered at the instant")
	assert.NotNil(t, well().add(100.1, deploy).promise(hintsTried), "ordered afterwards")
	assert.NotNil(t, well().add(95, history.Acted{Action: "relink"}).promise(hintsTried), "an order to relink changes no hint")
	assert.Nil(t, back(well(), 110).add(95, deploy).add(105, deploy).promise(hintsTried), "each of two was ordered")
	promised(t, hintsTried, []row{
		{"BrokenTheNextIsTheSystems", back(well().add(95, deploy), 110), check.Broken, 1, given(o(1), "none", "09:50") + wasWell},
		{"BrokenOrderedAtTheInstantOfTheOneBefore", back(well().add(100, deploy), 110), check.Broken, 1, given(o(1), "none", "09:50") + wasWell},
		{"BrokenTheOneBefore", back(world(1), 70).add(80, deploy).add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"}),
			check.Broken, 1, given(o(1), "none", "09:10") + wasWell},
	})

	try := history.Acted{Action: "try", For: 20 * time.Minute} // from 90 to 110
	assert.Nil(t, back(well().add(90, try), 112).promise(hintsTried), "a try of the team begins and ends")
	assert.Nil(t, back(well().add(90, try), 110).promise(hintsTried), "at the instant at which it ends")
	assert.NotNil(t, back(well().add(90, try), 109.9).promise(hintsTried), "before it ends, it was nobody's order")
	after := back(well().add(90, try), 112).add(115, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"})
	assert.NotNil(t, after.promise(hintsTried), "what comes after it is the system's own")
}

// An owner who links anew brings other credentials, which may want another hint.
func TestHintsOfWhoHasRelinked(t *testing.T) {
	moved := func(relinked float64, mailbox string) *check.Verdict {
		return world(2).relinked(relinked, mailbox).
			add(80, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live", Passed: true}).
			add(100, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "live"}).promise(hintsTried)
	}
	assert.Equal(t, check.Broken, moved(79.9, o(1)).Status, "the hint before was for that")
	assert.Equal(t, check.Broken, moved(80, o(1)).Status, "at the same instant")
	assert.Equal(t, check.Held, moved(80.1, o(1)).Status, "this one is for that")
	assert.Equal(t, check.Held, moved(100, o(1)).Status, "at the same instant")
	assert.Equal(t, check.Broken, moved(100.1, o(1)).Status, "it came afterwards")
	assert.Equal(t, check.Broken, moved(90, o(2)).Status, "another owner")
	assert.Nil(t, allFail(1).promise(hintsTried), "nobody sends another hint")
}
