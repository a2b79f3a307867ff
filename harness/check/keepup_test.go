package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// ages gives a cohort a sample for each minute, of which those from one to another
// have so many stale mailboxes.
func (b *built) ages(cohort string, from, to, stale int) *built {
	all := make([]history.Minute, lasts)
	for i := from; i <= to; i++ {
		all[i-1].Stale = stale
	}
	b.Series[cohort] = all
	return b
}

func TestCalendarsKeepUp(t *testing.T) {
	held := "in 600 minutes of cohorts only mailboxes that failed were older than two polls (20 min)"
	late := func(at string, failing string) string {
		return "at 2031-05-06 " + at + " UTC 1 mailbox of orchid.example had no complete round for two polls (20 min), and " + failing + " of them failed"
	}
	disguised := func(what string) *built {
		b := world(2).fault("odd", 60, 120, 3).ages(orchid, 60, 139, 2)
		b.Header.Faults[0].What = what
		return b
	}
	fair := "in 520 minutes of cohorts only mailboxes that failed were older than two polls (20 min)"
	promised(t, "calendars-keep-up", []row{
		{"Held", world(1).ages(orchid, 1, 0, 0), check.Held, 600, held},
		{"HeldOldWhileFailing", world(2).fails(o(1), 60, 120).ages(orchid, 80, 120, 1), check.Held, 600, held},
		{"HeldOldUntilTheVeryEnd", world(2).fails(o(1), 60, lasts).ages(orchid, 80, lasts, 1), check.Held, 600, held},
		{"HeldHealedWithTheSample", world(1).fails(o(1), 60, 120).ages(orchid, 80, 120, 1), check.Held, 600, held},
		{"BrokenAfterIt", world(1).fails(o(1), 60, 120).ages(orchid, 80, 121, 1), check.Broken, 121, late("10:01", "0")},
		{"BrokenBeforeIt", world(1).fails(o(1), 60.5, 120).ages(orchid, 60, 120, 1), check.Broken, 60, late("09:00", "0")},
		{"BrokenWithoutFailing", world(1).ages(orchid, 30, 40, 1), check.Broken, 30, late("08:30", "0")},
		{"BrokenAnotherFails", world(1).fails(h(1), 10, 60).ages(orchid, 30, 40, 1), check.Broken, 30, late("08:30", "0")},
		{"BrokenMoreThanFail", world(3).fails(o(1), 10, 60).ages(orchid, 30, 40, 2), check.Broken, 30,
			"at 2031-05-06 08:30 UTC 2 mailboxes of orchid.example had no complete round for two polls (20 min), and 1 of them failed"},
		{"HeldPutOff", world(1).add(30, history.HeldOff{Mailbox: o(1), For: 5 * time.Minute}).ages(orchid, 30, 46, 1), check.Held, 600, held},
		{"BrokenPutOffLongAgo", world(1).add(30, history.HeldOff{Mailbox: o(1), For: 5 * time.Minute}).ages(orchid, 30, 47, 1), check.Broken, 47, late("08:47", "0")},
		{"HeldPutOffWhileFailing", world(1).fails(o(1), 30, 60).add(32, history.HeldOff{Mailbox: o(1), For: 5 * time.Minute}).ages(orchid, 30, 60, 1), check.Held, 600, held},
		{"BrokenPutOffCountsOnce", world(2).fails(o(1), 30, 60).add(32, history.HeldOff{Mailbox: o(1), For: 5 * time.Minute}).ages(orchid, 40, 41, 2), check.Broken, 40,
			"at 2031-05-06 08:40 UTC 2 mailboxes of orchid.example had no complete round for two polls (20 min), and 1 of them failed"},
		{"HeldLinkedAnewMaybeElsewhere", world(1).relinked(100, o(1)).ages(orchid, 100, lasts, 1), check.Held, 600, held},
		{"HeldLinkedAnewTwice", world(1).relinked(100, o(1)).relinked(110, o(1)).ages(orchid, 100, lasts, 1), check.Held, 600, held},
		{"BrokenBeforeLinkingAnew", world(1).relinked(100.5, o(1)).ages(orchid, 100, 110, 1), check.Broken, 100, late("09:40", "0")},
		{"BrokenSeenSince", world(1).relinked(100, o(1)).fails(o(1), 130, 140).ages(orchid, 100, 141, 1), check.Broken, 141, late("10:21", "0")},
		{"BrokenLinkedAnewAsItFailed", world(1).fails(o(1), 90, 120).relinked(100, o(1)).ages(orchid, 100, 121, 1), check.Broken, 121, late("10:01", "0")},
		{"BrokenLinkedAnewCountsOnce", world(2).relinked(100, o(1)).relinked(105, o(1)).ages(orchid, 110, 110, 2), check.Broken, 110,
			"at 2031-05-06 09:50 UTC 2 mailboxes of orchid.example had no complete round for two polls (20 min), and 1 of them failed"},
		{"HeldWhileDown", world(1).down(100, 110).ages(orchid, 100, 129, 1), check.Held, 570, "in 570 minutes of cohorts only mailboxes that failed were older than two polls (20 min)"},
		{"BrokenTwoPollsLater", world(1).down(100, 110).ages(orchid, 100, 130, 1), check.Broken, 100, late("10:10", "0")},
		{"HeldHTML", disguised("an HTML page with status 200"), check.Held, 520, fair},
		{"HeldMalformed", disguised("JSON that does not parse"), check.Held, 520, fair},
		{"HeldCut", disguised("body cut after 50 %"), check.Held, 520, fair},
		{"HeldSlow", disguised("latency 4 s"), check.Held, 520, fair},
		{"BrokenPlain", disguised("status 503"), check.Broken, 60, "at 2031-05-06 09:00 UTC 2 mailboxes of orchid.example had no complete round for two polls (20 min), and 0 of them failed"},
	})
	assert.Nil(t, world(1).promise("calendars-keep-up"), "nothing was sampled")
	assert.Nil(t, world(1).down(0, lasts).ages(orchid, 1, lasts, 1).promise("calendars-keep-up"), "the system never ran")
	unpaced := world(1).ages(orchid, 1, lasts, 1)
	unpaced.Header.Poll = 0
	assert.Nil(t, unpaced.promise("calendars-keep-up"), "nobody says how often it polls")
	assert.Equal(t, at(30), world(1).ages(orchid, 30, 40, 1).promise("calendars-keep-up").At)
}
