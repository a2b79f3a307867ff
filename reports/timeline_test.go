package reports

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/sim/people"
)

func TestTimeline(t *testing.T) {
	b := squeeze()
	shape := func(hint string) history.ShapeSeen { return history.ShapeSeen{Shape: history.Shape{Hint: hint}} }
	b.add(1, shape("a")).add(300, shape("b")).add(300.2, shape("b")).add(300.3, shape("c")).add(301, shape("d"))
	b.add(9, history.HeartbeatLost{Last: at(1)}).add(310, history.Skimmed{Messages: 3}).add(311, history.Skimmed{Messages: 3, OpenAlerts: []string{"Slow"}})
	for i := range 5 {
		b.add(320+float64(i), history.FaultStarted{Rule: "drizzle"}).add(320.5+float64(i), history.FaultEnded{Rule: "drizzle"})
	}
	entries, left := timeline(b.sorted())
	classes := map[string]int{}
	for i, e := range entries {
		classes[e.Class]++
		if i > 0 {
			assert.False(t, e.At.Before(entries[i-1].At))
		}
	}
	assert.Equal(t, map[string]int{
		"fault": 3, "mailbox": 2, "chat": 2, "page": 1, "notice": 1, "action": 1, "status": 2, "relink": 2, "alarm": 1, "request": 3,
	}, classes, "a repeating fault is told once; shapes of the start are not, nor two alike in a minute")
	all := strings.Join(left, "; ")
	for _, want := range []string{"6 windows of repeating faults", "20 failures of single mailboxes", "30 mailboxes linked", "5 shapes of requests", "2 chat messages", "4 relink mails", "1 relink answer;", "1 chat skim that found no open alert"} {
		assert.Contains(t, all+";", want)
	}
}

func TestTimelineSaysWhatItLeavesOut(t *testing.T) {
	b := build(60 * maxEntries)
	for i := range maxEntries + 7 {
		b.add(float64(i), history.Acted{Action: "try"})
	}
	entries, left := timeline(b.sorted())
	assert.Len(t, entries, maxEntries)
	assert.Equal(t, []string{"7 lines after Wed 17 Sep 12:39, which only the saved history has"}, left)
}

func TestTimelineTellsBadReads(t *testing.T) {
	b := build(60).add(1, history.Read{Mailbox: "m", Answered: true, Wrong: "a ghost"}).add(2, history.Read{Mailbox: "m", Answered: true, Wrong: "a ghost"}).add(3, history.Read{Mailbox: "m", Error: "gone"})
	entries, left := timeline(b.sorted())
	require.Len(t, entries, 2)
	assert.Contains(t, entries[0].Text, "a ghost")
	assert.Equal(t, []string{"3 owners' reads"}, left)
}

func TestEveryMassHasItsName(t *testing.T) {
	assert.Len(t, massKinds, massSkims+1)
}

func TestPosts(t *testing.T) {
	b := build(600).fleet(10, "reed", "lagoon", "standard").fails(60, lasts, "reed-1")
	for i, share := range []float64{-1, 0.9, 0.91} {
		b.post(100+60*float64(i), fmt.Sprint("text ", i), share)
	}
	all := posts(b.sorted())
	require.Len(t, all, 3)
	assert.Equal(t, post{At: at(100), State: "identified", Text: "text 0"}, all[0])
	assert.Equal(t, post{At: at(160), State: "identified", Text: "text 1", Claimed: "90 % healthy", Truth: "90 % of 10 were healthy", Gap: "60 min"}, all[1])
	assert.True(t, all[2].Untrue)

	b.add(130, history.RelinkAsked{Mailbox: "reed-1", Failing: true})
	b.add(400, history.Posted{Post: people.Post{Claims: people.Claims{Healthy: &people.HealthClaim{Share: 1, ExceptWaiting: true}}}})
	last := posts(b.sorted())[3]
	assert.False(t, last.Untrue)
	assert.Equal(t, "100 % healthy, but who has not answered", last.Claimed)
	assert.Equal(t, (3 * time.Hour).String(), last.At.Sub(at(220)).String())

	nobody := build(600).post(100, "all is well", 1)
	assert.False(t, posts(nobody.sorted())[0].Untrue, "a claim about nobody is not untrue")
}
