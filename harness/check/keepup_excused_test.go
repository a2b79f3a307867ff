package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// someLate is what is said of mailboxes of Orchid that are older than allowed.
func someLate(at, mailboxes, failed string) string {
	return "at 2031-05-06 " + at + " UTC " + mailboxes + " of orchid.example had no complete round for two polls (20 min), and " + failed + " of them failed"
}

const keptUp = "in 600 minutes of cohorts only mailboxes that failed were older than two polls (20 min)"

// Who fails, waits as asked, or both one after the other, is excused once at a time.
func TestKeepUpExcusesEachOnce(t *testing.T) {
	// wait is held off from minute 60 to 76: five minutes, a poll and a minute.
	wait := func(b *built) *built { return b.heldOff(60, 5*time.Minute, o(1)) }
	stranger := world(1).ages(orchid, 1, 0, 0)
	stranger.Header.Cohorts[0].Members = append(stranger.Header.Cohorts[0].Members, "stranger")
	promised(t, "calendars-keep-up", []row{
		{"BrokenAsOneFailureFollowsAnother", world(2).fails(o(1), 30, 60).fails(o(1), 60, 90).ages(orchid, 60, 60, 2), check.Broken, 60, someLate("09:00", "2 mailboxes", "1")},
		{"BrokenAsAWaitFollowsAFailure", wait(world(2).fails(o(1), 30, 60)).ages(orchid, 60, 60, 2), check.Broken, 60, someLate("09:00", "2 mailboxes", "1")},
		{"BrokenBetweenTwoFailures", world(1).fails(o(1), 30, 60).fails(o(1), 100, 120).ages(orchid, 80, 80, 1), check.Broken, 80, someLate("09:20", "1 mailbox", "0")},
		{"HeldInEachOfTwoFailures", world(1).fails(o(1), 30, 60).fails(o(1), 100, 120).ages(orchid, 110, 110, 1), check.Held, 600, keptUp},
		{"HeldFailsOnAfterTheWait", wait(world(1)).fails(o(1), 70, 100).ages(orchid, 60, 100, 1), check.Held, 600, keptUp},
		{"BrokenAfterBoth", wait(world(1)).fails(o(1), 70, 100).ages(orchid, 80, 101, 1), check.Broken, 101, someLate("09:41", "1 mailbox", "0")},
		{"HeldBothOfTwo", world(2).fails(o(1), 30, 60).fails(o(2), 40, 70).ages(orchid, 50, 50, 2), check.Held, 600, keptUp},
		{"HeldFailsBeforeTheFirstMinute", world(1).fails(o(1), 0.5, 60).ages(orchid, 1, 60, 1), check.Held, 600, keptUp},
		{"HeldFailsAsTheFirstMinuteIsCounted", world(1).fails(o(1), 1, 60).ages(orchid, 1, 60, 1), check.Held, 600, keptUp},
		{"BrokenFailsJustAfterTheFirstMinute", world(1).fails(o(1), 1+nanosecond, 60).ages(orchid, 1, 60, 1), check.Broken, 1, someLate("08:01", "1 mailbox", "0")},
		{"BrokenHealedJustBeforeTheMinute", world(1).fails(o(1), 60, 120-nanosecond).ages(orchid, 80, 120, 1), check.Broken, 120, someLate("10:00", "1 mailbox", "0")},
		{"HeldAStrangerInTheCohort", stranger, check.Held, 600, keptUp},
	})
}

// Whoever links a healthy account anew, maybe with somebody else's mailbox, is excused
// until another excuse says that the mailbox is still known.
func TestKeepUpExcusesLinkingElsewhere(t *testing.T) {
	promised(t, "calendars-keep-up", []row{
		{"HeldFailedLongBefore", world(1).fails(o(1), 30, 60).relinked(100, o(1)).ages(orchid, 110, lasts, 1), check.Held, 600, keptUp},
		{"HeldLinkedAsItHealed", world(1).fails(o(1), 90, 120).relinked(120, o(1)).ages(orchid, 121, lasts, 1), check.Held, 600, keptUp},
		{"BrokenLinkedJustBeforeItHealed", world(1).fails(o(1), 90, 120).relinked(120-nanosecond, o(1)).ages(orchid, 121, lasts, 1), check.Broken, 121, someLate("10:01", "1 mailbox", "0")},
		{"BrokenSeenTwiceSince", world(1).relinked(100, o(1)).fails(o(1), 130, 140).fails(o(1), 200, 210).ages(orchid, 150, 150, 1), check.Broken, 150, someLate("10:30", "1 mailbox", "0")},
		{"BrokenSeenToFailToTheEnd", world(2).relinked(100, o(1)).fails(o(1), 130, lasts).ages(orchid, 150, 150, 2), check.Broken, 150, someLate("10:30", "2 mailboxes", "1")},
		{"BrokenLinkedAsItBeganToFail", world(2).relinked(100, o(1)).fails(o(1), 100, 140).ages(orchid, 100, 100, 2), check.Broken, 100, someLate("09:40", "2 mailboxes", "1")},
		{"HeldLinkedElsewhereOnceMore", world(1).relinked(100, o(1)).fails(o(1), 130, 140).relinked(200, o(1)).ages(orchid, 250, lasts, 1), check.Held, 600, keptUp},
		{"BrokenBeforeLinkingOnceMore", world(1).relinked(100, o(1)).fails(o(1), 130, 140).relinked(200, o(1)).ages(orchid, 199, 199, 1), check.Broken, 199, someLate("11:19", "1 mailbox", "0")},
	})
}

// Answers that look well excuse everybody while their fault is in force, in whatever
// words, and for two polls more; but only where it has acted.
func TestKeepUpWhereAnswersLookWell(t *testing.T) {
	fault := func(what string, hits int) *built {
		b := world(2).fault("odd", 60, 120, hits)
		b.Header.Faults[0].What = what
		return b
	}
	fair := "in 520 minutes of cohorts only mailboxes that failed were older than two polls (20 min)"
	promised(t, "calendars-keep-up", []row{
		{"HeldBesideSomethingElse", fault("replies are 4m0s behind and latency 10m0s", 1).ages(orchid, 60, 139, 2), check.Held, 520, fair},
		{"BrokenItOnlySpeaksOfLatency", fault("status 503 with latency 4 s", 1).ages(orchid, 60, 139, 2), check.Broken, 60, someLate("09:00", "2 mailboxes", "0")},
		{"BrokenItNeverActed", fault("latency 10m0s", 0).ages(orchid, 60, 139, 2), check.Broken, 60, someLate("09:00", "2 mailboxes", "0")},
		{"BrokenJustBefore", fault("latency 10m0s", 1).ages(orchid, 59, 139, 2), check.Broken, 59, someLate("08:59", "2 mailboxes", "0")},
		{"BrokenTwoPollsAfter", fault("latency 10m0s", 1).ages(orchid, 60, 140, 2), check.Broken, 60, someLate("10:20", "2 mailboxes", "0")},
	})
	never := world(1).fault("odd", 0, lasts, 3).ages(orchid, 1, lasts, 1)
	never.Header.Faults[0].What = "latency 10m0s"
	assert.Nil(t, never.promise("calendars-keep-up"), "no minute can be judged")
	one := world(1)
	one.Series[thyme] = []history.Minute{{Stale: 1}}
	v := one.promise("calendars-keep-up")
	assert.Equal(t, check.Broken, v.Status, "a single minute of one cohort is enough")
	assert.Equal(t, at(1), v.At)
}
