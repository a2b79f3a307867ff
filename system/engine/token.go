package engine

import (
	"context"
	"fmt"
	"time"

	"anchorage/system"
)

// refreshAhead is how long before its expiry a token is renewed: longer than a
// round's requests take.
const refreshAhead = 2 * time.Minute

// authorise sees to it that the round begins with a good token. Credentials that
// were rejected are tried anew before anything else.
func (r *round) authorise(ctx context.Context) error {
	if r.unsaved {
		if err := r.save(ctx); err != nil {
			return err
		}
	}
	if r.settings.Requests.FreshToken || r.account.State == system.StateReauthorise ||
		r.credential.Expiry.Sub(r.began) < refreshAhead {
		return r.renew(ctx)
	}
	return nil
}

// renew refreshes the credential and makes it durable before it is used: the
// provider may have ended the refresh token that it replaces.
func (r *round) renew(ctx context.Context) error {
	err := r.insist(ctx, func(limited context.Context) error {
		// A stop must not cut off an exchange that the provider has carried out.
		limited, cancel := r.engine.detached(limited)
		defer cancel()
		return r.refresh(limited)
	})
	r.countRefresh(err)
	if err != nil {
		r.refused = true
		return err
	}
	r.renewed = true
	return r.save(ctx)
}

func (r *round) refresh(ctx context.Context) error {
	fresh, err := r.engine.Authorizer.Refresh(ctx, r.account.Provider, r.credential)
	if err == nil {
		r.credential, r.unsaved = fresh, true
	}
	return err
}

// countRefresh counts a refresh once, by what came of it after its retries: what
// a retry heals is no failure, and must not add up to an alert.
func (r *round) countRefresh(err error) {
	result := "failed"
	switch e := system.AsError(err); {
	case e == nil:
		result = "ok"
	case e.Class == system.ClassReauthorise:
		result = "rejected"
	}
	r.engine.Meter.Refresh(r.account.Provider, result)
}

func (r *round) save(ctx context.Context) error {
	err := r.engine.Store.SaveCredential(ctx, r.account.ID, r.credential)
	if err != nil {
		return r.stored(fmt.Errorf("credential: %w", err))
	}
	r.unsaved = false
	return nil
}

// detached has ctx's deadline but ends before that only by Kill.
func (e *Engine) detached(ctx context.Context) (context.Context, context.CancelFunc) {
	e.mu.Lock()
	hard := e.hard
	e.mu.Unlock()
	if deadline, ok := ctx.Deadline(); ok {
		return context.WithDeadline(hard, deadline)
	}
	return context.WithCancel(hard)
}
