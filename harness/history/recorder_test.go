package history_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/sim/journal"
	"anchorage/sim/people"
)

var from = time.Date(2031, 5, 6, 0, 0, 0, 0, time.UTC)

func at(d time.Duration) time.Time { return from.Add(d) }

func recorder(mailboxes int) *history.Recorder {
	h := history.Header{Version: history.Version, From: from, Until: at(time.Hour), Poll: 2 * time.Minute}
	c := history.Cohort{Name: "outlook.com", Select: people.Selector{Provider: "outlook.com"}}
	odd := history.Cohort{Name: "odd"}
	for i := range mailboxes {
		id := fmt.Sprintf("m-%d", i)
		h.Mailboxes = append(h.Mailboxes, history.Mailbox{ID: id, Provider: "outlook.com"})
		c.Members = append(c.Members, id)
		if i%2 == 1 {
			odd.Members = append(odd.Members, id)
		}
	}
	h.Cohorts = []history.Cohort{c, odd}
	return history.NewRecorder(h)
}

// exchange is one delta request; status 200 completes a round.
func exchange(mailbox string, end time.Time, status int) journal.Exchange {
	return journal.Exchange{
		At: end.Add(-time.Millisecond), End: end, Mailbox: mailbox, Host: "outlook.office.com", Dialect: journal.OutlookREST, Operation: journal.Delta,
		Method: "GET", Hint: journal.HintNone, TokenKind: "live", UserAgent: "sync/1", Status: status, RoundComplete: status == 200,
	}
}

func kindsOf(h *history.History) []string {
	var out []string
	for _, e := range h.Events {
		out = append(out, e.Data.Kind())
	}
	return out
}

func TestWaits(t *testing.T) {
	throttledWrite := func(end time.Time) journal.Exchange {
		x := exchange("m-0", end, 429)
		x.Operation, x.RetryAfter = journal.UpdateEvent, time.Minute
		return x
	}
	t.Run("HeldOff", func(t *testing.T) {
		r := recorder(1)
		r.Exchange(throttledWrite(at(time.Second)))
		h := r.Finish(nil)
		assert.Equal(t, history.HeldOff{Mailbox: "m-0", For: time.Minute}, h.Events[len(h.Events)-1].Data)
		assert.False(t, r.Failing("m-0"))
	})
	t.Run("HeldOffWhileFailing", func(t *testing.T) {
		r := recorder(1)
		r.Exchange(exchange("m-0", at(time.Second), 503))
		r.Exchange(throttledWrite(at(2 * time.Second)))
		assert.NotContains(t, kindsOf(r.Finish(nil)), "mailbox.held_off")
	})
	t.Run("HeldOffWhileFailingBeforeAnyRound", func(t *testing.T) {
		r := recorder(1)
		noToken := exchange("m-0", at(time.Second), 429)
		noToken.Operation = journal.Token
		r.Exchange(noToken)
		r.Exchange(throttledWrite(at(2 * time.Second)))
		h := r.Finish(nil)
		assert.Equal(t, history.HeldOff{Mailbox: "m-0", For: time.Minute, Failing: true}, h.Events[len(h.Events)-1].Data)
	})
	t.Run("FailsByAWait", func(t *testing.T) {
		r := recorder(1)
		x := exchange("m-0", at(time.Second), 429)
		x.RetryAfter = time.Minute
		r.Exchange(x)
		h := r.Finish(nil)
		failing, is := h.Events[len(h.Events)-1].Data.(history.Failing)
		assert.True(t, is)
		assert.Equal(t, time.Minute, failing.Wait)
	})
	t.Run("TooEarly", func(t *testing.T) {
		r := recorder(1)
		x := exchange("m-0", at(time.Minute), 200)
		x.Early, x.Asked = time.Second, at(time.Second)
		r.Exchange(x)
		assert.Contains(t, r.Finish(nil).Events, history.Event{At: x.At, Actor: "mailbox/m-0", Seq: 1,
			Data: history.TooEarly{Mailbox: "m-0", Operation: journal.Delta, By: time.Second, Asked: at(time.Second)}})
	})
}

func TestExchange(t *testing.T) {
	t.Run("Linked", func(t *testing.T) {
		r := recorder(1)
		r.Exchange(exchange("m-0", at(time.Second), 200))
		r.Exchange(exchange("m-0", at(time.Minute), 200))
		assert.False(t, r.Failing("m-0"))
		assert.Equal(t, at(time.Minute), r.LastComplete("m-0"))
		assert.Equal(t, []string{"requests.shape", "mailbox.linked"}, kindsOf(r.Finish(nil)))
	})
	t.Run("FailingOnceAndHealed", func(t *testing.T) {
		r := recorder(1)
		r.Exchange(exchange("m-0", at(1*time.Second), 200))
		failed := exchange("m-0", at(2*time.Second), 503)
		failed.Code, failed.Faults = "Busy", []string{"storm"}
		r.Exchange(failed)
		r.Exchange(exchange("m-0", at(3*time.Second), 0))
		assert.True(t, r.Failing("m-0"))
		page := exchange("m-0", at(4*time.Second), 200)
		page.RoundComplete = false
		r.Exchange(page)
		assert.True(t, r.Failing("m-0"), "a page is no round")
		healed := exchange("m-0", at(5*time.Second), 200)
		healed.Hint = journal.HintEmail
		r.Exchange(healed)
		assert.False(t, r.Failing("m-0"))
		h := r.Finish(nil)
		require.Len(t, h.Events, 7, "the shape once more, when a failing mailbox sends it, and that its hint is another")
		assert.Equal(t, history.Event{At: at(2 * time.Second), Actor: "mailbox/m-0", Seq: 2, Data: history.Failing{Mailbox: "m-0", Status: 503, Code: "Busy", Hint: "none", Faults: []string{"storm"}}}, h.Events[2])
		assert.Equal(t, history.Healed{Mailbox: "m-0", Since: at(2 * time.Second), Attempts: 2, Hint: "email", TokenKind: "live", Dialect: journal.OutlookREST}, h.Events[6].Data)
	})
	t.Run("FailsBeforeItIsLinked", func(t *testing.T) {
		r := recorder(1)
		r.Exchange(exchange("m-0", at(time.Second), 503))
		r.Sample(at(time.Minute))
		r.Exchange(exchange("m-0", at(61*time.Second), 200))
		h := r.Finish(nil)
		assert.Equal(t, []string{"requests.shape", "mailbox.failing", "requests.shape", "mailbox.healed", "mailbox.linked"}, kindsOf(h))
		assert.Zero(t, h.Series["outlook.com"][0].Failing, "never linked: neither failing nor healthy")
	})
	t.Run("OtherOperationsAreNoRound", func(t *testing.T) {
		r := recorder(1)
		x := exchange("m-0", at(time.Second), 400)
		x.Operation = journal.Authorize
		r.Exchange(x)
		assert.False(t, r.Failing("m-0"))
		assert.Equal(t, 1, r.Requests("m-0"))
	})
	t.Run("WithoutMailbox", func(t *testing.T) {
		r := recorder(1)
		r.Exchange(exchange("", at(time.Second), 503))
		r.Exchange(exchange("stranger", at(time.Second), 503))
		assert.Equal(t, 2, r.Total())
		assert.Zero(t, r.Requests("stranger"))
		assert.True(t, r.LastComplete("stranger").IsZero())
		h := r.Finish(nil)
		assert.Equal(t, 2, h.Requests)
		assert.Equal(t, []string{"requests.shape"}, kindsOf(h))
	})
}

func TestShapes(t *testing.T) {
	r := recorder(2)
	for i, agent := range []string{"b", "a", "b", "b"} {
		x := exchange(fmt.Sprintf("m-%d", i%2), at(time.Duration(i)*time.Second), 200)
		x.UserAgent = agent
		r.Exchange(x)
	}
	late := exchange("m-0", at(10*time.Second), 200)
	late.UserAgent, late.At = "a", at(-time.Second)
	r.Exchange(late)
	r.Sample(at(time.Minute))
	r.Exchange(late)
	fresh := exchange("m-0", at(61*time.Second), 200)
	fresh.UserAgent = "c"
	r.Exchange(fresh)
	r.Sample(at(2 * time.Minute))
	h := r.Finish(nil)
	require.Len(t, h.Shapes, 3)
	assert.Equal(t, [][]int{{2, 1}, {3, 0}, {0, 1}}, [][]int{h.Shapes[0].Minutes, h.Shapes[1].Minutes, h.Shapes[2].Minutes})
	assert.Equal(t, []int{3, 3}, []int{h.Shapes[0].Count, h.Shapes[1].Count})
	assert.Equal(t, "a", h.Shapes[0].Shape.UserAgent)
	assert.Equal(t, at(-time.Second), h.Shapes[0].First, "begun before the other, ended after it")
	assert.Equal(t, at(time.Second-time.Millisecond), h.Shapes[0].Last)
	assert.Equal(t, at(3*time.Second-time.Millisecond), h.Shapes[1].Last)
}

func TestSample(t *testing.T) {
	r := recorder(5)
	for i := range 4 { // m-4 is never linked
		r.Exchange(exchange(fmt.Sprintf("m-%d", i), at(time.Duration(10*i)*time.Second), 200))
	}
	r.Exchange(exchange("m-1", at(40*time.Second), 503))
	r.Exchange(exchange("m-4", at(41*time.Second), 503))
	r.Add(at(42*time.Second), "owner/m-1", history.Read{Mailbox: "m-1"})
	r.Sample(at(time.Minute))
	r.Sample(at(4 * time.Minute))
	r.Sample(at(4*time.Minute + 10*time.Second))
	h := r.Finish(nil)
	assert.Equal(t, history.Minute{Failing: 1, AgeMedian: 40, AgeMax: 60, Reads: 1, Requests: 6, Failed: 2}, h.Series["outlook.com"][0])
	assert.Equal(t, history.Minute{Failing: 1, AgeMedian: 30, AgeMax: 50, Reads: 1, Requests: 3, Failed: 1}, h.Series["odd"][0])
	assert.Equal(t, history.Minute{Failing: 1, AgeMedian: 220, AgeMax: 240}, h.Series["outlook.com"][1], "two polls exactly are not stale")
	assert.Equal(t, 1, h.Series["outlook.com"][2].Stale)
}

func TestWaiting(t *testing.T) {
	start := func() *history.Recorder {
		r := recorder(1)
		r.Exchange(exchange("m-0", at(1*time.Second), 200))
		r.Exchange(exchange("m-0", at(2*time.Second), 503))
		r.Add(at(3*time.Second), "mail/m-0", history.RelinkAsked{Mailbox: "m-0", Failing: true})
		return r
	}
	waiting := func(r *history.Recorder) int {
		r.Sample(at(time.Minute))
		return r.Finish(nil).Series["outlook.com"][0].Waiting
	}
	t.Run("OK", func(t *testing.T) { assert.Equal(t, 1, waiting(start())) })
	t.Run("Answered", func(t *testing.T) {
		r := start()
		r.Add(at(4*time.Second), "mail/m-0", history.RelinkAnswered{Mailbox: "m-0", Outcome: history.OutcomeLinked})
		assert.Zero(t, waiting(r))
	})
	t.Run("AnsweredInVain", func(t *testing.T) {
		r := start()
		r.Add(at(4*time.Second), "mail/m-0", history.RelinkAnswered{Mailbox: "m-0", Outcome: "expired"})
		assert.Equal(t, 1, waiting(r))
	})
	t.Run("Healed", func(t *testing.T) {
		r := start()
		r.Exchange(exchange("m-0", at(4*time.Second), 200))
		r.Exchange(exchange("m-0", at(5*time.Second), 503))
		assert.Zero(t, waiting(r), "a new failure is not waited for")
	})
	t.Run("AskedWhileHealthy", func(t *testing.T) {
		r := recorder(1)
		r.Exchange(exchange("m-0", at(1*time.Second), 200))
		r.Add(at(3*time.Second), "mail/m-0", history.RelinkAsked{Mailbox: "m-0"})
		r.Exchange(exchange("m-0", at(5*time.Second), 503))
		assert.Zero(t, waiting(r))
	})
}

func TestFinish(t *testing.T) {
	t.Run("CanonicalOrder", func(t *testing.T) {
		r := recorder(0)
		r.Add(at(2), "b", history.HeartbeatBack{})
		r.Add(at(1), "b", history.HeartbeatBack{})
		r.Add(at(1), "a", history.HeartbeatBack{})
		r.Add(at(1), "b", history.HeartbeatBack{})
		var got []string
		for _, e := range r.Finish(nil).Events {
			got = append(got, fmt.Sprintf("%d %s %d", e.At.Sub(from).Nanoseconds(), e.Actor, e.Seq))
		}
		assert.Equal(t, []string{"1 a 1", "1 b 2", "1 b 3", "2 b 1"}, got)
	})
	t.Run("NothingAfterClose", func(t *testing.T) {
		r := recorder(1)
		r.Close()
		r.Add(at(1), "a", history.HeartbeatBack{})
		r.Exchange(exchange("m-0", at(1), 200))
		r.Sample(at(time.Minute))
		h := r.Finish([]history.FaultSummary{{Name: "storm"}})
		assert.Empty(t, h.Events)
		assert.Zero(t, h.Requests)
		assert.Empty(t, h.Series["outlook.com"])
		assert.Equal(t, "storm", h.Header.Faults[0].Name)
	})
}

func TestExchangeAllocatesNothingUsually(t *testing.T) {
	r := recorder(2)
	x := exchange("m-0", at(time.Second), 200)
	token := x
	token.Dialect, token.Operation, token.RoundComplete = journal.OAuth, journal.Token, false
	r.Exchange(x)
	r.Exchange(token)
	assert.Zero(t, testing.AllocsPerRun(100, func() { r.Exchange(x); r.Exchange(token) }))
}

func BenchmarkExchange(b *testing.B) {
	r := recorder(1300)
	var all []journal.Exchange
	for i := range 1300 {
		all = append(all, exchange(fmt.Sprintf("m-%d", i), at(time.Second), 200))
	}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		r.Exchange(all[i%len(all)])
	}
}

func BenchmarkSample(b *testing.B) {
	r := recorder(1300)
	for i := range 1300 {
		r.Exchange(exchange(fmt.Sprintf("m-%d", i), at(time.Duration(i*7919%900)*time.Second), 200))
	}
	for b.Loop() {
		r.Sample(at(time.Hour))
	}
}
