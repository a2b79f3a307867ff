package people

import (
	"time"

	"anchorage/sim/units"
)

// Schedule is when people are at work, or awake: the same hours of the local day
// in any of several zones. Instants follow the zones' changes of the clock, so a
// working day may have an hour more or less.
type Schedule struct {
	Zones    []*time.Location
	Hours    units.Hours // the end excluded
	EveryDay bool        // false: Monday to Friday
}

// Schedule is the team's working time.
func (t Team) Schedule() Schedule {
	t = t.WithDefaults()
	s := Schedule{Hours: t.Hours}
	for _, z := range t.Zones {
		s.Zones = append(s.Zones, location(z))
	}
	return s
}

// Schedule is when owners are awake.
func (o Owners) Schedule() Schedule {
	o = o.WithDefaults()
	return Schedule{Zones: []*time.Location{location(o.TimeZone)}, Hours: o.Waking, EveryDay: true}
}

// Contains says whether t is within the hours of one of the zones.
func (s Schedule) Contains(t time.Time) bool {
	_, ok := s.endOf(t)
	return ok
}

// Next is t itself when it lies within the hours, else the first instant after
// it that does.
func (s Schedule) Next(t time.Time) time.Time {
	var first time.Time
	for _, zone := range s.Zones {
		for ahead := 0; ahead <= 7; ahead++ {
			from, until, ok := s.span(dayOf(t, zone).add(ahead), zone)
			if !ok || !t.Before(until) {
				continue
			}
			if !t.Before(from) {
				return t
			}
			if first.IsZero() || from.Before(first) {
				first = from
			}
			break
		}
	}
	return first.UTC()
}

// Add moves t ahead by d, counting only time within the hours. What ends with
// the working day is done at that instant, not the next morning.
func (s Schedule) Add(t time.Time, d time.Duration) time.Time {
	for {
		t = s.Next(t)
		end, ok := s.endOf(t)
		if !ok || d <= end.Sub(t) { // not ok: a schedule without zones never opens
			return t.Add(d)
		}
		d -= end.Sub(t)
		t = end
	}
}

// endOf is the end of the hours that t lies in, the latest of all zones.
func (s Schedule) endOf(t time.Time) (end time.Time, ok bool) {
	for _, zone := range s.Zones {
		from, until, open := s.span(dayOf(t, zone), zone)
		if open && !t.Before(from) && t.Before(until) && until.After(end) {
			end, ok = until, true
		}
	}
	return end, ok
}

// span is the hours of one local day as instants; ok is false on days off.
func (s Schedule) span(d day, zone *time.Location) (from, until time.Time, ok bool) {
	if w := d.weekday(); !s.EveryDay && (w == time.Saturday || w == time.Sunday) {
		return time.Time{}, time.Time{}, false
	}
	return d.at(s.Hours.From.D(), zone), d.at(s.Hours.Until.D(), zone), true
}

// day counts local calendar days since 1970-01-01.
type day int

func dayOf(t time.Time, zone *time.Location) day {
	y, m, d := t.In(zone).Date()
	return day(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60))
}

func (d day) add(n int) day { return d + day(n) }

func (d day) weekday() time.Weekday { return time.Weekday((int(d) + 4) % 7) } // day 0 was a Thursday

// at is the instant at which a clock on the wall of zone shows the time of day.
// Within a missing hour it is what time.Date makes of it.
func (d day) at(wall time.Duration, zone *time.Location) time.Time {
	return time.Date(1970, time.January, 1+int(d), 0, 0, 0, int(wall), zone).UTC()
}

func location(z units.Zone) *time.Location {
	if z.Location == nil {
		return time.UTC
	}
	return z.Location
}
