package people_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/sim/clock"
	"anchorage/sim/keyed"
	"anchorage/sim/lane"
	"anchorage/sim/people"
	"anchorage/sim/sinks"
	"anchorage/sim/units"
)

// log is an Observer that keeps everything, in order.
type log struct {
	mu  sync.Mutex
	all []any
}

func (l *log) keep(v any) { l.mu.Lock(); l.all = append(l.all, v); l.mu.Unlock() }

func (l *log) Edited(e people.Edited)                 { l.keep(e) }
func (l *log) Looked(e people.Looked)                 { l.keep(e) }
func (l *log) Wrote(e people.Wrote)                   { l.keep(e) }
func (l *log) RelinkAsked(e people.RelinkAsked)       { l.keep(e) }
func (l *log) RelinkAnswered(e people.RelinkAnswered) { l.keep(e) }
func (l *log) TicketHandedOn(e people.TicketHandedOn) { l.keep(e) }
func (l *log) Noticed(e people.Noticed)               { l.keep(e) }
func (l *log) Skimmed(e people.Skimmed)               { l.keep(e) }
func (l *log) Acted(e people.Acted)                   { l.keep(e) }
func (l *log) Stranded(at time.Time, actor, what string) {
	l.keep(fmt.Sprintf("%s %s: %s", at.Format(time.RFC3339), actor, what))
}

// of returns the events of one type.
func of[T any](l *log) []T {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []T
	for _, v := range l.all {
		if t, ok := v.(T); ok {
			out = append(out, t)
		}
	}
	return out
}

// calendar is a calendar in the provider and, at will, the system's copy of it.
type calendar struct {
	mu     sync.Mutex
	events []people.Event
	made   int
}

func (c *calendar) Create(e people.Event) (string, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.made++
	e.ID = fmt.Sprintf("event-%d", c.made)
	c.events = append(c.events, e)
	return e.ID, nil
}

// fill adds 30 events on the weekdays after a day.
func (c *calendar) fill(start time.Time) {
	for day := start.Truncate(24 * time.Hour); len(c.events) < 30; day = day.AddDate(0, 0, 1) {
		for hour := 15; hour <= 16 && day.Weekday()%6 != 0; hour++ {
			at := day.Add(time.Duration(hour) * time.Hour)
			c.Create(people.Event{Subject: fmt.Sprint("Standing ", c.made), Start: at, End: at.Add(time.Hour)})
		}
	}
}

func (c *calendar) Update(e people.Event) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.events, func(x people.Event) bool { return x.ID == e.ID })
	if i < 0 {
		return errors.New("no such event")
	}
	c.events[i] = e
	return nil
}

func (c *calendar) Delete(id string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events = slices.DeleteFunc(c.events, func(x people.Event) bool { return x.ID == id })
	return nil
}

func (c *calendar) Events() []people.Event {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.events)
}

// reader answers from calendars as they were when the outage began.
type reader struct {
	mu     sync.Mutex
	live   map[string]*calendar      // key: mailbox
	frozen map[string][]people.Event // key: mailbox; nil while all is well
	asOf   time.Time
}

func (r *reader) freeze(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frozen, r.asOf = map[string][]people.Event{}, at
	for id, c := range r.live {
		r.frozen[id] = c.Events()
	}
}

func (r *reader) thaw() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.frozen = nil
}

func (r *reader) Read(_ context.Context, mailbox string, from, until time.Time) (people.Answer, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	events, old := r.frozen[mailbox]
	if !old {
		events = r.live[mailbox].Events()
	}
	events = slices.DeleteFunc(slices.Clone(events), func(e people.Event) bool { return !e.Start.Before(until) || !e.End.After(from) })
	return people.Answer{Events: events, AsOf: r.asOf, Stale: old}, nil
}

// controls records calls; a try lasts.
type controls struct {
	mu    sync.Mutex
	calls []string
	err   error
}

func (c *controls) call(what string, v any) error {
	b, _ := json.Marshal(v)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.calls = append(c.calls, what+" "+string(b))
	return c.err
}

func (c *controls) Deploy(_ context.Context, s json.RawMessage) error { return c.call("deploy", s) }
func (c *controls) Enable(_ context.Context, s json.RawMessage) error { return c.call("enable", s) }
func (c *controls) Relink(_ context.Context, r people.Campaign) error { return c.call("relink", r) }
func (c *controls) Try(ctx context.Context, s json.RawMessage, lasts time.Duration) error {
	c.call("try", s)
	return clock.System{}.Sleep(ctx, lasts)
}

// handlers routes by host.
type handlers map[string]http.Handler

func (h handlers) RoundTrip(r *http.Request) (*http.Response, error) {
	handler, ok := h[r.URL.Host]
	if !ok {
		return nil, errors.New("no such host")
	}
	w := &answer{header: http.Header{}, status: http.StatusOK}
	if r.Body == nil {
		r = r.Clone(r.Context())
		r.Body = http.NoBody
	}
	handler.ServeHTTP(w, r)
	return &http.Response{StatusCode: w.status, Header: w.header, Body: io.NopCloser(strings.NewReader(w.body.String())), Request: r}, nil
}

type answer struct {
	header http.Header
	status int
	body   strings.Builder
}

func (a *answer) Header() http.Header         { return a.header }
func (a *answer) WriteHeader(status int)      { a.status = status }
func (a *answer) Write(b []byte) (int, error) { return a.body.Write(b) }

// town is a small world around people.
type town struct {
	people   *people.People
	log      *log
	reader   *reader
	controls *controls
	desk     *sinks.HelpDesk
	page     *sinks.StatusPage
	config   people.Config
	cancel   context.CancelFunc
}

// newTown is at the given instant, with n owners and the sinks that they use.
// Settle runs it; it must be called inside a bubble.
func newTown(t *testing.T, at string, n int, change func(*people.Config)) *town {
	t.Helper()
	clk, lanes := clock.System{}, &lane.Allocator{}
	start := instant(t, at)
	require.NoError(t, clk.Sleep(t.Context(), start.Sub(clk.Now())))
	w := &town{log: &log{}, reader: &reader{live: map[string]*calendar{}}, controls: &controls{}, desk: &sinks.HelpDesk{}, page: &sinks.StatusPage{}}
	w.config = people.Config{
		Clock: clk, Seed: 7, Lane: lanes.Lane, Poll: 15 * time.Minute,
		Reader: w.reader, Controls: w.controls, Observer: w.log,
		HTTP: handlers{"desk.example.com": w.desk, "status.example.com": w.page},
	}
	for i := range n {
		id := fmt.Sprintf("outlook-%04d", i+1)
		c := &calendar{}
		c.fill(start)
		w.reader.live[id] = c
		w.config.Fleet = append(w.config.Fleet, people.Owner{Mailbox: id, Provider: "outlook.com", Address: id + "@mail.example.com", Calendar: c})
	}
	if change != nil {
		change(&w.config)
	}
	w.people = people.New(w.config)
	w.desk.Observe = func(ticket sinks.Ticket) {
		w.people.TicketOpened(people.Ticket{ID: ticket.ID, Provider: ticket.Provider, Text: ticket.Text})
	}
	ctx, cancel := context.WithCancel(t.Context())
	w.cancel = cancel
	w.people.Start(ctx)
	return w
}

// until lets time pass.
func (w *town) until(t *testing.T, at string) {
	t.Helper()
	clk := clock.System{}
	require.NoError(t, clk.Sleep(t.Context(), instant(t, at).Sub(clk.Now())))
}

// end stops everybody and waits.
func (w *town) end() { w.cancel(); w.people.Wait() }

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	require.NoError(t, err)
	return at.UTC()
}

func zone(t *testing.T, name string) units.Zone {
	t.Helper()
	var z units.Zone
	require.NoError(t, z.UnmarshalText([]byte(name)))
	return z
}

func hours(t *testing.T, text string) units.Hours {
	t.Helper()
	var h units.Hours
	require.NoError(t, h.UnmarshalText([]byte(text)))
	return h
}

var errBroken = errors.New("broken")

// broken is a system that takes its time and fails.
type broken struct{}

func (broken) Read(ctx context.Context, _ string, _, _ time.Time) (people.Answer, error) {
	return people.Answer{}, errors.Join(errBroken, clock.System{}.Sleep(ctx, 3*time.Second))
}

func keyedSeed(n uint64) keyed.Seed { return keyed.Seed(n) }

// unlinked is a system without accounts.
type unlinked struct{}

func (unlinked) Read(context.Context, string, time.Time, time.Time) (people.Answer, error) {
	return people.Answer{}, people.ErrNotLinked
}
