package engine_test

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// What the store cannot say is asked again a poll later. Until then the provider is asked
// nothing: it is not known with what, and from where on.
func TestAStoreThatCannotBeRead(t *testing.T) {
	for _, what := range []string{"account", "credential", "cursor"} {
		t.Run(what, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.linked()
				w.until(time.Minute)
				before := w.store.account("a")
				w.add("a") // reads it anew
				w.store.breakReading(what)
				w.taken()
				w.until(29 * time.Minute)
				assert.Empty(t, w.taken())
				assert.Equal(t, 2, w.count("round failed"), "at once, and with the next poll")
				w.store.breakReading("")
				assert.Equal(t, before, w.store.account("a"))
				w.until(31 * time.Minute)
				assert.Equal(t, []time.Duration{30*time.Minute + lane}, w.times(w.taken(), "delta"))
				assert.Equal(t, "delta", w.store.committed()[1].Cursor.Link, "it goes on from where it was")
				assert.False(t, w.store.committed()[1].Complete)
			})
		})
	}
}

// Between two rounds no write goes out either.
func TestWritesOfAnAccountThatCannotBeRead(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		w.linkedElsewhere("a")
		w.until(2 * time.Minute) // it is set aside: the account is to be read anew
		w.store.breakReading("credential")
		w.taken()
		b.accept(create("new"))
		w.until(14 * time.Minute)
		assert.Empty(t, w.taken())
		assert.Empty(t, b.times("new"))
		w.store.breakReading("")
		w.until(16 * time.Minute)
		assert.Equal(t, []string{"before/access"}, b.tokens("new"))
		assert.Equal(t, system.WriteDelivered, b.now("new").State)
	})
}

// While the outbox does not say what is queued, nothing is sent, and no round shows a
// calendar that may lack what an earlier write changed.
func TestAnOutboxThatCannotBeRead(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		before := w.store.account("a").AsOf
		b.close(errors.New("disk on fire"))
		b.accept(create("new"))
		w.until(2 * time.Minute)
		assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State, "between two rounds it says nothing of the account")
		w.taken()
		w.until(16 * time.Minute)
		assert.Empty(t, b.times("new"))
		assert.Empty(t, w.times(w.taken(), "delta"))
		assert.Equal(t, 1, w.count("round failed"))
		assert.Equal(t, before, w.store.account("a").AsOf)
		b.close(nil)
		w.until(31 * time.Minute)
		assert.Equal(t, system.WriteDelivered, b.now("new").State)
		assert.Len(t, b.times("new"), 1)
		assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State)
	})
}

// Of writes that go out together the later ones are sent as the earlier ones have left
// them.
func TestWritesThatDependOnACreate(t *testing.T) {
	both := []system.Write{create("made"), {ID: "changed", Kind: system.WriteUpdate, DraftOf: "made"}, {ID: "other", Kind: system.WriteUpdate, EventID: "x", ETag: "seen"}}
	t.Run("OK", func(t *testing.T) {
		delivering(t, func(w *world, b *box) {
			b.accept(both...)
			w.until(beforeWrites + time.Second)
			assert.Equal(t, "event-of-made", b.now("changed").EventID)
			assert.Equal(t, system.WriteDelivered, b.now("changed").State)
		})
	})
	t.Run("ErrRefused", func(t *testing.T) {
		delivering(t, func(w *world, b *box) {
			b.change = func(x system.Write, _ int) (system.Event, error) {
				if x.ID == "made" {
					return system.Event{}, &system.Error{Class: system.ClassPermanent, Code: "ErrorInvalidRequest", Status: 400, Message: "no"}
				}
				return system.Event{}, nil
			}
			b.accept(both...)
			w.until(beforeWrites + time.Second)
			assert.Equal(t, "The provider refuses it: no", b.now("made").Reason)
			assert.Empty(t, b.times("changed"))
			assert.Equal(t, "It was about an event that could not be made.", b.now("changed").Reason, "the reason is told that was found first")
			assert.Equal(t, system.WriteDelivered, b.now("other").State)
		})
	})
	t.Run("ErrUnreadable", func(t *testing.T) {
		delivering(t, func(w *world, b *box) {
			b.change = func(x system.Write, _ int) (system.Event, error) {
				if x.ID == "made" {
					b.close(errors.New("disk on fire"))
				}
				return system.Event{}, nil
			}
			b.accept(both...)
			w.until(beforeWrites + time.Second)
			assert.Equal(t, system.WriteDelivered, b.now("made").State)
			assert.Empty(t, append(b.times("changed"), b.times("other")...), "they may not be what they were")
			b.close(nil)
			w.until(16 * time.Minute)
			assert.Equal(t, system.WriteDelivered, b.now("changed").State)
			assert.Equal(t, system.WriteDelivered, b.now("other").State)
			assert.Len(t, b.times("made"), 1)
		})
	})
}
