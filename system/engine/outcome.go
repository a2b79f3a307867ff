package engine

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"anchorage/system"
)

// commit makes the round visible. What belongs to older credentials is dropped.
func (r *round) commit(ctx context.Context) error {
	changed, removed := r.found.split()
	if r.complete {
		removed = r.gone // what else a complete round lacks is removed anyway
	}
	err := r.engine.Store.CommitRound(ctx, system.Round{
		Account: r.account.ID, Generation: r.account.Generation, AsOf: r.began, Cursor: r.cursor, Complete: r.complete,
		CalendarID: r.account.CalendarID, Changed: changed, Removed: removed, Series: r.found.series, Hint: r.hint,
	})
	return r.stored(err)
}

// stored sorts the store's answer: a stale write ends the round without an
// outcome, and what the store has is read again.
func (r *round) stored(err error) error {
	if errors.Is(err, system.ErrStale) {
		r.loaded = false
		return errAbandoned
	}
	return err
}

func (r *round) succeeded(ctx context.Context) {
	a := &r.account
	a.AsOf, a.LastAttempt, a.FailingSince, a.Hint = r.began, r.began, time.Time{}, r.hint
	r.committed = r.cursor
	r.waitUntil, r.slowUntil = time.Time{}, time.Time{}
	if !r.trusted() {
		r.retryAt = time.Now() // writes that have waited go out now
	}
	r.become(ctx, system.StateHealthy, "")
	r.engine.Meter.Round(a.Provider, "ok")
	r.settled(false, false)
}

func (r *round) settled(failed, curable bool) {
	if r.engine.Settled != nil {
		r.engine.Settled(r.account, failed, curable)
	}
}

// curable says whether another routing hint may be what it takes: the API itself
// failed, and named no time to wait for. Time-outs, requests for less traffic, worn
// tokens and whatever ails the identity system have nothing to do with routing.
func (r *round) curable(e *system.Error) bool {
	return !r.refused && (e.Class == system.ClassHint || e.Class == system.ClassRetry && e.Status >= http.StatusInternalServerError)
}

// failed notes the failure; cache and as_of stay as they are.
func (r *round) failed(ctx context.Context, e *system.Error) {
	if e.Code == codeOtherCalendar && r.setAside(ctx) {
		return
	}
	state := r.stateAfter(e)
	err := r.stored(r.engine.Store.RecordFailure(ctx, r.account.ID, r.account.Generation, r.began, state, e.Code))
	if errors.Is(err, errAbandoned) {
		return
	}
	if err != nil {
		r.engine.Log.LogAttrs(ctx, slog.LevelError, "failure cannot be recorded", slog.String("account", string(r.account.ID)), slog.Any("error", err))
	}
	a := &r.account
	a.LastAttempt = r.began
	if a.FailingSince.IsZero() {
		a.FailingSince = r.began
	}
	if e.RetryAfter > 0 {
		r.waitUntil = time.Now().Add(e.RetryAfter)
	}
	r.slowUntil = time.Time{}
	if waitsForOwner(state) {
		r.slowUntil = r.began.Add(deadPace)
	}
	r.become(ctx, state, e.Code)
	r.engine.Meter.Round(a.Provider, "failed")
	r.settled(true, r.curable(e))
}

// setAside puts the link before back, where there is one that worked: somebody has
// signed in to another mailbox, and only the owner's word makes that a change.
func (r *round) setAside(ctx context.Context) bool {
	if r.engine.Mailboxes == nil {
		return false
	}
	err := r.engine.Mailboxes.SetAside(ctx, r.account.ID, r.account.Generation)
	if errors.Is(err, system.ErrNotFound) {
		return false
	}
	r.loaded = false
	r.engine.Meter.Round(r.account.Provider, "failed")
	if err != nil && !errors.Is(err, system.ErrStale) {
		r.engine.Log.LogAttrs(ctx, slog.LevelError, "link to another mailbox cannot be set aside", slog.String("account", string(r.account.ID)), slog.Any("error", err))
		return true
	}
	r.engine.Log.LogAttrs(ctx, slog.LevelWarn, "another mailbox was linked; the link before is in force until its owner confirms", slog.String("account", string(r.account.ID)))
	return true
}

// stateAfter says what a failure makes of the account. An account that waits for
// its owner does so until its credentials, or its calendar, have been seen to be
// good: a time-out proves nothing.
func (r *round) stateAfter(e *system.Error) system.State {
	switch {
	case e.Class == system.ClassReauthorise:
		return system.StateReauthorise
	case e.Code == codeOtherCalendar:
		return system.StateConfirm
	case r.account.State == system.StateReauthorise && !r.renewed,
		r.account.State == system.StateConfirm && !r.confirmed:
		return r.account.State
	}
	return system.StateFailing
}
