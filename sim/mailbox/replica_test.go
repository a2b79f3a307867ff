package mailbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
)

// state is all that a reader can see.
type state struct {
	events []mailbox.Event
	seq    uint64
	page   mailbox.ChangePage
}

func stateOf(t *testing.T, m *mailbox.Mailbox) state {
	t.Helper()
	page, err := m.Changes(mailbox.ChangeQuery{From: day(1), Until: day(28), Upto: m.Seq()})
	require.NoError(t, err)
	return state{m.Events(), m.Seq(), page}
}

// A replica shows what was seen then, whatever happened since.
func TestAsOfIsWhatWasSeenThen(t *testing.T) {
	for seed := range keyed.Seed(20) {
		clk, m := newMailbox(t)
		var at []time.Time
		var seen []state
		for n := range uint64(60) {
			ids := m.Events()
			switch what := seed.IntN("test", "what", n, 3); {
			case what == 0 || len(ids) == 0:
				_, _, err := m.As(mailbox.ByAPI).Create(mailbox.Event{Subject: "made", Start: day(2), End: day(3), TransactionID: fmt.Sprint(n)})
				require.NoError(t, err)
			case what == 1:
				_, err := m.Update(ids[seed.IntN("test", "which", n, len(ids))].ID, func(e *mailbox.Event) { e.Subject = fmt.Sprint(n) })
				require.NoError(t, err)
			default:
				require.NoError(t, m.Delete(ids[seed.IntN("test", "which", n, len(ids))].ID))
			}
			at, seen = append(at, clk.now), append(seen, stateOf(t, m))
			clk.now = clk.now.Add(time.Minute)
		}
		for i := range at {
			require.Equal(t, seen[i], stateOf(t, m.AsOf(at[i])), "seed %d, change %d, at its instant", seed, i)
			require.Equal(t, seen[i], stateOf(t, m.AsOf(at[i].Add(59*time.Second))), "seed %d, change %d, before the next", seed, i)
		}
	}
}

func TestAsOfBeforeTheMailboxWasMade(t *testing.T) {
	clk, m := newMailbox(t)
	filled := create(t, m, day(1), day(2))
	clk.now = clk.now.Add(time.Minute)
	create(t, m, day(1), day(2))
	assert.Equal(t, []mailbox.Event{filled}, m.AsOf(clk.now.Add(-time.Hour)).Events(), "what it was filled with is there from the first")
}

// A reader that has seen the newest and is then sent to a replica goes on from the
// replica's state, and misses nothing when the replica has caught up.
func TestReaderOfAReplica(t *testing.T) {
	clk, m := newMailbox(t)
	r := &reader{t: t, m: m, cache: map[string]mailbox.Event{}}
	kept, gone := create(t, m, day(12), day(13)), create(t, m, day(12), day(13))
	behind := clk.now
	clk.now = clk.now.Add(time.Hour)
	require.NoError(t, m.Delete(gone.ID))
	_, err := m.Update(kept.ID, func(e *mailbox.Event) { e.Subject = "newer" })
	require.NoError(t, err)
	_, err = r.round(0)
	require.NoError(t, err)
	r.m = m.AsOf(behind)
	_, err = r.round(0)
	require.NoError(t, err)
	assert.EqualValues(t, 2, r.known, "the place of the replica")
	r.m = m
	_, err = r.round(0)
	require.NoError(t, err)
	r.assertExact()
}

func TestAsOfAfterTheLogWasForgotten(t *testing.T) {
	clk, m := newMailbox(t)
	create(t, m, day(12), day(13))
	clk.now = clk.now.Add(time.Hour)
	m.ForgetChanges()
	assert.EqualValues(t, 2, m.AsOf(clk.now).Seq())
	assert.EqualValues(t, 1, m.AsOf(clk.now.Add(-time.Minute)).Seq())
}
