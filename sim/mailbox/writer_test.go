package mailbox_test

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/mailbox"
)

func TestWriterCreate(t *testing.T) {
	_, m := newMailbox(t)
	api := m.As(mailbox.ByAPI)
	draft := mailbox.Event{Subject: "review", Start: day(1), End: day(2), TransactionID: "t1"}
	first, fresh, err := api.Create(draft)
	require.NoError(t, err)
	assert.True(t, fresh)
	assert.Equal(t, "t1", first.TransactionID)
	t.Run("OKTheSameAgain", func(t *testing.T) {
		again, fresh, err := api.Create(draft)
		require.NoError(t, err)
		assert.False(t, fresh)
		assert.Equal(t, first, again)
		assert.Len(t, m.Events(), 1)
		assert.EqualValues(t, 1, m.Seq(), "nothing changed")
	})
	t.Run("OKAsItIsNow", func(t *testing.T) {
		changed, err := m.Update(first.ID, func(e *mailbox.Event) { e.Subject = "later" })
		require.NoError(t, err)
		assert.Equal(t, "t1", changed.TransactionID, "it outlives changes")
		again, _, err := api.Create(draft)
		require.NoError(t, err)
		assert.Equal(t, changed, again)
	})
	t.Run("OKWithoutName", func(t *testing.T) {
		draft := mailbox.Event{Start: day(1), End: day(2)}
		for range 2 {
			_, fresh, err := api.Create(draft)
			require.NoError(t, err)
			assert.True(t, fresh)
		}
	})
	t.Run("OKAfterItIsGone", func(t *testing.T) {
		require.NoError(t, m.Delete(first.ID))
		other, fresh, err := api.Create(draft)
		require.NoError(t, err)
		assert.True(t, fresh)
		assert.NotEqual(t, first.ID, other.ID)
	})
	t.Run("OKInEveryView", func(t *testing.T) {
		var named int
		for _, e := range m.View(day(1), day(2)) {
			if e.TransactionID == "t1" {
				named++
			}
		}
		assert.Equal(t, 1, named)
	})
}

func TestWriterVersions(t *testing.T) {
	_, m := newMailbox(t)
	old := create(t, m, day(1), day(2))
	known, err := m.Update(old.ID, func(e *mailbox.Event) { e.Subject = "newer" })
	require.NoError(t, err)
	api := m.As(mailbox.ByAPI)
	t.Run("ErrConflict", func(t *testing.T) {
		_, err := api.Update(old.ID, old.ETag(), func(*mailbox.Event) error { t.Error("it was asked to edit"); return nil })
		assert.ErrorIs(t, err, mailbox.ErrConflict)
		assert.ErrorIs(t, api.Delete(old.ID, old.ETag()), mailbox.ErrConflict)
	})
	t.Run("ErrOfTheEdit", func(t *testing.T) {
		mine := errors.New("no")
		_, err := api.Update(old.ID, "", func(e *mailbox.Event) error { e.Subject = "half"; return mine })
		assert.ErrorIs(t, err, mine)
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		_, err := api.Update(old.ID, "", func(e *mailbox.Event) error { e.End = day(0); return nil })
		assert.ErrorIs(t, err, mailbox.ErrInvalid)
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		_, err := api.Update("none", "", func(*mailbox.Event) error { return nil })
		assert.ErrorIs(t, err, mailbox.ErrNotFound)
		assert.ErrorIs(t, api.Delete("none", ""), mailbox.ErrNotFound)
	})
	found, _ := m.Event(old.ID)
	assert.Equal(t, known, found, "what failed changed nothing")
	assert.EqualValues(t, 2, m.Seq())
	t.Run("OK", func(t *testing.T) {
		e, err := api.Update(old.ID, known.ETag(), func(e *mailbox.Event) error { e.Subject = "newest"; return nil })
		require.NoError(t, err)
		require.NoError(t, api.Delete(old.ID, e.ETag()))
		assert.Empty(t, m.Events())
	})
}

func TestWhoChanged(t *testing.T) {
	clk := &stepped{now: march}
	store := mailbox.NewStore(clk, 1)
	m := store.Add(mailbox.Generate(1, incident)[0])
	var seen []string
	store.OnChange(func(c mailbox.Change) { seen = append(seen, c.By) })
	create(t, m, day(1), day(2))
	e, _, err := m.As(mailbox.ByAPI).Create(mailbox.Event{Start: day(1), End: day(2), TransactionID: "t"})
	require.NoError(t, err)
	_, _, err = m.As(mailbox.ByAPI).Create(mailbox.Event{Start: day(1), End: day(2), TransactionID: "t"})
	require.NoError(t, err)
	require.NoError(t, m.Delete(e.ID))
	assert.Equal(t, []string{mailbox.ByOwner, mailbox.ByAPI, mailbox.ByOwner}, seen, "a repeated create is no change")
}
