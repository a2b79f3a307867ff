package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/store"
)

func TestFileSurvivesReopening(t *testing.T) {
	file := filepath.Join(t.TempDir(), "anchorage.db")
	s, err := store.Open(t.Context(), file)
	require.NoError(t, err)
	linked(t, s, "a")
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon, event("x", noon))))
	require.NoError(t, s.Close())

	s, err = store.Open(t.Context(), file)
	require.NoError(t, err)
	defer s.Close()
	require.NoError(t, s.Ping(t.Context()))
	assert.Equal(t, []string{"x"}, ids(t, s, "a", allTime))
	older := round("a", noon.Add(-time.Second))
	assert.ErrorIs(t, s.CommitRound(t.Context(), older), system.ErrStale, "as_of does not go back over a restart")
}

func TestOpenErr(t *testing.T) {
	_, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "no", "such", "folder", "x.db"))
	assert.Error(t, err)
}

func TestEndedContextDoesNotCutOff(t *testing.T) {
	s := open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	require.NoError(t, s.CreateAccount(ctx, account("a")))
	require.NoError(t, s.SaveLink(ctx, "a", credential(1), ""))
	require.NoError(t, s.CommitRound(ctx, round("a", noon, event("x", noon))))
	_, _, err := s.Events(ctx, "a", allTime)
	assert.NoError(t, err)
}

// A bubble ends only if the store has left no goroutine and no timer behind.
func TestBubble(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, err := store.Open(t.Context(), ":memory:")
		require.NoError(t, err)
		for i := range 20 {
			id := system.AccountID(fmt.Sprint(i))
			linked(t, s, id)
			go func() {
				time.Sleep(time.Duration(i+1) * time.Nanosecond)
				for n := range 5 {
					assert.NoError(t, s.CommitRound(context.Background(), round(id, time.Now(), event(fmt.Sprint(n), noon))))
				}
			}()
		}
		time.Sleep(time.Second)
		synctest.Wait()
		for i := range 20 {
			assert.Equal(t, []string{"4"}, ids(t, s, system.AccountID(fmt.Sprint(i)), allTime))
		}
		require.NoError(t, s.Close())
	})
}
