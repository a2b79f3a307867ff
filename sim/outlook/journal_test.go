package outlook_test

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/clock"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
	"anchorage/sim/network"
)

func TestJournal(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true)).Spec()
	f.server.Faults = routing(fault.HintRequired)
	f.get(m.ID+"/live", rest+"/Me/CalendarView?"+window, "X-AnchorMailbox", m.SignIn, "User-Agent", "tester/1", "Prefer", "odata.track-changes")
	require.Len(t, f.journal, 1)
	x := f.journal[0]
	latency := x.End.Sub(x.At)
	assert.Positive(t, latency)
	assert.Zero(t, latency%time.Millisecond, "whole milliseconds")
	assert.Equal(t, journal.Exchange{
		At: start, End: start.Add(latency), Mailbox: m.ID, Host: "outlook.office.com", Dialect: journal.OutlookREST, Operation: journal.Delta,
		Method: "GET", Hint: journal.HintEmail, TokenKind: mailbox.Live, UserAgent: "tester/1", Prefer: "odata.track-changes",
		Status: 200, Faults: []string{"routing"}, RoundComplete: true,
	}, x)

	f.get("", graph+"/me")
	x = f.last()
	assert.Equal(t, "", x.Mailbox)
	assert.Equal(t, journal.HintNone, x.Hint)
	assert.Equal(t, journal.Me, x.Operation)
	assert.Equal(t, 503, x.Status)
	assert.Equal(t, "", x.Code, "a page of HTML has none")
}

func TestUnknownRequest(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true)).Spec()
	r, err := http.NewRequest(http.MethodPost, graph+"/me/inferenceClassification/overrides?x=1", strings.NewReader(`{"a":"b"}`))
	require.NoError(t, err)
	got := f.do(r, m.ID+"/graph", "Prefer", "something")
	assert.Equal(t, http.StatusBadRequest, got.status)
	assert.Equal(t, "BadRequest", got.code())
	assert.Contains(t, got.text, "Resource not found for the segment 'overrides'.")
	require.Len(t, f.unknown, 1)
	for _, part := range []string{"POST https://graph.microsoft.com/v1.0/me/inferenceClassification/overrides?x=1", "Prefer: something", `{"a":"b"}`, "Authorization: (not shown)"} {
		assert.Contains(t, f.unknown[0], part)
	}
	assert.NotContains(t, f.unknown[0], m.ID+"/graph")
	assert.Equal(t, journal.Exchange{At: start, End: start, Mailbox: m.ID, Host: "graph.microsoft.com", Dialect: journal.Graph, Method: "POST",
		Hint: journal.HintNone, TokenKind: mailbox.IdentityPlatform, Prefer: "something", Status: 400, Code: "BadRequest"}, f.last())

	r, err = http.NewRequest(http.MethodPut, graphEvents+"/x", nil)
	require.NoError(t, err)
	f.do(r, m.ID+"/graph")
	f.get(m.ID+"/graph", graph)
	f.get(m.ID+"/graph", "https://graph.microsoft.com/")
	assert.Len(t, f.unknown, 4, "a method that is not simulated is unknown as well, and so is a root")
}

func TestFaults(t *testing.T) {
	always := func(d fault.Decision) decide {
		return func(time.Time, fault.Request) fault.Decision { return d }
	}
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true)).Spec()
	t.Run("answer with a code", func(t *testing.T) {
		f.server.Faults = always(fault.Decision{Rules: []string{"busy"}, Answer: &fault.Answer{Status: 429, Code: "ApplicationThrottled", Header: http.Header{"Retry-After": {"2.128"}}}})
		r := f.get(m.ID+"/graph", graphEvents)
		assert.Equal(t, 429, r.status)
		assert.Equal(t, "2.128", r.header.Get("Retry-After"))
		assert.Contains(t, r.text, "Application is over its MailboxConcurrency limit.")
		assert.NotContains(t, r.text, "innerError")
		assert.Equal(t, "ApplicationThrottled", f.last().Code)
		assert.Equal(t, []string{"busy"}, f.last().Faults)
	})
	t.Run("answer with a body", func(t *testing.T) {
		f.server.Faults = always(fault.Decision{Answer: &fault.Answer{Status: 500, Body: `{"error":{"code":"Custom"}}`}})
		f.get(m.ID+"/graph", graphEvents)
		assert.Equal(t, "Custom", f.last().Code)
	})
	t.Run("answer with neither", func(t *testing.T) {
		f.server.Faults = always(fault.Decision{Answer: &fault.Answer{Status: 503}})
		r := f.get(m.ID+"/graph", graphEvents)
		assert.Contains(t, r.text, `"code":"UnknownError","message":""`)
	})
	t.Run("refuse", func(t *testing.T) {
		f.server.Faults = always(fault.Decision{Refuse: true})
		r, err := http.NewRequest(http.MethodGet, graphEvents, nil)
		require.NoError(t, err)
		_, err = f.transport.RoundTrip(r)
		assert.ErrorContains(t, err, "connection refused")
		assert.Zero(t, f.last().Status)
	})
	t.Run("what a rule is asked about", func(t *testing.T) {
		var asked fault.Request
		var at time.Time
		f.server.Faults = decide(func(now time.Time, r fault.Request) fault.Decision { asked, at = r, now; return fault.Decision{} })
		f.get(m.ID+"/live", restEvents)
		assert.Equal(t, m, asked.Mailbox)
		assert.Equal(t, journal.ListEvents, asked.Operation)
		assert.Equal(t, journal.OutlookREST, asked.Dialect)
		assert.Equal(t, mailbox.Live, asked.TokenKind)
		assert.Equal(t, f.last().At, at, "a fault is in force by the instant of arrival")
		f.get("nobody's", restEvents)
		assert.Nil(t, asked.Mailbox)
	})
}

// inBubble gives a provider on the bubble's clock, reached directly or through
// net/http over pipes.
func inBubble(t *testing.T, piped bool, test func(*fixture, *http.Client)) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		f.server.Clock = clock.System{}
		for token, g := range f.tokens {
			g.Expires = time.Now().Add(time.Hour)
			f.tokens[token] = g
		}
		var net network.Network
		if piped {
			l, err := net.Listen("graph.microsoft.com:443")
			require.NoError(t, err)
			server := &http.Server{Handler: f.server.Handler()}
			go server.Serve(l)
			defer server.Close()
		} else {
			net.Handle("graph.microsoft.com", f.server.Handler())
		}
		transport := net.Transport()
		defer transport.CloseIdleConnections()
		test(f, &http.Client{Transport: transport})
		synctest.Wait()
	})
}

func TestUnanswered(t *testing.T) {
	for name, piped := range map[string]bool{"Direct": false, "Piped": true} {
		t.Run(name, func(t *testing.T) {
			ask := func(f *fixture, client *http.Client, limit time.Duration) error {
				ctx, cancel := context.WithTimeout(f.Context(), limit)
				defer cancel()
				r, err := http.NewRequestWithContext(ctx, http.MethodGet, graph+"/me/calendarView/delta?"+window, nil)
				require.NoError(f, err)
				r.Header.Set("Authorization", "Bearer m365-0001/graph")
				w, err := client.Do(r)
				if err == nil {
					_, err = io.ReadAll(w.Body)
					w.Body.Close()
				}
				synctest.Wait()
				return err
			}
			for what, d := range map[string]fault.Decision{
				"time-out":       {Timeout: true, Rules: []string{"x"}},
				"latency":        {Latency: time.Minute, Rules: []string{"x"}},
				"latency, a tie": {Latency: 10 * time.Second, Rules: []string{"x"}},
			} {
				t.Run(what, func(t *testing.T) {
					inBubble(t, piped, func(f *fixture, client *http.Client) {
						f.server.Latency.Median = -1
						f.server.Faults = decide(func(time.Time, fault.Request) fault.Decision { return d })
						if piped && what == "latency, a tie" {
							return // two ends of a connection have no common deadline
						}
						begun := time.Now()
						assert.ErrorIs(t, ask(f, client, 10*time.Second), context.DeadlineExceeded)
						require.Len(t, f.journal, 1)
						assert.Zero(t, f.last().Status)
						assert.False(t, f.last().RoundComplete)
						assert.Equal(t, 10*time.Second, f.last().End.Sub(begun))
						assert.Equal(t, []string{"x"}, f.last().Faults)
					})
				})
			}
			t.Run("OK", func(t *testing.T) {
				inBubble(t, piped, func(f *fixture, client *http.Client) {
					assert.NoError(t, ask(f, client, 10*time.Second))
					assert.Equal(t, 200, f.last().Status)
				})
			})
			t.Run("refused", func(t *testing.T) {
				inBubble(t, piped, func(f *fixture, client *http.Client) {
					f.server.Faults = decide(func(time.Time, fault.Request) fault.Decision { return fault.Decision{Refuse: true} })
					assert.Error(t, ask(f, client, 10*time.Second))
					require.NotEmpty(t, f.journal)
					assert.Zero(t, f.last().Status)
				})
			})
		})
	}
}

// The same world twice: the same journal. Another seed: another.
func TestJournalIsAFunctionOfTheSeed(t *testing.T) {
	run := func(seed uint64) []journal.Exchange {
		f := newFixture(t)
		f.server.Seed = keyed.Seed(seed)
		m := f.pick(kind(mailbox.Standard, true))
		f.fill(m, 5)
		w := f.follow(m, 1)
		w.round()
		w.round()
		return f.journal
	}
	assert.Equal(t, run(1), run(1))
	assert.NotEqual(t, run(1), run(2))
}

func TestLatency(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true)).Spec()
	var over int
	const n = 2000
	for range n {
		f.get(m.ID+"/graph", graph+"/me")
		if f.last().End.Sub(f.last().At) > 120*time.Millisecond {
			over++
		}
	}
	assert.InDelta(t, n/2, over, n/20, "the median")
	f.server.Latency.Median = -1
	f.get(m.ID+"/graph", graph+"/me")
	assert.Equal(t, f.last().At, f.last().End)
}

// leaving is a clock at whose n-th reading the client gives up.
type leaving struct {
	stepped
	n    int
	give func()
}

func (c *leaving) Now() time.Time {
	if c.n--; c.n == 0 {
		c.give()
	}
	return c.now
}

// An answer that the client does not wait for is none, and ends no round.
func TestClientLeavesDuringTheWork(t *testing.T) {
	f := newFixture(t)
	ctx, give := context.WithCancel(t.Context())
	f.server.Latency.Median = -1
	f.server.Clock = &leaving{stepped: stepped{now: start}, n: 2, give: give} // arrival, then authentication
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, rest+"/me/calendarview?"+window, nil)
	require.NoError(t, err)
	r.Header.Set("Prefer", "odata.track-changes")
	r.Header.Set("Authorization", "Bearer "+f.pick(consumer).Spec().ID+"/rest")
	_, err = f.transport.RoundTrip(r)
	assert.ErrorIs(t, err, context.Canceled)
	assert.Zero(t, f.last().Status)
	assert.False(t, f.last().RoundComplete)
}
