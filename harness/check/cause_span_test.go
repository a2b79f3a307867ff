package check_test

import (
	"testing"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// staleAt has one mailbox of a provider been without a complete round for two polls in
// the minute that ends at one.
func (b *built) staleAt(provider string, minute int) *built {
	b.Series[provider] = make([]history.Minute, lasts)
	b.Series[provider][minute-1].Stale = 1
	return b
}

// All of orchid fail from minute 60 to 80, and count as failing for a second more.
func orchidFailed() *built { return alerted(2).allFail(orchid, 60, 80) }

const forNothing = "although none of its mailboxes had failed for 2 h"

// An alert may tell of what has happened within the two hours before it, ends included.
func TestAlertsTellOfTwoHours(t *testing.T) {
	begins := func(at float64) *built { return alerted(2).opens(at, "Odd", orchid).allFail(orchid, 60, 80) }
	old := func(at float64, minute int) *built {
		return alerted(2).staleAt(orchid, minute).opens(at, "Odd", orchid)
	}
	timed(t, "alerts-of-who-fails", []timing{
		{"HeldTheLastInstantOfFailingIsTwoHoursAgo", orchidFailed().opens(off(200, time.Second), "Odd", orchid), check.Held, 1, ""},
		{"BrokenItIsAMomentLonger", orchidFailed().opens(off(200, time.Second+moment), "Odd", orchid), check.Broken, 1, forNothing},
		{"HeldAsTheFirstBeginsToFail", begins(60), check.Held, 1, ""},
		{"BrokenAMomentBefore", begins(off(60, -moment)), check.Broken, 1, forNothing},
		{"HeldOneGrewOldInThatMinute", old(70, 70), check.Held, 1, ""},
		{"BrokenAMomentBeforeOneGrewOld", old(off(70, -moment), 70), check.Broken, 1, forNothing},
		{"HeldOneWasOldTwoHoursAgo", old(190, 70), check.Held, 1, ""},
		{"BrokenOneWasOldAMomentLongerAgo", old(off(190, moment), 70), check.Broken, 1, forNothing},
		{"BrokenNobodyGrewOld", old(70, 200), check.Broken, 1, forNothing},
		{"BrokenOneOfAnotherProviderGrewOld", alerted(2).staleAt(thyme, 70).opens(70, "Odd", orchid), check.Broken, 1, forNothing},
	})
}

// What its own sink refused before, it may tell of later: the two hours count from the
// beginning of the refusals that lead up to it.
func TestAlertsTellOfWhatWasRefused(t *testing.T) {
	refused := func(sink string, at float64) *built {
		return orchidFailed().refuses(sink, 90, 200).opens(at, "Most", orchid)
	}
	timed(t, "alerts-of-who-fails", []timing{
		{"HeldTheSinkWorksAgainForTwoHours", refused("pager", 320), check.Held, 1, ""},
		{"BrokenForAMomentLonger", refused("pager", off(320, moment)), check.Broken, 1, forNothing},
		{"BrokenTheOtherSinkRefused", refused("chat", 320), check.Broken, 1, forNothing},
		{"HeldOneRefusalAfterAnother", orchidFailed().refuses("pager", 90, 200).refuses("pager", 310, 420).opens(530, "Most", orchid), check.Held, 1, ""},
		{"BrokenTooLongBetweenThem", orchidFailed().refuses("pager", 90, 200).refuses("pager", off(320, moment), 420).opens(530, "Most", orchid), check.Broken, 1, forNothing},
		{"BrokenItFailsWhileRefusedYetElsewhere", alerted(2).allFail(thyme, 60, 80).refuses("pager", 90, 200).opens(320, "Most", orchid), check.Broken, 1, forNothing},
	})
}

// A review_soon is held back while a look_now of its provider is open.
func TestAlertsTellOfWhatWasHeldBack(t *testing.T) {
	beside := func(alert, provider string) *built { // both providers failed
		return orchidFailed().allFail(thyme, 60, 80).opens(90, alert, provider).closes(300, alert, provider).opens(301, "Keep", orchid)
	}
	timed(t, "alerts-of-who-fails", []timing{
		{"HeldByALookNow", beside("Most", orchid), check.Held, 2, ""},
		{"BrokenAnInformationalHoldsNothingBack", beside("Some", orchid), check.Broken, 2, "Keep for orchid.example came to the pager"},
		{"BrokenTheLookNowIsOfAnotherProvider", beside("Most", thyme), check.Broken, 2, "Keep for orchid.example came to the pager"},
		{"HeldByALookNowAfterAnother", orchidFailed().opens(65, "Some", orchid).opens(90, "Most", orchid).closes(300, "Most", orchid).opens(301, "Keep", orchid), check.Held, 3, ""},
		{"HeldByOneThatIsStillOpen", orchidFailed().opens(90, "Most", orchid).opens(401, "Keep", orchid), check.Held, 2, ""},
	})
}

func TestAlertsOfWhoFailsTells(t *testing.T) {
	wholly(t, check.Verdict{Status: check.Held, Sample: 2, At: at(lasts), Message: "2 alerts came about providers of which a mailbox had failed"},
		orchidFailed().opens(65, "Some", orchid).opens(70, "Most", orchid).promise("alerts-of-who-fails"))
	wholly(t, check.Verdict{Status: check.Broken, Sample: 2, At: at(70),
		Message:  "Most for thyme.example came to the pager at 2031-05-06 09:10 UTC, although none of its mailboxes had failed for 2 h",
		Evidence: []check.Evidence{proof(70, "the look-now alert Most for thyme.example reaches the pager at high urgency")}},
		orchidFailed().opens(65, "Some", orchid).opens(70, "Most", thyme).opens(71, "Some", thyme).promise("alerts-of-who-fails"))
}

// The damping is the shortest For of all rules, less a scrape: four minutes.
func TestHealedWithinTheDamping(t *testing.T) {
	spell := func(lasted time.Duration) *built { // beside one that is surely damped
		return alerted(2).fails(o(2), 30, 31).fails(o(1), 60, off(60, lasted-time.Second)).opens(65, "Some", orchid)
	}
	rules := func(b *built, change func(*built)) *built { change(b); return b }
	slowFirst := func(b *built) { b.Header.Contract.Rules[0].For = 10 * time.Minute }
	slowAll := func(b *built) {
		for i := range b.Header.Contract.Rules {
			b.Header.Contract.Rules[i].For = 10 * time.Minute
		}
	}
	onlyOne := func(b *built) { b.Header.Contract.Rules = b.Header.Contract.Rules[:1] }
	six := func() *built { return alerted(2).fails(o(1), 60, 66).opens(70, "Some", orchid) }
	timed(t, "healed-is-silent", []timing{
		{"HeldItLastedAsLong", spell(4 * time.Minute), check.Held, 1, ""},
		{"BrokenItLastedAMomentLess", spell(4*time.Minute - moment), check.Broken, 2, "were healed within 4 min"},
		{"LongEnoughForTheQuickestRule", rules(six(), slowFirst), "", 0, ""},
		{"BrokenWhereNoRuleIsAsQuick", rules(six(), slowAll), check.Broken, 1, "were healed within 9 min"},
		{"HeldOfASystemWithOneRule", rules(alerted(2).fails(o(1), 60, 62), onlyOne), check.Held, 1, ""},
	})
}

// A mailbox that grew old without failing is a reason to speak, as a spell that lasted is.
func TestHealedBesideAnotherReason(t *testing.T) {
	blink := func() *built { return alerted(2).fails(o(1), 60, 62).opens(63, "Some", orchid) }
	timed(t, "healed-is-silent", []timing{
		{"HeldAnotherGrewOld", blink().staleAt(orchid, 63), check.Held, 1, ""},
		{"BrokenItGrewOldAfterwards", blink().staleAt(orchid, 64), check.Broken, 1, ""},
		{"BrokenOneOfAnotherProviderGrewOld", blink().staleAt(thyme, 63), check.Broken, 1, ""},
		{"HeldTheAlertIsAboutNoProvider", alerted(2).fails(o(1), 60, 62).opens(63, "Down", ""), check.Held, 1, ""},
		{"BrokenTheSecondAlert", blink().fails(h(1), 30, 60).opens(50, "Some", thyme), check.Broken, 1, "Some for orchid.example came to the chat at 2031-05-06 09:03 UTC"},
		{"HeldBothProvidersCount", alerted(2).fails(o(1), 60, 62).fails(h(1), 60, 62), check.Held, 2, "2 spells"},
	})
	wholly(t, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts), Message: "1 spell of a provider that healed within 4 min brought no alert"},
		alerted(2).fails(o(1), 60, 62).promise("healed-is-silent"))
	wholly(t, check.Verdict{Status: check.Broken, Sample: 1, At: at(63),
		Message:  "Some for orchid.example came to the chat at 2031-05-06 09:03 UTC, although all failures of the 2 h before were healed within 4 min; expected none",
		Evidence: []check.Evidence{proof(63, "the informational alert Some for orchid.example reaches the chat")}},
		blink().opens(64, "Most", orchid).promise("healed-is-silent"))
}
