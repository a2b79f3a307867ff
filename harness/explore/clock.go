package explore

import (
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/units"
)

// day is where a world may begin. Change is the instant at which the clocks of its
// zone change, if they do: on the half hour in Lord Howe, which moves by half an hour.
type day struct {
	at, change string // RFC 3339; change may be ""
	zone       string
}

// days are ordinary ones, weekends and those on which the clocks change.
var days = []day{
	{"2022-06-14T00:00:00Z", "", "Europe/London"}, // a Tuesday
	{"2022-06-14T00:00:00Z", "", "UTC"},
	{"2022-06-18T00:00:00Z", "", "America/New_York"}, // a Saturday
	{"2024-05-07T00:00:00Z", "", "Asia/Kolkata"},     // half an hour off
	{"2022-03-26T00:00:00Z", "2022-03-27T01:00:00Z", "Europe/London"},
	{"2022-03-12T00:00:00Z", "2022-03-13T07:00:00Z", "America/New_York"},
	{"2022-10-29T00:00:00Z", "2022-10-30T01:00:00Z", "Europe/London"},
	{"2022-11-05T00:00:00Z", "2022-11-06T06:00:00Z", "America/New_York"},
	{"2022-04-02T00:00:00Z", "2022-04-02T16:00:00Z", "Australia/Sydney"},
	{"2022-10-01T00:00:00Z", "2022-10-01T15:30:00Z", "Australia/Lord_Howe"},
}

// others are zones whose clocks do not change on the day, or never: of owners far
// from the team, and of teams far from the owners.
var others = []string{
	"UTC", "Asia/Kolkata", "Asia/Tokyo", "America/Los_Angeles", "Europe/Berlin", "America/St_Johns", "Pacific/Auckland",
}

// zoneNear is mostly that of the day, so that a change of its clocks is felt.
func zoneNear(t *rapid.T, d day) string {
	if chance(t, "elsewhere", 25) {
		return oneOf(t, "zone", others...)
	}
	return d.zone
}

// clock draws a span of 4 hours to 2 days, mostly short, that holds the change of
// the clocks when there is one, and often midnight.
func clock(t *rapid.T, d day, climbs bool) scenarios.Clock {
	long := oneOf(t, "length", 4, 5, 5, 5, 6, 6, 6, 7, 8, 8, 9, 10, 12, 16, 24)
	if chance(t, "very long", 3) {
		long = 48
	}
	if climbs {
		long = max(long, 8)
	}
	length := time.Duration(long) * time.Hour
	from := mustTime(d.at).Add(time.Duration(below(t, "hour", 24)) * time.Hour)
	if d.change != "" {
		change := mustTime(d.change)
		from = change.Add(-time.Duration(1+below(t, "before", max(1, min(long-1, 20)))) * time.Hour)
	}
	return scenarios.Clock{From: instant(from), Until: instant(from.Add(length))}
}

// edges are instants of a world at which things like to go wrong: midnight UTC, full
// hours, and the change of the clocks.
func edges(c scenarios.Clock) []time.Time {
	var all []time.Time
	for _, d := range days {
		if at := d.changeAt(); at.After(c.From.Add(settled)) && at.Before(c.Until.Time) {
			all = append(all, at, at, at) // as often as three others
		}
	}
	for h := c.From.Add(settled).Truncate(time.Hour).Add(time.Hour); h.Before(c.Until.Time); h = h.Add(time.Hour) {
		all = append(all, h)
		if h.Hour() == 0 {
			all = append(all, h, h, h) // likewise
		}
	}
	return all
}

// changeAt is zero when the clocks do not change.
func (d day) changeAt() time.Time {
	if d.change == "" {
		return time.Time{}
	}
	return mustTime(d.change)
}

// mustTime reads an instant of the tables above, which a test draws from.
func mustTime(text string) time.Time {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic("explore: " + err.Error())
	}
	return at
}

func zone(name string) units.Zone {
	var z units.Zone
	if err := z.UnmarshalText([]byte(name)); err != nil {
		panic("explore: " + err.Error())
	}
	return z
}
