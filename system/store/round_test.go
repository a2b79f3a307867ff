package store_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/store"
)

func TestCommitRound(t *testing.T) {
	for _, row := range []struct {
		name   string
		change func(*system.Round)
		want   []string
	}{
		{"Unchanged", func(r *system.Round) {}, []string{"x", "y"}},
		{"Created", func(r *system.Round) { r.Changed = []system.Event{event("z", noon.Add(-time.Hour))} }, []string{"z", "x", "y"}},
		{"Moved", func(r *system.Round) { r.Changed = []system.Event{event("x", noon.Add(5*time.Hour))} }, []string{"y", "x"}},
		{"Removed", func(r *system.Round) { r.Removed = []string{"x", "never known"} }, []string{"y"}},
		{"Complete", func(r *system.Round) { r.Complete, r.Changed = true, []system.Event{event("y", noon)} }, []string{"y"}},
		{"MasterRemoved", func(r *system.Round) { r.Removed = []string{"x"} }, []string{"y"}},
		{"CompleteAndEmpty", func(r *system.Round) { r.Complete = true }, []string{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := open(t)
			for _, id := range []system.AccountID{"a", "other"} {
				linked(t, s, id)
				require.NoError(t, s.CommitRound(t.Context(), round(id, noon, event("x", noon), event("y", noon.Add(time.Hour)))))
			}
			next := system.Round{Account: "a", Generation: 1, AsOf: noon.Add(time.Minute), CalendarID: "calendar", Hint: system.HintEmail,
				Cursor: system.Cursor{Link: "link-2", Window: system.Window{From: noon, Until: noon.Add(time.Hour)}}}
			row.change(&next)
			require.NoError(t, s.CommitRound(t.Context(), next))
			assert.Equal(t, row.want, ids(t, s, "a", allTime))
			assert.Equal(t, []string{"x", "y"}, ids(t, s, "other", allTime))
			cursor, err := s.Cursor(t.Context(), "a")
			require.NoError(t, err)
			assert.Equal(t, next.Cursor, cursor)
			a, err := s.Account(t.Context(), "a")
			require.NoError(t, err)
			assert.Equal(t, []any{system.StateHealthy, next.AsOf, next.AsOf, system.HintEmail, "calendar"}, []any{a.State, a.AsOf, a.LastAttempt, a.Hint, a.CalendarID})
		})
	}
}

func TestCommitRoundGuards(t *testing.T) {
	kinds := map[string]func(*system.Round){
		"unchanged": func(*system.Round) {},
		"changed":   func(r *system.Round) { r.Changed = []system.Event{event("z", noon)} },
		"complete":  func(r *system.Round) { r.Complete = true },
	}
	guards := map[string]struct {
		change func(*system.Round)
		want   error
	}{
		"older generation":  {func(r *system.Round) { r.Generation = 0 }, system.ErrStale},
		"later generation":  {func(r *system.Round) { r.Generation = 2 }, system.ErrStale},
		"as_of goes back":   {func(r *system.Round) { r.AsOf = noon.Add(-1) }, system.ErrStale},
		"unknown account":   {func(r *system.Round) { r.Account = "nobody" }, system.ErrNotFound},
		"as_of stays equal": {func(*system.Round) {}, nil},
	}
	for kind, changeKind := range kinds {
		for name, guard := range guards {
			t.Run(kind+"/"+name, func(t *testing.T) {
				s := open(t)
				linked(t, s, "a")
				require.NoError(t, s.CommitRound(t.Context(), round("a", noon, event("x", noon))))
				next := round("a", noon)
				next.Complete = false
				next.Cursor.Link = "link-2"
				changeKind(&next)
				guard.change(&next)
				err := s.CommitRound(t.Context(), next)
				if guard.want == nil {
					require.NoError(t, err)
					return
				}
				require.ErrorIs(t, err, guard.want)
				cursor, err := s.Cursor(t.Context(), "a")
				require.NoError(t, err)
				assert.Equal(t, "link-1", cursor.Link)
				assert.Equal(t, []string{"x"}, ids(t, s, "a", allTime))
			})
		}
	}
}

func TestRecordFailure(t *testing.T) {
	s := open(t)
	linked(t, s, "a")
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon, event("x", noon))))
	first, second := noon.Add(time.Minute), noon.Add(2*time.Minute)
	require.NoError(t, s.RecordFailure(t.Context(), "a", 1, first, system.StateFailing, "http_503"))
	require.NoError(t, s.RecordFailure(t.Context(), "a", 1, second, system.StateReauthorise, "invalid_grant"))
	a, err := s.Account(t.Context(), "a")
	require.NoError(t, err)
	assert.Equal(t, []any{system.StateReauthorise, first, second, noon, system.Code("invalid_grant")},
		[]any{a.State, a.FailingSince, a.LastAttempt, a.AsOf, a.LastError})
	assert.Equal(t, []string{"x"}, ids(t, s, "a", allTime), "the cache serves on")

	t.Run("Recovery", func(t *testing.T) {
		again := round("a", noon.Add(time.Hour))
		again.Complete = false
		require.NoError(t, s.CommitRound(t.Context(), again))
		a, err := s.Account(t.Context(), "a")
		require.NoError(t, err)
		assert.Equal(t, []any{system.StateHealthy, time.Time{}, system.Code("")}, []any{a.State, a.FailingSince, a.LastError})
	})
	t.Run("ErrStale", func(t *testing.T) {
		assert.ErrorIs(t, s.RecordFailure(t.Context(), "a", 0, second, system.StateFailing, "x"), system.ErrStale)
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		assert.ErrorIs(t, s.RecordFailure(t.Context(), "nobody", 1, second, system.StateFailing, "x"), system.ErrNotFound)
	})
}

func TestEvents(t *testing.T) {
	s := open(t)
	linked(t, s, "a")
	point := event("point", noon)
	point.End = point.Start
	allDay := event("all day", noon.Add(-12*time.Hour))
	allDay.End, allDay.AllDay, allDay.ShowAs = allDay.Start.Add(24*time.Hour), true, "free"
	require.NoError(t, s.CommitRound(t.Context(), round("a", noon, event("later", noon.Add(time.Hour)), event("b", noon), event("a", noon), point, allDay)))
	for _, row := range []struct {
		name        string
		from, until time.Duration
		want        []string
	}{
		{"all, by start and id", -24 * time.Hour, 24 * time.Hour, []string{"all day", "a", "b", "point", "later"}},
		{"from the end of one", time.Hour, 90 * time.Minute, []string{"all day", "later"}},
		{"until the start of one", -time.Hour, 0, []string{"all day"}},
		{"inside", 10 * time.Minute, 20 * time.Minute, []string{"all day", "a", "b"}},
		{"from an event without length", 0, 10 * time.Minute, []string{"all day", "a", "b", "point"}},
		{"after all", 12 * time.Hour, 13 * time.Hour, []string{}},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, row.want, ids(t, s, "a", system.Window{From: noon.Add(row.from), Until: noon.Add(row.until)}))
		})
	}
	t.Run("Whole", func(t *testing.T) {
		events, asOf, err := s.Events(t.Context(), "a", allTime)
		require.NoError(t, err)
		assert.Equal(t, noon, asOf)
		assert.Equal(t, allDay, events[0])
	})
	t.Run("NeverSynchronised", func(t *testing.T) {
		linked(t, s, "new")
		events, asOf, err := s.Events(t.Context(), "new", allTime)
		require.NoError(t, err)
		assert.Empty(t, events)
		assert.Zero(t, asOf)
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		_, _, err := s.Events(t.Context(), "nobody", allTime)
		assert.ErrorIs(t, err, system.ErrNotFound)
	})
}

func TestCursorErrNotFound(t *testing.T) {
	_, err := open(t).Cursor(t.Context(), "nobody")
	assert.ErrorIs(t, err, system.ErrNotFound)
}

func BenchmarkUnchangedRound(b *testing.B) {
	s := fleet(b, 1300)
	r := round("", noon)
	r.Complete, r.Changed = false, nil
	r.Cursor.Link = "https://outlook.office.com/api/v2.0/me/calendarview/?startDateTime=2022-02-22T12:00:00Z&endDateTime=2022-05-01T12:00:00Z&%24deltatoken=v2%2c0123456789abcdef"
	ctx, cancel := context.WithTimeout(b.Context(), time.Hour)
	defer cancel()
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		r.Account, r.AsOf = system.AccountID(fmt.Sprint("account-", n%1300)), noon.Add(time.Duration(n))
		if err := s.CommitRound(ctx, r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkChangedRound(b *testing.B) {
	s := fleet(b, 1300)
	r := round("", noon)
	r.Complete, r.Changed = false, []system.Event{event("x", noon)}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		r.Account, r.AsOf = system.AccountID(fmt.Sprint("account-", n%1300)), noon.Add(time.Duration(n))
		if err := s.CommitRound(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
}

// fleet stores accounts of 30 events each.
func fleet(b *testing.B, size int) *store.Store {
	s := open(b)
	var events []system.Event
	for i := range 30 {
		events = append(events, event(fmt.Sprint("event-", i), noon.Add(time.Duration(i)*time.Hour)))
	}
	for i := range size {
		id := system.AccountID(fmt.Sprint("account-", i))
		linked(b, s, id)
		if err := s.CommitRound(b.Context(), round(id, noon, events...)); err != nil {
			b.Fatal(err)
		}
	}
	return s
}

// occurrence is one of series "s".
func occurrence(id string, start time.Time) system.Event {
	e := event(id, start)
	e.SeriesID = "s"
	return e
}

// A series is told whole or not at all: what it lacks is gone, and nothing else.
func TestCommitRoundOfSeries(t *testing.T) {
	hour := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Hour) }
	single := event("s", hour(9))
	for _, row := range []struct {
		name   string
		change func(*system.Round)
		want   []string
	}{
		{"Unchanged", func(*system.Round) {}, []string{"x", "o1", "o2", "t1"}},
		{"LacksOne", func(r *system.Round) {
			r.Series, r.Changed = []string{"s"}, []system.Event{occurrence("o2", hour(2))}
		}, []string{"x", "o2", "t1"}},
		{"LacksAll", func(r *system.Round) { r.Series = []string{"s"} }, []string{"x", "t1"}},
		{"Moved", func(r *system.Round) {
			r.Series, r.Changed = []string{"s"}, []system.Event{occurrence("o1", hour(8)), occurrence("o2", hour(2)), occurrence("o3", hour(4))}
		}, []string{"x", "o2", "t1", "o3", "o1"}},
		{"MasterRemoved", func(r *system.Round) { r.Removed = []string{"s"} }, []string{"x", "t1"}},
		{"RemovedAndMadeAgain", func(r *system.Round) {
			r.Removed, r.Series, r.Changed = []string{"s"}, []string{"s"}, []system.Event{occurrence("o1", hour(1))}
		}, []string{"x", "o1", "t1"}},
		{"OccurrenceRemoved", func(r *system.Round) { r.Removed = []string{"o1"} }, []string{"x", "o2", "t1"}},
		{"BecomesSingle", func(r *system.Round) { r.Changed = []system.Event{single} }, []string{"x", "t1", "s"}},
		{"SingleBecomesSeries", func(r *system.Round) {
			r.Series, r.Changed = []string{"x"}, []system.Event{{ID: "x1", SeriesID: "x", Start: hour(6), End: hour(7)}}
		}, []string{"o1", "o2", "t1", "x1"}},
		{"Complete", func(r *system.Round) {
			r.Complete, r.Series, r.Changed = true, []string{"s"}, []system.Event{occurrence("o2", hour(2))}
		}, []string{"o2"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			s := open(t)
			other := occurrence("t1", hour(3))
			other.SeriesID = "t"
			for _, id := range []system.AccountID{"a", "other"} {
				linked(t, s, id)
				require.NoError(t, s.CommitRound(t.Context(), round(id, noon, event("x", noon), occurrence("o1", hour(1)), occurrence("o2", hour(2)), other)))
			}
			next := system.Round{Account: "a", Generation: 1, AsOf: noon.Add(time.Minute), CalendarID: "calendar", Hint: system.HintEmail}
			row.change(&next)
			require.NoError(t, s.CommitRound(t.Context(), next))
			assert.Equal(t, row.want, ids(t, s, "a", allTime))
			assert.Equal(t, []string{"x", "o1", "o2", "t1"}, ids(t, s, "other", allTime))
			require.NoError(t, s.CommitRound(t.Context(), system.Round{Account: "other", Generation: 1, AsOf: next.AsOf, Removed: []string{"s"}}))
			assert.Equal(t, []string{"x", "t1"}, ids(t, s, "other", allTime), "its occurrences are still of their series")
		})
	}
}
