package engine_test

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/engine"
)

const lane = 11 * time.Nanosecond // of account a

func TestCadence(t *testing.T) {
	t.Run("AtOnceThenEveryPollOnItsLane", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.linked()
			w.until(time.Hour + time.Minute)
			requests := w.taken()
			assert.Equal(t, []time.Duration{lane, 15*time.Minute + lane, 30*time.Minute + lane, 45*time.Minute + lane, time.Hour + lane}, w.times(requests, "delta"))
			assert.Equal(t, []time.Duration{lane}, w.times(requests, "calendar"), "only with new credentials")
			assert.Equal(t, 5, w.count("round ok"))
		})
	})
	t.Run("LoadedAccountsAreSpread", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.store.link("a", "first", w.began.AddDate(1, 0, 0))
			w.store.link("bb", "first", w.began.AddDate(1, 0, 0))
			w.start()
			w.until(15 * time.Minute)
			first := w.times(w.taken(), "delta")
			require.Len(t, first, 2)
			// Keyed phases: the fixture draws 9-byte-long products of the key's length.
			assert.Equal(t, []time.Duration{7919*time.Millisecond + lane, 2*7919*time.Millisecond + 22}, first)
		})
	})
	t.Run("AddOfAPolledAccountIsSyncNow", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.linked()
			w.until(4*time.Minute + 300*time.Microsecond)
			w.taken()
			w.add("a")
			w.add("a") // one wish
			w.until(20 * time.Minute)
			assert.Equal(t, []time.Duration{4*time.Minute + time.Millisecond + lane, 15*time.Minute + lane}, w.times(w.taken(), "delta"), "the cadence stays")
		})
	})
	t.Run("AddBeforeTheFirstTick", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.store.link("a", "first", w.began.AddDate(1, 0, 0))
			w.start()
			w.until(5 * time.Second)
			w.add("a")
			w.until(20 * time.Minute)
			first := 7919*time.Millisecond + lane
			assert.Equal(t, []time.Duration{5*time.Second + lane, first, 15*time.Minute + first}, w.times(w.taken(), "delta"), "the first tick comes all the same")
		})
	})
	t.Run("LongRoundSkipsTicks", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.set(func(s *system.Settings) {
				s.Sync.Poll, s.Sync.Timeout = system.Duration(time.Minute), system.Duration(time.Hour)
			})
			w.page = func(context.Context, request) (system.Page, error) {
				time.Sleep(150 * time.Second)
				return system.Page{DeltaLink: "delta"}, nil
			}
			w.linked()
			w.until(7 * time.Minute)
			assert.Equal(t, []time.Duration{lane, 3*time.Minute + lane, 6*time.Minute + lane}, w.times(w.taken(), "delta"))
			time.Sleep(time.Minute) // the round under way ends
		})
	})
	t.Run("SettingsTakeEffectWithTheNextRound", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.linked()
			w.until(time.Minute)
			w.set(func(s *system.Settings) {
				s.Sync.Poll, s.Routing.Hint = system.Duration(5*time.Minute), system.HintEmail
			})
			w.until(26 * time.Minute)
			requests := w.taken()
			assert.Equal(t, []time.Duration{lane, 15*time.Minute + lane, 20*time.Minute + lane, 25*time.Minute + lane}, w.times(requests, "delta"))
			assert.Equal(t, system.HintEmail, requests[len(requests)-1].hint)
			assert.Equal(t, system.HintEmail, w.store.account("a").Hint)
		})
	})
	t.Run("AccountWithoutCredentialsIsIdle", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.store.accounts["a"] = system.Account{ID: "a", Key: "a", State: system.StatePending}
			w.start()
			w.until(time.Hour)
			assert.Empty(t, w.taken())
			assert.Zero(t, w.count("round failed"), "nor is that a failure")
			w.store.link("a", "first", w.began.AddDate(1, 0, 0))
			w.add("a")
			w.until(time.Hour + time.Second)
			assert.Len(t, w.taken(), 2)
		})
	})
}

func TestAddErr(t *testing.T) {
	inWorld(t, func(w *world) {
		w.store.link("a", "first", w.began)
		assert.ErrorIs(t, w.engine.Add(context.Background(), "a"), engine.ErrNotRunning)
		w.start()
		assert.ErrorIs(t, w.engine.Add(context.Background(), "nobody"), system.ErrNotFound)
		w.engine.Stop()
		w.engine.Stop()
		assert.ErrorIs(t, w.engine.Add(context.Background(), "a"), engine.ErrNotRunning)
	})
}

func TestStartErr(t *testing.T) {
	inWorld(t, func(w *world) {
		w.store.broken = assert.AnError
		assert.ErrorIs(t, w.engine.Start(context.Background()), assert.AnError)
	})
}

func TestIsolation(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = func(ctx context.Context, r request) (system.Page, error) {
			if r.account == "a" {
				<-ctx.Done() // never answers
				return system.Page{}, &system.Error{Class: system.ClassRetry, Code: system.CodeNoAnswer, Err: ctx.Err()}
			}
			return system.Page{DeltaLink: "delta"}, nil
		}
		w.linked()
		w.store.link("bb", "first", w.began.AddDate(1, 0, 0))
		w.add("bb")
		w.until(16 * time.Minute)
		assert.Equal(t, system.StateFailing, w.store.account("a").State)
		assert.Equal(t, system.CodeNoAnswer, w.store.account("a").LastError)
		assert.Equal(t, system.StateHealthy, w.store.account("bb").State)
		assert.Equal(t, w.began.Add(15*time.Minute+22), w.store.account("bb").AsOf)
		health := w.engine.Health()
		assert.Equal(t, []system.State{system.StateFailing, system.StateHealthy}, []system.State{health[0].State, health[1].State})
		assert.Equal(t, w.began.Add(15*time.Minute+22), health[1].AsOf)
	})
}

func TestStopLeavesNothing(t *testing.T) {
	for name, page := range map[string]func(context.Context, request) (system.Page, error){
		"while waiting": nil,
		"in a request": func(ctx context.Context, _ request) (system.Page, error) {
			<-ctx.Done()
			return system.Page{}, ctx.Err()
		},
		"before a retry": func(context.Context, request) (system.Page, error) { return system.Page{}, unavailable },
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.page = page
				w.linked()
				w.until(time.Second)
				before := w.store.account("a")
				w.engine.Stop()
				synctest.Wait()
				assert.Equal(t, before, w.store.account("a"), "a round cut off by a stop has no outcome")
				assert.Zero(t, w.count("round failed"))
			})
		})
	}
}
