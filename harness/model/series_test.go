package model_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/model"
)

// local reads what a wall clock shows in a zone.
func local(t *testing.T, zone, text string) time.Time {
	t.Helper()
	location, err := time.LoadLocation(zone)
	require.NoError(t, err)
	at, err := time.ParseInLocation("2006-01-02T15:04", text, location)
	require.NoError(t, err)
	return at
}

func series(t *testing.T, zone, start, end string, p model.Pattern) *model.Series {
	t.Helper()
	location, err := time.LoadLocation(zone)
	require.NoError(t, err)
	if p.Interval == 0 {
		p.Interval = 1
	}
	return &model.Series{Zone: location, Pattern: p, ID: model.Date.String,
		Value: model.Value{Subject: "series", ShowAs: "busy", Start: local(t, zone, start), End: local(t, zone, end)}}
}

var year = time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC)

func shown(s *model.Series, before time.Time) []string {
	var out []string
	for _, o := range s.Occurrences(before) {
		out = append(out, o.Date.String()+" "+o.Start.UTC().Format("01-02T15:04")+"/"+o.End.UTC().Format("01-02T15:04"))
	}
	return out
}

// The clocks of London go forward on 27 March 2022 at 1:00 and back on 30 October
// at 2:00; those of New York go forward on 13 March at 2:00; those of Lord Howe by
// half an hour on 2 October at 2:00; those of Beirut go forward on 27 March at
// midnight.
func TestOccurrences(t *testing.T) {
	workdays := []time.Weekday{time.Monday, time.Tuesday, time.Wednesday, time.Thursday, time.Friday}
	for _, row := range []struct {
		name, zone, start, end string
		pattern                model.Pattern
		want                   []string
	}{
		{"Forward", "Europe/London", "2022-03-26T09:00", "2022-03-26T09:30", model.Pattern{Kind: model.EveryDay, Count: 3},
			[]string{"2022-03-26 03-26T09:00/03-26T09:30", "2022-03-27 03-27T08:00/03-27T08:30", "2022-03-28 03-28T08:00/03-28T08:30"}},
		{"Back", "Europe/London", "2022-10-29T09:00", "2022-10-29T10:00", model.Pattern{Kind: model.EveryDay, Count: 3},
			[]string{"2022-10-29 10-29T08:00/10-29T09:00", "2022-10-30 10-30T09:00/10-30T10:00", "2022-10-31 10-31T09:00/10-31T10:00"}},
		{"MissingHour", "Europe/London", "2022-03-26T01:30", "2022-03-26T02:15", model.Pattern{Kind: model.EveryDay, Count: 3},
			[]string{"2022-03-26 03-26T01:30/03-26T02:15", "2022-03-27 03-27T01:30/03-27T02:15", "2022-03-28 03-28T00:30/03-28T01:15"}},
		{"FirstMinuteMissing", "Europe/London", "2022-03-26T01:00", "2022-03-26T01:30", model.Pattern{Kind: model.EveryDay, Count: 2},
			[]string{"2022-03-26 03-26T01:00/03-26T01:30", "2022-03-27 03-27T01:00/03-27T01:30"}},
		{"MissingHalfHour", "Australia/Lord_Howe", "2022-10-01T02:15", "2022-10-01T02:45", model.Pattern{Kind: model.EveryDay, Count: 2},
			[]string{"2022-10-01 09-30T15:45/09-30T16:15", "2022-10-02 10-01T15:45/10-01T16:15"}},
		{"DoubledHour", "Europe/London", "2022-10-29T01:30", "2022-10-29T01:45", model.Pattern{Kind: model.EveryDay, Count: 3},
			[]string{"2022-10-29 10-29T00:30/10-29T00:45", "2022-10-30 10-30T00:30/10-30T00:45", "2022-10-31 10-31T01:30/10-31T01:45"}},
		{"AcrossTheChange", "Europe/London", "2022-03-20T00:30", "2022-03-20T02:30", model.Pattern{Kind: model.EveryWeek, Weekdays: []time.Weekday{time.Sunday}, Count: 2},
			[]string{"2022-03-20 03-20T00:30/03-20T02:30", "2022-03-27 03-27T00:30/03-27T01:30"}},
		{"AllDay", "America/New_York", "2022-03-12T00:00", "2022-03-13T00:00", model.Pattern{Kind: model.EveryDay, Count: 3},
			[]string{"2022-03-12 03-12T05:00/03-13T05:00", "2022-03-13 03-13T05:00/03-14T04:00", "2022-03-14 03-14T04:00/03-15T04:00"}},
		{"AllDayWithoutMidnight", "Asia/Beirut", "2022-03-26T00:00", "2022-03-27T01:00", model.Pattern{Kind: model.EveryDay, Count: 1},
			[]string{"2022-03-26 03-25T22:00/03-26T22:00"}},
		{"LastFriday", "Europe/London", "2022-01-28T16:00", "2022-01-28T17:00", model.Pattern{Kind: model.EveryMonthByDay, Nth: -1, Weekdays: []time.Weekday{time.Friday}, Count: 4},
			[]string{"2022-01-28 01-28T16:00/01-28T17:00", "2022-02-25 02-25T16:00/02-25T17:00", "2022-03-25 03-25T16:00/03-25T17:00", "2022-04-29 04-29T15:00/04-29T16:00"}},
		{"SecondWorkingDay", "UTC", "2022-03-02T09:00", "2022-03-02T10:00", model.Pattern{Kind: model.EveryMonthByDay, Nth: 2, Weekdays: workdays, Count: 2},
			[]string{"2022-03-02 03-02T09:00/03-02T10:00", "2022-04-04 04-04T09:00/04-04T10:00"}},
		{"31st", "UTC", "2022-01-31T10:00", "2022-01-31T11:00", model.Pattern{Kind: model.EveryMonth, MonthDay: 31, Count: 4},
			[]string{"2022-01-31 01-31T10:00/01-31T11:00", "2022-02-28 02-28T10:00/02-28T11:00", "2022-03-31 03-31T10:00/03-31T11:00", "2022-04-30 04-30T10:00/04-30T11:00"}},
		{"Until", "UTC", "2022-03-03T09:00", "2022-03-03T10:00", model.Pattern{Kind: model.EveryWeek, Weekdays: []time.Weekday{time.Monday, time.Thursday}, Until: model.Date{Year: 2022, Month: 3, Day: 10}},
			[]string{"2022-03-03 03-03T09:00/03-03T10:00", "2022-03-07 03-07T09:00/03-07T10:00", "2022-03-10 03-10T09:00/03-10T10:00"}},
		{"EveryOtherWeekFromMonday", "UTC", "2022-03-01T09:00", "2022-03-01T10:00",
			model.Pattern{Kind: model.EveryWeek, Interval: 2, Weekdays: []time.Weekday{time.Tuesday, time.Sunday}, WeekStart: time.Monday, Count: 4},
			[]string{"2022-03-01 03-01T09:00/03-01T10:00", "2022-03-06 03-06T09:00/03-06T10:00", "2022-03-15 03-15T09:00/03-15T10:00", "2022-03-20 03-20T09:00/03-20T10:00"}},
		{"EveryOtherWeekFromSunday", "UTC", "2022-03-01T09:00", "2022-03-01T10:00",
			model.Pattern{Kind: model.EveryWeek, Interval: 2, Weekdays: []time.Weekday{time.Tuesday, time.Sunday}, WeekStart: time.Sunday, Count: 4},
			[]string{"2022-03-01 03-01T09:00/03-01T10:00", "2022-03-13 03-13T09:00/03-13T10:00", "2022-03-15 03-15T09:00/03-15T10:00", "2022-03-27 03-27T09:00/03-27T10:00"}},
		{"OverTheYear", "UTC", "2022-12-30T23:30", "2022-12-31T00:30", model.Pattern{Kind: model.EveryDay, Interval: 2},
			[]string{"2022-12-30 12-30T23:30/12-31T00:30"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, row.want, shown(series(t, row.zone, row.start, row.end, row.pattern), year))
		})
	}
	leap := series(t, "UTC", "2024-01-30T10:00", "2024-01-30T11:00", model.Pattern{Kind: model.EveryMonth, MonthDay: 30, Count: 3})
	assert.Equal(t, []string{"2024-01-30 01-30T10:00/01-30T11:00", "2024-02-29 02-29T10:00/02-29T11:00", "2024-03-30 03-30T10:00/03-30T11:00"}, shown(leap, year.AddDate(2, 0, 0)))
}

func TestOccurrencesToldByThemselves(t *testing.T) {
	s := series(t, "UTC", "2022-03-01T09:00", "2022-03-01T10:00", model.Pattern{Kind: model.EveryDay, Count: 4})
	day := func(n int) model.Date { return model.Date{Year: 2022, Month: 3, Day: n} }
	moved := model.Value{Subject: "moved", Start: local(t, "UTC", "2022-03-02T15:00"), End: local(t, "UTC", "2022-03-02T16:00"), ShowAs: "busy"}
	s.Changed, s.Cancelled = map[model.Date]model.Value{day(2): moved}, map[model.Date]bool{day(3): true}
	got := s.Occurrences(year)
	require.Len(t, got, 3, "what is cancelled counts all the same")
	assert.Equal(t, model.Occurrence{Date: day(2), Value: moved}, got[1])
	assert.Equal(t, day(4), got[2].Date)
}

func seriesItem(o model.Occurrence) model.Item {
	return model.Item{ID: o.Date.String(), Value: o.Value}
}

func TestSeriesChanged(t *testing.T) {
	s := series(t, "UTC", "2031-05-05T09:00", "2031-05-05T10:00", model.Pattern{Kind: model.EveryDay})
	whole := s.Occurrences(until.AddDate(0, 0, 3))
	before := []model.Item{seriesItem(whole[1]), seriesItem(whole[2]), seriesItem(whole[3])}
	last := from.AddDate(0, 0, 3)
	changed := *s
	moved := whole[2].Value
	moved.Start, moved.End = moved.Start.Add(time.Hour), moved.End.Add(time.Hour)
	changed.Changed = map[model.Date]model.Value{whole[2].Date: moved}
	changed.Cancelled = map[model.Date]bool{whole[1].Date: true}
	after := []model.Item{{ID: whole[2].Date.String(), Value: moved}, seriesItem(whole[3])}

	build := func() *model.Model {
		m := model.New()
		m.SeriesChanged(at(0), "m", "s", s, last)
		m.SeriesChanged(at(10), "m", "s", &changed, last)
		m.SeriesChanged(at(20), "m", "s", nil, last)
		return m
	}
	for name, row := range map[string]struct {
		asOf   int
		now    int
		answer []model.Item
		wrong  string
	}{
		"Before":          {5, 5, before, ""},
		"After":           {15, 15, after, ""},
		"AfterIsLater":    {5, 15, after, ""},
		"Deleted":         {20, 25, nil, ""},
		"NotDeleted":      {20, 25, after, "which is not in the calendar"},
		"MissingRemoval":  {15, 15, append([]model.Item{before[0]}, after...), "which is not in the calendar"},
		"NotMoved":        {15, 15, before[1:], "instead of"},
		"HalfOfAnInstant": {5, 15, append([]model.Item{before[0]}, after...), "compared with"},
		"HalfOfIt":        {5, 15, before[1:], `it lacks "series" (2031-05-06 09:00`},
		"Unnamed":         {5, 5, append([]model.Item{{ID: before[0].ID, Value: model.Value{Start: before[0].Start, End: before[0].End, ShowAs: "busy"}}}, before[1:]...), "instead of"},
	} {
		t.Run(name, func(t *testing.T) {
			got := build().Judge("m", from, last, at(row.asOf), at(row.now), row.answer)
			if row.wrong == "" {
				assert.Empty(t, got)
			} else {
				assert.Contains(t, got, row.wrong)
			}
		})
	}
	assert.Contains(t, build().Judge("m", from, last.Add(1), at(5), at(5), before), "the reference knows series until")
}

func TestSingleBecomesSeries(t *testing.T) {
	v := meeting("series", 9)
	last := from.AddDate(0, 0, 2)
	s := &model.Series{Value: v, Zone: time.UTC, Pattern: model.Pattern{Kind: model.EveryDay, Interval: 1}, ID: model.Date.String}
	for minute, answer := range map[int][]model.Item{
		5: {item("s", v)}, 15: {seriesItem(s.Occurrences(last)[0]), seriesItem(s.Occurrences(last)[1])}, 25: {item("s", v)},
	} {
		m := model.New()
		m.Changed(at(0), "m", "s", &v)
		m.SeriesChanged(at(10), "m", "s", s, last)
		m.Changed(at(20), "m", "s", &v)
		assert.Empty(t, m.Judge("m", from, last, at(minute), at(minute), answer), minute)
	}
}
