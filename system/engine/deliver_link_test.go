package engine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// Once a link to another mailbox is set aside, writes go out through the one before
// it, at once, and never into the other mailbox.
func TestWritesAfterALinkIsSetAside(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		w.linkedElsewhere("a")
		w.until(2 * time.Minute)
		w.taken()
		b.accept(create("new"), change("changed", "x"))
		w.until(2*time.Minute + time.Second)
		for _, id := range []string{"new", "changed"} {
			assert.Equal(t, system.WriteDelivered, b.now(id).State, id)
			assert.Equal(t, []string{"before/access"}, b.tokens(id), id)
		}
		for _, r := range w.taken() {
			assert.Equal(t, "before/access", r.token, "%s at %s", r.operation, r.at.Sub(w.began))
		}
	})
}

// Of an account that was never linked nobody is asked anything. What was accepted for
// it goes out once it is linked.
func TestWritesBeforeTheFirstLink(t *testing.T) {
	inWorld(t, func(w *world) {
		b := withBox(w)
		w.store.accounts["a"] = system.Account{ID: "a", Key: "a", Provider: system.OutlookCom, State: system.StatePending}
		w.start()
		b.accept(create("new"))
		w.until(time.Hour)
		assert.Empty(t, w.taken())
		assert.Empty(t, b.times("new"))
		assert.Equal(t, system.WriteQueued, b.now("new").State)
		w.store.link("a", "first", w.began.AddDate(1, 0, 0))
		w.add("a")
		w.until(time.Hour + time.Second)
		assert.Equal(t, []string{"first/access"}, b.tokens("new"))
		assert.Equal(t, system.WriteDelivered, b.now("new").State)
	})
}

// An account that is linked anew while the token of one write is renewed has none of
// the writes after it sent with what was renewed.
func TestRelinkWhileWritesGoOut(t *testing.T) {
	for name, roundDue := range map[string]bool{"BetweenTwoRounds": false, "InARound": true} {
		t.Run(name, func(t *testing.T) {
			delivering(t, func(w *world, b *box) {
				b.change = func(x system.Write, nth int) (system.Event, error) {
					if x.ID == "one" && nth == 1 {
						return system.Event{}, badToken
					}
					return system.Event{}, nil
				}
				w.refresh = func(_ context.Context, c system.Credential) (system.Credential, error) {
					if c.RefreshToken == "first" {
						w.store.link("a", "second", w.began.AddDate(1, 0, 0))
					}
					return rotated(c), nil
				}
				w.taken()
				if roundDue {
					w.add("a")
				}
				b.accept(create("one"), create("two"), change("three", "x"))
				w.until(beforeWrites + time.Second)
				assert.Equal(t, []string{"first/access"}, b.tokens("one"))
				assert.Empty(t, append(b.tokens("two"), b.tokens("three")...))
				assert.Empty(t, w.times(w.taken(), "delta"), "nor is the calendar read")
				assert.Equal(t, system.StateHealthy, w.store.account("a").State, "nothing has failed")
				w.add("a")
				w.until(2 * beforeWrites)
				for _, id := range []string{"one", "two", "three"} {
					assert.Equal(t, system.WriteDelivered, b.now(id).State, id)
					for _, token := range b.tokens(id) {
						assert.NotEqual(t, "first+/access", token, id)
					}
				}
			})
		})
	}
}

// A round that cannot note what became of a write shows nothing: its calendar would
// hold the event, and the write would stand beside it. The next ones try again.
func TestAWriteThatCannotBeSettled(t *testing.T) {
	delivering(t, func(w *world, b *box) {
		b.broken = errors.New("disk full")
		b.accept(create("new"))
		w.until(beforeWrites + time.Second)
		assert.Len(t, b.times("new"), 1)
		assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State, "between two rounds it says nothing of the account")
		w.add("a")
		before := w.store.account("a").AsOf
		w.taken()
		w.until(14 * time.Minute)
		assert.Empty(t, w.times(w.taken(), "delta"))
		assert.Equal(t, 1, w.count("round failed"))
		assert.Equal(t, before, w.store.account("a").AsOf)
		w.mu.Lock()
		b.broken = nil
		w.mu.Unlock()
		w.until(31 * time.Minute)
		assert.Equal(t, system.WriteDelivered, b.now("new").State)
		assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State)
	})
}
