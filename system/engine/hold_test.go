package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// What the provider has told others to wait is waited, as if the engine had been told.
func TestHold(t *testing.T) {
	held := func(t *testing.T, do func(*world), rounds ...time.Duration) {
		inWorld(t, func(w *world) {
			w.linked()
			w.until(5 * time.Minute)
			do(w)
			w.until(50 * time.Minute)
			var want []time.Duration
			for _, at := range rounds {
				want = append(want, at*time.Minute+lane)
			}
			assert.Equal(t, want, w.times(w.taken(), "delta"))
		})
	}
	hold := func(w *world, minutes int) { w.engine.Hold("a", w.began.Add(time.Duration(minutes)*time.Minute)) }
	t.Run("PutsOffTheNextRound", func(t *testing.T) {
		held(t, func(w *world) { hold(w, 42) }, 0, 42, 45)
	})
	t.Run("PutsOffTheFirstOfALinkToo", func(t *testing.T) {
		held(t, func(w *world) { hold(w, 42); w.add("a") }, 0, 42, 45)
	})
	t.Run("PutsOffNews", func(t *testing.T) {
		held(t, func(w *world) {
			w.set(func(s *system.Settings) { s.Sync.Notifications = true })
			hold(w, 42)
			w.engine.Notify("a")
		}, 0, 42, 45)
	})
	t.Run("ChangesNothingBeforeTheNextRound", func(t *testing.T) {
		held(t, func(w *world) { hold(w, 10) }, 0, 15, 30, 45)
	})
	t.Run("ALongerWaitStays", func(t *testing.T) {
		held(t, func(w *world) { hold(w, 42); w.add("a"); w.until(6 * time.Minute); hold(w, 20); w.add("a") }, 0, 42, 45)
	})
	t.Run("OfNobody", func(t *testing.T) {
		held(t, func(w *world) { w.engine.Hold("nobody", w.began.Add(time.Hour)) }, 0, 15, 30, 45)
	})
	t.Run("PutsOffWrites", func(t *testing.T) {
		delivering(t, func(w *world, b *box) {
			w.engine.Hold("a", w.began.Add(10*time.Minute))
			b.accept(change("changed", "x"))
			w.until(10 * time.Minute)
			assert.Empty(t, b.times("changed"))
			w.until(10*time.Minute + time.Second)
			assert.Len(t, b.times("changed"), 1)
		})
	})
}
