package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

func TestCreateAccount(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		s := open(t)
		a := account("b")
		a.FailingSince, a.LastError, a.AsOf, a.LastAttempt = noon, "x", noon.Add(1), noon.Add(2)
		a.MailboxID, a.CalendarID, a.Hint = "oid@tid", "calendar", system.HintEmail
		require.NoError(t, s.CreateAccount(t.Context(), a))
		got, err := s.Account(t.Context(), "b")
		require.NoError(t, err)
		assert.Equal(t, a, got)
	})
	t.Run("Defaults", func(t *testing.T) {
		s := open(t)
		require.NoError(t, s.CreateAccount(t.Context(), system.Account{ID: "a", Generation: 9}))
		got, err := s.Account(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, system.Account{ID: "a", Key: "a", State: system.StatePending}, got)
	})
	t.Run("ErrExists", func(t *testing.T) {
		s := open(t)
		require.NoError(t, s.CreateAccount(t.Context(), account("a")))
		assert.ErrorIs(t, s.CreateAccount(t.Context(), account("a")), system.ErrExists)
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		_, err := open(t).Account(t.Context(), "a")
		assert.ErrorIs(t, err, system.ErrNotFound)
	})
}

func TestAccountsAreOrderedByID(t *testing.T) {
	s := open(t)
	none, err := s.Accounts(t.Context())
	require.NoError(t, err)
	assert.Empty(t, none)
	for _, id := range []system.AccountID{"c", "a", "b"} {
		require.NoError(t, s.CreateAccount(t.Context(), account(id)))
	}
	all, err := s.Accounts(t.Context())
	require.NoError(t, err)
	assert.Equal(t, []system.Account{account("a"), account("b"), account("c")}, all)
}

func TestSaveLink(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		s := open(t)
		linked(t, s, "a")
		got, err := s.Credential(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, credential(1), got)
		a, err := s.Account(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, 1, a.Generation)
		assert.Equal(t, system.StatePending, a.State, "credentials make nothing healthy")
	})
	t.Run("Relink", func(t *testing.T) {
		s := open(t)
		linked(t, s, "a")
		c := credential(2)
		c.Authorization, c.AccessToken = system.IdentityPlatform, "newer"
		require.NoError(t, s.SaveLink(t.Context(), "a", c, "oid@tid"))
		got, err := s.Credential(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, c, got)
		a, err := s.Account(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, system.IdentityPlatform, a.Authorization)
		assert.Equal(t, "oid@tid", a.MailboxID)
		require.NoError(t, s.SaveLink(t.Context(), "a", credential(3), ""))
		a, err = s.Account(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, "oid@tid", a.MailboxID, "a mechanism that tells no identity takes none away")
	})
	t.Run("ErrStale", func(t *testing.T) {
		s := open(t)
		linked(t, s, "a")
		for _, generation := range []int{0, 1, 3} {
			c := credential(generation)
			c.AccessToken = "wrong"
			assert.ErrorIs(t, s.SaveLink(t.Context(), "a", c, "oid@tid"), system.ErrStale, "generation %d", generation)
		}
		got, err := s.Credential(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, credential(1), got)
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		assert.ErrorIs(t, open(t).SaveLink(t.Context(), "a", credential(1), ""), system.ErrNotFound)
	})
}

func TestSaveLinkState(t *testing.T) {
	for before, after := range map[system.State]system.State{
		system.StateHealthy:     system.StateHealthy,
		system.StateFailing:     system.StateFailing,
		system.StateReauthorise: system.StateFailing,
		system.StateConfirm:     system.StateFailing,
	} {
		t.Run(string(before), func(t *testing.T) {
			s := open(t)
			a := account("a")
			a.State = before
			require.NoError(t, s.CreateAccount(t.Context(), a))
			require.NoError(t, s.SaveLink(t.Context(), "a", credential(1), ""))
			got, err := s.Account(t.Context(), "a")
			require.NoError(t, err)
			assert.Equal(t, after, got.State)
		})
	}
}

func TestSaveCredential(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		s := open(t)
		linked(t, s, "a")
		linked(t, s, "b")
		c := credential(1)
		c.AccessToken, c.RefreshToken, c.Expiry = "access 2", "refresh 2", noon.Add(2*time.Hour)
		require.NoError(t, s.SaveCredential(t.Context(), "a", c))
		got, err := s.Credential(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, c, got)
		other, err := s.Credential(t.Context(), "b")
		require.NoError(t, err)
		assert.Equal(t, credential(1), other)
	})
	t.Run("ErrStale", func(t *testing.T) {
		s := open(t)
		linked(t, s, "a")
		require.NoError(t, s.SaveLink(t.Context(), "a", credential(2), ""))
		old := credential(1)
		old.AccessToken = "old"
		assert.ErrorIs(t, s.SaveCredential(t.Context(), "a", old), system.ErrStale)
		got, err := s.Credential(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, credential(2), got)
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		s := open(t)
		assert.ErrorIs(t, s.SaveCredential(t.Context(), "a", credential(1)), system.ErrNotFound)
		_, err := s.Credential(t.Context(), "a")
		assert.ErrorIs(t, err, system.ErrNotFound)
	})
}

func TestErrorsTellNoSecret(t *testing.T) {
	s := open(t)
	c := credential(5)
	c.AccessToken, c.RefreshToken = "secret-access", "secret-refresh"
	for _, err := range []error{
		s.SaveCredential(t.Context(), "a", c), s.SaveLink(t.Context(), "a", c, ""),
		func() error { _, err := s.TakeFlow(t.Context(), "secret-state"); return err }(),
	} {
		require.Error(t, err)
		assert.NotContains(t, err.Error(), "secret")
	}
}
