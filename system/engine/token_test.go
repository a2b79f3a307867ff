package engine_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// good lets a request pass if it carries the newest durable token.
func (w *world) good(ctx context.Context, r request) (system.Page, error) {
	c, _ := w.store.Credential(ctx, "a")
	if r.token != c.AccessToken {
		return system.Page{}, badToken
	}
	return system.Page{DeltaLink: "delta"}, nil
}

func (w *world) linkedFor(life time.Duration) {
	w.start()
	w.store.link("a", "first", w.began.Add(life))
	w.add("a")
}

func TestTokenIsRefreshedBeforeItExpires(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = w.good
		w.linkedFor(time.Hour)
		w.until(2*time.Hour + time.Minute)
		requests := w.taken()
		assert.Equal(t, []time.Duration{time.Hour + lane, 2*time.Hour + lane}, w.times(requests, "refresh"))
		assert.Equal(t, 9, w.count("round ok"))
		assert.Equal(t, 2, w.count("refresh ok"))
		assert.Equal(t, "first++", w.store.credential["a"].RefreshToken)
	})
}

func TestFreshToken(t *testing.T) {
	inWorld(t, func(w *world) {
		w.set(func(s *system.Settings) { s.Requests.FreshToken = true })
		w.page = w.good
		w.linked()
		w.until(16 * time.Minute)
		assert.Len(t, w.times(w.taken(), "refresh"), 2)
	})
}

func TestRotatedTokenIsDurableBeforeItIsUsed(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = w.good
		w.linkedFor(30 * time.Minute)
		w.until(time.Minute)
		w.store.broken = errors.New("disk full")
		w.until(31 * time.Minute)
		w.taken()
		assert.Equal(t, 1, w.count("refresh ok"))
		w.add("a") // forgets what it has in memory, but not the only copy of a token
		w.until(46 * time.Minute)
		assert.Empty(t, w.taken(), "no request with a token that could be lost, and no second rotation")
		w.store.broken = nil
		w.until(61 * time.Minute)
		assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State)
		assert.Equal(t, "first+", w.store.credential["a"].RefreshToken)
		assert.Equal(t, 1, w.count("refresh ok"))
	})
}

// Nor is it used when it cannot be made durable: the calendar is left alone until the
// store works again.
func TestATokenThatCannotBeStoredIsNotUsed(t *testing.T) {
	inWorld(t, func(w *world) {
		w.start()
		w.store.link("a", "first", w.began)
		w.breakStore(assert.AnError)
		w.add("a")
		w.until(10 * time.Minute)
		w.breakStore(nil)
		before := w.taken()
		assert.NotEmpty(t, w.times(before, "refresh"))
		assert.Empty(t, w.times(before, "calendar"))
		assert.Empty(t, w.times(before, "delta"))
		w.until(time.Hour)
		assert.NotEmpty(t, w.times(w.taken(), "delta"))
	})
}

func TestRejectedAccessToken(t *testing.T) {
	t.Run("RenewedWithinTheRound", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.page = func(_ context.Context, r request) (system.Page, error) {
				if r.token == "first/access" {
					return system.Page{}, badToken
				}
				return system.Page{DeltaLink: "delta"}, nil
			}
			w.linked()
			w.until(time.Second)
			assert.Equal(t, 1, w.count("round ok"))
			assert.Equal(t, 1, w.count("refresh ok"))
			assert.Len(t, w.taken(), 4, "calendar, delta, refresh, delta")
		})
	})
	t.Run("NeverEndsTheCredentials", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.page = w.failing(badToken, 40*time.Minute)
			w.linked()
			w.until(39 * time.Minute)
			assert.Equal(t, system.StateFailing, w.store.account("a").State)
			assert.Equal(t, 3, w.count("refresh ok"), "one in each round")
			w.until(46 * time.Minute)
			assert.Equal(t, system.StateHealthy, w.store.account("a").State)
		})
	})
}

func TestIdentityOutage(t *testing.T) {
	inWorld(t, func(w *world) {
		down := true
		w.refresh = func(_ context.Context, c system.Credential) (system.Credential, error) {
			if down {
				return c, unavailable
			}
			return rotated(c), nil
		}
		w.linkedFor(10 * time.Minute)
		w.until(5 * time.Hour)
		assert.Equal(t, system.StateFailing, w.store.account("a").State, "an outage of any length ends no credentials")
		assert.Equal(t, "first", w.store.credential["a"].RefreshToken)
		assert.Len(t, w.times(w.taken(), "refresh"), 4+18)
		down = false
		w.until(5*time.Hour + 16*time.Minute)
		assert.Equal(t, system.StateHealthy, w.store.account("a").State)
	})
}

func TestDeadCredentials(t *testing.T) {
	inWorld(t, func(w *world) {
		w.refresh = func(_ context.Context, c system.Credential) (system.Credential, error) { return c, rejected }
		w.linkedFor(10 * time.Minute)
		w.until(3*time.Hour + 20*time.Minute)
		requests := w.taken()
		assert.Equal(t, system.StateReauthorise, w.store.account("a").State)
		assert.Equal(t, []time.Duration{15*time.Minute + lane, 75*time.Minute + lane, 135*time.Minute + lane, 195*time.Minute + lane}, w.times(requests, "refresh"))
		assert.Equal(t, 4, w.count("refresh rejected"))
		w.add("a")
		w.until(3*time.Hour + 25*time.Minute)
		assert.Empty(t, w.taken(), "a wish does not make dead credentials live")

		w.refresh = func(_ context.Context, c system.Credential) (system.Credential, error) { return c, unavailable }
		w.until(4*time.Hour + 20*time.Minute)
		assert.Equal(t, system.StateReauthorise, w.store.account("a").State)

		w.refresh = nil
		w.store.link("a", "second", w.began.AddDate(1, 0, 0))
		w.add("a")
		w.until(4*time.Hour + 21*time.Minute)
		assert.Equal(t, system.StateHealthy, w.store.account("a").State, "new credentials are tried at once")
	})
}

func TestDeadCredentialsOverARestart(t *testing.T) {
	inWorld(t, func(w *world) {
		w.store.link("a", "first", w.began)
		a := w.store.accounts["a"]
		a.State, a.LastAttempt = system.StateReauthorise, w.began.Add(-10*time.Minute)
		w.store.accounts["a"] = a
		w.start()
		w.until(50 * time.Minute)
		assert.Empty(t, w.taken())
		w.until(65 * time.Minute)
		assert.Len(t, w.times(w.taken(), "refresh"), 1)
		assert.Equal(t, system.StateHealthy, w.store.account("a").State)
	})
}

// A stop must not lose a token that the provider has rotated.
func TestStopFinishesARefresh(t *testing.T) {
	inWorld(t, func(w *world) {
		w.refresh = func(ctx context.Context, c system.Credential) (system.Credential, error) {
			timer := time.NewTimer(10 * time.Second)
			defer timer.Stop()
			select {
			case <-timer.C:
				return rotated(c), nil
			case <-ctx.Done():
				return c, ctx.Err()
			}
		}
		w.linkedFor(0)
		w.until(time.Second)
		w.engine.Stop()
		synctest.Wait()
		require.Equal(t, 10*time.Second+lane, time.Since(w.began))
		assert.Equal(t, "first+", w.store.credential["a"].RefreshToken)
		assert.Empty(t, w.times(w.taken(), "delta"))
	})
}

func TestRelinkDuringARefresh(t *testing.T) {
	inWorld(t, func(w *world) {
		w.refresh = func(_ context.Context, c system.Credential) (system.Credential, error) {
			time.Sleep(10 * time.Second)
			return rotated(c), nil
		}
		w.linkedFor(0)
		w.until(time.Second)
		w.store.link("a", "second", w.began.AddDate(1, 0, 0))
		w.add("a")
		w.until(time.Minute)
		assert.Equal(t, "second", w.store.credential["a"].RefreshToken, "a result of the older generation changes nothing")
		requests := w.taken()
		assert.Equal(t, "second/access", requests[len(requests)-1].token)
		assert.Equal(t, system.StateHealthy, w.store.account("a").State)
	})
}

// What a retry heals is no failed refresh: alerts are made of these counts.
func TestRefreshIsCountedOnceAfterItsRetries(t *testing.T) {
	inWorld(t, func(w *world) {
		tries := 0
		w.refresh = func(_ context.Context, c system.Credential) (system.Credential, error) {
			if tries++; tries <= 2 {
				return c, unavailable
			}
			return rotated(c), nil
		}
		w.page = w.good
		w.linkedFor(time.Hour)
		w.until(time.Hour + 10*time.Minute)
		assert.Equal(t, 3, tries)
		assert.Equal(t, 1, w.count("refresh ok"))
		assert.Zero(t, w.count("refresh failed"))
	})
}
