package outlook_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/clock"
	"anchorage/sim/journal"
	"anchorage/sim/lane"
	"anchorage/sim/mailbox"
	"anchorage/sim/network"
	"anchorage/sim/outlook"
)

const (
	receiverURL   = "http://sync.example.com/notifications"
	subscriptions = graph + "/subscriptions"
	restSubscribe = rest + "/me/subscriptions"
)

// received is one notice as it arrived.
type received struct {
	at     time.Duration // since the fixture's start
	method string
	header http.Header
	body   map[string]any // the only element of value
}

func (r received) string(name string) string {
	s, _ := r.body[name].(string)
	return s
}

// receiver is who is told of changes. It proves itself, and records.
type receiver struct {
	mu      sync.Mutex
	begun   time.Time
	notices []received
	asked   []*http.Request                                 // handshakes
	prove   func(http.ResponseWriter, string)               // nil: as it should
	take    func(http.ResponseWriter, received) (done bool) // nil: 202 at once
}

func (v *receiver) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Query().Get("validationToken") + r.URL.Query().Get("validationtoken")
	if token != "" {
		v.asked = append(v.asked, r)
		if v.prove != nil {
			v.prove(w, token)
			return
		}
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, token)
		return
	}
	var told struct{ Value []map[string]any }
	if json.NewDecoder(r.Body).Decode(&told) != nil || len(told.Value) != 1 {
		http.Error(w, "not a notice", http.StatusBadRequest)
		return
	}
	n := received{time.Since(v.begun), r.Method, r.Header, told.Value[0]}
	v.mu.Lock()
	v.notices = append(v.notices, n)
	v.mu.Unlock()
	if v.take == nil || !v.take(w, n) {
		w.WriteHeader(http.StatusAccepted)
	}
}

// at are the instants at which notices arrived.
func (v *receiver) at() []time.Duration {
	var all []time.Duration
	for _, n := range v.notices {
		all = append(all, n.at)
	}
	return all
}

// notified is a fixture in a bubble whose provider tells a receiver.
type notified struct {
	*fixture
	receiver *receiver
	mailbox  *mailbox.Mailbox
	cancel   context.CancelFunc
}

// withReceiver runs a test in a bubble. Notices take 5 s unless the test says
// otherwise.
func withReceiver(t *testing.T, test func(*notified)) {
	synctest.Test(t, func(t *testing.T) {
		f := newFixture(t)
		specs := f.store.All()
		f.store = mailbox.NewStore(clock.System{}, 1)
		for _, m := range specs {
			f.store.Add(*m.Spec())
		}
		for token, g := range f.tokens {
			g.Expires = time.Now().AddDate(1, 0, 0)
			f.tokens[token] = g
		}
		v := &receiver{begun: time.Now()}
		var net network.Network
		f.server.Store, f.server.Clock = f.store, clock.System{}
		f.server.Latency.Median = -1
		var mu sync.Mutex // two mailboxes may be told at one time
		f.server.Observe = func(x journal.Exchange) {
			mu.Lock()
			defer mu.Unlock()
			f.journal = append(f.journal, x)
		}
		f.server.NoticeLatency = outlook.Latency{Median: 5 * time.Second, P95: 5 * time.Second}
		f.server.Notify = net.Transport()
		lanes := &lane.Allocator{}
		f.server.Lane = lanes.Lane
		for _, host := range outlook.Hosts {
			net.Handle(host, f.server.Handler())
		}
		net.Handle("sync.example.com", v)
		f.transport = net.Transport()
		ctx, cancel := context.WithCancel(t.Context())
		f.server.Start(ctx)
		n := &notified{f, v, f.pick(kind(mailbox.Standard, true)), cancel}
		test(n)
		cancel()
		f.server.Wait()
	})
}

func inFuture(d time.Duration) string { return time.Now().Add(d).UTC().Format(time.RFC3339Nano) }

func graphWish(expires string) string {
	return `{"changeType":"created,updated,deleted","notificationUrl":"` + receiverURL + `","resource":"/me/events","clientState":"secret","expirationDateTime":"` + expires + `"}`
}

func restWish(expires string) string {
	return `{"@odata.type":"#Microsoft.OutlookServices.PushSubscription","ChangeType":"Created,Updated,Deleted","NotificationURL":"` + receiverURL +
		`","Resource":"` + rest + `/me/events","ClientState":"secret","SubscriptionExpirationDateTime":"` + expires + `"}`
}

// subscribe subscribes for two days, in Graph.
func (n *notified) subscribe() string {
	n.Helper()
	r := n.send("POST", n.mailbox.Spec().ID+"/graph", subscriptions, graphWish(inFuture(48*time.Hour)))
	require.Equal(n, 201, r.status, r.text)
	return r.string("id")
}

// notices are the exchanges of the journal that are about notices.
func (n *notified) journalled() []journal.Exchange {
	var all []journal.Exchange
	for _, x := range n.journal {
		if x.Operation == journal.Notification {
			all = append(all, x)
		}
	}
	return all
}

// passes waits, and until all that is due has been done.
func passes(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

func TestSubscribe(t *testing.T) {
	for name, row := range map[string]struct {
		url, token, expiry, parameter string
		wish                          func(string) string
	}{
		"Graph":       {subscriptions, "/graph", "expirationDateTime", "validationToken", graphWish},
		"OutlookREST": {restSubscribe, "/rest", "SubscriptionExpirationDateTime", "validationtoken", restWish},
	} {
		t.Run(name, func(t *testing.T) {
			withReceiver(t, func(n *notified) {
				token := n.mailbox.Spec().ID + row.token
				r := n.send("POST", token, row.url, row.wish(inFuture(time.Hour)))
				require.Equal(n, 201, r.status, r.text)
				id := r.string("id") + r.string("Id")
				assert.Len(n, id, 36)
				assert.Equal(n, "secret", r.string("clientState")+r.string("ClientState"))
				expires, err := time.Parse(time.RFC3339, r.string(row.expiry))
				require.NoError(n, err)
				assert.Equal(n, time.Now().Add(time.Hour).UTC(), expires)
				require.Len(n, n.receiver.asked, 1)
				asked := n.receiver.asked[0]
				assert.Equal(n, "POST", asked.Method)
				assert.Equal(n, "text/plain; charset=utf-8", asked.Header.Get("Content-Type"))
				assert.NotEmpty(n, asked.URL.Query().Get(row.parameter))
				assert.Equal(n, journal.Subscribe, n.last().Operation)

				one := row.url + "/" + id
				assert.Equal(n, 200, n.get(token, one).status)
				passes(30 * time.Minute)
				later := inFuture(24 * time.Hour)
				r = n.send("PATCH", token, one, `{"`+row.expiry+`":"`+later+`"}`)
				require.Equal(n, 200, r.status, r.text)
				assert.Equal(n, journal.Renew, n.last().Operation)
				passes(2 * time.Hour)
				assert.Equal(n, 200, n.get(token, one).status, "it has been renewed")
				assert.Len(n, n.receiver.asked, 1)
				assert.Equal(n, 204, n.send("DELETE", token, one, "").status)
				for _, method := range []string{"GET", "PATCH", "DELETE"} {
					r = n.send(method, token, one, "")
					assert.Equal(n, 404, r.status)
					assert.Equal(n, "ResourceNotFound", r.code())
				}
			})
		})
	}
}

func TestHandshake(t *testing.T) {
	for name, row := range map[string]struct {
		prove func(http.ResponseWriter, string)
		era   int
		code  string
		text  string
	}{
		"ErrStatus": {func(w http.ResponseWriter, _ string) { w.WriteHeader(403) }, 0, "ValidationError", "HTTP status code is 'Forbidden'"},
		"ErrBody": {func(w http.ResponseWriter, token string) {
			w.Header().Set("Content-Type", "text/plain")
			_, _ = io.WriteString(w, token+".")
		}, 0, "ValidationError", "must respond with 200 OK"},
		"ErrType": {func(w http.ResponseWriter, token string) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, token)
		}, 0, "ValidationError", "must respond with 200 OK"},
		"ErrLate":     {func(http.ResponseWriter, string) { time.Sleep(11 * time.Second) }, 0, "ValidationError", "timed out"},
		"ErrFailed":   {func(w http.ResponseWriter, _ string) { network.Fail(w, io.ErrUnexpectedEOF) }, 0, "ValidationError", "must respond with 200 OK"},
		"ErrIn2022":   {func(w http.ResponseWriter, _ string) { w.WriteHeader(500) }, 2022, "InvalidRequest", "'InternalServerError'"},
		"ErrNobodyIs": {nil, 0, "ValidationError", "must respond with 200 OK"},
	} {
		t.Run(name, func(t *testing.T) {
			withReceiver(t, func(n *notified) {
				n.receiver.prove, n.server.Era = row.prove, row.era
				if row.prove == nil {
					n.server.Notify = nil
				}
				r := n.send("POST", n.mailbox.Spec().ID+"/graph", subscriptions, graphWish(inFuture(time.Hour)))
				assert.Equal(n, 400, r.status)
				assert.Equal(n, row.code, r.code())
				assert.Contains(n, r.text, row.text)
				n.fill(n.mailbox, 1)
				passes(time.Hour)
				assert.Empty(n, n.receiver.notices)
			})
		})
	}
}

func TestExpiry(t *testing.T) {
	for name, row := range map[string]struct {
		era     int
		ahead   time.Duration
		granted time.Duration // 0: refused
		text    string
	}{
		"OK":           {0, 10070 * time.Minute, 10070 * time.Minute, ""},
		"ErrTooFar":    {0, 10070*time.Minute + time.Second, 0, "Subscription expiration can only be 10070 minutes in the future."},
		"OKIn2022":     {2022, 4230 * time.Minute, 4230 * time.Minute, ""},
		"ErrIn2022":    {2022, 4231 * time.Minute, 0, "Subscription expiration can only be 4230 minutes in the future."},
		"OKRaised":     {0, time.Minute, 45 * time.Minute, ""},
		"ErrNow":       {0, 0, 0, "must be in the future"},
		"ErrYesterday": {0, -24 * time.Hour, 0, "must be in the future"},
	} {
		t.Run(name, func(t *testing.T) {
			withReceiver(t, func(n *notified) {
				n.server.Era = row.era
				token := n.mailbox.Spec().ID + "/graph"
				r := n.send("POST", token, subscriptions, graphWish(inFuture(row.ahead)))
				if row.granted == 0 {
					assert.Equal(n, 400, r.status)
					assert.Equal(n, "ExtensionError", r.code())
					assert.Contains(n, r.text, row.text)
					assert.Empty(n, n.receiver.asked)
					return
				}
				require.Equal(n, 201, r.status, r.text)
				passes(row.granted - time.Millisecond)
				n.fill(n.mailbox, 1)
				assert.Equal(n, 200, n.get(token, subscriptions+"/"+r.string("id")).status)
				passes(time.Millisecond)
				assert.Equal(n, 404, n.send("PATCH", token, subscriptions+"/"+r.string("id"), `{}`).status)
				n.fill(n.mailbox, 1)
				passes(time.Hour)
				assert.Empty(n, n.receiver.notices, "an expired one sends nothing, even of what changed before")
			})
		})
	}
}

func TestBadWishes(t *testing.T) {
	withReceiver(t, func(n *notified) {
		id, token := n.subscribe(), n.mailbox.Spec().ID+"/graph"
		good := graphWish(inFuture(time.Hour))
		for name, row := range map[string]struct{ from, to, code string }{
			"ErrNoZone":      {`Z"}`, `"}`, "InvalidRequest"},
			"ErrName":        {"changeType", "ChangeType", "InvalidRequest"},
			"ErrKind":        {"created,", "moved,", "InvalidRequest"},
			"ErrURL":         {"http://", ":", "InvalidRequest"},
			"ErrMissing":     {`"resource":"/me/events",`, ``, "InvalidRequest"},
			"ErrLongState":   {"secret", longState(), "InvalidRequest"},
			"ErrNoJSON":      {"{", "", "BadRequest"},
			"ErrNotText":     {`"secret"`, `7`, "InvalidRequest"},
			"ErrOtherThings": {"/me/events", "/me/messages", "NotImplemented"},
		} {
			r := n.send("POST", token, subscriptions, replaceFirst(good, row.from, row.to))
			assert.GreaterOrEqual(n, r.status, 400, name)
			assert.Equal(n, row.code, r.code(), name)
		}
		assert.Len(n, n.unknown, 1, "a resource that is not simulated")
		one := subscriptions + "/" + id
		assert.Equal(n, 400, n.send("PATCH", token, one, `{}`).status)
		assert.Equal(n, 400, n.send("PATCH", token, one, good).status, "only the expiry")
		other := n.pick(func(s *mailbox.Spec) bool { return s.ID != n.mailbox.Spec().ID }).Spec().ID
		assert.Equal(n, 404, n.get(other+"/graph", one).status, "of somebody else")
		assert.Equal(n, 404, n.get(n.mailbox.Spec().ID+"/rest", restSubscribe+"/"+id).status, "of the other dialect")
		assert.Equal(n, 200, n.get(token, one).status)
	})
}
