package model

import (
	"fmt"
	"time"
)

// Date is a day of the calendar, in no zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the date that t has in its own zone.
func DateOf(t time.Time) Date {
	y, m, d := t.Date()
	return Date{y, m, d}
}

// String is the date as 2006-01-02.
func (d Date) String() string { return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day) }

func (d Date) next() Date {
	switch {
	case d.Day < daysIn(d.Year, d.Month):
		d.Day++
	case d.Month < time.December:
		d.Month, d.Day = d.Month+1, 1
	default:
		d.Year, d.Month, d.Day = d.Year+1, time.January, 1
	}
	return d
}

func (d Date) before(o Date) bool {
	if d.Year != o.Year {
		return d.Year < o.Year
	}
	return d.Month < o.Month || d.Month == o.Month && d.Day < o.Day
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 31
}

// zonesOf goes through the spans of one offset that reach into the three days
// around d, earliest first.
func zonesOf(d Date, zone *time.Location, visit func(begin, end time.Time, offset time.Duration) (stop bool)) {
	last := time.Date(d.Year, d.Month, d.Day+2, 0, 0, 0, 0, time.UTC)
	for t := last.AddDate(0, 0, -3).In(zone); ; {
		begin, end := t.ZoneBounds()
		_, seconds := t.Zone()
		if visit(begin, end, time.Duration(seconds)*time.Second) || end.IsZero() || end.After(last) {
			return
		}
		t = end
	}
}

// clockShows is the instant at which the clocks of a zone show a time of day: the
// first, if they show it twice. They may skip it: then it is as long after the jump
// as it would have been, and skipped is true.
func clockShows(d Date, clock time.Duration, zone *time.Location) (at time.Time, skipped bool) {
	shown := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC).Add(clock) // were the zone UTC
	skipped = true
	zonesOf(DateOf(shown), zone, func(begin, end time.Time, offset time.Duration) bool {
		t := shown.Add(-offset)
		if (begin.IsZero() || !t.Before(begin)) && (end.IsZero() || t.Before(end)) {
			at, skipped = t, false
			return true
		}
		return false
	})
	if !skipped {
		return at, false
	}
	zonesOf(DateOf(shown), zone, func(_, end time.Time, offset time.Duration) bool {
		jump := end.UTC().Add(offset) // what the clocks show as they jump
		at = end.UTC().Add(shown.Sub(jump))
		_, seconds := end.In(zone).Zone()
		landing := end.UTC().Add(time.Duration(seconds) * time.Second)
		return !end.IsZero() && !shown.Before(jump) && shown.Before(landing)
	})
	return at, true
}

// clockOf is the time of day and the date that the clocks of a zone show.
func clockOf(t time.Time, zone *time.Location) (Date, time.Duration) {
	t = t.In(zone)
	hour, minute, second := t.Clock()
	return DateOf(t), time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second + time.Duration(t.Nanosecond())
}
