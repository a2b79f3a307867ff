package alerting_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/alerting"
)

// begin is the start of every test's world: a Tuesday.
var begin = time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC)

// world is what surrounds an alerting process: an exporter whose figures the test
// sets, and the hosts that receivers post to. Everything in it runs in a bubble.
type world struct {
	t       testing.TB
	metrics *alerting.Metrics
	config  alerting.Config
	process *alerting.Process

	mu      sync.Mutex
	failing map[system.Provider]int // accounts that fail
	size    map[system.Provider]int
	since   map[system.Provider]time.Time // as_of of those that fail
	down    map[string]bool               // hosts that answer 503
	gone    bool                          // no exporter
	notices []notice
	beats   []time.Time
	refused int // posts answered with 503
}

// notice is one message as a sink got it.
type notice struct {
	At                           time.Time
	To, Level, Alert, Provider   string
	Resolved                     bool
	Since, Text, Severity, Dedup string
	Body                         string
}

func (n notice) String() string {
	status := "firing"
	if n.Resolved {
		status = "resolved"
	}
	return fmt.Sprintf("%s %s %s %s %s %s", n.At.Sub(begin).Round(time.Second), n.To, n.Level, n.Alert, n.Provider, status)
}

// inWorld runs do in a bubble whose clock stands at begin. do fails by the T
// that it is given, the bubble's.
func inWorld(t *testing.T, change func(*alerting.Config), do func(*testing.T, *world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, change)
		defer func() { assert.NoError(t, w.process.Stop()) }()
		do(t, w)
	})
}

func newWorld(t testing.TB, change func(*alerting.Config)) *world {
	time.Sleep(time.Until(begin))
	w := &world{
		t: t, failing: map[system.Provider]int{}, since: map[system.Provider]time.Time{}, down: map[string]bool{},
		size: map[system.Provider]int{system.OutlookCom: 1000, system.Microsoft365: 300},
	}
	w.metrics = alerting.NewMetrics(w.health)
	lanes := map[string]time.Duration{}
	w.config = alerting.Config{
		Gather: w.exporter,
		Dial:   w.dial,
		Lane: func(entity string) time.Duration {
			if _, ok := lanes[entity]; !ok {
				lanes[entity] = time.Duration(len(lanes) + 1)
			}
			return lanes[entity]
		},
		Rand: keyed,
		Log:  slog.New(slog.DiscardHandler),
	}
	if change != nil {
		change(&w.config)
	}
	var err error
	w.process, err = alerting.Start(context.Background(), w.config)
	require.NoError(t, err)
	return w
}

func keyed(entity, operation string, n uint64) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, entity, "/", operation, "/", n)
	return h.Sum64()
}

// pass lets time pass.
func (w *world) pass(d time.Duration) { time.Sleep(d) }

// fail sets how many of a provider's accounts fail from now on.
func (w *world) fail(p system.Provider, accounts int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.failing[p] = accounts
	w.since[p] = time.Now()
}

func (w *world) failAll(p system.Provider) { w.fail(p, w.size[p]) }

func (w *world) resize(p system.Provider, accounts int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.size[p] = accounts
}

func (w *world) answer503(host string, down bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.down[host] = down
}

func (w *world) kill(gone bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.gone = gone
}

func (w *world) exporter() prometheus.Gatherer {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.gone {
		return nil
	}
	return w.metrics
}

func (w *world) health() []system.AccountHealth {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := make([]system.AccountHealth, 0, 2000)
	for _, p := range system.Providers {
		for i := range w.size[p] {
			a := system.AccountHealth{Provider: p, State: system.StateHealthy, AsOf: time.Now().Add(-time.Duration(i%15) * time.Minute)}
			if i < w.failing[p] {
				a.State, a.AsOf = system.StateFailing, w.since[p]
			}
			all = append(all, a)
		}
	}
	return all
}

// dial opens an in-memory connection and answers its one request.
func (w *world) dial(_ context.Context, _, addr string) (net.Conn, error) {
	near, far := net.Pipe()
	go func() {
		defer far.Close()
		r, err := http.ReadRequest(bufio.NewReader(far))
		if err != nil {
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		answer := httptest.NewRecorder()
		w.receive(answer, addr, r, body)
		response := answer.Result()
		response.Close = true
		response.ContentLength = int64(answer.Body.Len())
		response.Write(far)
	}()
	return near, nil
}

func (w *world) receive(answer http.ResponseWriter, addr string, r *http.Request, body []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.down[addr] {
		w.refused++
		answer.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	n := notice{At: time.Now(), Body: string(body)}
	switch addr + r.URL.Path {
	case "chat.example.com:80/services/anchorage":
		n.fromChat(w.t, body)
		answer.Header().Set("Content-Type", "text/plain")
		io.WriteString(answer, "ok")
	case "pager.example.com:80/v2/enqueue":
		n.fromPager(w.t, body)
		answer.WriteHeader(http.StatusAccepted)
		io.WriteString(answer, `{"status":"success"}`)
	case "heartbeat.example.com:80/beat":
		w.beats = append(w.beats, n.At)
		return
	default:
		w.t.Errorf("a request to %s %s", addr, r.URL)
		return
	}
	w.notices = append(w.notices, n)
}

// heard is when the heartbeat has beaten so far.
func (w *world) heard() []time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.beats)
}

func (n *notice) fromChat(t testing.TB, body []byte) {
	var m struct {
		Attachments []struct {
			Title  string
			Fields []struct {
				Title, Value string
				Short        bool
			}
		}
	}
	require.NoError(t, json.Unmarshal(body, &m))
	require.Len(t, m.Attachments, 1)
	n.To, n.Text = "chat", m.Attachments[0].Title
	values := map[string]string{}
	for _, f := range m.Attachments[0].Fields {
		require.True(t, f.Short)
		values[f.Title] = f.Value
	}
	n.Level, n.Alert, n.Provider, n.Since = values["level"], values["alert"], values["provider"], values["since"]
	n.Resolved = values["status"] == "resolved"
}

func (n *notice) fromPager(t testing.TB, body []byte) {
	var m struct {
		RoutingKey  string `json:"routing_key"`
		EventAction string `json:"event_action"`
		DedupKey    string `json:"dedup_key"`
		Payload     struct {
			Summary, Severity string
			CustomDetails     map[string]any `json:"custom_details"`
		}
	}
	require.NoError(t, json.Unmarshal(body, &m))
	text := func(k string) string { s, _ := m.Payload.CustomDetails[k].(string); return s }
	n.To, n.Resolved, n.Dedup = m.RoutingKey, m.EventAction == "resolve", m.DedupKey
	n.Level, n.Alert, n.Provider, n.Since = text("level"), text("alert"), text("provider"), text("since")
	n.Text, n.Severity = m.Payload.Summary, m.Payload.Severity
}

// got returns what arrived so far at a receiver: chat, look-now-key or
// review-soon-key; at all of them without a name.
func (w *world) got(to ...string) []notice {
	w.mu.Lock()
	defer w.mu.Unlock()
	var out []notice
	for _, n := range w.notices {
		if len(to) == 0 || n.To == to[0] {
			out = append(out, n)
		}
	}
	return out
}

func lines(notices []notice) []string {
	out := []string{}
	for _, n := range notices {
		out = append(out, n.String())
	}
	return out
}

func gatherer(m *alerting.Metrics) func() prometheus.Gatherer {
	return func() prometheus.Gatherer { return m }
}
