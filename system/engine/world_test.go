package engine_test

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/engine"
)

// settle notes outcomes of rounds as the routing ladder is told them.
func (w *world) settle(a system.Account, failed, curable bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settled = append(w.settled, settled{a.ID, a.Generation, failed, curable})
}

type settled struct {
	id              system.AccountID
	generation      int
	failed, curable bool
}

// request is one request that reached the provider.
type request struct {
	at        time.Time
	operation string // calendar, delta, refresh
	account   system.AccountID
	token     string
	link      string
	window    system.Window
	hint      system.Hint
}

// world is an engine with everything around it faked. Behaviours may be set while
// it runs; a nil one is the good case.
type world struct {
	t        *testing.T
	store    *memory
	engine   *engine.Engine
	settings system.Settings
	began    time.Time

	mu       sync.Mutex
	requests []request
	settled  []settled
	counted  map[string]int

	page     func(ctx context.Context, r request) (system.Page, error)
	calendar func(r request) (string, error)
	refresh  func(ctx context.Context, c system.Credential) (system.Credential, error)
}

// lanes of the accounts that tests use, in nanoseconds.
var lanes = map[string]time.Duration{"poller/a": 11, "poller/bb": 22}

// inWorld runs do in a bubble, in which anything left behind fails the test.
func inWorld(t *testing.T, do func(*world)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := &world{t: t, store: newMemory(), counted: map[string]int{}, began: time.Now().UTC().Round(0)}
		w.engine = engine.New(engine.Config{
			Store: w.store, Client: w, Authorizer: w, Meter: meter{w},
			Rand:     func(entity, operation string, n uint64) uint64 { return uint64(len(entity))*7919 + n*104729 },
			Lane:     func(entity string) time.Duration { return lanes[entity] },
			Settings: func() system.Settings { w.mu.Lock(); defer w.mu.Unlock(); return w.settings },
			Choose:   func(s system.RoutingSettings, _ system.Account) system.Hint { return s.Hint },
			Settled:  w.settle,
			Log:      slog.New(slog.DiscardHandler),
		})
		defer w.engine.Stop()
		do(w)
	})
}

func (w *world) start() { require.NoError(w.t, w.engine.Start(context.Background())) }

// linked starts the engine and adds account a, whose token lasts for a year.
func (w *world) linked() {
	w.start()
	w.store.link("a", "first", w.began.AddDate(1, 0, 0))
	w.add("a")
}

func (w *world) add(id system.AccountID) {
	require.NoError(w.t, w.engine.Add(context.Background(), id))
}

// until lets time pass up to d after the start. Whoever asks from now on sees the
// behaviours that were set before: note takes the same lock.
func (w *world) until(d time.Duration) {
	w.mu.Lock()
	end := w.began.Add(d)
	w.mu.Unlock()
	time.Sleep(time.Until(end))
	synctest.Wait()
}

func (w *world) set(change func(*system.Settings)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.settings)
}

// breakStore makes the store answer every write with an error; nil mends it.
func (w *world) breakStore(err error) {
	w.store.mu.Lock()
	defer w.store.mu.Unlock()
	w.store.broken = err
}

func (w *world) note(r request) request {
	w.mu.Lock()
	defer w.mu.Unlock()
	r.at = time.Now()
	w.requests = append(w.requests, r)
	return r
}

// taken returns the requests since the last call of it.
func (w *world) taken() []request {
	w.mu.Lock()
	defer w.mu.Unlock()
	taken := w.requests
	w.requests = nil
	return taken
}

// times are the instants of operation among requests, after the start.
func (w *world) times(requests []request, operation string) []time.Duration {
	var all []time.Duration
	for _, r := range requests {
		if r.operation == operation {
			all = append(all, r.at.Sub(w.began))
		}
	}
	return all
}

func (w *world) count(what string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.counted[what]
}

func (w *world) DefaultCalendar(_ context.Context, a system.Access) (string, error) {
	r := w.note(request{operation: "calendar", account: a.Account.ID, token: a.Token, hint: a.Hint})
	if w.calendar != nil {
		return w.calendar(r)
	}
	return "calendar-of-" + string(a.Account.ID), nil
}

func (w *world) Page(ctx context.Context, a system.Access, link string, window system.Window) (system.Page, error) {
	r := w.note(request{operation: "delta", account: a.Account.ID, token: a.Token, link: link, window: window, hint: a.Hint})
	if w.page != nil {
		return w.page(ctx, r)
	}
	return system.Page{DeltaLink: "delta"}, nil
}

func (w *world) URL(system.Authorization, system.Provider, system.Flow, string) (string, error) {
	return "", fmt.Errorf("not asked for")
}

func (w *world) Exchange(context.Context, system.Provider, system.Flow, string) (system.Credential, system.Identity, error) {
	return system.Credential{}, system.Identity{}, fmt.Errorf("not asked for")
}

func (w *world) Refresh(ctx context.Context, _ system.Provider, c system.Credential) (system.Credential, error) {
	w.note(request{operation: "refresh", token: c.RefreshToken})
	if w.refresh != nil {
		return w.refresh(ctx, c)
	}
	return rotated(c), nil
}

// rotated is c after a refresh: both tokens are new, and good for an hour.
func rotated(c system.Credential) system.Credential {
	c.RefreshToken += "+"
	c.AccessToken, c.Expiry = c.RefreshToken+"/access", time.Now().Add(time.Hour)
	return c
}

type meter struct{ w *world }

func (m meter) count(what string) {
	m.w.mu.Lock()
	defer m.w.mu.Unlock()
	m.w.counted[what]++
}

func (m meter) Request(_ system.Provider, operation, code string) { m.count(operation + " " + code) }
func (m meter) Round(_ system.Provider, result string)            { m.count("round " + result) }
func (m meter) Refresh(_ system.Provider, result string)          { m.count("refresh " + result) }
func (m meter) Relink(result string)                              { m.count("relink " + result) }

func event(id string) system.Event { return system.Event{ID: id} }

var (
	unavailable = &system.Error{Class: system.ClassRetry, Code: "http_503", Status: 503}
	wrongHint   = &system.Error{Class: system.ClassHint, Code: "ErrorIncorrectRoutingHint", Status: 400}
	gone        = &system.Error{Class: system.ClassResync, Code: "SyncStateNotFound", Status: 410}
	badToken    = &system.Error{Class: system.ClassRetry, Code: "InvalidAuthenticationToken", Status: 401}
	rejected    = &system.Error{Class: system.ClassReauthorise, Code: "invalid_grant", Status: 400}
)

func throttled(d time.Duration) *system.Error {
	return &system.Error{Class: system.ClassWait, Code: "ApplicationThrottled", Status: 429, RetryAfter: d}
}
