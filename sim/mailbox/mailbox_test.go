package mailbox_test

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/mailbox"
)

// stepped is a clock that tests move by hand.
type stepped struct{ now time.Time }

func (c *stepped) Now() time.Time { return c.now }

func (c *stepped) Sleep(_ context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return nil
}

var march = time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC)

func day(n int) time.Time { return march.AddDate(0, 0, n-1) }

func newMailbox(t *testing.T) (*stepped, *mailbox.Mailbox) {
	t.Helper()
	clk := &stepped{now: march.Add(42)}
	store := mailbox.NewStore(clk, 1)
	return clk, store.Add(mailbox.Generate(1, incident)[0])
}

func create(t *testing.T, m *mailbox.Mailbox, start, end time.Time) mailbox.Event {
	t.Helper()
	e, err := m.Create(mailbox.Event{Subject: "review", Start: start, End: end})
	require.NoError(t, err)
	return e
}

func TestCreate(t *testing.T) {
	clk, m := newMailbox(t)
	t.Run("OK", func(t *testing.T) {
		paris := time.FixedZone("CET", 3600)
		e, err := m.Create(mailbox.Event{Subject: "review", Start: day(2).In(paris), End: day(2).Add(time.Hour)})
		require.NoError(t, err)
		assert.Equal(t, mailbox.Busy, e.ShowAs)
		assert.Equal(t, "Europe/London", e.TimeZone)
		assert.Equal(t, m.DefaultCalendar().ID, e.CalendarID)
		assert.Equal(t, day(2), e.Start)
		assert.Equal(t, clk.now, e.Created)
		assert.Equal(t, clk.now, e.Modified)
		assert.Regexp(t, `^W/".+"$`, e.ETag())
		found, ok := m.Event(e.ID)
		assert.True(t, ok)
		assert.Equal(t, e, found)
	})
	for name, e := range map[string]mailbox.Event{
		"ErrNoStart":       {End: day(2)},
		"ErrEndsTooEarly":  {Start: day(2), End: day(1)},
		"ErrUnknownShowAs": {Start: day(1), End: day(2), ShowAs: "hidden"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := m.Create(e)
			assert.ErrorIs(t, err, mailbox.ErrInvalid)
		})
	}
	t.Run("ErrUnknownCalendar", func(t *testing.T) {
		_, err := m.Create(mailbox.Event{Start: day(1), End: day(2), CalendarID: "other"})
		assert.ErrorIs(t, err, mailbox.ErrNotFound)
	})
	assert.Len(t, m.Events(), 1, "what failed left nothing behind")
	assert.EqualValues(t, 1, m.Seq())
}

func TestUpdate(t *testing.T) {
	clk, m := newMailbox(t)
	e := create(t, m, day(1), day(2))
	clk.now = clk.now.Add(time.Hour)
	t.Run("OK", func(t *testing.T) {
		u, err := m.Update(e.ID, func(e *mailbox.Event) { e.Subject, e.ID = "moved", "is not edited" })
		require.NoError(t, err)
		assert.Equal(t, "moved", u.Subject)
		assert.Equal(t, e.ID, u.ID)
		assert.Equal(t, e.ICalUID, u.ICalUID)
		assert.Equal(t, e.Created, u.Created)
		assert.Equal(t, clk.now, u.Modified)
		assert.NotEqual(t, e.ChangeKey, u.ChangeKey)
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		_, err := m.Update(e.ID, func(e *mailbox.Event) { e.End = e.Start.Add(-1) })
		assert.ErrorIs(t, err, mailbox.ErrInvalid)
		assert.EqualValues(t, 2, m.Seq(), "nothing was changed")
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		_, err := m.Update("AAMk", func(*mailbox.Event) {})
		assert.ErrorIs(t, err, mailbox.ErrNotFound)
	})
}

func TestDelete(t *testing.T) {
	_, m := newMailbox(t)
	a, b := create(t, m, day(1), day(2)), create(t, m, day(2), day(3))
	require.NoError(t, m.Delete(a.ID))
	_, ok := m.Event(a.ID)
	assert.False(t, ok)
	assert.Equal(t, []mailbox.Event{b}, m.Events())
	assert.ErrorIs(t, m.Delete(a.ID), mailbox.ErrNotFound)
	assert.NotEqual(t, a.ID, create(t, m, day(1), day(2)).ID, "an id is not used again")
}

func TestEventsAreSorted(t *testing.T) {
	_, m := newMailbox(t)
	for _, n := range []int{5, 3, 9, 3, 1} {
		create(t, m, day(n), day(n+1))
	}
	events := m.Events()
	require.Len(t, events, 5)
	for i := 1; i < len(events); i++ {
		a, b := events[i-1], events[i]
		assert.True(t, a.Start.Before(b.Start) || a.Start.Equal(b.Start) && a.ID < b.ID)
	}
}

func TestIDsAreOpaque(t *testing.T) {
	_, m := newMailbox(t)
	s := m.Spec()
	e := create(t, m, day(1), day(2))
	for _, id := range []string{e.ID, e.CalendarID, e.ICalUID, e.ChangeKey} {
		for _, secret := range []string{s.MailboxGUID, s.PUID, s.CID, s.OID, strings.ReplaceAll(s.MailboxGUID, "-", "")} {
			assert.NotContains(t, strings.ToLower(id), strings.ToLower(secret))
		}
	}
	assert.True(t, mailbox.WellFormedID(e.ID))
	assert.False(t, mailbox.WellFormedID("AQMkADAwATM"))
	_, ok := m.Event(e.CalendarID)
	assert.False(t, ok, "a calendar is no event")
	last := e.ID[:len(e.ID)-1] + "x"
	_, ok = m.Event(last)
	assert.False(t, ok, "an id that nobody issued")
}

func TestObservers(t *testing.T) {
	clk := &stepped{now: march}
	store := mailbox.NewStore(clk, 1)
	m := store.Add(mailbox.Generate(1, incident)[0])
	var seen []mailbox.Change
	store.OnChange(func(c mailbox.Change) {
		m.Events() // no lock is held
		seen = append(seen, c)
	})
	e := create(t, m, day(1), day(2))
	u, err := m.Update(e.ID, func(e *mailbox.Event) { e.Subject = "other" })
	require.NoError(t, err)
	require.NoError(t, m.Delete(e.ID))
	assert.Equal(t, []mailbox.Change{
		{At: march, Mailbox: "outlook-0001", Kind: mailbox.Created, Event: e, By: mailbox.ByOwner, Seq: 1},
		{At: march, Mailbox: "outlook-0001", Kind: mailbox.Updated, Event: u, By: mailbox.ByOwner, Seq: 2},
		{At: march, Mailbox: "outlook-0001", Kind: mailbox.Deleted, Event: u, By: mailbox.ByOwner, Seq: 3},
	}, seen)
}

func TestStoreLookups(t *testing.T) {
	store := mailbox.NewStore(&stepped{}, 1)
	specs := mailbox.Generate(1, incident)
	for i := range specs {
		store.Add(specs[len(specs)-1-i])
	}
	all := store.All()
	require.Len(t, all, len(specs))
	assert.Equal(t, "microsoft365-0001", all[0].Spec().ID)
	assert.Equal(t, "outlook-1000", all[len(all)-1].Spec().ID)
	for _, m := range all {
		s := m.Spec()
		for _, address := range s.Directory {
			found, _ := store.ByAddress(strings.ToUpper(address))
			assert.Same(t, m, found)
		}
		_, ok := store.ByAddress(s.SignIn)
		assert.Equal(t, listed(*s, s.SignIn), ok, "%s: a sign-in name is an address only where the directory says so", s.ID)
		found, _ := store.ByGUID(strings.ToUpper(s.MailboxGUID))
		assert.Same(t, m, found)
		found, _ = store.ByPUID(strings.ToLower(s.PUID))
		assert.Same(t, m, found)
		found, _ = store.ByOID(s.OID, strings.ToUpper(s.TID))
		assert.Same(t, m, found)
		_, ok = store.ByOID(s.OID, "another tenant")
		assert.False(t, ok)
		if s.CID != "" {
			found, _ = store.ByCID(s.CID)
			assert.Same(t, m, found)
		}
	}
	_, ok := store.ByCID("")
	assert.False(t, ok)
	assert.Panics(t, func() { store.Add(specs[0]) }, "one name, two mailboxes")
}

// A world of 13,000 mailboxes must leave room for everything else.
func TestStoreIsSmall(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a large store")
	}
	const mailboxes, events = 13_000, 30
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	store := mailbox.NewStore(&stepped{now: march}, 1)
	for _, s := range mailbox.Generate(1, []mailbox.FleetSpec{{Name: "f", Provider: mailbox.OutlookCom, Mailboxes: mailboxes}}) {
		m := store.Add(s)
		for n := range events {
			create(t, m, day(n), day(n+1))
		}
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	mib := float64(after.HeapAlloc-before.HeapAlloc) / (1 << 20)
	t.Logf("%.0f MiB", mib)
	assert.Less(t, mib, 120.0)
	runtime.KeepAlive(store)
}
