package mailbox_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/mailbox"
)

const spanForm = "01-02T15:04"

// spans tells events as "from/until" in UTC, without the year.
func spans(events []mailbox.Event) []string {
	var out []string
	for _, e := range events {
		out = append(out, e.Start.Format(spanForm)+"/"+e.End.Format(spanForm))
	}
	return out
}

// local reads a wall clock's time in a zone.
func local(t *testing.T, zone, text string) time.Time {
	t.Helper()
	location, err := time.LoadLocation(zone)
	require.NoError(t, err)
	at, err := time.ParseInLocation("2006-01-02T15:04", text, location)
	require.NoError(t, err)
	return at
}

// repeated creates a series.
func repeated(t *testing.T, m *mailbox.Mailbox, zone, start, end string, rule mailbox.Recurrence) mailbox.Event {
	t.Helper()
	e, err := m.Create(mailbox.Event{Subject: "series", TimeZone: zone, Start: local(t, zone, start), End: local(t, zone, end), Recurrence: &rule})
	require.NoError(t, err)
	return e
}

var whole = [2]time.Time{time.Date(2022, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)}

func view(m *mailbox.Mailbox) []mailbox.Event { return m.View(whole[0], whole[1]) }

func until(text string) mailbox.Day {
	d, err := mailbox.ParseDay(text)
	if err != nil {
		panic(err)
	}
	return d
}

// The clocks of London go forward on 27 March 2022 at 1:00 and back on 30 October
// at 2:00; those of New York go forward on 13 March at 2:00; those of Lord Howe by
// half an hour on 2 October at 2:00.
func TestExpansion(t *testing.T) {
	days := func(d ...time.Weekday) []time.Weekday { return d }
	for _, row := range []struct {
		name, zone, start, end string
		rule                   mailbox.Recurrence
		want                   []string
	}{
		{"Forward", "Europe/London", "2022-03-25T09:00", "2022-03-25T09:30", mailbox.Recurrence{Type: mailbox.Daily, Count: 4},
			[]string{"03-25T09:00/03-25T09:30", "03-26T09:00/03-26T09:30", "03-27T08:00/03-27T08:30", "03-28T08:00/03-28T08:30"}},
		{"Back", "Europe/London", "2022-10-29T09:00", "2022-10-29T10:00", mailbox.Recurrence{Type: mailbox.Daily, Count: 3},
			[]string{"10-29T08:00/10-29T09:00", "10-30T09:00/10-30T10:00", "10-31T09:00/10-31T10:00"}},
		{"MissingHour", "Europe/London", "2022-03-26T01:30", "2022-03-26T02:15", mailbox.Recurrence{Type: mailbox.Daily, Count: 3},
			[]string{"03-26T01:30/03-26T02:15", "03-27T01:30/03-27T02:15", "03-28T00:30/03-28T01:15"}},
		{"MissingHalfHour", "Australia/Lord_Howe", "2022-10-01T02:15", "2022-10-01T02:45", mailbox.Recurrence{Type: mailbox.Daily, Count: 2},
			[]string{"09-30T15:45/09-30T16:15", "10-01T15:45/10-01T16:15"}},
		{"DoubledHour", "Europe/London", "2022-10-29T01:30", "2022-10-29T01:45", mailbox.Recurrence{Type: mailbox.Daily, Count: 3},
			[]string{"10-29T00:30/10-29T00:45", "10-30T00:30/10-30T00:45", "10-31T01:30/10-31T01:45"}},
		{"AcrossTheChange", "Europe/London", "2022-03-20T00:30", "2022-03-20T02:30", mailbox.Recurrence{Type: mailbox.Weekly, Days: days(time.Sunday), Count: 2},
			[]string{"03-20T00:30/03-20T02:30", "03-27T00:30/03-27T01:30"}},
		{"AllDay", "America/New_York", "2022-03-12T00:00", "2022-03-13T00:00", mailbox.Recurrence{Type: mailbox.Daily, Count: 3},
			[]string{"03-12T05:00/03-13T05:00", "03-13T05:00/03-14T04:00", "03-14T04:00/03-15T04:00"}},
		{"LastFriday", "Europe/London", "2022-01-28T16:00", "2022-01-28T17:00", mailbox.Recurrence{Type: mailbox.RelativeMonthly, Index: mailbox.Last, Days: days(time.Friday), Count: 4},
			[]string{"01-28T16:00/01-28T17:00", "02-25T16:00/02-25T17:00", "03-25T16:00/03-25T17:00", "04-29T15:00/04-29T16:00"}},
		{"SecondWorkingDay", "UTC", "2022-03-02T09:00", "2022-03-02T10:00",
			mailbox.Recurrence{Type: mailbox.RelativeMonthly, Index: 2, Days: days(time.Friday, time.Monday, time.Tuesday, time.Wednesday, time.Thursday), Count: 2},
			[]string{"03-02T09:00/03-02T10:00", "04-04T09:00/04-04T10:00"}},
		{"31st", "UTC", "2022-01-31T10:00", "2022-01-31T11:00", mailbox.Recurrence{Type: mailbox.AbsoluteMonthly, DayOfMonth: 31, Count: 4},
			[]string{"01-31T10:00/01-31T11:00", "02-28T10:00/02-28T11:00", "03-31T10:00/03-31T11:00", "04-30T10:00/04-30T11:00"}},
		{"UntilADay", "UTC", "2022-03-01T09:00", "2022-03-01T10:00", mailbox.Recurrence{Type: mailbox.Weekly, Days: days(time.Thursday, time.Monday), Until: until("2022-03-10")},
			[]string{"03-03T09:00/03-03T10:00", "03-07T09:00/03-07T10:00", "03-10T09:00/03-10T10:00"}},
		{"EveryOtherWeekFromMonday", "UTC", "2022-03-01T09:00", "2022-03-01T10:00",
			mailbox.Recurrence{Type: mailbox.Weekly, Interval: 2, Days: days(time.Tuesday, time.Sunday), WeekStart: time.Monday, Count: 4},
			[]string{"03-01T09:00/03-01T10:00", "03-06T09:00/03-06T10:00", "03-15T09:00/03-15T10:00", "03-20T09:00/03-20T10:00"}},
		{"EveryOtherWeekFromSunday", "UTC", "2022-03-01T09:00", "2022-03-01T10:00",
			mailbox.Recurrence{Type: mailbox.Weekly, Interval: 2, Days: days(time.Tuesday, time.Sunday), WeekStart: time.Sunday, Count: 4},
			[]string{"03-01T09:00/03-01T10:00", "03-13T09:00/03-13T10:00", "03-15T09:00/03-15T10:00", "03-27T09:00/03-27T10:00"}},
		{"EveryThirdDay", "UTC", "2022-03-30T23:30", "2022-03-31T00:30", mailbox.Recurrence{Type: mailbox.Daily, Interval: 3, Until: until("2022-04-05")},
			[]string{"03-30T23:30/03-31T00:30", "04-02T23:30/04-03T00:30", "04-05T23:30/04-06T00:30"}},
		{"ZoneOfTheRecurrence", "America/New_York", "2022-03-12T09:00", "2022-03-12T10:00", mailbox.Recurrence{Type: mailbox.Daily, Count: 2, TimeZone: "UTC"},
			[]string{"03-12T14:00/03-12T15:00", "03-13T14:00/03-13T15:00"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, m := newMailbox(t)
			master := repeated(t, m, row.zone, row.start, row.end, row.rule)
			shown := view(m)
			assert.Equal(t, row.want, spans(shown))
			assert.Equal(t, mailbox.SeriesMaster, master.Type)
			assert.Equal(t, shown[0].Start, master.Start, "a master's times are its first occurrence's")
			assert.Equal(t, []mailbox.Event{master}, m.Events())
			ids := map[string]bool{}
			for _, e := range shown {
				assert.Equal(t, []any{mailbox.Occurrence, master.ID, master.ETag(), "series"}, []any{e.Type, e.SeriesID, e.ETag(), e.Subject})
				found, ok := m.Event(e.ID)
				assert.True(t, ok)
				assert.Equal(t, e, found)
				assert.Equal(t, e.ID, m.OccurrenceID(master.ID, e.Slot))
				assert.True(t, mailbox.WellFormedID(e.ID))
				assert.Equal(t, master.ID[:30], e.ID[:30], "ids of occurrences begin like their master's")
				ids[e.ID], ids[e.ICalUID] = true, true
			}
			assert.Len(t, ids, 2*len(shown))
		})
	}
}

func TestSeriesWithoutEnd(t *testing.T) {
	_, m := newMailbox(t)
	repeated(t, m, "UTC", "2022-03-01T09:00", "2022-03-01T10:00", mailbox.Recurrence{Type: mailbox.Daily})
	for _, year := range []int{2022, 2024, 2031, 2023} {
		from := time.Date(year, 5, 1, 0, 0, 0, 0, time.UTC)
		assert.Len(t, m.View(from, from.AddDate(0, 0, 7)), 7, year)
	}
	assert.Len(t, m.View(day(1).Add(9*time.Hour+time.Minute), day(2)), 1, "one that has begun")
	assert.Empty(t, m.View(day(1).AddDate(-1, 0, 0), day(1)))
}

func TestErrInvalidRecurrence(t *testing.T) {
	for name, rule := range map[string]mailbox.Recurrence{
		"Type":              {Type: "yearly"},
		"Interval":          {Type: mailbox.Daily, Interval: -1},
		"WeeklyWithoutDays": {Type: mailbox.Weekly},
		"DailyWithDays":     {Type: mailbox.Daily, Days: []time.Weekday{time.Monday}},
		"DayOfMonth":        {Type: mailbox.AbsoluteMonthly, DayOfMonth: 32},
		"NoDayOfMonth":      {Type: mailbox.AbsoluteMonthly},
		"Index":             {Type: mailbox.RelativeMonthly, Days: []time.Weekday{time.Monday}, Index: 5},
		"Count":             {Type: mailbox.Daily, Count: 1000},
		"TwoEnds":           {Type: mailbox.Daily, Count: 1, Until: until("2022-04-01")},
		"Never":             {Type: mailbox.Weekly, Days: []time.Weekday{time.Monday}, Until: until("2022-03-02")},
		"Zone":              {Type: mailbox.Daily, TimeZone: "Nowhere/Else"},
	} {
		t.Run(name, func(t *testing.T) {
			_, m := newMailbox(t)
			_, err := m.Create(mailbox.Event{Start: day(1), End: day(1), Recurrence: &rule})
			require.ErrorIs(t, err, mailbox.ErrInvalid)
			assert.Empty(t, m.Events())
			assert.Zero(t, m.Seq())
		})
	}
}

// changes records what observers hear.
func heard(store *mailbox.Store) *[]mailbox.Change {
	var all []mailbox.Change
	store.OnChange(func(c mailbox.Change) { all = append(all, c) })
	return &all
}

func TestOccurrences(t *testing.T) {
	clk := &stepped{now: march.Add(42)}
	store := mailbox.NewStore(clk, 1)
	m := store.Add(mailbox.Generate(1, incident)[0])
	told := heard(store)
	master := repeated(t, m, "UTC", "2022-03-01T09:00", "2022-03-01T10:00", mailbox.Recurrence{Type: mailbox.Daily, Count: 4})
	all := view(m)

	moved, err := m.Update(all[1].ID, func(e *mailbox.Event) {
		e.Subject, e.Start, e.End = "moved", e.Start.Add(2*time.Hour), e.End.Add(2*time.Hour)
	})
	require.NoError(t, err)
	assert.Equal(t, []any{mailbox.Exception, all[1].ID, master.ID, "moved"}, []any{moved.Type, moved.ID, moved.SeriesID, moved.Subject})
	assert.NotEqual(t, master.ETag(), moved.ETag())
	require.NoError(t, m.Delete(all[2].ID))
	now := view(m)
	assert.Equal(t, []string{"03-01T09:00/03-01T10:00", "03-02T11:00/03-02T12:00", "03-04T09:00/03-04T10:00"}, spans(now))
	assert.Equal(t, master.ETag(), now[0].ETag(), "the others are as they were")
	_, ok := m.Event(all[2].ID)
	assert.False(t, ok)

	require.Len(t, *told, 3)
	last := (*told)[2]
	assert.Equal(t, []any{mailbox.Updated, master.ID, m.Seq()}, []any{last.Kind, last.Event.ID, last.Seq}, "told as a change of the series")
	assert.Equal(t, []mailbox.Day{all[2].Slot}, last.Series.Cancelled)
	assert.Equal(t, []mailbox.Event{moved}, last.Series.Exceptions)
	assert.Equal(t, []any{all[2], true}, []any{*last.Occurrence, last.Cancelled})
	assert.Equal(t, []any{moved, false}, []any{*(*told)[1].Occurrence, (*told)[1].Cancelled})
	assert.Nil(t, (*told)[0].Occurrence)

	t.Run("ErrNotFound", func(t *testing.T) {
		_, err := m.Update(all[2].ID, func(*mailbox.Event) {})
		assert.ErrorIs(t, err, mailbox.ErrNotFound)
		assert.ErrorIs(t, m.Delete(all[2].ID), mailbox.ErrNotFound)
		assert.ErrorIs(t, m.Delete(m.OccurrenceID(master.ID, all[3].Slot+1)), mailbox.ErrNotFound, "after the last")
	})
	t.Run("ErrConflict", func(t *testing.T) {
		_, err := m.As(mailbox.ByAPI).Update(moved.ID, master.ETag(), func(*mailbox.Event) error { return nil })
		assert.ErrorIs(t, err, mailbox.ErrConflict)
		assert.ErrorIs(t, m.As(mailbox.ByAPI).Delete(all[0].ID, moved.ETag()), mailbox.ErrConflict)
	})
	t.Run("ErrCrossing", func(t *testing.T) {
		for _, to := range []time.Time{day(2).Add(11 * time.Hour), day(2).Add(12 * time.Hour), day(5)} {
			_, err := m.Update(all[0].ID, func(e *mailbox.Event) { e.Start, e.End = to, to.Add(time.Hour) })
			assert.ErrorIs(t, err, mailbox.ErrCrossing, to)
		}
		_, err := m.Update(all[3].ID, func(e *mailbox.Event) { e.Start, e.End = day(3), day(3).Add(time.Hour) })
		assert.NoError(t, err, "over one that is cancelled")
		_, err = m.Update(all[3].ID, func(e *mailbox.Event) { e.Start, e.End = day(20), day(21) })
		assert.NoError(t, err, "nobody comes after the last")
	})
	t.Run("ErrInvalid", func(t *testing.T) {
		_, err := m.Update(all[0].ID, func(e *mailbox.Event) { e.Recurrence = master.Recurrence })
		assert.ErrorIs(t, err, mailbox.ErrInvalid)
		_, err = m.Update(all[0].ID, func(e *mailbox.Event) { e.End = e.Start.Add(-1) })
		assert.ErrorIs(t, err, mailbox.ErrInvalid)
	})
	t.Run("Rename", func(t *testing.T) {
		_, err := m.Update(master.ID, func(e *mailbox.Event) { e.Subject = "other" })
		require.NoError(t, err)
		assert.Equal(t, "other moved series", fmt.Sprint(view(m)[0].Subject, " ", view(m)[1].Subject, " ", view(m)[2].Subject), "exceptions do not follow")
	})
	t.Run("MoveAll", func(t *testing.T) {
		_, err := m.Update(master.ID, func(e *mailbox.Event) { e.Start, e.End = e.Start.Add(time.Hour), e.End.Add(time.Hour) })
		require.NoError(t, err)
		assert.Equal(t, []string{"03-01T10:00/03-01T11:00", "03-02T10:00/03-02T11:00", "03-03T10:00/03-03T11:00", "03-04T10:00/03-04T11:00"}, spans(view(m)), "it begins anew")
	})
	t.Run("NoMore", func(t *testing.T) {
		e, err := m.Update(master.ID, func(e *mailbox.Event) { e.Recurrence = nil })
		require.NoError(t, err)
		assert.Equal(t, mailbox.SingleInstance, e.Type)
		assert.Equal(t, []mailbox.Event{e}, view(m))
		assert.ErrorIs(t, m.Delete(all[0].ID), mailbox.ErrNotFound)
	})
	t.Run("Delete", func(t *testing.T) {
		require.NoError(t, m.Delete(master.ID))
		assert.Empty(t, view(m))
		assert.Nil(t, (*told)[len(*told)-1].Series)
	})
}
