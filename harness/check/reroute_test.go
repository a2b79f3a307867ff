package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

const hintsTried = "hints-tried-with-care"

// tries lets a mailbox that fails send another hint, for the first time.
func (b *built) tries(minutes float64, mailbox, from, to string) *built {
	return b.add(minutes, history.Rerouted{Mailbox: mailbox, From: from, To: to, TokenKind: "live", Failing: true})
}

// leaves lets one that still fails go back to a hint that it has been well with.
func (b *built) leaves(minutes float64, mailbox, from, to string) *built {
	return b.add(minutes, history.Rerouted{Mailbox: mailbox, From: from, To: to, TokenKind: "live", Failing: true, Passed: true})
}

// healedBy ends an episode with a hint.
func (b *built) healedBy(minutes float64, mailbox, hint string) *built {
	return b.add(minutes, history.Healed{Mailbox: mailbox, Since: at(50), Hint: hint, TokenKind: "live"})
}

// allFail is a world in which the first n mailboxes fail until healedBy ends it. Its
// system's trials last 30 minutes: a hint that helps nobody is sent for 70 at most.
func allFail(n int) *built {
	b := world(n)
	b.Header.Trial, b.Header.Retry = 3*poll, poll
	for i := 1; i <= n; i++ {
		b.fails(o(i), 50, lasts)
	}
	return b
}

// trial moves n of eight mailboxes to a hint at minute 100 and back at 140.
func trial(n int) *built {
	b := allFail(8)
	for i := 1; i <= n; i++ {
		b.tries(100, o(i), "none", "email").leaves(140, o(i), "email", "none")
	}
	return b
}

const movedOnce = "1 mailbox was given another routing hint"

func movedOften(n string) string { return n + " times a mailbox was given another routing hint" }

func careful(times string) string {
	return times + " of its own accord; whoever was well had been well with it, and one that had healed nobody went to 5 at most and did not stay"
}

func given(mailbox, hint, when string) string {
	return "of its own accord the system gave " + mailbox + " another routing hint (" + hint + ") at 2031-05-06 " + when + " UTC, "
}

// What is wrong with a move.
const (
	wasWell    = "although it was well and had never been well with that"
	tooMany    = "as to more than 5 others that are alike, none of whom it had healed"
	notRouting = "although it had only been throttled, or got no answer or no token, since it began to fail"
	stays      = "which healed nobody within 70 min, and had not taken it back by then"
)

// A hint that has healed nobody goes to five that are alike.
func TestHintsTriedWithFew(t *testing.T) {
	byProvider := trial(5).fails(h(1), 50, lasts).tries(101, h(1), "none", "email").leaves(141, h(1), "email", "none")
	byHint := trial(5).tries(101, o(6), "none", "mailbox_id").leaves(141, o(6), "mailbox_id", "none")
	fourTwice := trial(4).tries(145, o(1), "none", "email").tries(146, o(2), "none", "email").healedBy(150, o(1), "email")
	promised(t, hintsTried, []row{
		{"HeldOne", trial(1), check.Held, 2, careful(movedOften("2"))},
		{"HeldFive", trial(5), check.Held, 10, careful(movedOften("10"))},
		{"BrokenSix", trial(6), check.Broken, 6, given(o(6), "email", "09:40") + tooMany},
		{"BrokenTheFirstOfMany", trial(8), check.Broken, 6, given(o(6), "email", "09:40") + tooMany},
		{"HeldOfTwoProviders", byProvider, check.Held, 12, careful(movedOften("12"))},
		{"HeldOfTwoHints", byHint, check.Held, 12, careful(movedOften("12"))},
		{"HeldTheSameTwice", fourTwice, check.Held, 10, careful(movedOften("10"))},
	})
}

// Those that have left, or are well, make room for others.
func TestHintsTriedOneAfterAnother(t *testing.T) {
	sixth := func(minutes float64) *built { // joins five that leave at minute 140
		return trial(5).tries(minutes, o(6), "none", "email").healedBy(150, o(6), "email")
	}
	five := func() *built { return trial(4).tries(100, o(5), "none", "email") }
	promised(t, hintsTried, []row{
		{"BrokenBeforeTheyLeave", sixth(139.9), check.Broken, 6, given(o(6), "email", "10:19:54") + tooMany},
		{"HeldAsTheyLeave", sixth(140), check.Held, 11, careful(movedOften("11"))},
		{"HeldAfterwards", sixth(141), check.Held, 11, careful(movedOften("11"))},
		{"HeldOneIsWellWithout", five().healedBy(110, o(5), "none").tries(111, o(6), "none", "email").leaves(140, o(6), "email", "none"), check.Held, 11, careful(movedOften("11"))},
		{"BrokenBeforeOneIsWell", five().tries(109.9, o(6), "none", "email").healedBy(110, o(5), "none"), check.Broken, 6, given(o(6), "email", "09:49:54") + tooMany},
		{"HeldOneTriesAnother", five().tries(110, o(5), "email", "mailbox_id").tries(111, o(6), "none", "email").healedBy(120, o(5), "mailbox_id").leaves(140, o(6), "email", "none"),
			check.Held, 12, careful(movedOften("12"))},
	})
}

// Those who have been well with the hint before do not count, whether they fail or not.
func TestHintsThatAreNotTried(t *testing.T) {
	known := func(failing bool, n int) *built { // three know the hint, and n others try it
		b := allFail(8)
		b.Header.Trial = 0
		for i := 6; i <= 8; i++ {
			b.add(90, history.Rerouted{Mailbox: o(i), From: "none", To: "email", TokenKind: "live", Failing: failing, Passed: true})
		}
		for i := 1; i <= n; i++ {
			b.tries(100, o(i), "none", "email")
		}
		return b
	}
	promised(t, hintsTried, []row{
		{"HeldTheyFail", known(true, 5), check.Held, 8, careful(movedOften("8"))},
		{"HeldTheyAreWell", known(false, 5), check.Held, 8, careful(movedOften("8"))},
		{"BrokenSixOthers", known(true, 5).tries(102, o(6), "none", "email"), check.Broken, 9, given(o(6), "email", "09:42") + tooMany},
		{"HeldOneMoreWhoKnowsIt", known(true, 5).leaves(101, o(6), "none", "email"), check.Held, 9, careful(movedOften("9"))},
	})
}

// Once a hint has healed one, all that are alike may follow.
func TestHintsThatHealSpread(t *testing.T) {
	first := func() *built { // its system's trials have no end
		b := allFail(7).tries(100, o(1), "none", "email")
		b.Header.Trial = 0
		return b
	}
	follow := func(b *built) *built { // the six others
		for i := 2; i <= 7; i++ {
			b.tries(111, o(i), "none", "email")
		}
		return b
	}
	healed := func(mailbox, hint, token string) *built { // before they do
		return follow(first().add(110, history.Healed{Mailbox: mailbox, Since: at(50), Hint: hint, TokenKind: token}))
	}
	late := func(i int) string { return given(o(i), "email", "09:51") + tooMany }
	promised(t, hintsTried, []row{
		{"Held", healed(o(1), "email", "live"), check.Held, 7, careful(movedOften("7"))},
		{"HeldAnotherOfThem", healed(o(7), "email", "live"), check.Held, 7, careful(movedOften("7"))},
		{"HeldWhoWasNotMoved", follow(world(7).fails(o(1), 50, lasts).healedBy(60, o(1), "email")), check.Held, 6, careful(movedOften("6"))},
		{"BrokenNobody", follow(first()), check.Broken, 6, late(6)},
		{"BrokenAtTheInstant", follow(first()).healedBy(111, o(1), "email"), check.Broken, 7, late(7)},
		{"BrokenAfterwards", follow(first()).healedBy(112, o(1), "email"), check.Broken, 6, late(6)},
		{"BrokenOfTheOtherProvider", healed(h(1), "email", "live"), check.Broken, 6, late(6)},
		{"BrokenByAnotherHint", healed(o(7), "mailbox_id", "live"), check.Broken, 6, late(6)},
		{"BrokenWithAnotherToken", healed(o(7), "email", "microsoft"), check.Broken, 6, late(6)},
		{"BrokenUnknownMailbox", healed("nobody", "email", "live"), check.Broken, 6, late(6)},
	})
}

// Whom no hint can help gets one only if it has healed others, or if it was well with it.
func TestHintsForWhomTheyCannotHelp(t *testing.T) {
	unroutable := func(b *built, d history.Rerouted) *built {
		d.Mailbox, d.From, d.To, d.TokenKind, d.Failing, d.Unroutable = o(1), "none", "email", "live", true, true
		return b.add(100, d)
	}
	promised(t, hintsTried, []row{
		{"Broken", unroutable(allFail(1), history.Rerouted{}).healedBy(110, o(1), "email"), check.Broken, 1, given(o(1), "email", "09:40") + notRouting},
		{"HeldOthersWereHealed", unroutable(allFail(2).tries(90, o(2), "none", "email").healedBy(95, o(2), "email"), history.Rerouted{}), check.Held, 2, careful(movedOften("2"))},
		{"BrokenOthersAreHealedLater", unroutable(allFail(2).tries(90, o(2), "none", "email"), history.Rerouted{}).healedBy(101, o(2), "email"), check.Broken, 2, given(o(1), "email", "09:40") + notRouting},
		{"HeldWellWithItBefore", unroutable(allFail(1), history.Rerouted{Passed: true}), check.Held, 1, careful(movedOnce)},
	})
}

// Whoever is well keeps to what has made it well.
func TestHintsOfWhoIsWell(t *testing.T) {
	well := func(mailbox string, passed bool) *built {
		return world(2).add(100, history.Rerouted{Mailbox: mailbox, From: "none", To: "email", TokenKind: "live", Passed: passed})
	}
	healsOthers := world(2).fails(o(2), 50, lasts).healedBy(90, o(2), "email").
		add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"})
	promised(t, hintsTried, []row{
		{"HeldWellWithIt", well(o(1), true), check.Held, 1, careful(movedOnce)},
		{"BrokenWellWithout", well(o(1), false), check.Broken, 1, given(o(1), "email", "09:40") + wasWell},
		{"HeldSomebodyElseSignedInWithIt", well(o(1), false).fails(h(1), 50, 120).relinked(60, h(1)), check.Held, 1, careful(movedOnce)},
		{"BrokenWhoSignedInIsWell", well(o(1), false).fails(h(1), 50, 90).relinked(60, h(1)), check.Broken, 1, given(o(1), "email", "09:40") + wasWell},
		{"BrokenThoughItHealsOthers", healsOthers, check.Broken, 1, given(o(1), "email", "09:40") + wasWell},
		{"BrokenTheSecond", well(o(1), true).add(110, history.Rerouted{Mailbox: h(2), From: "email", To: "none", TokenKind: "live"}), check.Broken, 2, given(h(2), "none", "09:50") + wasWell},
		{"BrokenTheFirstOfTwo", well(o(1), false).add(110, history.Rerouted{Mailbox: h(2), From: "email", To: "none", TokenKind: "live"}), check.Broken, 1, given(o(1), "email", "09:40") + wasWell},
	})
	v := well(o(1), false).promise(hintsTried)
	require.NotNil(t, v)
	assert.Equal(t, at(100), v.At)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(100), Text: "orchid-1 is asked for with the e-mail address as routing hint instead of no routing hint"}}, v.Evidence)
	v = well(o(1), true).promise(hintsTried)
	assert.Equal(t, at(lasts), v.At)
	assert.Empty(t, v.Accounts)
	assert.Nil(t, well("nobody", false).promise(hintsTried), "nobody who is known")
}

// An order of the team ends where the mailbox surely had a round by it.
func TestHintsAfterAnOrder(t *testing.T) {
	ordered := func(minutes float64) *built { // six are moved at 100, well until 50
		return trial(6).add(minutes, history.Acted{Action: "deploy", What: "{}"})
	}
	sixth := given(o(6), "email", "09:40") + tooMany
	promised(t, hintsTried, []row{
		{"BrokenAllHadARoundBefore", ordered(20), check.Broken, 6, sixth},
		{"HeldTheSystemWasDown", ordered(20).down(25, 26), check.Held, 6, careful(movedOften("6"))},
		{"HeldTheyBeganToFail", ordered(45), check.Held, 6, careful(movedOften("6"))},
		{"HeldATryEndedMeanwhile", trial(6).add(20, history.Acted{Action: "try", For: 75 * time.Minute}), check.Held, 6, careful(movedOften("6"))},
		{"HeldOneWasFailing", ordered(20).fails(o(6), 30, 35), check.Held, 11, careful(movedOften("11"))},
		{"BrokenWellLongBefore", world(2).add(60, history.Acted{Action: "deploy", What: "{}"}).add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"}), check.Broken, 1,
			given(o(1), "email", "09:40") + wasWell},
	})
	back := world(2).add(95, history.Acted{Action: "deploy", What: "{}"}).add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"}).
		add(110, history.Rerouted{Mailbox: o(1), From: "email", To: "mailbox_id", TokenKind: "live", Passed: true})
	assert.Equal(t, check.Held, back.add(140, history.Rerouted{Mailbox: o(1), From: "mailbox_id", To: "email", TokenKind: "live"}).promise(hintsTried).Status, "back to what was ordered")
	assert.Equal(t, check.Broken, back.add(150, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "live"}).promise(hintsTried).Status, "that nobody ordered")
	assert.Nil(t, world(2).add(95, history.Acted{Action: "deploy", What: "{}"}).add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"}).promise(hintsTried),
		"it had no round since")
}

// Whoever has signed in with somebody else's mailbox leaves it its own hint, as far as
// anybody can know, as long as the own one fails.
func TestHintsOfStrangers(t *testing.T) {
	moved := func(minutes, until float64, who string) *built { // orchid-1, which is well, at minute 100
		return world(2).fails(h(1), 50, until).relinked(minutes, who).
			add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"})
	}
	wrong := given(o(1), "email", "09:40") + wasWell
	with := func(token string) *built { // hint and token are of the account of whoever has signed in with orchid-1
		return allFail(1).add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: token, Failing: true})
	}
	stayed := given(o(1), "email", "09:40") + stays
	assert.Nil(t, with("identity_platform").promise(hintsTried), "its own account has none of that kind")
	promised(t, hintsTried, []row{
		{"BrokenOwnKindOfToken", with("live"), check.Broken, 1, stayed},
		{"BrokenLinkedAnewWithThatKind", with("identity_platform").relinked(90, o(1)).add(95, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "identity_platform", Failing: true}),
			check.Broken, 1, stayed},
		{"HeldSinceItFails", moved(60, 150, h(1)), check.Held, 1, careful(movedOnce)},
		{"HeldUntilTheMove", moved(60, 101, h(1)), check.Held, 1, careful(movedOnce)},
		{"BrokenItIsWellAgain", moved(60, 99, h(1)), check.Broken, 1, wrong},
		{"BrokenSignedInAfterwards", moved(101, 150, h(1)), check.Broken, 1, wrong},
		{"BrokenSomebodyWhoIsWell", moved(60, 150, h(2)), check.Broken, 1, wrong},
	})
}
