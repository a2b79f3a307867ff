package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// beforeWrites is when tests accept writes: the account is well, and its next round is
// some minutes off.
const beforeWrites = time.Minute

func create(id string) system.Write { return system.Write{ID: id, Kind: system.WriteCreate} }

func change(id, event string) system.Write {
	return system.Write{ID: id, Kind: system.WriteUpdate, EventID: event, ETag: "seen"}
}

func removal(id, event string) system.Write {
	return system.Write{ID: id, Kind: system.WriteDelete, EventID: event, ETag: "seen"}
}

// delivering runs do in a world whose account has been well for a minute.
func delivering(t *testing.T, do func(*world, *box)) {
	t.Helper()
	inWorld(t, func(w *world) {
		b := withBox(w)
		w.linked()
		w.until(beforeWrites)
		do(w, b)
	})
}

func TestWritesGoOutAtOnce(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		w.taken()
		b.accept(create("new"), change("changed", "x"), removal("removed", "y"))
		w.until(beforeWrites + time.Second)
		for _, id := range []string{"new", "changed", "removed"} {
			assert.Len(t, b.times(id), 1, id)
			assert.Equal(t, system.WriteDelivered, b.now(id).State, id)
			assert.False(t, b.now(id).DeliveredAt.IsZero(), id)
		}
		assert.Equal(t, "event-of-new", b.now("new").EventID)
		assert.Equal(t, "after-new", b.now("new").ETag)
		assert.Equal(t, "after-changed", b.now("changed").ETag)
		assert.Empty(t, w.taken(), "no round is needed for that")
	})
}

// A write that has to be tried again waits by itself: later ones of its event wait
// with it, those of other events do not.
func TestAFailedWriteHoldsUpItsEventOnly(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		b.event = func(string) (system.Event, error) { return system.Event{ETag: "seen"}, nil }
		b.change = func(x system.Write, nth int) (system.Event, error) {
			if x.ID == "first" && nth <= 2 {
				return system.Event{}, unavailable
			}
			return system.Event{}, nil
		}
		b.accept(change("first", "x"), change("second", "x"), change("other", "y"))
		w.until(beforeWrites + time.Second)
		assert.Equal(t, 1, b.now("first").Attempts)
		assert.Empty(t, b.times("second"))
		assert.Equal(t, system.WriteDelivered, b.now("other").State)
		w.until(beforeWrites + 3*time.Minute)
		first := b.times("first")
		if assert.Len(t, first, 3) {
			assert.InDelta(t, 30, (first[1] - first[0]).Seconds(), 6.1)
			assert.InDelta(t, 60, (first[2] - first[1]).Seconds(), 12.1)
		}
		assert.Equal(t, system.WriteDelivered, b.now("second").State)
		assert.Greater(t, b.times("second")[0], first[len(first)-1]-time.Nanosecond)
	})
}

// When the provider names a time, everything of the account waits for it.
func TestThrottledWritesHoldUpAll(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		b.change = func(x system.Write, nth int) (system.Event, error) {
			if x.ID == "first" && nth == 1 {
				return system.Event{}, throttled(5 * time.Minute)
			}
			return system.Event{}, nil
		}
		w.taken()
		b.accept(create("first"), create("second"))
		w.until(beforeWrites + 5*time.Minute - time.Second)
		assert.Len(t, b.times("first"), 1)
		assert.Empty(t, b.times("second"))
		assert.Empty(t, w.taken())
		assert.False(t, b.now("first").NotBefore.Before(w.began.Add(beforeWrites+5*time.Minute)), "after a restart it waits as well")
		w.until(beforeWrites + 30*time.Minute)
		for _, id := range []string{"first", "second"} {
			assert.Equal(t, system.WriteDelivered, b.now(id).State, id)
		}
	})
}

// So does what only looks whether an earlier attempt took effect.
func TestAThrottledLookHoldsUpAll(t *testing.T) {
	for name, first := range map[string]*system.Error{"before another attempt": unavailable, "after a conflict": conflict} {
		t.Run(name, func(t *testing.T) {
			delivering(t, func(w *world, b *box) {
				b.change = func(x system.Write, nth int) (system.Event, error) {
					if x.ID == "first" && nth == 1 {
						return system.Event{}, first
					}
					return system.Event{}, nil
				}
				looks := 0
				b.event = func(string) (system.Event, error) {
					if looks++; looks == 1 {
						return system.Event{}, throttled(5 * time.Minute)
					}
					return system.Event{ETag: "seen"}, nil
				}
				b.accept(change("first", "x"))
				w.until(beforeWrites + 40*time.Second)
				b.accept(create("second"))
				w.until(beforeWrites + 5*time.Minute - time.Second)
				assert.Empty(t, b.times("second"))
				w.until(beforeWrites + 30*time.Minute)
				assert.Equal(t, system.WriteDelivered, b.now("second").State)
			})
		})
	}
}

// While an account fails its writes wait for a round that works.
func TestWritesWaitForAWorkingRound(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		w.mu.Lock()
		w.page = func(context.Context, request) (system.Page, error) { return system.Page{}, unavailable }
		w.mu.Unlock()
		w.until(time.Hour)
		b.accept(create("new"))
		w.until(2 * time.Hour)
		assert.Empty(t, b.times("new"))
		w.mu.Lock()
		w.page = nil
		w.mu.Unlock()
		w.until(3 * time.Hour)
		assert.Equal(t, system.WriteDelivered, b.now("new").State)
	})
}

// What the engine was not told of goes out with the next round, before the calendar
// is read.
func TestARoundDeliversFirst(t *testing.T) {
	inWorld(t, func(w *world) {
		b := withBox(w)
		w.start()
		w.store.link("a", "first", w.began.AddDate(1, 0, 0))
		w.mu.Lock()
		b.writes = []system.Write{{ID: "old", Kind: system.WriteCreate, Account: "a", State: system.WriteQueued}}
		w.mu.Unlock()
		var before int
		w.page = func(context.Context, request) (system.Page, error) {
			before = len(b.times("old"))
			return system.Page{DeltaLink: "delta"}, nil
		}
		w.add("a")
		w.until(time.Second)
		assert.Equal(t, 1, before)
		assert.Equal(t, system.WriteDelivered, b.now("old").State)
	})
}
