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

// pages answers links from a table, and a link that it lacks with delta.
func pages(table map[string]system.Page) func(context.Context, request) (system.Page, error) {
	return func(_ context.Context, r request) (system.Page, error) {
		if p, ok := table[r.link]; ok {
			return p, nil
		}
		return system.Page{DeltaLink: "delta"}, nil
	}
}

func TestRoundGathersPages(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = pages(map[string]system.Page{
			"":      {Changed: []system.Event{event("x"), event("y")}, NextLink: "2"},
			"2":     {NextLink: "3"},
			"3":     {Changed: []system.Event{{ID: "x", Subject: "newer"}, event("z")}, Removed: []string{"y"}, DeltaLink: "delta"},
			"delta": {Changed: []system.Event{event("v")}, Removed: []string{"x"}, DeltaLink: "delta-2"},
		})
		w.linked()
		w.until(16 * time.Minute)
		rounds := w.store.committed()
		require.Len(t, rounds, 2)
		first, second := rounds[0], rounds[1]
		assert.True(t, first.Complete)
		assert.Equal(t, []system.Event{{ID: "x", Subject: "newer"}, event("z")}, first.Changed, "the last word counts")
		assert.Empty(t, first.Removed)
		window := system.Window{From: w.began.AddDate(0, 0, -7), Until: w.began.AddDate(0, 0, 60)}
		assert.Equal(t, system.Cursor{Link: "delta", Window: window}, first.Cursor)
		assert.Equal(t, "calendar-of-a", first.CalendarID)
		assert.False(t, second.Complete)
		assert.Equal(t, []string{"x"}, second.Removed)
		assert.Equal(t, system.Cursor{Link: "delta-2", Window: window}, second.Cursor)
		assert.Equal(t, []string{"z", "v"}, w.store.cached("a"))
	})
}

func TestNothingIsVisibleBeforeTheRoundIsWhole(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = func(_ context.Context, r request) (system.Page, error) {
			switch r.link {
			case "":
				return system.Page{Changed: []system.Event{event("x")}, DeltaLink: "delta"}, nil
			case "delta":
				return system.Page{Changed: []system.Event{event("y")}, Removed: []string{"x"}, NextLink: "2"}, nil
			}
			return system.Page{}, unavailable
		}
		w.linked()
		w.until(30 * time.Minute)
		assert.Equal(t, []string{"x"}, w.store.cached("a"))
		assert.Equal(t, "delta", w.store.cursor["a"].Link)
		assert.Equal(t, system.StateFailing, w.store.account("a").State)
	})
}

func TestRoundWithoutAnEnd(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = func(context.Context, request) (system.Page, error) { return system.Page{NextLink: "again"}, nil }
		w.linked()
		w.until(time.Minute)
		assert.Len(t, w.times(w.taken(), "delta"), 1000)
		assert.Equal(t, system.CodeMalformed, w.store.account("a").LastError)
	})
}

func TestDeltaLinkGone(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = pages(map[string]system.Page{"": {Changed: []system.Event{event("x"), event("y")}, DeltaLink: "delta"}})
		w.linked()
		w.until(time.Minute)
		flapping := true
		w.page = func(_ context.Context, r request) (system.Page, error) {
			switch {
			case r.link == "delta":
				return system.Page{}, gone
			case r.link == "" && flapping:
				return system.Page{Changed: []system.Event{event("y")}, NextLink: "2"}, nil
			case r.link == "2" || flapping:
				return system.Page{}, unavailable
			case r.link == "":
				return system.Page{Changed: []system.Event{event("y"), event("z")}, DeltaLink: "delta-2"}, nil
			}
			return system.Page{DeltaLink: "delta-3"}, nil
		}
		w.until(44 * time.Minute)
		assert.Equal(t, []string{"x", "y"}, w.store.cached("a"), "the old cache serves until the new one is whole")
		assert.Equal(t, system.StateFailing, w.store.account("a").State)
		flapping = false
		w.until(46 * time.Minute)
		assert.Equal(t, []string{"y", "z"}, w.store.cached("a"), "what has vanished goes exactly then")
		assert.Equal(t, "delta-2", w.store.cursor["a"].Link)
		assert.Equal(t, system.StateHealthy, w.store.account("a").State)
	})
}

func TestDeltaLinkGoneInTheCompleteRound(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = w.failing(gone, time.Hour)
		w.linked()
		w.until(time.Minute)
		assert.Len(t, w.times(w.taken(), "delta"), 1, "a complete round is not restarted")
		assert.Equal(t, system.Code("SyncStateNotFound"), w.store.account("a").LastError)
	})
}

func TestWindowIsRenewed(t *testing.T) {
	t.Run("AfterAWeek", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.linked()
			w.until(7*24*time.Hour + time.Minute)
			rounds := w.store.committed()
			last := rounds[len(rounds)-1]
			assert.True(t, last.Complete)
			assert.False(t, rounds[len(rounds)-2].Complete)
			assert.Equal(t, w.began, last.Cursor.Window.From)
			w.until(7*24*time.Hour + time.Hour)
			rounds = w.store.committed()
			assert.False(t, rounds[len(rounds)-1].Complete)
		})
	})
	t.Run("BeforeHalfIsUsedUp", func(t *testing.T) {
		inWorld(t, func(w *world) {
			w.set(func(s *system.Settings) { s.Sync.Ahead = system.Duration(48 * time.Hour) })
			w.linked()
			w.until(50 * time.Hour)
			for _, r := range w.store.committed() {
				assert.GreaterOrEqual(t, r.Cursor.Window.Until.Sub(r.AsOf), 24*time.Hour-time.Second)
			}
			complete := 0
			for _, r := range w.store.committed() {
				if r.Complete {
					complete++
				}
			}
			assert.Equal(t, 3, complete)
		})
	})
}

func TestOtherCalendar(t *testing.T) {
	inWorld(t, func(w *world) {
		w.page = pages(map[string]system.Page{"": {Changed: []system.Event{event("x")}, DeltaLink: "delta"}})
		w.linked()
		w.until(time.Minute)
		w.calendar = func(request) (string, error) { return "calendar-of-somebody-else", nil }
		w.store.link("a", "second", w.began.AddDate(1, 0, 0))
		w.add("a")
		w.until(2 * time.Minute)
		w.taken()
		a := w.store.account("a")
		assert.Equal(t, []any{system.StateConfirm, system.Code("other_calendar"), "calendar-of-a"}, []any{a.State, a.LastError, a.CalendarID})
		assert.Equal(t, []string{"x"}, w.store.cached("a"))
		w.until(50 * time.Minute)
		assert.Empty(t, w.taken(), "no more than once an hour")

		w.calendar = func(request) (string, error) { return "", unavailable }
		w.until(110 * time.Minute)
		assert.Equal(t, system.StateConfirm, w.store.account("a").State, "a failure proves nothing")

		w.calendar = nil
		w.store.link("a", "third", w.began.AddDate(1, 0, 0))
		w.add("a")
		w.until(111 * time.Minute)
		assert.Equal(t, system.StateHealthy, w.store.account("a").State)
		assert.Equal(t, []string{"x"}, w.store.cached("a"))
		last := w.store.committed()
		assert.False(t, last[len(last)-1].Complete, "relinking the same mailbox goes on from its delta link")
	})
}

func TestRelinkDuringARound(t *testing.T) {
	inWorld(t, func(w *world) {
		w.linked()
		w.until(time.Minute)
		w.page = func(context.Context, request) (system.Page, error) {
			time.Sleep(10 * time.Second)
			return system.Page{Changed: []system.Event{event("x")}, DeltaLink: "of-the-old"}, nil
		}
		w.until(15*time.Minute + time.Second)
		w.store.link("a", "second", w.began.AddDate(1, 0, 0))
		w.add("a")
		w.page = pages(map[string]system.Page{"delta": {DeltaLink: "of-the-new"}})
		w.until(16 * time.Minute)
		rounds := w.store.committed()
		require.Len(t, rounds, 2)
		assert.Equal(t, 2, rounds[1].Generation)
		assert.Equal(t, "of-the-new", rounds[1].Cursor.Link, "the old round changed nothing")
		assert.Equal(t, w.began.Add(15*time.Minute+10*time.Second+lane), rounds[1].AsOf)
		assert.Zero(t, w.count("round failed"))
		requests := w.taken()
		assert.Equal(t, "second/access", requests[len(requests)-1].token)
		assert.Equal(t, "calendar", requests[len(requests)-2].operation)
	})
}

// Whoever linked anew may have ended before the engine was told.
func TestRelinkWithoutAWord(t *testing.T) {
	inWorld(t, func(w *world) {
		w.linked()
		w.until(time.Minute)
		w.store.link("a", "second", w.began.AddDate(1, 0, 0))
		w.until(16 * time.Minute)
		assert.Len(t, w.store.committed(), 1, "credentials of the older generation")
		w.until(31 * time.Minute)
		assert.Len(t, w.store.committed(), 2)
		assert.Zero(t, w.count("round failed"))
	})
}

func TestStoreTroubleIsAFailedRound(t *testing.T) {
	inWorld(t, func(w *world) {
		w.linked()
		w.until(time.Minute)
		w.store.broken = errors.New("disk full")
		w.until(16 * time.Minute)
		assert.Equal(t, 1, w.count("round failed"))
		assert.Equal(t, system.StateFailing, w.engine.Health()[0].State)
		w.store.broken = nil
		w.until(31 * time.Minute)
		assert.Equal(t, system.StateHealthy, w.engine.Health()[0].State)
	})
}
