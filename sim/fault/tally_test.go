package fault_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
	"anchorage/sim/mailbox"
	"anchorage/sim/units"
)

func TestNthText(t *testing.T) {
	for text, want := range map[string]fault.Nth{
		"":     {},
		"1":    {From: 1, Until: 1},
		"3":    {From: 3, Until: 3},
		"1..3": {From: 1, Until: 3},
		"4..":  {From: 4},
		"5..5": {From: 5, Until: 5},
	} {
		t.Run("OK "+text, func(t *testing.T) {
			var got fault.Nth
			require.NoError(t, got.UnmarshalText([]byte(text)))
			assert.Equal(t, want, got)
			again, err := got.MarshalText()
			require.NoError(t, err)
			var twice fault.Nth
			require.NoError(t, twice.UnmarshalText(again))
			assert.Equal(t, want, twice)
		})
	}
	for _, text := range []string{"0", "-1", "+1", "1.5", "a", "..3", "..", "3..1", "0..2", "1...3", "1..2..3", " 1", "99999999999"} {
		t.Run("Err "+text, func(t *testing.T) {
			got := fault.Nth{From: 7}
			assert.ErrorContains(t, got.UnmarshalText([]byte(text)), `expected a number from 1 on, or a range such as "1..3" or "4.."`)
			assert.Equal(t, fault.Nth{From: 7}, got, "a mistake changes nothing")
		})
	}
}

// hits are the ordinal numbers, of count requests, that a rule hits.
func hits(e *fault.Engine, r fault.Request, count int) []int {
	var all []int
	for i := range count {
		if len(e.Decide(from.Add(time.Duration(i)*time.Millisecond), r).Rules) > 0 {
			all = append(all, i+1)
		}
	}
	return all
}

func TestNth(t *testing.T) {
	w := newWorld()
	for nth, want := range map[fault.Nth][]int{
		{From: 1, Until: 1}: {1},
		{From: 3, Until: 3}: {3},
		{From: 2, Until: 4}: {2, 3, 4},
		{From: 5}:           {5, 6},
	} {
		t.Run(nth.String(), func(t *testing.T) {
			e := w.engine(t, fault.Rule{Name: "some", Match: fault.Match{Provider: mailbox.OutlookCom, Nth: nth}, Inject: status(503)})
			assert.Equal(t, want, hits(e, w.request("outlook-00"), 6))
			assert.Equal(t, want, hits(e, w.request("outlook-01"), 6), "each mailbox has a count of its own")
			assert.Empty(t, hits(e, w.request("work-00"), 6), "what fails another condition is not counted")
			assert.Equal(t, []fault.Count{{Rule: "some", Hits: 2 * len(want), NearMisses: 2*(6-len(want)) + 6}}, e.Counts())
		})
	}
}

func TestNthCountsWhatMeetsAllElse(t *testing.T) {
	w := newWorld()
	e := w.engine(t, fault.Rule{Name: "second", At: at(time.Hour), Match: fault.Match{Nth: fault.Nth{From: 2, Until: 2}, Header: fault.HeaderMatch{Present: []string{"Prefer"}}}, Inject: status(503)})
	with, without := w.request("work-00", header("Prefer", "x")), w.request("work-00")
	decide := func(after time.Duration, r fault.Request) int { return len(e.Decide(from.Add(after), r).Rules) }
	assert.Zero(t, decide(0, with), "not yet in force: not counted")
	assert.Zero(t, decide(time.Hour, with))
	assert.Zero(t, decide(time.Hour, without), "another condition fails: not counted")
	assert.Equal(t, 1, decide(time.Hour, with))
	assert.Zero(t, decide(time.Hour, with))
}

func TestNthAnewEachPeriod(t *testing.T) {
	w := newWorld()
	e := w.engine(t, fault.Rule{Name: "first", Every: units.Duration(time.Hour), For: units.Duration(time.Minute), Match: fault.Match{Nth: fault.Nth{From: 1, Until: 1}}, Inject: status(503)})
	for hour := range 3 {
		now := from.Add(time.Duration(hour) * time.Hour)
		assert.Len(t, e.Decide(now, w.request("work-00")).Rules, 1)
		assert.Empty(t, e.Decide(now.Add(time.Second), w.request("work-00")).Rules)
	}
}

func TestProbability(t *testing.T) {
	const mailboxes, requests = 200, 50
	draw := func(seed uint64, chance units.Share, backwards bool) map[string][]int {
		e, err := fault.New([]fault.Rule{{Name: "some", Match: fault.Match{Probability: chance}, Inject: status(503)}}, newWorld().options(seed))
		require.NoError(t, err)
		all := map[string][]int{}
		for i := range mailboxes {
			if backwards {
				i = mailboxes - 1 - i
			}
			r := newWorld().request("work-00")
			r.Mailbox = &mailbox.Spec{ID: fmt.Sprint("m-", i)}
			all[r.Mailbox.ID] = hits(e, r, requests)
		}
		return all
	}
	count := func(all map[string][]int) (n int) {
		for _, of := range all {
			n += len(of)
		}
		return n
	}
	half := draw(1, 0.5, false)
	assert.InDelta(t, 0.5, float64(count(half))/(mailboxes*requests), 0.02)
	firsts := 0
	for _, of := range half {
		if len(of) > 0 && of[0] == 1 {
			firsts++
		}
	}
	assert.InDelta(t, 0.5, float64(firsts)/mailboxes, 0.12, "half of the mailboxes at any one number")
	assert.Equal(t, half, draw(1, 0.5, true), "the order of the mailboxes changes nothing")
	assert.NotEqual(t, half, draw(2, 0.5, false), "another seed draws others")
	assert.Equal(t, mailboxes*requests, count(draw(1, 1, false)))
	assert.Zero(t, count(draw(1, 1e-12, false)))
	assert.Equal(t, mailboxes*requests, count(draw(1, 0, false)), "absent: always")
}

func TestExplainNthAndProbability(t *testing.T) {
	w := newWorld()
	e := w.engine(t,
		fault.Rule{Name: "second", Match: fault.Match{Nth: fault.Nth{From: 2, Until: 2}}, Inject: fault.Inject{Latency: &fault.Latency{Median: units.Duration(time.Second)}}},
		fault.Rule{Name: "rare", Match: fault.Match{Probability: 1e-9}, Inject: status(503)})
	r := w.request("work-00")
	for range 3 { // explaining counts nothing
		told := e.Explain(from, r)
		assert.Equal(t, "nth: number 1 of its mailbox, not 2", told[0].FirstFailed)
		assert.Equal(t, "probability: number 1 of its mailbox is not among the 0 % drawn", told[1].FirstFailed)
	}
	e.Decide(from, r)
	assert.True(t, e.Explain(from, r)[0].Hit)
}
