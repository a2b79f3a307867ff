package engine

import (
	"context"
	"log/slog"
	"time"

	"anchorage/system"
)

// deadPace is how often an account is tried whose credentials were rejected, or
// which another identity signed in for, until its owner does something.
const deadPace = time.Hour

// poller synchronises one account. All but wake and health belong to its own
// goroutine. Account, cursor and credential are copies of what the store has, so
// that a round that finds nothing new is one request and one statement.
type poller struct {
	engine *Engine
	wake   chan struct{} // holds at most one wish for a round
	health health

	account    system.Account
	credential system.Credential
	committed  system.Cursor // of the last good round
	loaded     bool          // the copies are good
	unsaved    bool          // credential is newer than what the store has
	provenFor  int           // generation whose default calendar was found to be the account's; 0 for none

	cadence   cadence
	waitUntil time.Time // named by the provider
	slowUntil time.Time // after dead credentials
	draws     uint64    // of keyed randomness
}

func newPoller(e *Engine, a system.Account, c cadence) *poller {
	p := &poller{engine: e, wake: make(chan struct{}, 1), account: a, cadence: c}
	p.health.set(a)
	return p
}

func (p *poller) wakeUp() {
	select {
	case p.wake <- struct{}{}:
	default: // a round is wished for already
	}
}

// run polls until ctx ends. The timer expires at instants of this poller's lane
// only, which nobody else acts at: so a wish and the timer are never ready at one
// instant, and it does not matter that select would pick one at random. A wish
// that comes during a round finds the timer set to a later instant.
func (p *poller) run(ctx context.Context) {
	timer := time.NewTimer(time.Until(p.cadence.anchor))
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
			p.loaded = false
			timer.Reset(time.Until(p.cadence.soonest(later(time.Now(), p.waitUntil))))
		case <-timer.C:
			poll := p.round(ctx)
			if ctx.Err() != nil {
				return
			}
			timer.Reset(time.Until(p.cadence.next(time.Now(), later(p.waitUntil, p.slowUntil), poll)))
		}
	}
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
	if waitsForOwner(account.State) {
		p.slowUntil = account.LastAttempt.Add(deadPace)
	}
	p.health.set(account)
	return nil
}

// become changes the state that others see, and tells when it is another one.
func (p *poller) become(ctx context.Context, s system.State, code system.Code) {
	if p.account.State != s {
		p.engine.Log.LogAttrs(ctx, slog.LevelInfo, "account is "+string(s), slog.String("account", string(p.account.ID)),
			slog.String("was", string(p.account.State)), slog.String("code", string(code)))
	}
	p.account.State, p.account.LastError = s, code
	p.health.set(p.account)
}

func waitsForOwner(s system.State) bool {
	return s == system.StateReauthorise || s == system.StateConfirm
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
