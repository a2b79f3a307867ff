package check_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// exactly is an instant so much before or after a minute, to the nanosecond, in minutes.
func exactly(minutes float64, by time.Duration) float64 {
	d := time.Duration(math.Round(minutes*float64(time.Minute))) + by
	return math.Nextafter(float64(d)/float64(time.Minute), math.Inf(1))
}

// alertProof is a verdict that is given in full: whoever reads it must find what it says in
// the history.
type alertProof struct {
	name    string
	promise string
	b       *built
	status  check.Status
	sample  int
	at      float64
	message string
	lines   []check.Evidence
}

func alertsProven(t *testing.T, rows []alertProof) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			v := r.b.promise(r.promise)
			require.NotNil(t, v, "the verdict is part of the list")
			assert.Equal(t, r.status, v.Status)
			assert.Equal(t, r.sample, v.Sample, "sample")
			assert.Equal(t, at(r.at), v.At, "the instant that decided")
			assert.Equal(t, r.message, v.Message)
			assert.Equal(t, r.lines, v.Evidence)
		})
	}
}

// lines of a history, as a verdict shows them.
func mostOpens(minutes float64) check.Evidence {
	return check.Evidence{At: at(minutes), Text: "the look-now alert Most for orchid.example reaches the pager at high urgency"}
}

func mostCloses(minutes float64) check.Evidence {
	return check.Evidence{At: at(minutes), Text: "the look-now alert Most for orchid.example closes on the pager"}
}

func someOpens(minutes float64) check.Evidence {
	return check.Evidence{At: at(minutes), Text: "the informational alert Some for orchid.example reaches the chat"}
}

func escalationOpens(minutes float64) check.Evidence {
	return check.Evidence{At: at(minutes), Text: "the review-soon alert StaysOpen for orchid.example reaches the pager at low urgency"}
}

// What broke a promise is proven by the notices that broke it, at the instant at which it
// did; what never came, at the instant at which it was due.
func TestBrokenPromisesOnAlertsAreProven(t *testing.T) {
	out := func() *built { return alerted(4).allFail(orchid, 60, 200) }
	ended := func() *built { return alerted(4).allFail(orchid, 60, 100).opens(70, "Most", orchid) }
	tenth := alerted(10).fails(o(3), 60, 100).opens(99, "Keep", orchid).closes(99.5, "Keep", orchid)
	open := func() *built { return alerted(4).opens(60, "Some", orchid) }
	dark := alerted(4).down(60, 200)
	alertsProven(t, []alertProof{
		{"NeverOpened", "alerts-in-time", out(), check.Broken, 1, 71,
			"Most for orchid.example is not open at the pager at 2031-05-06 09:11 UTC, although more than 25 % of its accounts have failed since 2031-05-06 09:02 UTC; expected within 9 min", nil},
		{"NoReason", "alerts-in-time", alerted(4).opens(100, "Most", orchid), check.Broken, 1, 100,
			"Most for orchid.example came to the pager at 2031-05-06 09:40 UTC, although no more than 25 % of its accounts had failed for 5 min; expected none", []check.Evidence{mostOpens(100)}},
		{"ClosedTooSoon", "gaps-join", ended().closes(105, "Most", orchid), check.Broken, 1, 105,
			"Most for orchid.example closed at the pager at 2031-05-06 09:45 UTC, although more than 25 % of its accounts failed until 2031-05-06 09:40 UTC; expected it to stay open for 15 min from then on", []check.Evidence{mostOpens(70), mostCloses(105)}},
		{"ClosedWhileItFails", "gaps-join", tenth, check.Broken, 1, 99.5,
			"Keep for orchid.example closed at the pager at 2031-05-06 09:39:30 UTC, although more than 2.5 % of its accounts failed until 2031-05-06 09:34:30 UTC; expected it to stay open",
			[]check.Evidence{{At: at(99), Text: "the review-soon alert Keep for orchid.example reaches the pager at low urgency"}, {At: at(99.5), Text: "the review-soon alert Keep for orchid.example closes on the pager"}}},
		{"Lingers", "gaps-join", ended(), check.Broken, 1, exactly(120, time.Second),
			"Most for orchid.example, open at the pager since 2031-05-06 09:10 UTC, has not closed by 2031-05-06 10:00:01 UTC, although no more than 25 % of its accounts fail any longer", []check.Evidence{mostOpens(70)}},
		{"ClosedByARestart", "alerts-outlast-restarts", out().down(100, 104).opens(70, "Most", orchid).closes(106, "Most", orchid), check.Broken, 1, 106,
			"Most for orchid.example closed at the pager at 2031-05-06 09:46 UTC, although more than 25 % of its accounts failed until 2031-05-06 09:45 UTC; expected it to stay open for 15 min from then on", []check.Evidence{mostOpens(70), mostCloses(106)}},
		{"ToldAgain", "alerts-told-once", alerted(4).opens(60, "Most", orchid).opens(70, "Most", orchid), check.Broken, 2, 70,
			"Most for orchid.example came to the pager again at 2031-05-06 09:10 UTC, 10 min after its last notice and still open; expected a repetition after 4 h", []check.Evidence{mostOpens(60), mostOpens(70)}},
		{"ClosedWithoutHavingBeenOpen", "alerts-told-once", alerted(4).closes(90, "Most", orchid).opens(95, "Most", orchid), check.Broken, 1, 90,
			"Most for orchid.example closed at the pager at 2031-05-06 09:30 UTC without having been open", []check.Evidence{mostCloses(90)}},
		{"DoesNotEscalate", "informational-escalates", open(), check.Broken, 1, 187,
			"Some for orchid.example has been open at the chat since 2031-05-06 09:00 UTC, and no StaysOpen is at the pager by 2031-05-06 11:07 UTC", []check.Evidence{someOpens(60)}},
		{"ItsEscalationCloses", "informational-escalates", open().opens(180, "StaysOpen", orchid).closes(300, "StaysOpen", orchid), check.Broken, 1, 300,
			"StaysOpen for orchid.example closed at 2031-05-06 13:00 UTC, although Some had been open since 2031-05-06 09:00 UTC; expected it to be told once, and to stay open",
			[]check.Evidence{someOpens(60), escalationOpens(180), {At: at(300), Text: "the review-soon alert StaysOpen for orchid.example closes on the pager"}}},
		{"EscalatesTooSoon", "informational-escalates", open().opens(100, "StaysOpen", orchid).closes(190, "Some", orchid), check.Broken, 2, 100,
			"StaysOpen for orchid.example came to the pager at 2031-05-06 09:40 UTC, although no informational alert had been open for 2 h", []check.Evidence{escalationOpens(100)}},
		{"NotHeldBack", "informational-escalates", alerted(4).opens(100, "Most", orchid).opens(180, "StaysOpen", orchid), check.Broken, 1, 180,
			"StaysOpen for orchid.example came to the pager at 2031-05-06 11:00 UTC, although Most had been open since 2031-05-06 09:40 UTC; expected it to be held back", []check.Evidence{mostOpens(100), escalationOpens(180)}},
		{"DownIsNotPaged", "notices-arrive", dark, check.Broken, 1, 69,
			"the system was down from 2031-05-06 09:00 UTC to 2031-05-06 11:20 UTC, and no Down is open at the pager at 2031-05-06 09:09 UTC; expected within 9 min", nil},
		{"UpIsPaged", "notices-arrive", alerted(4).opens(100, "Down", ""), check.Broken, 1, 100,
			"Down came to the pager at 2031-05-06 09:40 UTC, although the system had run", []check.Evidence{{At: at(100), Text: "the look-now alert Down reaches the pager at high urgency"}}},
		{"NoHeartbeat", "notices-arrive", alerted(4).add(100, history.HeartbeatLost{Last: at(89)}), check.Broken, 1, 100,
			"no heartbeat arrived for a while before 2031-05-06 09:40 UTC, although nothing kept it", []check.Evidence{{At: at(100), Text: "the heartbeat of the alerting is lost, the last one 11 min ago"}}},
	})
}

// What is kept is kept to the end of the world, of so many.
func TestPromisesOnAlertsAreKeptToTheEnd(t *testing.T) {
	open := func() *built {
		return alerted(4).allFail(orchid, 60, lasts).opens(70, "Most", orchid).opens(75, "Some", orchid)
	}
	alertsProven(t, []alertProof{
		{"InTime", "alerts-in-time", open(), check.Held, 4, lasts, "4 alerts came when due and not without cause", nil},
		{"Joined", "gaps-join", open(), check.Held, 2, lasts, "2 alerts closed when what they tell of had been over for long enough, or are open", nil},
		{"ToldOnce", "alerts-told-once", open(), check.Held, 2, lasts, "2 notices: each alert was told once and closed once", nil},
		{"Outlasted", "alerts-outlast-restarts", open().down(100, 104), check.Held, 2, lasts, "2 alerts outlasted a restart of the system, or came in spite of it", nil},
		{"Escalated", "informational-escalates", open(), check.Held, 1, lasts, "1 alert escalated when due, or had no reason to, and none was told beside a look-now alert", nil},
		{"Arrived", "notices-arrive", open(), check.Held, 1, lasts, "1 notice arrived by the way that was left, or had no reason to", nil},
		{"Closed", "alerts-close", opened(lasts), check.Held, 1, lasts, "1 alert was opened; 1 was open at the end, and none of them for what had been over for 2 h", nil},
	})
}
