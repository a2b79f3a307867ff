package engine

import (
	"context"
	"log/slog"
	"sync/atomic"
	"time"

	"anchorage/system"
)

// deadPace is how often an account is tried whose credentials were rejected, or
// which another identity signed in for, until its owner does something.
const deadPace = time.Hour

// poller synchronises one account. All but wake, wishes and held belong to its own
// goroutine. Account, cursor and credential are copies of what the store has, so
// that a round that finds nothing new is one request and one statement.
type poller struct {
	engine *Engine
	wake   chan struct{} // says that there are wishes
	wishes atomic.Uint32 // bits of wish
	held   atomic.Int64  // until when the provider has told others to wait, in Unix nanoseconds; 0: nothing new
	place  int           // in the fleet

	account      system.Account
	credential   system.Credential
	committed    system.Cursor // of the last good round
	loaded       bool          // the copies are good
	unsaved      bool          // credential is newer than what the store has
	unidentified bool          // the mailbox ID could not be read although nobody refused it
	provenFor    int           // generation whose default calendar was found to be the account's; 0 for none

	mayHaveWrites bool      // the outbox may hold queued writes
	retryAt       time.Time // of the first of them that has to wait; zero: none has
	readFirst     bool      // the last of them was told to wait: the calendar is read before the next
	subscription  subscribed

	cadence   cadence
	roundAt   time.Time // plan for the next round
	deliverAt time.Time // plan for a delivery without a round; zero: none
	begun     time.Time // the last round
	waitUntil time.Time // named by the provider
	slowUntil time.Time // after dead credentials
	draws     uint64    // of keyed randomness
}

func newPoller(e *Engine, a system.Account, c cadence) *poller {
	p := &poller{engine: e, wake: make(chan struct{}, 1), place: e.fleet.add(), account: a, cadence: c, roundAt: c.anchor}
	p.show()
	return p
}

// run polls until ctx ends. The timer expires at instants of this poller's lane
// only. Whatever ends the wait, wishes come first and then what is due: so it does
// not matter which of two that are ready select would pick. A wish that comes
// during a round is heeded after it.
func (p *poller) run(ctx context.Context) {
	timer := time.NewTimer(time.Until(p.roundAt))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		case <-timer.C:
		}
		p.heed()
		p.engine.crew.Do(func() { p.act(ctx) })
		if ctx.Err() != nil {
			return
		}
		next := p.roundAt
		if !p.deliverAt.IsZero() && p.deliverAt.Before(next) {
			next = p.deliverAt
		}
		timer.Reset(time.Until(next))
	}
}

// act does what is due. A round delivers as well.
func (p *poller) act(ctx context.Context) {
	switch now := time.Now(); {
	case !now.Before(p.roundAt):
		p.begun = now
		poll := p.round(ctx)
		p.roundAt = p.cadence.next(time.Now(), later(p.waitUntil, p.slowUntil), poll)
		if p.readFirst && p.waitUntil.After(time.Now()) {
			p.roundAt = p.cadence.soonest(p.waitUntil)
		}
	case !p.deliverAt.IsZero() && !now.Before(p.deliverAt):
		p.deliverOnly(ctx)
	default:
		return
	}
	p.planDelivery()
}

// load reads what the store knows of the account. A credential that the store
// does not have yet is kept, unless the account was linked anew since.
func (p *poller) load(ctx context.Context) error {
	store := p.engine.Store
	account, err := store.Account(ctx, p.account.ID)
	if err != nil {
		return err
	}
	if account.Generation > 0 && !(p.unsaved && p.credential.Generation == account.Generation) {
		if p.credential, err = store.Credential(ctx, account.ID); err != nil {
			return err
		}
		p.unsaved = false
	}
	if p.committed, err = store.Cursor(ctx, account.ID); err != nil {
		return err
	}
	p.account, p.loaded, p.slowUntil = account, true, time.Time{}
	p.mayHaveWrites, p.subscription.known = true, false
	if waitsForOwner(account.State) {
		p.slowUntil = account.LastAttempt.Add(deadPace)
	}
	p.show()
	return nil
}

// become changes the state that others see, and tells when it is another one.
func (p *poller) become(ctx context.Context, s system.State, code system.Code) {
	if p.account.State != s {
		p.engine.Log.LogAttrs(ctx, slog.LevelInfo, "account is "+string(s), slog.String("account", string(p.account.ID)),
			slog.String("was", string(p.account.State)), slog.String("code", string(code)))
	}
	p.account.State, p.account.LastError = s, code
	p.show()
}

// show lets others know how the account is.
func (p *poller) show() { p.engine.fleet.set(p.place, p.account) }

func waitsForOwner(s system.State) bool {
	return s == system.StateReauthorise || s == system.StateConfirm
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
