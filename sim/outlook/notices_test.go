package outlook_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
	"anchorage/sim/outlook"
)

func longState() string { return strings.Repeat("x", 129) }

func replaceFirst(s, from, to string) string { return strings.Replace(s, from, to, 1) }

func TestNotices(t *testing.T) {
	t.Run("Graph", func(t *testing.T) {
		withReceiver(t, func(n *notified) {
			id := n.subscribe()
			e := n.fill(n.mailbox, 1)[0]
			passes(time.Minute)
			require.Len(n, n.receiver.notices, 1)
			got := n.receiver.notices[0]
			assert.Equal(n, "POST", got.method)
			assert.Equal(n, "application/json; charset=utf-8", got.header.Get("Content-Type"))
			assert.Equal(n, id, got.string("subscriptionId"))
			assert.Equal(n, "created", got.string("changeType"))
			assert.Equal(n, "secret", got.string("clientState"))
			assert.Equal(n, "2000-01-03T00:00:00+00:00", got.string("subscriptionExpirationDateTime"))
			assert.True(n, strings.HasSuffix(got.string("resource"), "/Events/"+e.ID))
			data := got.body["resourceData"].(map[string]any)
			assert.Equal(n, e.ID, data["id"])
			assert.Equal(n, e.ETag(), data["@odata.etag"])
			assert.Equal(n, "#Microsoft.Graph.Event", data["@odata.type"])
		})
	})
	t.Run("OutlookREST", func(t *testing.T) {
		withReceiver(t, func(n *notified) {
			r := n.send("POST", n.mailbox.Spec().ID+"/rest", restSubscribe, restWish(inFuture(time.Hour)))
			require.Equal(n, 201, r.status, r.text)
			e := n.fill(n.mailbox, 1)[0]
			passes(time.Minute)
			require.Len(n, n.receiver.notices, 1)
			got := n.receiver.notices[0]
			assert.Equal(n, r.string("Id"), got.string("SubscriptionId"))
			assert.Equal(n, "Created", got.string("ChangeType"))
			assert.Equal(n, "secret", got.string("ClientState"))
			assert.Equal(n, e.ID, got.body["ResourceData"].(map[string]any)["Id"])
			assert.NotContains(n, got.string("Resource"), n.mailbox.Spec().MailboxGUID, "the mailbox id is not told")
		})
	})
}

func TestNoticesOfEveryChange(t *testing.T) {
	withReceiver(t, func(n *notified) {
		n.subscribe()
		token := n.mailbox.Spec().ID + "/graph"
		r := n.send("POST", token, graphEvents, draft)
		passes(time.Minute)
		url := graphEvents + "/" + r.string("id")
		n.send("POST", token, graphEvents, draft) // the same again
		n.send("PATCH", token, url, `{"subject":"x"}`)
		passes(time.Minute)
		n.send("DELETE", token, url, "", "If-Match", "old")
		n.send("DELETE", token, url, "")
		passes(time.Minute)
		n.fill(n.pick(func(s *mailbox.Spec) bool { return s.ID != n.mailbox.Spec().ID }), 1)
		passes(time.Minute)
		var kinds []string
		for _, v := range n.receiver.notices {
			kinds = append(kinds, v.string("changeType"))
		}
		assert.Equal(n, []string{"created", "updated", "deleted"}, kinds)
	})
}

func TestNoticesOfTheKindsAskedFor(t *testing.T) {
	withReceiver(t, func(n *notified) {
		wish := replaceFirst(graphWish(inFuture(time.Hour)), "created,updated,deleted", "deleted")
		require.Equal(n, 201, n.send("POST", n.mailbox.Spec().ID+"/graph", subscriptions, wish).status)
		require.NoError(n, n.mailbox.Delete(n.fill(n.mailbox, 1)[0].ID))
		passes(time.Minute)
		require.Len(n, n.receiver.notices, 1)
		assert.Equal(n, "deleted", n.receiver.notices[0].string("changeType"))
	})
}

// Instants: whole milliseconds, on the lane of the mailbox's notices.
func TestNoticeInstants(t *testing.T) {
	withReceiver(t, func(n *notified) {
		n.server.NoticeLatency = outlook.Latency{}
		n.subscribe()
		time.Sleep(77 * time.Nanosecond) // the lane of whoever makes the changes
		const changes = 100
		var over int
		for i := range changes {
			before := len(n.receiver.notices)
			begun := time.Since(n.receiver.begun)
			_, err := n.mailbox.Create(mailbox.Event{Start: start, End: start})
			require.NoError(n, err)
			passes(20 * time.Minute) // the distribution has a long tail
			require.Len(n, n.receiver.notices, before+1, "change %d", i)
			at := n.receiver.notices[before].at
			assert.EqualValues(n, 1, at%time.Millisecond, "the lane of the mailbox's notices is the first")
			if at-begun > 2*time.Second {
				over++
			}
		}
		assert.InDelta(n, changes/2, over, 15, "the median is 2 s")
	})
}

func TestNoticesOfOneInstant(t *testing.T) {
	withReceiver(t, func(n *notified) {
		n.server.NoticeLatency.Median = -1
		n.subscribe()
		events := n.fill(n.mailbox, 20)
		passes(time.Minute)
		require.Len(n, n.receiver.notices, 20)
		for i, v := range n.receiver.notices {
			assert.Equal(n, events[i].ID, v.body["resourceData"].(map[string]any)["id"], "in the order of the changes")
			assert.Equal(n, time.Millisecond+1, v.at)
		}
	})
}

func TestNoticeRetries(t *testing.T) {
	for name, take := range map[string]func(http.ResponseWriter, received) bool{
		"ErrStatus": func(w http.ResponseWriter, _ received) bool { w.WriteHeader(503); return true },
		"ErrLate":   func(http.ResponseWriter, received) bool { time.Sleep(3001 * time.Millisecond); return false },
	} {
		t.Run(name, func(t *testing.T) {
			withReceiver(t, func(n *notified) {
				n.receiver.take = take
				n.subscribe()
				n.fill(n.mailbox, 1)
				passes(24 * time.Hour)
				first := 5*time.Second + 1
				at := n.receiver.at()
				require.Len(n, at, 26)
				assert.Equal(n, []time.Duration{first, first + 10*time.Second, first + 70*time.Second, first + 670*time.Second}, at[:4])
				assert.LessOrEqual(n, at[25]-first, 4*time.Hour)
				assert.Greater(n, at[25]-first, 4*time.Hour-10*time.Minute)
				assert.Len(n, n.journalled(), 26)
			})
		})
	}
	t.Run("OKTheSecondTime", func(t *testing.T) {
		withReceiver(t, func(n *notified) {
			n.receiver.take = func(w http.ResponseWriter, _ received) bool {
				if len(n.receiver.notices) == 1 {
					w.WriteHeader(500)
				}
				return len(n.receiver.notices) == 1
			}
			n.subscribe()
			n.fill(n.mailbox, 1)
			passes(24 * time.Hour)
			assert.Len(n, n.receiver.notices, 2)
			x := n.journalled()
			require.Len(n, x, 2)
			assert.Equal(n, []int{500, 202}, []int{x[0].Status, x[1].Status})
			assert.Equal(n, "sync.example.com", x[0].Host)
			assert.Equal(n, n.mailbox.Spec().ID, x[0].Mailbox)
			assert.Equal(n, journal.Graph, x[0].Dialect)
			assert.False(n, x[0].Sync())
		})
	})
}

// A receiver that is slow for one mailbox delays that one only.
func TestSlowReceiver(t *testing.T) {
	withReceiver(t, func(n *notified) {
		slow := n.subscribe()
		other := n.pick(func(s *mailbox.Spec) bool { return s.ID != n.mailbox.Spec().ID })
		require.Equal(n, 201, n.send("POST", other.Spec().ID+"/graph", subscriptions, graphWish(inFuture(time.Hour))).status)
		n.receiver.take = func(_ http.ResponseWriter, v received) bool {
			if v.string("subscriptionId") == slow {
				time.Sleep(2 * time.Second)
			}
			return false
		}
		n.fill(n.mailbox, 3)
		n.fill(other, 2)
		passes(time.Minute)
		at := map[bool][]time.Duration{}
		for _, v := range n.receiver.notices {
			at[v.string("subscriptionId") == slow] = append(at[v.string("subscriptionId") == slow], v.at)
		}
		assert.Equal(n, []time.Duration{5*time.Second + 1, 7*time.Second + 1, 9*time.Second + 1}, at[true], "one after the other")
		assert.Equal(n, []time.Duration{5*time.Second + 2, 5*time.Second + 2}, at[false])
	})
}

func TestNoticesEndWithTheSubscription(t *testing.T) {
	withReceiver(t, func(n *notified) {
		id := n.subscribe()
		n.fill(n.mailbox, 1)
		n.send("DELETE", n.mailbox.Spec().ID+"/graph", subscriptions+"/"+id, "")
		passes(time.Hour)
		assert.Empty(n, n.receiver.notices)
	})
}

func TestNoticesEndWithTheWorld(t *testing.T) {
	withReceiver(t, func(n *notified) {
		n.receiver.take = func(http.ResponseWriter, received) bool { time.Sleep(time.Second); return false }
		n.subscribe()
		n.fill(n.mailbox, 2)
		passes(5500 * time.Millisecond)
		n.cancel()
		n.server.Wait()
		n.fill(n.mailbox, 1)
		passes(time.Hour)
		assert.Len(n, n.receiver.notices, 1)
		assert.Empty(n, n.journalled(), "its end came before the answer")
	})
}

func TestNoticeFaults(t *testing.T) {
	const due = 5*time.Second + 1
	for name, row := range map[string]struct {
		notice fault.Notice
		at     []time.Duration // of changes 0 s, 1 s and 100 s
		order  string
	}{
		"none":      {fault.Notice{}, []time.Duration{due, due + time.Second, due + 100*time.Second}, "abc"},
		"lost":      {fault.Notice{Lost: true}, nil, ""},
		"late":      {fault.Notice{Late: 10 * time.Minute}, []time.Duration{due + 600*time.Second, due + 601*time.Second, due + 700*time.Second}, "abc"},
		"doubled":   {fault.Notice{Doubled: true}, []time.Duration{due, due, due + time.Second, due + time.Second, due + 100*time.Second, due + 100*time.Second}, "aabbcc"},
		"reordered": {fault.Notice{Reordered: true}, []time.Duration{due + time.Second, due + time.Second + time.Millisecond, due + 160*time.Second}, "bac"},
		"removed":   {fault.Notice{SubscriptionRemoved: true}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			withReceiver(t, func(n *notified) {
				id := n.subscribe()
				var asked []fault.Request
				var when []time.Duration
				n.server.Faults = decide(func(now time.Time, r fault.Request) fault.Decision {
					if r.Operation != journal.Notification {
						return fault.Decision{}
					}
					asked, when = append(asked, r), append(when, now.Sub(n.receiver.begun))
					return fault.Decision{Notice: row.notice, Rules: []string{name}}
				})
				names := map[string]string{}
				for i, wait := range []time.Duration{time.Second, 99 * time.Second, time.Hour} {
					names[n.fill(n.mailbox, 1)[0].ID] = string(rune('a' + i))
					passes(wait)
				}
				var order string
				for _, v := range n.receiver.notices {
					order += names[v.body["resourceData"].(map[string]any)["id"].(string)]
				}
				assert.Equal(n, row.at, n.receiver.at())
				assert.Equal(n, row.order, order)
				for _, x := range n.journalled() {
					assert.Equal(n, []string{name}, x.Faults)
				}
				gone := n.get(n.mailbox.Spec().ID+"/graph", subscriptions+"/"+id).status
				assert.Equal(n, map[bool]int{true: 404, false: 200}[row.notice.SubscriptionRemoved], gone)
				require.NotEmpty(n, asked)
				assert.Zero(n, when[0], "at the instant of the change")
				assert.Equal(n, n.mailbox.Spec(), asked[0].Mailbox)
				assert.Equal(n, journal.Graph, asked[0].Dialect)
				assert.Equal(n, mailbox.IdentityPlatform, asked[0].TokenKind)
				assert.Equal(n, "sync.example.com", asked[0].HTTP.Host)
			})
		})
	}
}

// The same world again: the same journal, whatever order goroutines run in.
func TestNoticesAreAFunctionOfTheSeed(t *testing.T) {
	run := func(seed uint64) (seen []journal.Exchange) {
		withReceiver(t, func(n *notified) {
			n.server.Seed = keyed.Seed(seed)
			n.server.NoticeLatency = outlook.Latency{}
			n.receiver.take = func(w http.ResponseWriter, v received) bool {
				if len(v.string("id"))%2 == 0 && strings.Contains(v.string("id"), "a7") {
					w.WriteHeader(500)
					return true
				}
				return false
			}
			for _, m := range n.store.All() {
				require.Equal(n, 201, n.send("POST", m.Spec().ID+"/graph", subscriptions, graphWish(inFuture(48*time.Hour))).status)
			}
			for range 20 {
				for _, m := range n.store.All() {
					time.Sleep(time.Millisecond)
					n.fill(m, 1)
				}
			}
			passes(5 * time.Hour)
			seen = n.journal
		})
		return seen
	}
	first := run(1)
	for range 3 {
		assert.Equal(t, first, run(1))
	}
	assert.NotEqual(t, first, run(2))
}
