package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

const (
	nobodyEarly = "1 answer asked to wait, and nobody came too early"
	whoseIsIt   = "calendar.get"
	whoAmI      = "me"
	listing     = "calendarview.delta"
	writing     = "event.create"
)

// comes is a request of orchid-1 at minute 70, when it was asked at 69 to wait longer.
func comes(operation string) *built {
	return throttled(1).add(70, history.TooEarly{Mailbox: o(1), Operation: operation, By: time.Second, Asked: at(69)})
}

func cameEarly(operation string) string {
	return "1 request came before the end of a wait that the provider had asked for, the first at 2031-05-06 09:10 UTC: " + operation + " by orchid-1, 1s too early"
}

// Whose calendar it is may be asked from two minutes before the owner's link is answered
// until a second after it, and the round that follows begins within that second.
func TestWaitsWhileLinking(t *testing.T) {
	promised(t, "waits-honoured", []row{
		{"HeldTwoMinutesBeforeTheAnswer", comes(whoseIsIt).relinked(72, o(1)), check.Held, 1, nobodyEarly},
		{"BrokenAMomentMore", comes(whoseIsIt).relinked(off(72, moment), o(1)), check.Broken, 1, cameEarly(whoseIsIt)},
		{"HeldWhoItIsToo", comes(whoAmI).relinked(72, o(1)), check.Held, 1, nobodyEarly},
		{"HeldAMomentBeforeTheAnswer", comes(whoseIsIt).relinked(off(70, moment), o(1)), check.Held, 1, nobodyEarly},
		{"BrokenListsAMomentBeforeIt", comes(listing).relinked(off(70, moment), o(1)), check.Broken, 1, cameEarly(listing)},
		{"HeldListsWithIt", comes(listing).relinked(70, o(1)), check.Held, 1, nobodyEarly},
		{"HeldListsJustWithinASecond", comes(listing).relinked(off(70, moment-time.Second), o(1)), check.Held, 1, nobodyEarly},
		{"BrokenListsASecondLater", comes(listing).relinked(off(70, -time.Second), o(1)), check.Broken, 1, cameEarly(listing)},
		{"BrokenAsksASecondLater", comes(whoseIsIt).relinked(off(70, -time.Second), o(1)), check.Broken, 1, cameEarly(whoseIsIt)},
		{"BrokenWritesWithTheAnswer", comes(writing).relinked(70, o(1)), check.Broken, 1, cameEarly(writing)},
		{"HeldTheSecondOfTwoLinks", comes(listing).relinked(60, o(2)).relinked(70, o(1)), check.Held, 1, nobodyEarly},
	})
}

// Whoever has signed in with this mailbox instead of the own one since the wait was
// asked for can't know of it.
func TestWaitsOfSomebodyElse(t *testing.T) {
	promised(t, "waits-honoured", []row{
		{"HeldSignedInAsTheWaitWasAsked", comes(whoseIsIt).relinked(69, o(2)), check.Held, 1, nobodyEarly},
		{"BrokenAMomentBefore", comes(whoseIsIt).relinked(off(69, -moment), o(2)), check.Broken, 1, cameEarly(whoseIsIt)},
		{"HeldWhoItIsToo", comes(whoAmI).relinked(69, o(2)), check.Held, 1, nobodyEarly},
		{"BrokenLongBeforeTheyFollowTheLink", comes(whoseIsIt).relinked(75, o(2)), check.Broken, 1, cameEarly(whoseIsIt)},
		{"HeldTwoMinutesBefore", comes(whoseIsIt).relinked(72, o(2)), check.Held, 1, nobodyEarly},
		{"BrokenTheOwnOwnerLongBefore", comes(whoseIsIt).relinked(69.5, o(1)), check.Broken, 1, cameEarly(whoseIsIt)},
	})
}

// A wait may have been asked of somebody else who has signed in with this mailbox, from
// two minutes before their link is answered and as long as their own one fails.
func TestWaitsAskedOfAStranger(t *testing.T) {
	stranger := func(answered, fails, heals float64) *built {
		return comes(writing).relinked(answered, o(2)).fails(o(2), fails, heals)
	}
	// Asked at 67, two minutes before the answer at 69.
	early := func(asked float64) *built {
		return throttled(1).fails(o(2), 60, 80).relinked(69, o(2)).add(70, history.TooEarly{Mailbox: o(1), Operation: writing, By: time.Second, Asked: at(asked)})
	}
	promised(t, "waits-honoured", []row{
		{"HeldAskedTwoMinutesBefore", early(67), check.Held, 1, nobodyEarly},
		{"BrokenAMomentMore", early(off(67, -moment)), check.Broken, 1, cameEarly(writing)},
		{"HeldAnsweredAMomentBeforeTheRequest", stranger(off(70, -moment), 60, 80), check.Held, 1, nobodyEarly},
		{"BrokenAnsweredWithTheRequest", stranger(70, 60, 80), check.Broken, 1, cameEarly(writing)},
		{"HeldItHealsAMomentAfterTheWaitWasAsked", stranger(68, 60, off(69, moment)), check.Held, 1, nobodyEarly},
		{"BrokenItHealsAsTheWaitIsAsked", stranger(68, 60, 69), check.Broken, 1, cameEarly(writing)},
		{"BrokenItWasWellAsTheySignedIn", stranger(68, off(68, moment), 80), check.Broken, 1, cameEarly(writing)},
		{"HeldItBeganToFailAsTheySignedIn", stranger(68, 68, 80), check.Held, 1, nobodyEarly},
		{"HeldItBeganToFailSinceTheWaitWasAsked", stranger(69.5, 69.2, 80), check.Held, 1, nobodyEarly},
		{"BrokenItWasWellInBetween", stranger(68, 60, 68.5).fails(o(2), 68.7, 80), check.Broken, 1, cameEarly(writing)},
		{"BrokenTheMailboxIsTheirOwn", comes(writing).relinked(68, o(1)).fails(o(1), 60, 80), check.Broken, 1, cameEarly(writing)},
		{"BrokenNobodyKnowsTheStranger", comes(writing).relinked(68, "nobody"), check.Broken, 1, cameEarly(writing)},
	})
}

// A system that was not there in between, for however short a time, may have lost it.
func TestWaitsOfASystemThatWasDown(t *testing.T) {
	promised(t, "waits-honoured", []row{
		{"HeldEndedAMomentBeforeTheRequest", comes(writing).down(off(70, -moment), 75), check.Held, 1, nobodyEarly},
		{"BrokenEndedWithIt", comes(writing).down(70, 75), check.Broken, 1, cameEarly(writing)},
		{"HeldItCameUpAMomentAfterTheAnswer", comes(writing).down(60, off(69, moment)), check.Held, 1, nobodyEarly},
		{"BrokenItCameUpWithIt", comes(writing).down(60, 69), check.Broken, 1, cameEarly(writing)},
		{"HeldOneAnswerAlone", throttled(1), check.Held, 1, nobodyEarly},
		{"HeldTheSecondTime", comes(writing).down(60, 61).down(69.5, 69.6), check.Held, 1, nobodyEarly},
	})
}

func TestWaitsHonouredTells(t *testing.T) {
	wholly(t, check.Verdict{Status: check.Held, Sample: 2, At: at(lasts), Message: "2 answers asked to wait, and nobody came too early"}, throttled(2).promise("waits-honoured"))
	two := throttled(2).fault("busier", 60, 120, 3)
	two.Header.Faults[1].What = "a delay of 2s and 429, Retry-After 60s"
	assert.Equal(t, 5, two.promise("waits-honoured").Sample, "the answers of both faults")
	b := throttled(3)
	for i, mailbox := range []string{o(2), o(1), o(2)} {
		b.add(70+float64(i), history.TooEarly{Mailbox: mailbox, Operation: listing, By: 90 * time.Second, Asked: at(65)})
	}
	sends := func(mailbox, before string) string {
		return mailbox + " sends calendarview.delta 1m30s before the end of the wait it was asked for " + before + " before"
	}
	wholly(t, check.Verdict{Status: check.Broken, Sample: 3, At: at(70),
		Message:  "3 requests came before the end of a wait that the provider had asked for, the first at 2031-05-06 09:10 UTC: calendarview.delta by orchid-2, 1m30s too early",
		Accounts: []string{o(1), o(2)}, Evidence: []check.Evidence{proof(70, sends(o(2), "5 min")), proof(71, sends(o(1), "6 min")), proof(72, sends(o(2), "7 min"))}},
		b.promise("waits-honoured"))
}
