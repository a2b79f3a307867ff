package mailbox_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/mailbox"
)

// reader follows the change log of a window as a client would.
type reader struct {
	t     *testing.T
	m     *mailbox.Mailbox
	known uint64
	cache map[string]mailbox.Event
}

// round reads to the end, limit items at a time, and counts pages.
func (r *reader) round(limit int) (pages int, err error) {
	q := mailbox.ChangeQuery{From: day(10), Until: day(20), After: r.known, RemovedAfter: r.known, Upto: r.m.Seq(), Limit: limit}
	for {
		page, err := r.m.Changes(q)
		if err != nil {
			return pages, err
		}
		pages++
		for _, v := range page.Items {
			if v.Removed {
				delete(r.cache, v.Event.ID)
			} else {
				r.cache[v.Event.ID] = v.Event
			}
		}
		q.After = page.Seq
		if !page.More {
			r.known = page.Seq
			return pages, nil
		}
		require.Len(r.t, page.Items, limit)
	}
}

func (r *reader) assertExact() {
	r.t.Helper()
	want := map[string]mailbox.Event{}
	for _, e := range r.m.View(day(10), day(20)) {
		want[e.ID] = e
	}
	assert.Equal(r.t, want, r.cache)
}

func newReader(t *testing.T) (*mailbox.Mailbox, *reader) {
	t.Helper()
	_, m := newMailbox(t)
	return m, &reader{t: t, m: m, cache: map[string]mailbox.Event{}}
}

func TestChangesFollowTheWindow(t *testing.T) {
	m, r := newReader(t)
	inside, outside := create(t, m, day(12), day(13)), create(t, m, day(25), day(26))
	gone := create(t, m, day(15), day(16))
	round := func() {
		t.Helper()
		_, err := r.round(0)
		require.NoError(t, err)
		r.assertExact()
	}
	round()
	assert.Len(t, r.cache, 2)
	round()
	require.NoError(t, m.Delete(gone.ID))
	_, err := m.Update(inside.ID, func(e *mailbox.Event) { e.Start, e.End = day(30), day(31) })
	require.NoError(t, err)
	_, err = m.Update(outside.ID, func(e *mailbox.Event) { e.Start, e.End = day(11), day(12) })
	require.NoError(t, err)
	round()
	assert.Len(t, r.cache, 1)
	assert.Contains(t, r.cache, outside.ID)
}

func TestChangesOfAnUnchangedMailbox(t *testing.T) {
	m, r := newReader(t)
	create(t, m, day(12), day(13))
	page, err := m.Changes(mailbox.ChangeQuery{From: day(10), Until: day(20), After: 1, RemovedAfter: 1, Upto: 1})
	require.NoError(t, err)
	assert.Equal(t, mailbox.ChangePage{Seq: 1}, page)
	assert.Empty(t, r.cache)
}

// An event created outside of the window is told as removed, as the provider does.
func TestChangesTellWhatNeverWasInTheWindow(t *testing.T) {
	m, _ := newReader(t)
	e := create(t, m, day(25), day(26))
	page, err := m.Changes(mailbox.ChangeQuery{From: day(10), Until: day(20), Upto: 1})
	require.NoError(t, err)
	assert.Equal(t, []mailbox.ChangedItem{{Event: mailbox.Event{ID: e.ID}, Removed: true}}, page.Items)

	page, err = m.Changes(mailbox.ChangeQuery{From: day(10), Until: day(20), Upto: 1, RemovedAfter: 1})
	require.NoError(t, err)
	assert.Empty(t, page.Items, "a reader that knows nothing is told of no removals")
}

func TestChangesInPages(t *testing.T) {
	m, r := newReader(t)
	for n := 10; n < 17; n++ {
		create(t, m, day(n), day(n+1))
	}
	pages, err := r.round(3)
	require.NoError(t, err)
	assert.Equal(t, 3, pages)
	r.assertExact()
}

func TestChangesBetweenPagesComeInTheNextRound(t *testing.T) {
	m, r := newReader(t)
	a, b := create(t, m, day(11), day(12)), create(t, m, day(12), day(13))
	q := mailbox.ChangeQuery{From: day(10), Until: day(20), RemovedAfter: m.Seq(), Upto: m.Seq(), Limit: 1}
	first, err := m.Changes(q)
	require.NoError(t, err)
	require.True(t, first.More)
	assert.Equal(t, a.ID, first.Items[0].Event.ID)
	_, err = m.Update(b.ID, func(e *mailbox.Event) { e.Subject = "later" })
	require.NoError(t, err)
	q.After = first.Seq
	second, err := m.Changes(q)
	require.NoError(t, err)
	assert.Empty(t, second.Items, "it changed after the round began")
	r.cache[a.ID], r.known = first.Items[0].Event, second.Seq
	_, err = r.round(0)
	require.NoError(t, err)
	r.assertExact()
}

func TestWindowEdges(t *testing.T) {
	for name, row := range map[string]struct {
		start, end int // hours from the window's start
		shown      bool
	}{
		"ends at its start":        {-2, 0, false},
		"ends inside":              {-2, 1, true},
		"begins at its end":        {24, 25, false},
		"begins before its end":    {23, 30, true},
		"covers it":                {-5, 99, true},
		"without length, at start": {0, 0, true},
		"without length, at end":   {24, 24, false},
		"without length, before":   {-1, -1, false},
	} {
		t.Run(name, func(t *testing.T) {
			_, m := newMailbox(t)
			from, until := day(10), day(11)
			create(t, m, from.Add(time.Duration(row.start)*time.Hour), from.Add(time.Duration(row.end)*time.Hour))
			assert.Equal(t, row.shown, len(m.View(from, until)) == 1)
		})
	}
}

func TestChangesErrExpired(t *testing.T) {
	t.Run("ForgetChanges", func(t *testing.T) {
		m, r := newReader(t)
		create(t, m, day(12), day(13))
		_, err := r.round(0)
		require.NoError(t, err)
		m.ForgetChanges()
		_, err = r.round(0)
		assert.ErrorIs(t, err, mailbox.ErrExpired)
		page, err := m.Changes(mailbox.ChangeQuery{From: day(10), Until: day(20), RemovedAfter: m.Seq(), Upto: m.Seq()})
		require.NoError(t, err)
		assert.Len(t, page.Items, 1, "a fresh start works")
	})
	t.Run("TooManyDeletions", func(t *testing.T) {
		m, r := newReader(t)
		_, err := r.round(0)
		require.NoError(t, err)
		for range 1001 {
			require.NoError(t, m.Delete(create(t, m, day(12), day(13)).ID))
		}
		_, err = r.round(0)
		assert.ErrorIs(t, err, mailbox.ErrExpired)
	})
}

// Owners, pollers and writers meet in one mailbox.
func TestMailboxIsSafeForConcurrentUse(t *testing.T) {
	m, r := newReader(t)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for n := range 50 {
				e, err := m.Create(mailbox.Event{Start: day(10 + n%10), End: day(11 + n%10)})
				assert.NoError(t, err)
				_, err = m.Update(e.ID, func(e *mailbox.Event) { e.Subject = "x" })
				assert.NoError(t, err)
				if n%2 == 0 {
					assert.NoError(t, m.Delete(e.ID))
				}
				_, err = m.Changes(mailbox.ChangeQuery{From: day(10), Until: day(20), Upto: m.Seq(), Limit: 5})
				assert.NoError(t, err)
			}
		})
	}
	all.Wait()
	assert.EqualValues(t, 4*(50+50+25), m.Seq())
	_, err := r.round(7)
	require.NoError(t, err)
	assert.Len(t, r.cache, 100)
	r.assertExact()
}
