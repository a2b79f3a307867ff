package world_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/model"
	"anchorage/harness/world"
	"anchorage/sim/clock"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
)

// drawn is a series begun in 2024 in one of several zones, on the minute.
func drawn(seed keyed.Seed, n uint64) mailbox.Event {
	pick := func(what string, max int) int { return seed.IntN("series", what, n, max) }
	zones := []string{"Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut", "America/Santiago", "Asia/Kolkata", "Pacific/Auckland", "Africa/Casablanca", "UTC"}
	zone, err := time.LoadLocation(zones[pick("zone", len(zones))])
	if err != nil {
		panic(err)
	}
	start := time.Date(2024, 1, 1+pick("day", 366), 0, 15*pick("quarter", 4*24), 0, 0, zone)
	r := mailbox.Recurrence{Interval: 1 + pick("interval", 3), WeekStart: time.Weekday(pick("week start", 7))}
	switch pick("end", 3) {
	case 0:
		r.Count = 1 + pick("count", 20)
	case 1:
		r.Until = mailbox.DayOf(start) + 100 + mailbox.Day(pick("until", 100))
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		if seed.Float("series", fmt.Sprint("weekday", d), n) < 0.3 {
			r.Days = append(r.Days, d)
		}
	}
	switch kind := pick("kind", 4); {
	case kind == 0 && len(r.Days) > 0:
		r.Type = mailbox.Weekly
	case kind == 1 && len(r.Days) > 0:
		r.Type, r.Index = mailbox.RelativeMonthly, []int{1, 2, 3, 4, mailbox.Last}[pick("index", 5)]
	case kind == 2:
		r.Type, r.DayOfMonth, r.Days = mailbox.AbsoluteMonthly, 1+pick("day of month", 31), nil
	default:
		r.Type, r.Days = mailbox.Daily, nil
	}
	e := mailbox.Event{Subject: "series", TimeZone: zone.String(), Start: start, Recurrence: &r}
	if e.End = start.Add(time.Duration(15*(1+pick("length", 12))) * time.Minute); pick("all day", 5) == 0 {
		y, m, d := start.Date()
		e.AllDay, e.Start, e.End = true, time.Date(y, m, d, 0, 0, 0, 0, zone), time.Date(y, m, d+1+pick("days", 2), 0, 0, 0, 0, zone)
	}
	return e
}

// The provider's expansion and the reference's, which have nothing in common, are
// the same for whatever is drawn, over a year and a half (promise C10).
func TestTwoExpansions(t *testing.T) {
	from := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	before := from.AddDate(1, 6, 0)
	const seed = keyed.Seed(7)
	compared := 0
	for n := range uint64(400) {
		m := mailbox.NewStore(clock.System{}, 1).Add(mailbox.Generate(1, []mailbox.FleetSpec{{Name: "a", Provider: mailbox.OutlookCom, Mailboxes: 1, TimeZone: "UTC"}})[0])
		e := drawn(seed, n)
		made, err := m.Create(e)
		require.NoError(t, err, "%+v %+v", e, *e.Recurrence)
		provided := map[string]model.Value{}
		for _, e := range m.View(from, before) {
			provided[e.ID] = model.Value{Subject: e.Subject, Start: e.Start, End: e.End, ShowAs: e.ShowAs}
		}
		s := world.SeriesOf(m, &mailbox.Series{Master: made})
		referred := map[string]model.Value{}
		for _, o := range s.Occurrences(before) {
			o.Start, o.End = o.Start.UTC(), o.End.UTC()
			referred[s.ID(o.Date)] = o.Value
		}
		require.Equal(t, referred, provided, "series %d: %s to %s %s %+v", n, e.Start, e.End, e.TimeZone, *e.Recurrence)
		compared += len(provided)
	}
	assert.Greater(t, compared, 10000)
}
