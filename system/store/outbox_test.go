package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/store"
)

func write(id, kind, event string, start time.Time) system.Write {
	return system.Write{ID: id, Account: "a", Kind: kind, EventID: event, Subject: "Subject by " + id, Start: start, End: start.Add(time.Hour), AcceptedAt: noon}
}

func enqueue(t testing.TB, s *store.Store, w system.Write) system.Write {
	t.Helper()
	stored, err := s.Enqueue(t.Context(), w)
	require.NoError(t, err)
	return stored
}

// delivered settles a write at an instant, with what the provider answered.
func delivered(t testing.TB, s *store.Store, w system.Write, event, etag string, at time.Time) {
	t.Helper()
	w.State, w.EventID, w.ETag, w.DeliveredAt = system.WriteDelivered, event, etag, at
	require.NoError(t, s.Settle(t.Context(), w))
}

// synchronised is a store whose account a has the events e1 and e2 as of noon.
func synchronised(t testing.TB) *store.Store {
	s := open(t)
	linked(t, s, "a")
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon, event("e1", noon), event("e2", noon.Add(2*time.Hour)))))
	return s
}

func TestEnqueue(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		s := synchronised(t)
		first := enqueue(t, s, write("w1", system.WriteUpdate, "e1", noon))
		second := enqueue(t, s, write("w2", system.WriteCreate, "", noon))
		assert.Equal(t, `W/"1"`, first.ETag, "as cached")
		assert.Equal(t, system.WriteQueued, first.State)
		assert.Equal(t, []int64{1, 2}, []int64{first.Seq, second.Seq})
		pending, err := s.Pending(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, []system.Write{first, second}, pending)
		n, err := s.Outstanding(t.Context())
		require.NoError(t, err)
		assert.Equal(t, map[system.Provider]int{account("a").Provider: 2}, n)
		delivered(t, s, first, "e1", `W/"2"`, noon)
		n, err = s.Outstanding(t.Context())
		require.NoError(t, err)
		assert.Equal(t, map[system.Provider]int{account("a").Provider: 1}, n)
	})
	t.Run("ErrExists", func(t *testing.T) {
		s := synchronised(t)
		first := enqueue(t, s, write("w1", system.WriteUpdate, "e1", noon))
		again, err := s.Enqueue(t.Context(), write("w1", system.WriteDelete, "e2", noon))
		require.ErrorIs(t, err, system.ErrExists)
		assert.Equal(t, first, again)
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		w := write("w1", system.WriteCreate, "", noon)
		w.Account = "nobody"
		_, err := synchronised(t).Enqueue(t.Context(), w)
		assert.ErrorIs(t, err, system.ErrNotFound)
	})
	t.Run("ErrNoEvent", func(t *testing.T) {
		s := synchronised(t)
		_, err := s.Enqueue(t.Context(), write("w1", system.WriteUpdate, "e3", noon))
		require.ErrorIs(t, err, system.ErrNoEvent)
		enqueue(t, s, write("w2", system.WriteDelete, "e1", noon))
		_, err = s.Enqueue(t.Context(), write("w3", system.WriteUpdate, "e1", noon))
		assert.ErrorIs(t, err, system.ErrNoEvent, "its deletion is queued")
	})
}

func TestSettlePassesOn(t *testing.T) {
	draft := write("w2", system.WriteUpdate, "", noon)
	draft.DraftOf = "w1"
	t.Run("id and ETag of a create", func(t *testing.T) {
		s := synchronised(t)
		first := enqueue(t, s, write("w1", system.WriteCreate, "", noon))
		enqueue(t, s, draft)
		delivered(t, s, first, "e3", "tag", noon.Add(time.Second))
		second, err := s.Write(t.Context(), "a", "w2")
		require.NoError(t, err)
		assert.Equal(t, []string{"e3", "tag"}, []string{second.EventID, second.ETag})
	})
	t.Run("ETag of an update, to what is accepted later too", func(t *testing.T) {
		s := synchronised(t)
		first := enqueue(t, s, write("w1", system.WriteUpdate, "e1", noon))
		enqueue(t, s, write("w2", system.WriteUpdate, "e1", noon))
		delivered(t, s, first, "e1", "tag", noon.Add(time.Second))
		second, err := s.Write(t.Context(), "a", "w2")
		require.NoError(t, err)
		assert.Equal(t, "tag", second.ETag)
		delivered(t, s, second, "e1", "tag 2", noon.Add(2*time.Second))
		assert.Equal(t, "tag 2", enqueue(t, s, write("w3", system.WriteUpdate, "e1", noon)).ETag)
	})
	t.Run("failure of a create", func(t *testing.T) {
		s := synchronised(t)
		first := enqueue(t, s, write("w1", system.WriteCreate, "", noon))
		enqueue(t, s, draft)
		first.State, first.Reason = system.WriteFailed, "No."
		require.NoError(t, s.Settle(t.Context(), first))
		second, err := s.Write(t.Context(), "a", "w2")
		require.NoError(t, err)
		assert.Equal(t, system.WriteFailed, second.State)
	})
	t.Run("ErrStale", func(t *testing.T) {
		s := synchronised(t)
		first := enqueue(t, s, write("w1", system.WriteCreate, "", noon))
		delivered(t, s, first, "e3", "tag", noon.Add(time.Second))
		assert.ErrorIs(t, s.Settle(t.Context(), first), system.ErrStale)
	})
}

func TestReadsShowWrites(t *testing.T) {
	s := synchronised(t)
	created := enqueue(t, s, write("w1", system.WriteCreate, "", noon.Add(time.Hour)))
	enqueue(t, s, write("w2", system.WriteUpdate, "e1", noon.Add(3*time.Hour)))
	enqueue(t, s, write("w3", system.WriteDelete, "e2", noon))
	assert.Equal(t, []string{"draft:w1", "e1"}, ids(t, s, "a", allTime))

	inside := system.Window{From: noon.Add(3 * time.Hour), Until: noon.Add(4 * time.Hour)}
	assert.Equal(t, []string{"e1"}, ids(t, s, "a", inside), "moved into the window")
	assert.Equal(t, []string{}, ids(t, s, "a", system.Window{From: noon, Until: noon.Add(time.Minute)}), "moved out of the window")

	delivered(t, s, created, "e3", "tag", noon.Add(time.Minute))
	assert.Equal(t, []string{"e3", "e1"}, ids(t, s, "a", allTime), "not yet in a round")
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon.Add(time.Second), event("e1", noon), event("e2", noon))))
	assert.Equal(t, []string{"e3", "e1"}, ids(t, s, "a", allTime), "the round began before the delivery")
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon.Add(time.Minute), event("e1", noon), event("e2", noon))))
	assert.Equal(t, []string{"e3", "e1"}, ids(t, s, "a", allTime), "a replica that lags may have answered")
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon.Add(time.Hour+time.Minute), event("e1", noon), event("e2", noon))))
	assert.Equal(t, []string{"e1"}, ids(t, s, "a", allTime), "from here on the provider has the last word")
}

// A delivered write is shown until the cache has its version of the event or a
// later one, whoever made that.
func TestSeenWrites(t *testing.T) {
	version := func(id, etag, subject string) system.Event {
		e := event(id, noon)
		e.ETag, e.Subject = etag, subject
		return e
	}
	subject := func(t *testing.T, s *store.Store) string {
		t.Helper()
		events, _, err := s.Events(t.Context(), "a", allTime)
		require.NoError(t, err)
		for _, e := range events {
			if e.ID == "e1" {
				return e.Subject
			}
		}
		return "none"
	}
	at := noon.Add(time.Minute)
	bring := func(t *testing.T, s *store.Store, changed ...system.Event) {
		t.Helper()
		at = at.Add(time.Minute)
		require.NoError(t, s.CommitRound(t.Context(), round("a", at, changed...)))
	}
	// two updates, each on top of the one before: base -> one -> two
	updated := func(t *testing.T) *store.Store {
		s := synchronised(t)
		bring(t, s, version("e1", "base", "Base"))
		for _, w := range []struct{ id, tag string }{{"w1", "one"}, {"w2", "two"}} {
			x := write(w.id, system.WriteUpdate, "e1", noon)
			x.Subject = w.tag
			delivered(t, s, enqueue(t, s, x), "e1", w.tag, noon.Add(time.Second))
		}
		require.Equal(t, "two", subject(t, s))
		return s
	}
	t.Run("NotByAnEarlierVersion", func(t *testing.T) {
		s := updated(t)
		bring(t, s, version("e1", "base", "Base"))
		assert.Equal(t, "two", subject(t, s))
		bring(t, s, version("e1", "one", "one"))
		assert.Equal(t, "two", subject(t, s))
		assert.Equal(t, "two", enqueue(t, s, write("w3", system.WriteDelete, "e1", noon)).ETag, "what comes next is based on the last word")
	})
	t.Run("ByItsVersion", func(t *testing.T) {
		s := updated(t)
		bring(t, s, version("e1", "two", "two"))
		bring(t, s, version("e1", "three", "somebody else's"))
		assert.Equal(t, "somebody else's", subject(t, s))
	})
	t.Run("ByALaterVersion", func(t *testing.T) {
		s := updated(t)
		bring(t, s, version("e1", "three", "somebody else's"))
		assert.Equal(t, "somebody else's", subject(t, s))
	})
	t.Run("ByItsRemoval", func(t *testing.T) {
		s := updated(t)
		at = at.Add(time.Minute)
		r := round("a", at)
		r.Complete, r.Removed = false, []string{"e1"}
		require.NoError(t, s.CommitRound(t.Context(), r))
		assert.Equal(t, "none", subject(t, s))
	})
	t.Run("CreatedAndRemovedElsewhere", func(t *testing.T) {
		s := synchronised(t)
		delivered(t, s, enqueue(t, s, write("w1", system.WriteCreate, "", noon)), "e9", "tag", noon.Add(time.Second))
		bring(t, s, version("e1", "base", "Base"), version("e9", "tag", "Lunch"))
		at = at.Add(time.Minute)
		r := round("a", at)
		r.Complete, r.Removed = false, []string{"e9"}
		require.NoError(t, s.CommitRound(t.Context(), r))
		assert.NotContains(t, ids(t, s, "a", allTime), "e9")
	})
}

// What a complete round names as gone is no longer shown; until then it is.
func TestUnshown(t *testing.T) {
	s := synchronised(t)
	unshown := func() []string {
		all, err := s.Unshown(t.Context(), "a")
		require.NoError(t, err)
		return all
	}
	assert.Empty(t, unshown())
	for _, id := range []string{"w1", "w2"} {
		delivered(t, s, enqueue(t, s, write(id, system.WriteCreate, "", noon)), "event-"+id, "tag", noon.Add(time.Second))
	}
	enqueue(t, s, write("w3", system.WriteCreate, "", noon))
	assert.Equal(t, []string{"event-w1", "event-w2"}, unshown(), "not what is only queued")

	r := round("a", noon.Add(time.Minute))
	r.Complete = true
	require.NoError(t, s.CommitRound(t.Context(), r))
	assert.Equal(t, []string{"event-w1", "event-w2"}, unshown(), "replicas may lag")
	assert.Contains(t, ids(t, s, "a", allTime), "event-w1")

	r = round("a", noon.Add(2*time.Minute))
	r.Complete, r.Removed = true, []string{"event-w1"}
	require.NoError(t, s.CommitRound(t.Context(), r))
	assert.Equal(t, []string{"event-w2"}, unshown())
	assert.NotContains(t, ids(t, s, "a", allTime), "event-w1")
	assert.Contains(t, ids(t, s, "a", allTime), "event-w2")
}

func TestLandedCreate(t *testing.T) {
	s := synchronised(t)
	enqueue(t, s, write("w1", system.WriteCreate, "", noon))
	landed := event("e3", noon)
	landed.TransactionID = "w1"
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon.Add(time.Second), landed)))
	assert.Equal(t, []string{"e3"}, ids(t, s, "a", allTime), "once, although nobody knows yet that it was delivered")
}

func TestSubscriptions(t *testing.T) {
	s := synchronised(t)
	first := system.Subscription{ID: "s1", Account: "a", Generation: 1, ClientState: "state", Expires: noon}
	_, err := s.Subscription(t.Context(), "a")
	require.ErrorIs(t, err, system.ErrNotFound)
	require.NoError(t, s.SaveSubscription(t.Context(), first))
	found, err := s.SubscriptionByID(t.Context(), "s1")
	require.NoError(t, err)
	assert.Equal(t, first, found)
	second := first
	second.ID, second.Generation = "s2", 2
	require.NoError(t, s.SaveSubscription(t.Context(), second))
	found, err = s.Subscription(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, second, found)
	_, err = s.SubscriptionByID(t.Context(), "s1")
	require.ErrorIs(t, err, system.ErrNotFound, "replaced")
	require.NoError(t, s.DropSubscription(t.Context(), "s2"))
	require.NoError(t, s.DropSubscription(t.Context(), "s2"))
	_, err = s.Subscription(t.Context(), "a")
	assert.ErrorIs(t, err, system.ErrNotFound)
}
