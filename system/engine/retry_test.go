package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
	"anchorage/system/engine"
)

// failing answers with err until the given time after the start.
func (w *world) failing(err error, until time.Duration) func(context.Context, request) (system.Page, error) {
	return func(_ context.Context, r request) (system.Page, error) {
		if r.at.Before(w.began.Add(until)) {
			return system.Page{}, err
		}
		return system.Page{DeltaLink: "delta"}, nil
	}
}

func TestRetryHealsWithinTheRound(t *testing.T) {
	inWorld(t, func(w *world) {
		w.linked()
		w.until(time.Minute)
		w.taken()
		w.page = w.failing(unavailable, 15*time.Minute+15*time.Second)
		w.until(29 * time.Minute)
		times := w.times(w.taken(), "delta")
		assert.Len(t, times, 3)
		for i, want := range []time.Duration{0, 5 * time.Second, 20 * time.Second} {
			assert.InDelta(t, 15*time.Minute+want, times[i], 0.2*float64(want)+float64(lane))
			assert.Equal(t, lane, times[i]%time.Millisecond)
		}
		assert.Equal(t, 2, w.count("round ok"))
		assert.Zero(t, w.count("round failed"), "a failure that a retry heals is none")
		a := w.store.account("a")
		assert.Equal(t, w.began.Add(15*time.Minute+lane), a.AsOf, "as_of is the start of the round")
		assert.Equal(t, system.StateHealthy, a.State)
	})
}

// However many retries are wanted, they are 45 seconds apart in the end.
func TestManyRetries(t *testing.T) {
	inWorld(t, func(w *world) {
		w.set(func(s *system.Settings) { six := 6; s.Sync.Retries = &six })
		w.linked()
		w.until(time.Minute)
		w.taken()
		w.page = w.failing(unavailable, time.Hour)
		w.until(29 * time.Minute)
		times := w.times(w.taken(), "delta")
		if assert.Len(t, times, 7) {
			for i, want := range []time.Duration{5, 15, 45, 45, 45, 45} {
				assert.InDelta(t, want*time.Second, times[i+1]-times[i], 0.2*float64(want*time.Second), "before retry %d", i+1)
			}
		}
	})
}

func TestFailingAccountIsTriedOncePerPoll(t *testing.T) {
	inWorld(t, func(w *world) {
		w.linked()
		w.until(time.Minute)
		w.page = w.failing(unavailable, time.Hour+time.Minute)
		w.until(20 * time.Minute)
		a := w.store.account("a")
		assert.Equal(t, []any{system.StateFailing, system.Code("http_503"), w.began.Add(lane)}, []any{a.State, a.LastError, a.AsOf})
		assert.Equal(t, w.began.Add(15*time.Minute+lane), a.FailingSince)
		assert.Len(t, w.times(w.taken(), "delta"), 1+1+3, "one round with all its retries")
		w.until(74 * time.Minute)
		assert.Equal(t, []time.Duration{30*time.Minute + lane, 45*time.Minute + lane, time.Hour + lane}, w.times(w.taken(), "delta"))
		assert.Equal(t, 4, w.count("round failed"))
		w.until(76 * time.Minute)
		assert.Equal(t, system.StateHealthy, w.store.account("a").State)
		assert.Zero(t, w.store.account("a").FailingSince)
	})
}

func TestWhatARoundDoesNotRetry(t *testing.T) {
	for name, err := range map[string]error{
		"wrong hint": wrongHint, "permanent": &system.Error{Class: system.ClassPermanent, Code: "x", Status: 403},
		"retries of the settings": unavailable,
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				none := 0
				if name == "retries of the settings" {
					w.set(func(s *system.Settings) { s.Sync.Retries = &none })
				}
				w.page = w.failing(err, time.Hour)
				w.linked()
				w.until(14 * time.Minute)
				assert.Len(t, w.times(w.taken(), "delta"), 1)
				assert.Equal(t, system.StateFailing, w.store.account("a").State)
			})
		})
	}
}

func TestStaleRoutingEntryIsRetried(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = w.failing(&system.Error{Class: system.ClassHint, Code: "MailboxInfoStale", Status: 503}, time.Second)
		w.linked()
		w.until(time.Minute)
		assert.Equal(t, system.StateHealthy, w.store.account("a").State)
	})
}

func TestRetryAfter(t *testing.T) {
	t.Run("WithinTheRound", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.page = w.failing(throttled(100*time.Second), 10*time.Second)
			w.linked()
			w.until(5 * time.Minute)
			assert.Equal(t, []time.Duration{lane, 100*time.Second + lane}, w.times(w.taken(), "delta"))
			assert.Equal(t, 1, w.count("round ok"))
		})
	})
	t.Run("BeyondTheRound", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.page = w.failing(throttled(40*time.Minute), 10*time.Second)
			w.linked()
			w.until(20 * time.Minute)
			w.add("a") // "sync now" does not override the provider
			w.until(50 * time.Minute)
			assert.Equal(t, []time.Duration{lane, 40*time.Minute + lane, 45*time.Minute + lane}, w.times(w.taken(), "delta"))
			assert.Equal(t, 1, w.count("round failed"))
		})
	})
	t.Run("WhileFailing", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.page = w.failing(unavailable, 2*time.Minute)
			w.linked()
			w.until(3 * time.Minute)
			w.taken()
			w.page = w.failing(throttled(31*time.Minute), 16*time.Minute)
			w.until(time.Hour + time.Second)
			assert.Equal(t, []time.Duration{15*time.Minute + lane, time.Hour + lane}, w.times(w.taken(), "delta"))
		})
	})
}

func TestLongestRound(t *testing.T) {
	for _, row := range []struct {
		name    string
		retries int
		want    time.Duration
	}{
		{"NoRetry", 0, 2*time.Minute + 30*time.Second},
		{"One", 1, 2*time.Minute + 6*time.Second + 60*time.Second},
		{"Default", 3, 2*time.Minute + 78*time.Second + 120*time.Second},
		{"MoreThanWaitsAreKnown", 4, 2*time.Minute + 132*time.Second + 150*time.Second},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := system.SyncSettings{Timeout: system.Duration(30 * time.Second), Retries: &row.retries}
			assert.Equal(t, row.want, engine.LongestRound(s))
		})
	}
}
