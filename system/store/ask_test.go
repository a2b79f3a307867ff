package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

func ask(digest string) system.Ask {
	return system.Ask{Digest: digest, Account: "a", Generation: 1, SentAt: noon, ExpiresAt: noon.Add(time.Hour)}
}

func TestSaveAsk(t *testing.T) {
	for _, row := range []struct {
		name   string
		second func(*system.Ask)
		want   error
	}{
		{"ErrExists", func(*system.Ask) {}, system.ErrExists},
		{"OtherGeneration", func(a *system.Ask) { a.Generation = 2 }, nil},
		{"OtherAccount", func(a *system.Ask) { a.Account = "b" }, nil},
		{"FirstExpired", func(a *system.Ask) { a.SentAt = noon.Add(time.Hour) }, nil},
		{"ErrExistsDigest", func(a *system.Ask) { a.Digest, a.Generation = "1", 2 }, system.ErrExists},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := open(t)
			linked(t, s, "a")
			linked(t, s, "b")
			require.NoError(t, s.SaveAsk(t.Context(), ask("1")))
			second := ask("2")
			row.second(&second)
			assert.ErrorIs(t, s.SaveAsk(t.Context(), second), row.want)
			first, err := s.AskByDigest(t.Context(), "1")
			require.NoError(t, err)
			assert.Equal(t, ask("1"), first)
		})
	}
}

func TestUseAsk(t *testing.T) {
	s := open(t)
	linked(t, s, "a")
	_, err := s.OpenAsk(t.Context(), "a")
	require.ErrorIs(t, err, system.ErrNotFound)
	require.NoError(t, s.SaveAsk(t.Context(), ask("1")))
	got, err := s.OpenAsk(t.Context(), "a")
	require.NoError(t, err)
	require.Equal(t, ask("1"), got)

	require.NoError(t, s.UseAsk(t.Context(), "1", noon.Add(time.Minute)))
	require.ErrorIs(t, s.UseAsk(t.Context(), "1", noon.Add(2*time.Minute)), system.ErrStale)
	got, err = s.AskByDigest(t.Context(), "1")
	require.NoError(t, err)
	assert.Equal(t, noon.Add(time.Minute), got.UsedAt)
	_, err = s.OpenAsk(t.Context(), "a")
	assert.ErrorIs(t, err, system.ErrNotFound)
	assert.NoError(t, s.SaveAsk(t.Context(), ask("2")), "a used ask is not open")
	assert.ErrorIs(t, s.UseAsk(t.Context(), "unknown", noon), system.ErrNotFound)
}

func TestFlow(t *testing.T) {
	s := open(t)
	flow := system.Flow{State: "state", Account: "a", Authorization: system.IdentityPlatform, Nonce: "nonce", Verifier: "verifier", AskDigest: "1", CreatedAt: noon}
	other := flow
	other.State = "other"
	require.NoError(t, s.SaveFlow(t.Context(), flow))
	require.NoError(t, s.SaveFlow(t.Context(), other))
	require.ErrorIs(t, s.SaveFlow(t.Context(), flow), system.ErrExists)
	got, err := s.TakeFlow(t.Context(), "state")
	require.NoError(t, err)
	assert.Equal(t, flow, got)
	_, err = s.TakeFlow(t.Context(), "state")
	assert.ErrorIs(t, err, system.ErrNotFound, "a replayed callback finds nothing")
	got, err = s.TakeFlow(t.Context(), "other")
	require.NoError(t, err)
	assert.Equal(t, other, got)
	t.Run("OldOnesAreDropped", func(t *testing.T) {
		require.NoError(t, s.SaveFlow(t.Context(), flow))
		other.CreatedAt = noon.Add(time.Second)
		require.NoError(t, s.SaveFlow(t.Context(), other))
		require.NoError(t, s.DropFlows(t.Context(), noon.Add(time.Second)))
		_, err = s.TakeFlow(t.Context(), "state")
		assert.ErrorIs(t, err, system.ErrNotFound)
		_, err = s.TakeFlow(t.Context(), "other")
		assert.NoError(t, err, "as old as that is not older")
	})
}
