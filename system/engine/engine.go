// Package engine keeps every linked account's cache in step with its calendar:
// one poller per account, each at its own pace and on its own lane, so that the
// trouble of one account never delays another.
package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"anchorage/internal/crew"
	"anchorage/system"
)

// ErrNotRunning is the answer to Add before Start and after Stop.
var ErrNotRunning = errors.New("engine is not running")

// Config is what an engine needs. Every field is required unless stated otherwise.
type Config struct {
	Store      system.Store
	Client     system.Client
	Authorizer system.Authorizer
	Meter      system.Meter
	// Outbox holds accepted writes and Editor delivers them. Without an Outbox none
	// are delivered.
	Outbox system.Outbox
	Editor system.Editor
	// Subscriber subscribes to changes where the settings want it, with notifications
	// to NotificationURL; Subscriptions keeps what came of it, and Random is the
	// source of its secrets. Without a Subscriber the engine only polls.
	Subscriber      system.Subscriber
	Subscriptions   system.Subscriptions
	NotificationURL string
	Random          func(entity, operation string) io.Reader
	// Identifier reads the mailbox IDs that the settings want stored, and MailboxIDs
	// keeps them. Without an Identifier none are read.
	Identifier system.Identifier
	MailboxIDs system.MailboxIDs
	// Mailboxes puts back the link before when a new one turns out to be to another
	// mailbox. Without it, such an account waits for its owner.
	Mailboxes system.Mailboxes
	// Rand is keyed randomness: a pure function of its arguments.
	Rand func(entity, operation string, n uint64) uint64
	// Lane is entity's own offset below one millisecond. Two pollers on different
	// lanes never act at one instant.
	Lane func(entity string) time.Duration
	// Settings is asked at the start of every round, so that a deploy takes effect
	// with each account's next one.
	Settings func() system.Settings
	// Choose picks the rung of the routing ladder that an account's requests send.
	Choose func(system.RoutingSettings, system.Account) system.Hint
	// Settled is told the outcome of each round of an account; a failure is curable if
	// another routing hint may be what it takes. It does not block. It may be nil.
	Settled func(a system.Account, failed, curable bool)
	Log     *slog.Logger
}

// Engine runs the pollers. It implements system.Fleet.
type Engine struct {
	Config
	pollers sync.WaitGroup
	crew    crew.Crew // of the pollers
	fleet   fleet

	mu     sync.Mutex
	ctx    context.Context // of the pollers; nil before Start and after Stop
	cancel context.CancelFunc
	hard   context.Context // of what a stop must not cut off; ends by Kill, and after a stop
	die    context.CancelFunc
	byID   map[system.AccountID]*poller
}

var _ system.Fleet = (*Engine)(nil)

// New returns an engine that does nothing until Start.
func New(c Config) *Engine {
	return &Engine{Config: c, byID: map[system.AccountID]*poller{}}
}

// Start loads all accounts and begins to poll them. Their first rounds are spread
// over one poll interval by a keyed phase. The pollers end with ctx or by Stop.
func (e *Engine) Start(ctx context.Context) error {
	accounts, err := e.Store.Accounts(ctx)
	if err != nil {
		return fmt.Errorf("accounts: %w", err)
	}
	spread := e.Settings().WithDefaults().Sync.Poll.D()
	e.mu.Lock()
	defer e.mu.Unlock()
	e.ctx, e.cancel = context.WithCancel(ctx)
	e.hard, e.die = context.WithCancel(context.WithoutCancel(ctx))
	for _, a := range accounts {
		e.pollLocked(a, phase(e.Rand(a.Key, "phase", 0), spread))
	}
	return nil
}

// Add begins to poll an account, or makes a polled one read its account and
// credentials again and do a round at once: after linking, after relinking, and
// when somebody asks for "sync now". A Retry-After that the provider named is
// honoured all the same. It does not wait for the round. Errors:
// system.ErrNotFound, ErrNotRunning.
func (e *Engine) Add(ctx context.Context, id system.AccountID) error {
	account, err := e.Store.Account(ctx, id)
	if err != nil {
		return fmt.Errorf("account: %w", err)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.ctx == nil {
		return ErrNotRunning
	}
	if p, ok := e.byID[id]; ok {
		p.make(wishAccount)
		return nil
	}
	e.pollLocked(account, 0)
	return nil
}

// Hold tells that the provider, in an answer that was not the engine's, has asked not to
// be asked for an account again before an instant. It does not wait, and wakes nobody.
func (e *Engine) Hold(id system.AccountID, until time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if p, ok := e.byID[id]; ok {
		p.held.Store(until.UnixNano())
	}
}

func (e *Engine) pollLocked(a system.Account, phase time.Duration) {
	// Lanes may be given out in the order of first calls: so not by the pollers'
	// goroutines, which begin in any order.
	p := newPoller(e, a, startCadence(time.Now(), e.Lane("poller/"+a.Key), phase))
	e.byID[a.ID] = p
	ctx := e.ctx
	e.pollers.Go(func() { p.run(ctx) })
}

// Deliver tells that a write of the account was accepted. It does not wait.
func (e *Engine) Deliver(id system.AccountID) { e.wish(id, wishDelivery) }

// Notify tells that the provider says that the account's calendar changed: a round
// follows soon, unless notifications are not wanted. It does not wait.
func (e *Engine) Notify(id system.AccountID) {
	if e.Settings().Sync.Notifications {
		e.wish(id, wishNews)
	}
}

func (e *Engine) wish(id system.AccountID, w wish) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if p, ok := e.byID[id]; ok && e.ctx != nil {
		p.make(w)
	}
}

// Stop ends all pollers and waits for them. A token refresh under way is finished
// first, for at most one request's time-out: a rotated token must not be lost.
func (e *Engine) Stop() { e.end(false) }

// Kill ends all pollers at once, as if the process were killed: what is under way
// is cut off.
func (e *Engine) Kill() { e.end(true) }

func (e *Engine) end(atOnce bool) {
	e.mu.Lock()
	die := e.die
	if atOnce && die != nil {
		die()
	}
	if e.cancel != nil {
		e.cancel()
	}
	e.ctx, e.cancel = nil, nil
	e.mu.Unlock()
	e.pollers.Wait()
	e.crew.Dismiss()
	if die != nil {
		die()
	}
}
