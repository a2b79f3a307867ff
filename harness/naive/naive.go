// Package naive is a second system under test: a calendar sync client as it is
// written in an afternoon, which works on every good day. It keeps the seam
// honest, being no relative of ours: it enters a world by harness/sut alone, has
// settings of its own, and lacks most abilities.
//
// Its mistakes are the usual ones. With each, the promise that it breaks; those
// marked * break it in a small world of their own (mistakes_test.go), in which a
// system without the mistake keeps it:
//
//   - a read asks the provider when the cache is old: reads are answered from the
//     cache (C1) *
//   - no request has a time-out: reads are answered in bounded time (C1)
//   - as_of is written before the round is known to succeed: an answer is true at
//     an instant from its as_of on, and a failed round does not advance that (C2, C4) *
//   - pages show as they arrive: a read shows whole rounds (C3)
//   - 410 empties the cache before a new listing is there: the old one serves
//     until then (C6) *
//   - HTML with status 200 is a page without events: nothing is deleted by such an
//     answer (C7) *
//   - no answer says that it is old: stale answers say so *
//   - Retry-After is not read: every one is honoured (C9) *
//   - the wait doubles after each failure, without end: recovery within the cap of
//     the backoff (C9) *
//   - a failed request is not tried again within its round: what a retry heals
//     harms nobody (A3) *
//   - no routing hint, and no way to get one: a cheaper rung than the owner is tried
//     first (R1) *
//   - nobody is alerted, nobody is asked to relink, no change of an owner's is
//     delivered, no setting changes while it runs: alerts (A), relinking (R), writes
//     (C8) and tries are not applicable, as its Capabilities say
//
// In the shipped scenarios, with a tenth of the fleet of 2022 (shipped_test.go):
//
//	                                                   small.yaml   outlook-2022-03.yaml
//	reads are answered from the cache                  broken       broken
//	reads are true                                     broken       broken
//	stale answers say so                               broken       broken
//	as_of waits for a round that succeeds              broken       broken
//	the scenario's own expectation of the cache        broken       broken
//	who fails, and who does not, during the fault      held         held
//	recovery                                           held         broken (3 of 3)
//	what the status page claims is true                -            broken (2 of 3)
//	who still fails on Friday                          -            broken
//	a ticket is the first that anybody notices         -            broken, a day late
//	alerts                                             lacks        lacks
//	relinking, tries                                   -            lacks
//
// The ticket is late for want of owners at a tenth of the fleet.
//
// In sixty worlds that were drawn (explored_test.go), of those in which a promise could
// be judged:
//
//	as_of waits for a round that succeeds  broken in 60 of 60
//	reads are answered from the cache      broken in 59 of 60
//	stale answers say so                   broken in 58 of 60
//	reads are true                         broken in 36 of 60
//	caught up at the end                   broken in 30 of 60
//	calendars keep up                      broken in 28 of 60: a request without a time-out waits for ever
//	Retry-After is honoured                broken in 5 of 54: where it is longer than a poll
//	what the status page claims is true    broken in 13 of 60
//	nothing forbidden happens              held in all
package naive

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"sync"
	"sync/atomic"
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
	var s Settings
	if err := json.Unmarshal([]byte(cmp.Or(string(raw), "{}")), &s); err != nil {
		return 0, fmt.Errorf("naive: settings: %w", err)
	}
	return time.Duration(max(1, cmp.Or(s.PollMinutes, 15))) * time.Minute, nil
}

// Start implements sut.Factory.
func (Factory) Start(ctx context.Context, env sut.Env) (sut.System, error) {
	poll, err := pollOf(env.Settings)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.WithValue(ctx, oauth2.HTTPClient, &http.Client{Transport: env.HTTP}))
	return &System{env: env, poll: poll, ctx: ctx, cancel: cancel}, nil
}

// System is the running client.
type System struct {
	env      sut.Env
	poll     time.Duration
	ctx      context.Context // of all requests, whoever asks; has package oauth2 use the world's network
	cancel   context.CancelFunc
	pollers  sync.WaitGroup
	accounts sync.Map // key: name of the mailbox; *account
}

type account struct {
	oauth oauth2.Config
	token atomic.Pointer[oauth2.Token]
	rest  bool // the older dialect

	mu     sync.Mutex // never held across a request
	link   string     // address of the next delta request; "" begins a listing
	events map[string]sut.Event
	series map[string]string // of occurrences: the id of their series
	asOf   time.Time
}

// Link implements sut.System.
func (s *System) Link(_ context.Context, spec sut.AccountSpec, browser http.RoundTripper) (sut.AccountID, error) {
	a, err := s.authorize(spec, browser)
	if err != nil {
		return "", err
	}
	s.accounts.Store(spec.Mailbox, a)
	lane := s.env.Lane(spec.Mailbox)
	s.pollers.Go(func() { s.follow(a, lane) })
	return sut.AccountID(spec.Mailbox), nil
}

// follow synchronises an account at once and then at every poll. A failure
// doubles the wait; nothing bounds it.
func (s *System) follow(a *account, lane time.Duration) {
	next := time.Until(time.Now().Truncate(time.Millisecond).Add(time.Millisecond + lane))
	for {
		select {
		case <-s.ctx.Done():
			return
		case <-time.After(next):
		}
		if next = max(next, s.poll) * 2; s.round(a) == nil {
			next = s.poll
		}
	}
}

// round asks for what is new, page by page.
func (s *System) round(a *account) error {
	a.mu.Lock()
	a.asOf = time.Now()
	link := cmp.Or(a.link, a.listing())
	a.mu.Unlock()
	for link != "" {
		got, err := s.get(a, link)
		if a.take(got, err); err != nil {
			return err
		}
		link = got.Next
	}
	return nil
}

// take adds an answer to the cache. The first page of a listing replaces all.
func (a *account) take(p page, err error) {
	if err != nil && !errors.Is(err, errGone) {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.link == "" || err != nil {
		a.events, a.series = map[string]sut.Event{}, map[string]string{}
	}
	masters := map[string]item{} // of the page
	for _, e := range p.Value {
		a.tell(masters, e)
	}
	a.link = p.Next + p.Delta // one of them; neither in what is no page
}

// Read implements sut.System: from the cache, after a round of its own when that
// is old. If the round fails, what there was will do.
func (s *System) Read(_ context.Context, id sut.AccountID, w sut.Window) (sut.Snapshot, error) {
	found, _ := s.accounts.Load(string(id))
	a := found.(*account)
	snapshot := a.cached(w)
	if time.Since(snapshot.AsOf) > 2*s.poll && s.round(a) == nil {
		snapshot = a.cached(w)
	}
	return snapshot, nil
}

func (a *account) cached(w sut.Window) (snapshot sut.Snapshot) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(a.events)) {
		if e := a.events[id]; e.Start.Before(w.Until) && e.End.After(w.From) {
			snapshot.Events = append(snapshot.Events, e)
		}
	}
	snapshot.AsOf = a.asOf
	return snapshot
}

// Stop implements sut.System.
func (s *System) Stop(context.Context) error {
	s.cancel()
	s.pollers.Wait()
	return nil
}
