package engine_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// What becomes of a write that the provider does not simply carry out. The event is as
// the answer to a look shows it, and the cache says the same unless told otherwise.
func TestAttempts(t *testing.T) {
	once := func(first *system.Error) func(system.Write, int) (system.Event, error) {
		return func(_ system.Write, nth int) (system.Event, error) {
			if nth == 1 {
				return system.Event{}, first
			}
			return system.Event{}, nil
		}
	}
	shows := func(etag, subject string) func(string) (system.Event, error) {
		return func(string) (system.Event, error) { return system.Event{ETag: etag, Subject: subject}, nil }
	}
	refusal := func(status int) *system.Error {
		return &system.Error{Class: system.ClassPermanent, Code: "ErrorInvalidRequest", Status: status, Message: "no"}
	}
	for _, tt := range []struct {
		name   string
		write  system.Write
		fails  *system.Error // the first try
		event  func(string) (system.Event, error)
		cached string
		state  string // after ten minutes
		tries  int    // that change something
		reason string
	}{
		{name: "lost answer of a create", write: create("w"), fails: unavailable, state: system.WriteDelivered, tries: 2},
		{name: "lost answer of an update that took effect", write: change("w", "x"), fails: unavailable,
			event: shows("later", "wanted"), cached: "later", state: system.WriteDelivered, tries: 1},
		{name: "update that took no effect", write: change("w", "x"), fails: unavailable,
			event: shows("seen", "before"), cached: "seen", state: system.WriteDelivered, tries: 2},
		{name: "lost answer of a delete that took effect", write: removal("w", "x"), fails: unavailable, state: system.WriteDelivered, tries: 1},
		{name: "delete of what is gone", write: removal("w", "x"), fails: eventGone, state: system.WriteDelivered, tries: 1},
		{name: "update of what is gone", write: change("w", "x"), fails: eventGone, state: system.WriteConflict, tries: 1, reason: "The event was deleted meanwhile."},
		{name: "update of what somebody changed", write: change("w", "x"), fails: conflict,
			event: shows("later", "theirs"), cached: "later", state: system.WriteConflict, tries: 1, reason: "The event was changed meanwhile."},
		{name: "delete of what somebody changed", write: removal("w", "x"), fails: conflict,
			event: shows("later", "wanted"), cached: "later", state: system.WriteConflict, tries: 1, reason: "The event was changed meanwhile."},
		{name: "conflict although nobody touched it", write: change("w", "x"), fails: conflict,
			event: shows("seen", "before"), cached: "seen", state: system.WriteDelivered, tries: 2},
		{name: "refused content", write: create("w"), fails: refusal(400), state: system.WriteFailed, tries: 1, reason: "The provider refuses it: no"},
		{name: "content that is too large", write: change("w", "x"), fails: refusal(413), state: system.WriteFailed, tries: 1, reason: "The provider refuses it: no"},
		{name: "consent that is missing comes back", write: create("w"), fails: refusal(403), state: system.WriteDelivered, tries: 2},
		{name: "change of an event that was never made", write: system.Write{ID: "w", Kind: system.WriteUpdate, DraftOf: "v"},
			state: system.WriteFailed, reason: "The event was never made."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			delivering(t, func(w *world, b *box) {
				b.event, b.cached = tt.event, tt.cached
				if tt.fails != nil {
					b.change = once(tt.fails)
				}
				b.accept(tt.write)
				w.until(beforeWrites + 10*time.Minute)
				got := b.now("w")
				assert.Equal(t, tt.state, got.State)
				assert.Equal(t, tt.reason, got.Reason)
				assert.Len(t, b.times("w"), tt.tries)
			})
		})
	}
}

// What the cache confirms is told at once, not with the next attempt.
func TestAConflictIsToldAtOnce(t *testing.T) {
	for name, refusal := range map[string]*system.Error{"Changed": conflict, "Gone": eventGone} {
		t.Run(name, func(t *testing.T) {
			delivering(t, func(w *world, b *box) {
				b.change = func(system.Write, int) (system.Event, error) { return system.Event{}, refusal }
				if refusal == conflict {
					b.event = func(string) (system.Event, error) { return system.Event{ETag: "later", Subject: "theirs"}, nil }
					b.cached = "later"
				}
				b.accept(change("w", "x"))
				w.until(beforeWrites + time.Second)
				assert.Equal(t, system.WriteConflict, b.now("w").State)
			})
		})
	}
}

// Nor is anything settled while the cache cannot be asked.
func TestAConflictWaitsForTheCache(t *testing.T) {
	for name, event := range map[string]func(string) (system.Event, error){
		"Changed": func(string) (system.Event, error) { return system.Event{ETag: "later", Subject: "theirs"}, nil },
		"Gone":    nil,
	} {
		t.Run(name, func(t *testing.T) {
			delivering(t, func(w *world, b *box) {
				b.change = func(system.Write, int) (system.Event, error) { return system.Event{}, conflict }
				b.event, b.uncached = event, errors.New("disk on fire")
				if event != nil {
					b.cached = "later"
				}
				b.accept(change("w", "x"))
				w.until(beforeWrites + 10*time.Second)
				assert.Equal(t, system.WriteQueued, b.now("w").State)
				b.uncached = nil
				w.until(beforeWrites + time.Minute)
				assert.Equal(t, system.WriteConflict, b.now("w").State)
			})
		})
	}
}

// One answer that nothing confirms settles nothing: the cache still has the version
// that the owner saw. After half an hour of that the provider's word counts.
func TestADoubtfulConflictWaits(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		b.change = func(system.Write, int) (system.Event, error) { return system.Event{}, conflict }
		b.event = func(string) (system.Event, error) { return system.Event{ETag: "later", Subject: "theirs"}, nil }
		b.cached = "seen"
		b.accept(change("w", "x"))
		w.until(beforeWrites + 20*time.Minute)
		assert.Equal(t, system.WriteQueued, b.now("w").State)
		assert.Greater(t, b.now("w").Attempts, 1)
		w.until(beforeWrites + 40*time.Minute)
		assert.Equal(t, system.WriteConflict, b.now("w").State)
		assert.Len(t, b.times("w"), 1, "from the second attempt on, the event is looked at first")
	})
}
