package engine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// An event that a write made, and that a complete round lacks, is gone when the answer
// about it says so too: no later round will tell of it.
func TestUnshownWriteOfACompleteRound(t *testing.T) {
	// relisted begins anew when its delta link is gone, while ids are unshown.
	relisted := func(t *testing.T, answer func(id string) (system.Event, error), judge func(w *world, b *box, rounds []system.Round)) {
		inWorld(t, func(w *world) {
			b := withBox(w)
			w.page = pages(map[string]system.Page{"": {Changed: []system.Event{event("x")}, DeltaLink: "delta"}})
			w.linked()
			w.until(time.Minute)
			b.open, b.event = []string{"x", "made"}, answer
			w.page = func(_ context.Context, r request) (system.Page, error) {
				if r.link == "delta" {
					return system.Page{}, gone
				}
				return system.Page{Changed: []system.Event{event("x")}, DeltaLink: "delta-2"}, nil
			}
			w.until(16 * time.Minute)
			judge(w, b, w.store.committed())
		})
	}
	asked := func(ids *[]string, e system.Event, err error) func(string) (system.Event, error) {
		return func(id string) (system.Event, error) {
			*ids = append(*ids, id)
			return e, err
		}
	}
	t.Run("Gone", func(t *testing.T) {
		var ids []string
		relisted(t, asked(&ids, system.Event{}, eventGone), func(_ *world, _ *box, rounds []system.Round) {
			require.Len(t, rounds, 2)
			assert.True(t, rounds[1].Complete)
			assert.Equal(t, []string{"made"}, rounds[1].Removed)
			assert.Equal(t, []string{"made"}, ids, "what the round has brought is there")
		})
	})
	t.Run("StillThere", func(t *testing.T) {
		var ids []string
		relisted(t, asked(&ids, event("made"), nil), func(_ *world, _ *box, rounds []system.Round) {
			require.Len(t, rounds, 2)
			assert.Empty(t, rounds[1].Removed, "a replica lags")
			assert.Equal(t, []string{"made"}, ids)
		})
	})
	t.Run("NobodyKnows", func(t *testing.T) {
		var ids []string
		relisted(t, asked(&ids, system.Event{}, unavailable), func(w *world, _ *box, rounds []system.Round) {
			assert.Len(t, rounds, 1, "the round has failed")
			assert.Equal(t, system.StateFailing, w.store.account("a").State)
			assert.Greater(t, len(ids), 1, "and tried again within it")
		})
	})
	t.Run("TheOutboxDoesNotSay", func(t *testing.T) {
		inWorld(t, func(w *world) {
			b := withBox(w)
			b.open, b.unread = []string{"made"}, errors.New("disk on fire")
			w.linked()
			w.until(14 * time.Minute)
			assert.Empty(t, w.store.committed(), "a complete round comes once: what it does not find out no later one does")
			assert.Equal(t, system.StateFailing, w.store.account("a").State)
			b.unread = nil
			w.until(16 * time.Minute)
			require.Len(t, w.store.committed(), 1)
			assert.Equal(t, []string{"made"}, w.store.committed()[0].Removed)
		})
	})
	t.Run("NotOfAnOrdinaryRound", func(t *testing.T) {
		inWorld(t, func(w *world) {
			b := withBox(w)
			w.page = pages(map[string]system.Page{"": {DeltaLink: "delta"}, "delta": {DeltaLink: "delta"}})
			w.linked()
			w.until(time.Minute)
			var ids []string
			b.open, b.event = []string{"made"}, asked(&ids, system.Event{}, eventGone)
			w.until(16 * time.Minute)
			require.Len(t, w.store.committed(), 2)
			assert.Empty(t, ids)
		})
	})
}
