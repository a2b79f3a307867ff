package store_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/store"
)

func outstanding(t *testing.T, s *store.Store) int {
	t.Helper()
	all, err := s.Outstanding(t.Context())
	require.NoError(t, err)
	sum := 0
	for _, n := range all {
		sum += n
	}
	return sum
}

// However a write comes and goes, the count is that of the queued ones.
func TestOutstanding(t *testing.T) {
	s := synchronised(t)
	assert.Zero(t, outstanding(t, s))
	update := enqueue(t, s, write("w1", system.WriteUpdate, "e1", noon))
	create := enqueue(t, s, write("w2", system.WriteCreate, "", noon))
	draft := write("w3", system.WriteUpdate, "", noon)
	draft.DraftOf = "w2"
	enqueue(t, s, draft)
	assert.Equal(t, 3, outstanding(t, s))

	_, err := s.Enqueue(t.Context(), write("w1", system.WriteUpdate, "e1", noon))
	require.ErrorIs(t, err, system.ErrExists)
	assert.Equal(t, 3, outstanding(t, s), "nothing was accepted")

	update.Attempts = 1
	require.NoError(t, s.Settle(t.Context(), update))
	assert.Equal(t, 3, outstanding(t, s), "postponed")
	delivered(t, s, update, "e1", `W/"2"`, noon)
	assert.Equal(t, 2, outstanding(t, s))
	update.State = system.WriteDelivered
	require.ErrorIs(t, s.Settle(t.Context(), update), system.ErrStale)
	assert.Equal(t, 2, outstanding(t, s), "once")

	create.State, create.Reason = system.WriteFailed, "no"
	require.NoError(t, s.Settle(t.Context(), create))
	assert.Zero(t, outstanding(t, s), "its draft went with it")
}

// BenchmarkOutstanding counts what a fleet of 1,000 accounts has queued after two
// days without delivery, beside as much that was delivered.
func BenchmarkOutstanding(b *testing.B) {
	s := open(b)
	for n := range 1000 {
		id := system.AccountID(fmt.Sprintf("a-%04d", n))
		linked(b, s, id)
		for w := range 4 {
			x := write(fmt.Sprintf("w%d", w), system.WriteCreate, "", noon)
			x.Account = id
			if x = enqueue(b, s, x); w < 2 {
				delivered(b, s, x, fmt.Sprint("e", w), "tag", noon)
			}
		}
	}
	for b.Loop() {
		all, err := s.Outstanding(b.Context())
		require.NoError(b, err)
		require.Equal(b, 2000, all[account("a").Provider])
	}
}
