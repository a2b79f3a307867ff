package mailbox

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"anchorage/sim/units"
)

// spareDays is how much further than asked a series is expanded.
const spareDays = 35

// series is what makes a record the master of a series. It belongs to one
// mailbox and is used with that locked; versions share it, so a change makes a
// copy.
type series struct {
	rule    Recurrence
	zone    *time.Location
	first   Day           // on which the first occurrence begins
	clock   time.Duration // by the wall clock, at which occurrences begin
	length  time.Duration // by the wall clock
	version uint32        // sequence number of the last change of the master itself

	exceptions map[Day]exception // by the day that the rule gives them
	cancelled  map[Day]bool      // likewise

	known []Day // on which the rule lets occurrences begin, ascending
	upto  Day   // known has all before this day
}

// exception is an occurrence that is told by itself: all of it, so that it does
// not follow its master any more. Instants are nanoseconds of Unix time.
type exception struct {
	start, end, modified int64
	subject, showAs      string
	allDay               bool
	seq                  uint32 // of its last change
}

// newSeries reads the series out of an event that is complete. It moves the event
// to the first occurrence, whose start and end are the master's.
func newSeries(e *Event) (*series, error) {
	zone, err := units.Location(e.Recurrence.TimeZone)
	if err != nil {
		return nil, fmt.Errorf("%w: recurrence: %v", ErrInvalid, err)
	}
	start := wallOf(e.Start.In(zone))
	from := DayOf(start)
	s := &series{rule: e.Recurrence.clone(), zone: zone, clock: start.Sub(from.wall(0)), length: wallOf(e.End.In(zone)).Sub(start)}
	if s.length < 0 {
		s.length = e.End.Sub(e.Start) // from the first into the second of a doubled hour
	}
	// A rule that gives no day in so long gives none at all.
	days := s.rule.days(from, from+maxInterval*31+1, 1)
	if len(days) == 0 {
		return nil, fmt.Errorf("%w: recurrence: no occurrence between its start and its end", ErrInvalid)
	}
	if s.first = days[0]; s.first != from {
		e.Start, e.End = s.span(s.first)
	}
	return s, nil
}

func (s *series) clone() *series {
	c := *s
	c.exceptions, c.cancelled = maps.Clone(s.exceptions), maps.Clone(s.cancelled)
	c.known = slices.Clip(s.known)
	return &c
}

// expand sees to it that all days before limit are known.
func (s *series) expand(limit Day) {
	if limit > s.upto {
		s.upto = limit + spareDays
		s.known = s.rule.days(s.first, s.upto, math.MaxInt)
	}
}

// has says whether the rule gives an occurrence of that day, cancelled or not.
func (s *series) has(d Day) bool {
	s.expand(d + 1)
	_, found := slices.BinarySearch(s.known, d)
	return found
}

// span is when the rule lets the occurrence of a day begin and end. Both are told
// by the clock on the wall, save that one which begins at a time that is left out
// keeps its length.
func (s *series) span(d Day) (start, end time.Time) {
	wall := d.wall(s.clock)
	start, exact := resolve(wall, s.zone)
	if !exact {
		return start, start.Add(s.length)
	}
	end, _ = resolve(wall.Add(s.length), s.zone)
	if end.Before(start) {
		end = start.Add(s.length)
	}
	return start, end
}

// instance is an occurrence or an exception.
type instance struct {
	day        Day
	start, end int64 // nanoseconds of Unix time
	exception  bool
}

// instances returns those that a view of [from, until) shows, by start and day.
func (s *series) instances(from, until int64) []instance {
	var out []instance
	view := func(i instance) {
		if (&record{start: i.start, end: i.end}).within(from, until) {
			out = append(out, i)
		}
	}
	first, limit := s.around(from, until)
	s.expand(limit)
	at, _ := slices.BinarySearch(s.known, first)
	for _, d := range s.known[at:] {
		if d >= limit {
			break
		}
		if _, told := s.exceptions[d]; !told && !s.cancelled[d] {
			start, end := s.span(d)
			view(instance{d, start.UnixNano(), end.UnixNano(), false})
		}
	}
	for d, x := range s.exceptions { // sorted below
		view(instance{d, x.start, x.end, true})
	}
	slices.SortFunc(out, func(a, b instance) int { return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.day, b.day)) })
	return out
}

// around are the days on which an occurrence that belongs to [from, until) may
// begin, limit exclusive.
func (s *series) around(from, until int64) (first, limit Day) {
	length := Day(s.length/(24*time.Hour)) + 2
	return DayOf(instant(from)) - length, DayOf(instant(until)) + 2
}

// shows says whether a view of [from, until) shows any of the series.
func (s *series) shows(from, until int64) bool { return len(s.instances(from, until)) > 0 }

// neighbours are the starts of the occurrences beside the one of a day; zero for
// none.
func (s *series) neighbours(d Day) (before, after time.Time) {
	step := Day(s.rule.Interval * 31)
	s.expand(d + step + 1)
	at, _ := slices.BinarySearch(s.known, d)
	for i := at - 1; i >= 0 && before.IsZero(); i-- {
		before = s.startOf(s.known[i])
	}
	for i := at + 1; i < len(s.known) && after.IsZero(); i++ {
		after = s.startOf(s.known[i])
	}
	return before, after
}

// startOf is zero for one that is cancelled.
func (s *series) startOf(d Day) time.Time {
	if s.cancelled[d] {
		return time.Time{}
	}
	if x, told := s.exceptions[d]; told {
		return instant(x.start)
	}
	start, _ := s.span(d)
	return start
}
