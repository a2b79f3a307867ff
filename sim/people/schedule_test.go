package people_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/people"
	"anchorage/sim/units"
)

func team(t *testing.T, hoursText string, zones ...string) people.Schedule {
	t.Helper()
	c := people.Team{Hours: hours(t, hoursText)}
	for _, z := range zones {
		c.Zones = append(c.Zones, zone(t, z))
	}
	return c.Schedule()
}

func TestNext(t *testing.T) {
	london := team(t, "09:00-17:30", "Europe/London")
	both := team(t, "09:00-17:30", "Europe/London", "Europe/Paris")
	world := team(t, "09:00-17:30", "Europe/London", "America/Los_Angeles")
	owners := people.Owners{TimeZone: zone(t, "Europe/London")}.Schedule()
	for _, row := range []struct {
		name     string
		schedule people.Schedule
		at, want string
	}{
		{"within hours: at once", london, "2022-03-02T12:34:56.789000001Z", "2022-03-02T12:34:56.789000001Z"},
		{"night", london, "2022-03-01T23:00:00Z", "2022-03-02T09:00:00Z"},
		{"the first instant counts", london, "2022-03-02T09:00:00Z", "2022-03-02T09:00:00Z"},
		{"the last does not", london, "2022-03-02T17:30:00Z", "2022-03-03T09:00:00Z"},
		{"Friday evening", london, "2022-03-04T18:00:00Z", "2022-03-07T09:00:00Z"},
		{"Sunday", london, "2022-03-06T10:00:00Z", "2022-03-07T09:00:00Z"},
		{"Paris opens first", both, "2022-03-02T03:00:00Z", "2022-03-02T08:00:00Z"},
		{"London closes last", both, "2022-03-02T17:00:00Z", "2022-03-02T17:00:00Z"},
		{"summer time begins on Sunday 27 March", london, "2022-03-25T18:00:00Z", "2022-03-28T08:00:00Z"},
		{"and ends on Sunday 30 October", london, "2022-10-28T18:00:00Z", "2022-10-31T09:00:00Z"},
		{"America changed on 13 March, Europe not yet", world, "2022-03-14T17:30:00Z", "2022-03-14T17:30:00Z"},
		{"Friday evening in Europe is a working day in America", world, "2022-03-04T20:00:00Z", "2022-03-04T20:00:00Z"},
		{"Saturday in UTC, Friday in America", world, "2022-03-05T01:00:00Z", "2022-03-05T01:00:00Z"},
		{"Saturday in America too", world, "2022-03-05T18:00:00Z", "2022-03-07T09:00:00Z"},
		{"owners are awake on Sundays", owners, "2022-03-06T03:00:00Z", "2022-03-06T07:00:00Z"},
		{"on the day that has 23 hours", owners, "2022-03-27T00:30:00Z", "2022-03-27T06:00:00Z"},
		{"on the day that has 25 hours", owners, "2022-10-30T00:30:00Z", "2022-10-30T07:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, instant(t, row.want), row.schedule.Next(instant(t, row.at)))
			assert.True(t, row.schedule.Contains(instant(t, row.want)))
		})
	}
}

func TestAdd(t *testing.T) {
	london := team(t, "09:00-17:30", "Europe/London")
	both := team(t, "09:00-17:30", "Europe/London", "Europe/Paris")
	through := team(t, "00:00-23:59", "Europe/London")
	for _, row := range []struct {
		name     string
		schedule people.Schedule
		at       string
		d        time.Duration
		want     string
	}{
		{"within the day", london, "2022-03-03T09:10:00Z", 40 * time.Minute, "2022-03-03T09:50:00Z"},
		{"from the night", london, "2022-03-03T07:00:00Z", 40 * time.Minute, "2022-03-03T09:40:00Z"},
		{"over the night", london, "2022-03-03T17:00:00Z", 40 * time.Minute, "2022-03-04T09:10:00Z"},
		{"to the end of the day", london, "2022-03-03T17:00:00Z", 30 * time.Minute, "2022-03-03T17:30:00Z"},
		{"over the weekend", london, "2022-03-04T17:00:00Z", 40 * time.Minute, "2022-03-07T09:10:00Z"},
		{"over a week", london, "2022-03-03T09:00:00Z", 5 * 510 * time.Minute, "2022-03-09T17:30:00Z"},
		{"two zones are one long day", both, "2022-03-03T08:00:00Z", 9 * time.Hour, "2022-03-03T17:00:00Z"},
		{"and the night between", both, "2022-03-03T17:00:00Z", 40 * time.Minute, "2022-03-04T08:10:00Z"},
		{"over the change to summer time", london, "2022-03-25T17:00:00Z", time.Hour, "2022-03-28T08:30:00Z"},
		{"over the change back", london, "2022-10-28T16:00:00Z", time.Hour, "2022-10-31T09:30:00Z"},
		{"no time at all, at work", london, "2022-03-03T10:00:00Z", 0, "2022-03-03T10:00:00Z"},
		{"no time at all, at night", london, "2022-03-03T20:00:00Z", 0, "2022-03-04T09:00:00Z"},
		{"a minute is missing each night", through, "2022-03-03T23:58:00Z", 2 * time.Minute, "2022-03-04T00:01:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, instant(t, row.want), row.schedule.Add(instant(t, row.at), row.d))
		})
	}
}

// A day with a missing hour has an hour less of waking time, when the hours lie
// around it.
func TestAddOnDaysThatChangeTheClock(t *testing.T) {
	night := people.Owners{TimeZone: zone(t, "Europe/London"), Waking: hours(t, "00:30-06:00")}.Schedule()
	for _, row := range []struct {
		name, from, want string
		d                time.Duration
	}{
		{"23 hours", "2022-03-27T00:30:00Z", "2022-03-27T05:00:00Z", 270 * time.Minute},
		{"25 hours", "2022-10-29T23:30:00Z", "2022-10-30T06:00:00Z", 390 * time.Minute},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, instant(t, row.want), night.Add(instant(t, row.from), row.d))
			assert.False(t, night.Contains(instant(t, row.want)), "the whole span has been counted")
		})
	}
}

func TestDefaults(t *testing.T) {
	o := people.Owners{}.WithDefaults()
	assert.Equal(t, hours(t, "07:00-23:30"), o.Waking)
	assert.Equal(t, time.UTC, o.TimeZone.Location)
	assert.Equal(t, 30, o.Events)
	c := people.Team{}.WithDefaults()
	assert.Equal(t, hours(t, "09:00-17:30"), c.Hours)
	assert.Equal(t, people.Attention{Full: 5, Blind: 60}, c.Attention)
	assert.Equal(t, 9*time.Hour+15*time.Minute, c.SkimsChat.D())
	require.Len(t, c.Zones, 1)
	kept := people.Team{Zones: []units.Zone{zone(t, "Asia/Tokyo")}, Attention: people.Attention{Full: 0, Blind: 10}}.WithDefaults()
	assert.Equal(t, people.Attention{Full: 0, Blind: 10}, kept.Attention)
	assert.Equal(t, "Asia/Tokyo", kept.Zones[0].String())
}
