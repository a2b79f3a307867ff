package mailbox

import (
	"fmt"
	"time"
)

// Day is a date without a zone, in days since 1 January 1970.
type Day int32

const dayFormat = "2006-01-02"

// DayOf is the date that t has in its own zone.
func DayOf(t time.Time) Day {
	year, month, day := t.Date()
	return Day(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// ParseDay reads a date as 2006-01-02.
func ParseDay(text string) (Day, error) {
	t, err := time.Parse(dayFormat, text)
	if err != nil {
		return 0, fmt.Errorf("%q is no date", text)
	}
	return DayOf(t), nil
}

// String is the date as 2006-01-02.
func (d Day) String() string { return d.wall(0).Format(dayFormat) }

// wall is a time of that day by the clock on the wall, written as if in UTC.
func (d Day) wall(clock time.Duration) time.Time {
	return time.Unix(int64(d)*86400, 0).UTC().Add(clock)
}

// wallOf is what the clock on the wall shows at t, written as if in UTC.
func wallOf(t time.Time) time.Time {
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	return time.Date(year, month, day, hour, minute, second, t.Nanosecond(), time.UTC)
}

// resolve is the instant at which the clock on the wall of a zone shows a time.
// Of a doubled hour it is the first; a time that is left out is counted on from
// before the gap, so that 01:30 becomes 02:30. exact is false for the latter.
func resolve(wall time.Time, zone *time.Location) (at time.Time, exact bool) {
	before, after := offsetAt(wall.Add(-24*time.Hour), zone), offsetAt(wall.Add(24*time.Hour), zone)
	first := wall.Add(-before)
	if before == after || offsetAt(first, zone) == before {
		return first, true
	}
	if second := wall.Add(-after); offsetAt(second, zone) == after {
		return second, true
	}
	return first, false
}

func offsetAt(t time.Time, zone *time.Location) time.Duration {
	_, seconds := t.In(zone).Zone()
	return time.Duration(seconds) * time.Second
}
