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

// seriesReader follows the change log as the contract asks of a client: what a
// series that is told again lacks is gone.
type seriesReader struct {
	*testing.T
	m     *mailbox.Mailbox
	known uint64
	cache map[string]mailbox.Event
}

func (r *seriesReader) round(q mailbox.ChangeQuery) (sizes []int) {
	r.Helper()
	q.From, q.Until, q.After, q.RemovedAfter, q.Upto = day(10), day(20), r.known, r.known, r.m.Seq()
	for {
		page, err := r.m.Changes(q)
		require.NoError(r, err)
		size := 0
		for _, v := range page.Items {
			size += 1 + len(v.Instances)
			r.take(v)
		}
		sizes = append(sizes, size)
		if q.After = page.Seq; !page.More {
			r.known = page.Seq
			return sizes
		}
	}
}

func (r *seriesReader) take(v mailbox.ChangedItem) {
	for id, e := range r.cache {
		if e.SeriesID == v.Event.ID {
			delete(r.cache, id)
		}
	}
	delete(r.cache, v.Event.ID)
	if !v.Removed && v.Event.Type == mailbox.SingleInstance {
		r.cache[v.Event.ID] = v.Event
	}
	for _, e := range v.Instances {
		r.cache[e.ID] = e
	}
}

func (r *seriesReader) assertExact() {
	r.Helper()
	want := map[string]mailbox.Event{}
	for _, e := range r.m.View(day(10), day(20)) {
		want[e.ID] = e
	}
	require.Equal(r, want, r.cache)
}

// Whatever happens to singles, masters and occurrences: a reader that takes each
// series as a whole is exact after each round, and a replica shows what was seen.
func TestSeriesInTheChangeLog(t *testing.T) {
	for seed := range keyed.Seed(8) {
		clk, m := newMailbox(t)
		r := &seriesReader{T: t, m: m, cache: map[string]mailbox.Event{}}
		var at []time.Time
		var seen []state
		for n := range uint64(50) {
			step(t, m, seed, n)
			if n%3 == 0 {
				r.round(mailbox.ChangeQuery{Limit: 2, CountBare: n%2 == 0})
				r.assertExact()
			}
			at, seen = append(at, clk.now), append(seen, stateOf(t, m))
			clk.now = clk.now.Add(time.Minute)
		}
		for i := range at {
			require.Equal(t, seen[i], stateOf(t, m.AsOf(at[i])), "seed %d, change %d", seed, i)
		}
	}
}

// step makes one change of any kind.
func step(t *testing.T, m *mailbox.Mailbox, seed keyed.Seed, n uint64) {
	t.Helper()
	pick := func(what string, max int) int { return seed.IntN("test", what, n, max) }
	events, instances := m.Events(), m.View(day(8), day(24))
	start := day(1 + pick("day", 25)).Add(time.Duration(pick("hour", 24)) * time.Hour)
	switch kind := pick("kind", 6); {
	case kind == 0 || len(events) == 0:
		rule := mailbox.Recurrence{Type: mailbox.Daily, Interval: 1 + pick("interval", 5), Count: pick("count", 8)}
		_, err := m.Create(mailbox.Event{Subject: "series", Start: start, End: start.Add(time.Hour), Recurrence: &rule})
		require.NoError(t, err)
	case kind == 1:
		_, err := m.Create(mailbox.Event{Subject: "single", Start: start, End: start.Add(time.Hour)})
		require.NoError(t, err)
	case kind == 2:
		_, err := m.Update(events[pick("which", len(events))].ID, func(e *mailbox.Event) { e.Subject = fmt.Sprint(n) })
		require.NoError(t, err)
	case kind == 3 && len(instances) > 0:
		_, err := m.Update(instances[pick("which", len(instances))].ID, func(e *mailbox.Event) {
			e.Start, e.End = e.Start.Add(time.Hour), e.End.Add(time.Hour)
		})
		if err != nil {
			require.ErrorIs(t, err, mailbox.ErrCrossing)
		}
	case kind == 4 && len(instances) > 0:
		require.NoError(t, m.Delete(instances[pick("which", len(instances))].ID))
	default:
		require.NoError(t, m.Delete(events[pick("which", len(events))].ID))
	}
}

func TestSeriesIsNeverSplit(t *testing.T) {
	_, m := newMailbox(t)
	r := &seriesReader{T: t, m: m, cache: map[string]mailbox.Event{}}
	create(t, m, day(12), day(13))
	repeated(t, m, "UTC", "2022-03-10T09:00", "2022-03-10T10:00", mailbox.Recurrence{Type: mailbox.Daily})
	create(t, m, day(14), day(15))
	create(t, m, day(16), day(17))
	assert.Equal(t, []int{12, 2}, r.round(mailbox.ChangeQuery{Limit: 2, CountBare: true}), "beyond the limit, whole")
	r.assertExact()
	r.known = 0
	assert.Equal(t, []int{12, 2}, r.round(mailbox.ChangeQuery{Limit: 2}), "a master counts")
	r.known = 0
	assert.Equal(t, []int{13, 1}, r.round(mailbox.ChangeQuery{Limit: 3}), "bare occurrences ride along")
	r.known = m.Seq()
	for _, e := range m.View(day(10), day(12)) {
		_, err := m.Update(e.ID, func(e *mailbox.Event) { e.Subject = "by itself" })
		require.NoError(t, err)
	}
	create(t, m, day(18), day(19))
	assert.Equal(t, []int{11, 1}, r.round(mailbox.ChangeQuery{Limit: 3}), "exceptions are full events and count")
	r.assertExact()
}

func TestSeriesThatLeavesTheWindow(t *testing.T) {
	_, m := newMailbox(t)
	r := &seriesReader{T: t, m: m, cache: map[string]mailbox.Event{}}
	master := repeated(t, m, "UTC", "2022-03-12T09:00", "2022-03-12T10:00", mailbox.Recurrence{Type: mailbox.Daily, Count: 2})
	r.round(mailbox.ChangeQuery{})
	require.Len(t, r.cache, 2)
	for _, e := range m.View(day(10), day(20)) {
		require.NoError(t, m.Delete(e.ID))
	}
	page, err := m.Changes(mailbox.ChangeQuery{From: day(10), Until: day(20), After: r.known, RemovedAfter: r.known, Upto: m.Seq()})
	require.NoError(t, err)
	require.Len(t, page.Items, 1)
	assert.Equal(t, []any{true, master.ID}, []any{page.Items[0].Removed, page.Items[0].Event.ID}, "nothing of it is left: its master goes")
}
