package engine

import (
	"context"
	"net/http"
	"time"

	"anchorage/system"
)

// patience is how long after its start a round still waits for what the provider
// asked it to wait for.
const patience = 2 * time.Minute

// backoff are the waits before the first and later retries, each varied by a fifth
// either way.
var backoff = [...]time.Duration{5 * time.Second, 15 * time.Second, 45 * time.Second}

// LongestRound is how long after its first failed request a round goes on at most,
// when requests that are answered are answered at once: until its retries have failed
// too, each after the longest wait and the whole time-out.
func LongestRound(s system.SyncSettings) time.Duration {
	longest := patience + s.Timeout.D()
	for i := range *s.Retries {
		wait := backoff[min(i, len(backoff)-1)]
		longest += wait + wait/5 + s.Timeout.D()
	}
	return longest
}

// ask puts a request to the provider's API, again after a passing failure. A token
// that the API rejects is renewed once in a round, whatever its expiry: only the
// token endpoint decides that credentials are dead.
func (r *round) ask(ctx context.Context, request func(context.Context, system.Access) error) error {
	for {
		err := r.insist(ctx, func(ctx context.Context) error { return request(ctx, r.access()) })
		if e := system.AsError(err); e == nil || e.Status != http.StatusUnauthorized || r.renewed {
			return err
		}
		if err := r.renew(ctx); err != nil {
			return err
		}
	}
}

func (r *round) access() system.Access {
	return system.Access{Account: r.account, Token: r.credential.AccessToken, Hint: r.hint,
		Requests: r.settings.Requests, PageSize: r.settings.Sync.PageSize}
}

// insist makes one exchange, and again as often as the round may, until it
// succeeds or fails for good.
func (r *round) insist(ctx context.Context, exchange func(context.Context) error) error {
	for ctx.Err() == nil {
		err := r.limited(ctx, exchange)
		if err == nil {
			return nil
		}
		if ctx.Err() != nil {
			break
		}
		wait, again := r.again(system.AsError(err))
		if !again {
			return err
		}
		sleep(ctx, wait)
	}
	return errAbandoned
}

func (r *round) limited(ctx context.Context, exchange func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, r.settings.Sync.Timeout.D())
	defer cancel()
	return exchange(ctx)
}

// again tells whether the round tries once more after e, and when. While an
// account fails there is one attempt per poll: thousands of failing accounts must
// not multiply the load on a provider in trouble.
func (r *round) again(e *system.Error) (time.Duration, bool) {
	if !r.patient || r.tries >= *r.settings.Sync.Retries || !passing(e) {
		return 0, false
	}
	if e.Status == http.StatusUnauthorized && !r.renewed {
		return 0, false // renewing comes first
	}
	wait := vary(backoff[min(r.tries, len(backoff)-1)], r.engine.Rand(r.account.Key, "retry", r.draws))
	if e.RetryAfter > wait {
		wait = e.RetryAfter
		if time.Since(r.began)+wait > patience {
			return 0, false
		}
	}
	r.tries++
	r.draws++
	return wait, true
}

// passing tells what a second attempt may heal. A stale routing entry (503) may,
// a wrong hint (400) not (provider contract 1).
func passing(e *system.Error) bool {
	switch e.Class {
	case system.ClassRetry, system.ClassWait:
		return true
	case system.ClassHint:
		return e.Status >= http.StatusInternalServerError
	}
	return false
}

// vary moves d by up to a fifth either way, in whole milliseconds.
func vary(d time.Duration, draw uint64) time.Duration {
	fifth := d.Milliseconds() / 5
	return d + time.Duration(int64(draw%uint64(2*fifth+1))-fifth)*time.Millisecond
}

// sleep waits for d, or until ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}
