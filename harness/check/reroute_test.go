package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// tries lets a mailbox that fails send another hint, for the first time.
func (b *built) tries(minutes float64, mailbox, from, to string) *built {
	return b.add(minutes, history.Rerouted{Mailbox: mailbox, From: from, To: to, TokenKind: "live", Failing: true})
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

func TestHintsTriedWithCare(t *testing.T) {
	const name = "hints-tried-with-care"
	held := func(times string) string {
		return times + " of its own accord; whoever was well had been well with it, and one that had healed nobody went to 5 at most and did not stay"
	}
	one, several := "1 mailbox was given another routing hint", func(n string) string { return n + " times a mailbox was given another routing hint" }
	given := func(mailbox, hint, when string) string {
		return "of its own accord the system gave " + mailbox + " another routing hint (" + hint + ") at 2031-05-06 " + when + " UTC, "
	}
	const well, tooMany = "although it was well and had never been well with that", "as to more than 5 others that are alike, none of whom it had healed"
	const stays = "which healed nobody within 70 min, and had not taken it back by then"

	well1 := func(passed bool) *built {
		return world(1).add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live", Passed: passed})
	}
	pilots := func(n int) *built { // moved at 100 and back at 140
		b := allFail(n)
		for i := 1; i <= n; i++ {
			b.tries(100, o(i), "none", "email")
			b.add(140, history.Rerouted{Mailbox: o(i), From: "email", To: "none", TokenKind: "live", Failing: true, Passed: true})
		}
		return b
	}
	promised(t, name, []row{
		{"HeldHealed", allFail(1).tries(100, o(1), "none", "email").healedBy(110, o(1), "email"), check.Held, 1, held(one)},
		{"HeldTakenBack", pilots(1), check.Held, 2, held(several("2"))},
		{"HeldFivePilots", pilots(5), check.Held, 10, held(several("10"))},
		{"BrokenSixPilots", pilots(6), check.Broken, 6, given(o(6), "email", "09:40") + tooMany},
		{"HeldSixOneAfterAnother", pilots(5).fails(h(1), 50, lasts).tries(141, h(1), "none", "email").healedBy(150, h(1), "email"), check.Held, 11, held(several("11"))},
		{"HeldOthersFollow", allFail(7).tries(100, o(1), "none", "email").healedBy(110, o(1), "email").tries(111, o(2), "none", "email").tries(111, o(3), "none", "email").
			tries(111, o(4), "none", "email").tries(111, o(5), "none", "email").tries(111, o(6), "none", "email").tries(111, o(7), "none", "email"), check.Held, 7, held(several("7"))},
		{"BrokenFollowTheOtherProvider", pilots(6).fails(h(1), 50, lasts).tries(90, h(1), "none", "email").healedBy(95, h(1), "email"), check.Broken, 7, given(o(6), "email", "09:40") + tooMany},
		{"BrokenFollowAnotherHint", pilots(6).tries(90, o(1), "none", "mailbox_id").healedBy(95, o(1), "mailbox_id"), check.Broken, 7, given(o(6), "email", "09:40") + tooMany},

		{"HeldLeavesInTime", allFail(1).tries(100, o(1), "none", "email").add(170, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "live", Failing: true, Passed: true}), check.Held, 2, held(several("2"))},
		{"BrokenStays", allFail(1).tries(100, o(1), "none", "email").add(170.1, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "live", Failing: true, Passed: true}), check.Broken, 1, given(o(1), "email", "09:40") + stays},
		{"BrokenStaysUntilTheEnd", allFail(1).tries(100, o(1), "none", "email"), check.Broken, 1, given(o(1), "email", "09:40") + stays},
		{"HeldWorldEndsBefore", allFail(1).tries(lasts-70, o(1), "none", "email"), check.Held, 1, held(one)},
		{"HeldStaysAsOthersAreHealed", allFail(2).tries(100, o(1), "none", "email").tries(100, o(2), "none", "email").healedBy(170, o(2), "email"), check.Held, 2, held(several("2"))},
		{"BrokenOthersAreHealedTooLate", allFail(2).tries(100, o(1), "none", "email").tries(100, o(2), "none", "email").healedBy(170.1, o(2), "email"), check.Broken, 1, given(o(1), "email", "09:40") + stays},
		{"HeldDownMeanwhile", allFail(1).tries(100, o(1), "none", "email").down(110, 140).add(200, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "live", Failing: true, Passed: true}), check.Held, 2, held(several("2"))},

		{"BrokenThrottled", allFail(1).add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live", Failing: true, Unroutable: true}).healedBy(110, o(1), "email"),
			check.Broken, 1, given(o(1), "email", "09:40") + "although it had only been throttled, or got no answer or no token, since it began to fail"},
		{"HeldThrottledAfterOthersWereHealed", allFail(2).tries(90, o(2), "none", "email").healedBy(95, o(2), "email").add(100, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live", Failing: true, Unroutable: true}), check.Held, 2, held(several("2"))},

		{"HeldWellWithIt", well1(true), check.Held, 1, held(one)},
		{"BrokenWellWithout", well1(false), check.Broken, 1, given(o(1), "email", "09:40") + well},
		{"HeldSomebodyElseSignedInWithIt", well1(false).fails(h(1), 50, 120).relinked(60, h(1)), check.Held, 1, held(one)},
		{"BrokenWhoSignedInIsWell", well1(false).fails(h(1), 50, 90).relinked(60, h(1)), check.Broken, 1, given(o(1), "email", "09:40") + well},
		{"BrokenOrderedLongBefore", well1(false).add(60, history.Acted{Action: "deploy", What: "{}"}), check.Broken, 1, given(o(1), "email", "09:40") + well},
		{"BrokenOrderedBefore", well1(false).add(60, history.Acted{Action: "deploy", What: "{}"}).add(70, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "live"}), check.Broken, 1,
			given(o(1), "email", "09:40") + well},
	})
	v := well1(false).promise(name)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(100), Text: "orchid-1 is asked for with the e-mail address as routing hint instead of no routing hint"}}, v.Evidence)

	assert.Nil(t, allFail(1).promise(name), "nobody sends another hint")
	assert.Nil(t, well1(false).add(95, history.Acted{Action: "deploy", What: "{}"}).promise(name), "the team ordered it")
	assert.Nil(t, well1(false).relinked(60, o(1)).promise(name), "the owner linked anew")
	assert.NotNil(t, well1(false).add(60, history.Acted{Action: "relink"}).promise(name), "an order to relink changes no hint")
	tried := world(1).add(60, history.Acted{Action: "try", For: 50 * time.Minute}).add(65, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"}).add(112, history.Rerouted{Mailbox: o(1), From: "email", To: "none", TokenKind: "live"})
	assert.Nil(t, tried.promise(name), "a try of the team begins and ends")
	assert.NotNil(t, tried.add(115, history.Rerouted{Mailbox: o(1), From: "none", To: "email", TokenKind: "live"}).promise(name), "what comes after it is the system's own")
	early := func(order float64) *built { // the mailbox is well until 50, and its hint is not what was ordered
		return pilots(6).add(order, history.Acted{Action: "deploy", What: "{}"})
	}
	assert.Equal(t, check.Broken, early(20).promise(name).Status, "each had a round by the order before it failed")
	assert.Equal(t, check.Held, early(20).fails(o(6), 30, 5).promise(name).Status, "what the order meant for one of them is not known")
	assert.Equal(t, check.Held, early(20).down(25, 26).promise(name).Status)
	assert.Equal(t, check.Held, early(45).promise(name).Status, "the order may take effect only as they fail")
	unending := allFail(1).tries(100, o(1), "none", "email")
	unending.Header.Trial = 0
	assert.Equal(t, check.Held, unending.promise(name).Status, "a system that promises no end of its trials")
}
