package store_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

func TestSaveMailboxID(t *testing.T) {
	s := open(t)
	linked(t, s, "a")
	require.ErrorIs(t, s.SaveMailboxID(t.Context(), "a", 0, "guid"), system.ErrStale, "of older credentials")
	require.ErrorIs(t, s.SaveMailboxID(t.Context(), "b", 1, "guid"), system.ErrNotFound)
	require.NoError(t, s.SaveMailboxID(t.Context(), "a", 1, "guid"))
	require.ErrorIs(t, s.SaveMailboxID(t.Context(), "a", 1, "another"), system.ErrStale, "what is known stays")
	a, err := s.Account(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, "guid", a.MailboxID)
	t.Run("AnIdentityReplacesIt", func(t *testing.T) {
		require.NoError(t, s.SaveLink(t.Context(), "a", credential(2), "oid@tid"))
		a, err := s.Account(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, "oid@tid", a.MailboxID)
	})
}
