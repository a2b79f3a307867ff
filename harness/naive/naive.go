// Package naive is a second system under test: a calendar sync client as it is
// written in an afternoon, which works on every good day. It keeps the seam
// honest, being no relative of ours: it enters a world by harness/sut alone, has
// settings of its own, and lacks most abilities.
//
// Its mistakes are the usual ones. With each, the promise that it breaks:
//
//	a read asks the provider when the cache is old            reads are answered from the cache (C1)
//	no request has a time-out                                 reads are answered in bounded time (C1)
//	as_of is written before the round is known to succeed     an answer is true at its as_of, which never outruns the cache (C2, C4)
//	pages show as they arrive                                 a read shows whole rounds (C3)
//	410 empties the cache before a new listing is there       the old cache serves until then (C6)
//	HTML with status 200 is a page without events             nothing is deleted by such an answer (C7)
//	no answer says that it is old                             stale answers say so
//	Retry-After is not read                                   every Retry-After is honoured (C9)
//	the wait doubles after each failure, without end          recovery within the backoff's cap (C9)
//	a failed request is not tried again within its round      a flicker fails no round
//	no routing hint, and no way to get one                    a lost route heals without the owner
//	nobody is alerted                                         an outage pages somebody (A1): not applicable
//	nobody is ever asked to relink                            who can be helped by it is asked (R1): not applicable
//	settings are fixed once it runs                           what the team deploys takes effect: not applicable
//
// What that costs in the shipped scenarios is pinned by the tests.
package naive

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"time"

	"golang.org/x/oauth2"

	"anchorage/harness/sut"
)

// Settings is the `system:` part of a scenario for this client.
type Settings struct {
	PollMinutes int `yaml:"poll_minutes,omitempty" json:"poll_minutes,omitempty"` // how often each account is synchronised; default 15
}

// Factory implements sut.Factory.
type Factory struct{}

// Settings implements sut.Factory.
func (Factory) Settings() any { return new(Settings) }

// Capabilities implements sut.Factory: it polls, and that is all.
func (Factory) Capabilities(raw json.RawMessage) (sut.Capabilities, error) {
	poll, err := pollOf(raw)
	return sut.Capabilities{Poll: poll}, err
}

func pollOf(raw json.RawMessage) (time.Duration, error) {
	s := Settings{PollMinutes: 15}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &s); err != nil {
			return 0, fmt.Errorf("naive: settings: %w", err)
		}
	}
	if s.PollMinutes < 1 {
		return 0, fmt.Errorf("naive: settings: poll_minutes is %d; expected at least 1", s.PollMinutes)
	}
	return time.Duration(s.PollMinutes) * time.Minute, nil
}

// Start implements sut.Factory.
func (Factory) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	poll, err := pollOf(env.Settings)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	return &System{env: env, poll: poll, ctx: ctx, cancel: cancel, accounts: map[sut.AccountID]*account{}}, nil
}

// System is the running client.
type System struct {
	env     sut.Env
	poll    time.Duration
	ctx     context.Context
	cancel  context.CancelFunc
	pollers sync.WaitGroup

	mu       sync.Mutex // held for moments only, never across a request
	accounts map[sut.AccountID]*account
}

type account struct {
	oauth *oauth2.Config
	rest  bool // the older dialect

	// Guarded by System.mu.
	token  *oauth2.Token
	link   string // address of the next delta request; "" begins a listing
	events map[string]sut.Event
	asOf   time.Time
}

// Link implements sut.System.
func (s *System) Link(ctx context.Context, spec sut.AccountSpec, browser http.RoundTripper) (sut.AccountID, error) {
	a, err := s.authorize(ctx, spec, browser)
	if err != nil {
		return "", fmt.Errorf("naive: linking %s: %w", spec.Mailbox, err)
	}
	id := sut.AccountID(spec.Mailbox)
	s.mu.Lock()
	s.accounts[id] = a
	s.mu.Unlock()
	lane := s.env.Lane(spec.Mailbox)
	s.pollers.Go(func() { s.follow(a, lane) })
	return id, nil
}

// follow synchronises an account at once and then at every poll. A failure
// doubles the wait; nothing bounds it.
func (s *System) follow(a *account, lane time.Duration) {
	now := time.Now()
	wait, next := s.poll, now.Truncate(time.Millisecond).Add(time.Millisecond+lane).Sub(now)
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-time.After(next):
		}
		if err := s.round(s.ctx, a); err != nil {
			s.env.Log.Warn("sync failed", "error", err)
			wait *= 2
		} else {
			wait = s.poll
		}
		next = wait
	}
}

// round asks for what is new, page by page.
func (s *System) round(ctx context.Context, a *account) error {
	s.mu.Lock()
	a.asOf = time.Now()
	link := cmp.Or(a.link, a.listing())
	s.mu.Unlock()
	for link != "" {
		got, status, err := s.get(ctx, a, link)
		s.mu.Lock()
		switch {
		case status == http.StatusGone:
			a.link, a.events = "", map[string]sut.Event{}
		case err == nil:
			a.take(got)
		}
		s.mu.Unlock()
		if err != nil {
			return err
		}
		link = got.Next
	}
	return nil
}

// take adds a page to the cache. The first page of a listing replaces all.
func (a *account) take(p page) {
	if a.link == "" {
		a.events = map[string]sut.Event{}
	}
	for _, e := range p.Value {
		if e.gone() {
			delete(a.events, e.id())
		} else {
			a.events[e.ID] = e.event()
		}
	}
	a.link = p.Next + p.Delta // one of them; neither in what is no page
}

// Read implements sut.System: from the cache, after a round of its own when that
// is old. If the round fails, what there was will do.
func (s *System) Read(ctx context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	s.mu.Lock()
	a := s.accounts[id]
	s.mu.Unlock()
	snapshot := s.cached(a, w)
	if time.Since(snapshot.AsOf) > 2*s.poll && s.round(ctx, a) == nil {
		snapshot = s.cached(a, w)
	}
	return snapshot, nil
}

func (s *System) cached(a *account, w sut.Window) sut.Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	snapshot := sut.Snapshot{AsOf: a.asOf}
	for _, id := range slices.Sorted(maps.Keys(a.events)) {
		if e := a.events[id]; e.Start.Before(w.Until) && e.End.After(w.From) {
			snapshot.Events = append(snapshot.Events, e)
		}
	}
	return snapshot
}

// Stop implements sut.System.
func (s *System) Stop(context.Context) error {
	s.cancel()
	s.pollers.Wait()
	return nil
}
