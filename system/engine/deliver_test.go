package engine_test

import (
	"context"
	"errors"
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

// A round that finds writes to deliver goes on reading after a short wait. After a
// longer one the calendar comes first, and who was told to wait has not failed.
func TestARoundWhoseWritesWait(t *testing.T) {
	for _, row := range []struct {
		name  string
		wait  time.Duration
		order []string // since the round began
	}{
		{"AsLongAsARoundWaits", 2 * time.Minute, []string{"write", "delta", "write"}},
		{"Longer", 2*time.Minute + time.Second, []string{"write", "delta", "write"}},
		{"OverTheNextPolls", 40 * time.Minute, []string{"write", "delta", "write"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			delivering(t, func(w *world, b *box) {
				var order []string
				b.change = func(_ system.Write, nth int) (system.Event, error) {
					order = append(order, "write")
					if nth == 1 {
						return system.Event{}, throttled(row.wait)
					}
					return system.Event{}, nil
				}
				w.page = func(context.Context, request) (system.Page, error) {
					order = append(order, "delta")
					return system.Page{DeltaLink: "delta"}, nil
				}
				w.add("a") // the next round is this one
				b.accept(create("new"))
				w.until(beforeWrites + row.wait - time.Second)
				assert.Equal(t, []string{"write"}, order, "the provider's wait goes for reading as well")
				assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State)
				w.until(beforeWrites + row.wait + time.Second)
				assert.Len(t, b.times("new"), 2)
				assert.Equal(t, row.order, order)
				assert.Equal(t, system.WriteDelivered, b.now("new").State)
				assert.Zero(t, w.count("round failed"))
				assert.True(t, w.store.account("a").FailingSince.IsZero())
			})
		})
	}
}

// A limit on writes that lasts neither fails rounds nor keeps the calendar from being
// read, and what has waited goes out in its order.
func TestALimitOnWritesStarvesNoReading(t *testing.T) {
	for _, wait := range []time.Duration{time.Minute, 7 * time.Minute, 35 * time.Minute} {
		t.Run(wait.String(), func(t *testing.T) {
			delivering(t, func(w *world, b *box) {
				limited := true
				b.event = func(string) (system.Event, error) { return system.Event{ETag: "seen"}, nil }
				b.change = func(system.Write, int) (system.Event, error) {
					if limited {
						return system.Event{}, throttled(wait)
					}
					return system.Event{}, nil
				}
				w.taken()
				b.accept(create("first"), change("second", "x"), create("third"), change("fourth", "x"))
				w.until(12 * time.Hour)
				read := append(w.times(w.taken(), "delta"), 12*time.Hour)
				for i, last := 0, time.Duration(0); i < len(read); i++ {
					assert.LessOrEqual(t, read[i]-last, 15*time.Minute+wait+time.Second, "reading stopped at %s", last)
					last = read[i]
				}
				assert.Zero(t, w.count("round failed"))
				tried := b.tried
				for i := 1; i < len(tried); i++ {
					assert.GreaterOrEqual(t, tried[i].at-tried[i-1].at, wait, "a write came too early")
				}
				assert.Greater(t, len(tried), 12)
				limited = false
				w.until(14 * time.Hour)
				for _, id := range []string{"first", "second", "third", "fourth"} {
					assert.Equal(t, system.WriteDelivered, b.now(id).State, id)
				}
				assert.Len(t, b.times("fourth"), 1, "it came after the second, and once")
				assert.Greater(t, b.times("fourth")[0], b.times("second")[len(b.times("second"))-1]-time.Nanosecond)
			})
		})
	}
}

// What fails while writes wait is failure as ever, and such an account is tried once a
// poll.
func TestReadingFailsWhileWritesWait(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		b.change = func(_ system.Write, nth int) (system.Event, error) {
			if nth == 1 {
				return system.Event{}, throttled(5 * time.Minute)
			}
			return system.Event{}, nil
		}
		w.page = func(context.Context, request) (system.Page, error) { return system.Page{}, throttled(20 * time.Minute) }
		w.add("a")
		b.accept(create("new"))
		w.taken()
		w.until(3 * time.Hour)
		assert.Len(t, b.times("new"), 1)
		assert.Equal(t, system.StateFailing, w.engine.Health()[0].State)
		read := w.times(w.taken(), "delta")
		assert.GreaterOrEqual(t, len(read), 5)
		for i := 1; i < len(read); i++ {
			assert.GreaterOrEqual(t, read[i]-read[i-1], 20*time.Minute)
		}
		w.mu.Lock()
		w.page = nil
		w.mu.Unlock()
		w.until(4 * time.Hour)
		assert.Equal(t, system.WriteDelivered, b.now("new").State)
		assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State)
	})
}

// A store in trouble while writes wait is asked again with the next poll, not at once.
func TestStoreTroubleWhileWritesWait(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		b.change = func(system.Write, int) (system.Event, error) { return system.Event{}, throttled(5 * time.Minute) }
		b.accept(create("new"))
		w.until(2 * time.Minute)
		w.breakStore(errors.New("disk full"))
		w.until(beforeWrites + 35*time.Minute)
		assert.LessOrEqual(t, w.count("round failed"), 3)
		assert.Positive(t, w.count("round failed"))
	})
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
