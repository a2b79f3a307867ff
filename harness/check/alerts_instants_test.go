package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

// alertExpected is an expectation's verdict in full.
type alertExpected struct {
	name    string
	e       scenarios.Expectation
	b       *built
	status  check.Status
	sample  int
	at      float64
	message string
	lines   []check.Evidence
}

func alertsExpected(t *testing.T, rows []alertExpected) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			v := r.b.expect(t, r.e)
			assert.Equal(t, r.status, v.Status)
			assert.Equal(t, r.sample, v.Sample, "sample")
			assert.Equal(t, at(r.at), v.At, "the instant that decided")
			assert.Equal(t, r.message, v.Message)
			assert.Equal(t, r.lines, v.Evidence)
		})
	}
}

// deaf is the same world with a system that delivers no alerts; unlinked, one of whose
// mailboxes none was ever linked.
func (b *built) deaf() *built {
	b.Header.Alerts = false
	return b
}

func (b *built) unlinked() *built {
	var kept []history.Event
	for _, e := range b.Events {
		if _, is := e.Data.(history.Linked); !is {
			kept = append(kept, e)
		}
	}
	b.Events = kept
	return b
}

// What an expected alert is judged by: the notice, the loss of the heartbeat, or the end.
func TestExpectAlertIsProven(t *testing.T) {
	soon := func(provider string) scenarios.Expectation {
		return scenarios.Expectation{Alert: &scenarios.ExpectAlert{Level: "look_now", Provider: provider, After: "storm", Within: within(15 * time.Minute)}}
	}
	never := func(provider string) scenarios.Expectation {
		return scenarios.Expectation{Alert: &scenarios.ExpectAlert{Level: "look_now", Provider: provider, After: "storm", Within: scenarios.Within{Never: true}}}
	}
	told := func(minutes float64) *built { return storm(1).notice(minutes, "look_now", orchid, "firing") }
	opens := func(minutes float64) []check.Evidence {
		return []check.Evidence{{At: at(minutes), Text: "the look-now alert Fails for orchid.example reaches the pager"}}
	}
	lost := func(minutes float64) *built { return storm(1).add(minutes, history.HeartbeatLost{Last: at(50)}) }
	const (
		none   = "no look_now alert for orchid.example came in the 9 h from the start of storm to the end"
		nobody = "no mailbox of orchid.example was ever linked, so there was nothing to alert for"
		silent = "alerting itself was silent from 2031-05-06 08:50 UTC on, so no look_now alert for orchid.example could have come"
	)
	late := exactly(75, 1)
	first := world(1).fault("storm", 0, 120, 5).fault("gust", 200, 210, 5)
	alertsExpected(t, []alertExpected{
		{"HeldInTime", soon(orchid), told(75), check.Held, 1, 75, "the first look_now alert for orchid.example came 15 min after storm began, at 2031-05-06 09:15 UTC; expected within 15 min", opens(75)},
		{"BrokenAnInstantLater", soon(orchid), told(late), check.Broken, 1, late, "the first look_now alert for orchid.example came 15 min after storm began, at 2031-05-06 09:15 UTC; expected within 15 min", opens(late)},
		{"BrokenAnInstantBeforeTheStart", soon(orchid), told(exactly(60, -1)), check.Broken, 1, lasts, none + "; expected within 15 min", nil},
		{"BrokenAtTheVeryStartThoughNever", never(orchid), told(60), check.Broken, 1, 60, "the first look_now alert for orchid.example came 0 s after storm began, at 2031-05-06 09:00 UTC; expected never", opens(60)},
		{"BrokenThoughNobodyIsLinked", soon(orchid), storm(1).unlinked(), check.Broken, 1, lasts, none + "; expected within 15 min", nil},
		{"BrokenThoughAlertingIsSilent", soon(orchid), lost(90), check.Broken, 1, lasts, none + "; expected within 15 min", nil},
		{"HeldNever", never(orchid), storm(1), check.Held, 1, lasts, none, nil},
		{"VacuousNobodyIsLinked", never(orchid), storm(1).unlinked(), check.Vacuous, 0, lasts, nobody, nil},
		{"VacuousSilentFromTheStart", never(orchid), lost(60), check.Vacuous, 0, 60, silent, []check.Evidence{{At: at(60), Text: "the heartbeat of the alerting is lost, the last one 10 min ago"}}},
		{"HeldSilentAnInstantBefore", never(orchid), lost(exactly(60, -1)), check.Held, 1, lasts, none, nil},
		{"VacuousTheWorldEndsAnInstantTooSoon", soon(orchid), world(1).fault("storm", exactly(585, 1), lasts, 5), check.Vacuous, 0, lasts,
			"the world ends 15 min after storm began, before the 15 min in which a look_now alert for orchid.example was expected had passed", nil},
		{"VacuousNoFault", soon(orchid), world(1), check.Vacuous, 0, lasts, `there is no fault named "storm"`, nil},
		{"NotApplicable", soon(orchid), told(70).deaf(), check.NotApplicable, 0, lasts, "the system under test delivers no alerts", nil},
		{"HeldWhateverFaultComesLater", soon(orchid), first.notice(15, "look_now", orchid, "firing"), check.Held, 1, 15, "the first look_now alert for orchid.example came 15 min after storm began, at 2031-05-06 08:15 UTC; expected within 15 min", opens(15)},
	})
}

// Who notices first, with bounds or without.
func TestExpectNoticedIsProven(t *testing.T) {
	by := func(signal string, from, to float64) scenarios.Expectation { // 0: no bound
		x := &scenarios.ExpectNoticed{First: signal, After: "storm"}
		if from > 0 {
			x.From = until(from)
		}
		if to > 0 {
			x.By = until(to)
		}
		return scenarios.Expectation{Noticed: x}
	}
	noticed := func(minutes float64, signal string) *built {
		return storm(1).add(minutes, history.Noticed{By: signal, Provider: orchid, What: "calendars stand still"})
	}
	lines := func(minutes float64, signal string) []check.Evidence {
		return []check.Evidence{{At: at(minutes), Text: "the team notices, by " + signal + ": calendars stand still"}}
	}
	const page = "first noticed by page at 2031-05-06 09:40 UTC, 40 min after storm began; expected by page"
	early, late := exactly(100, -1), exactly(100, 1)
	alertsExpected(t, []alertExpected{
		{"HeldAtAnyTime", by("page", 0, 0), noticed(100, "page"), check.Held, 1, 100, page, lines(100, "a page")},
		{"HeldAtTheFirstInstant", by("page", 100, 0), noticed(100, "page"), check.Held, 1, 100, page + ", not before 2031-05-06 09:40 UTC", lines(100, "a page")},
		{"BrokenAnInstantEarlier", by("page", 100, 0), noticed(early, "page"), check.Broken, 1, early,
			"first noticed by page at 2031-05-06 09:39:59 UTC, 40 min after storm began; expected by page, not before 2031-05-06 09:40 UTC", lines(early, "a page")},
		{"HeldAtTheLastInstant", by("page", 0, 100), noticed(100, "page"), check.Held, 1, 100, page + ", not after 2031-05-06 09:40 UTC", lines(100, "a page")},
		{"BrokenAnInstantLater", by("page", 0, 100), noticed(late, "page"), check.Broken, 1, late, page + ", not after 2031-05-06 09:40 UTC", lines(late, "a page")},
		{"BrokenByAnother", by("page", 0, 0), noticed(100, "chat"), check.Broken, 1, 100, "first noticed by chat at 2031-05-06 09:40 UTC, 40 min after storm began; expected by page", lines(100, "a look at the chat")},
		{"BrokenOnlyAnInstantBeforeTheStart", by("page", 0, 0), noticed(exactly(60, -1), "page"), check.Broken, 1, lasts, "nobody noticed from the start of storm to the end; expected by page", nil},
		{"VacuousNoFault", by("page", 0, 0), world(1), check.Vacuous, 0, lasts, `there is no fault named "storm"`, nil},
		{"NotApplicable", by("page", 0, 0), noticed(100, "page").deaf(), check.NotApplicable, 0, lasts, "the system under test delivers no alerts", nil},
	})
}
