package model

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// Kinds of Pattern.
const (
	EveryDay        = "day"
	EveryWeek       = "week"          // on the Weekdays
	EveryMonth      = "month"         // on the MonthDay, in a shorter month on its last
	EveryMonthByDay = "month by week" // on the Nth of the Weekdays
)

// Pattern is how a series repeats. It is told by the calendar of its zone.
type Pattern struct {
	Kind      string // EveryDay, ...
	Interval  int    // every so many days, weeks or months
	Weekdays  []time.Weekday
	WeekStart time.Weekday // EveryWeek: first day of the weeks that are counted
	MonthDay  int
	Nth       int  // 1 to 4; -1: the last
	Until     Date // last day that an occurrence may begin on; zero: none
	Count     int  // 0: none
}

// Series is all that a calendar says of a recurring event.
type Series struct {
	Value     // Start and End are those of the first occurrence
	Zone      *time.Location
	Pattern   Pattern
	Changed   map[Date]Value    // occurrences that are told by themselves, by the day that the pattern gives them
	Cancelled map[Date]bool     // likewise
	ID        func(Date) string // of the occurrence of a day
}

// Occurrence is one of a series.
type Occurrence struct {
	Date Date // that the pattern gives it
	Value
}

// Occurrences are those that the pattern lets begin before an instant, and all that
// are told by themselves, in the order of their dates. The ends of an occurrence
// are told by the clock, save that one that begins at a time that the clocks skip
// lasts as long as it says.
func (s *Series) Occurrences(before time.Time) []Occurrence {
	first, begins := clockOf(s.Start, s.Zone)
	endDay, ends := clockOf(s.End, s.Zone)
	for d := first; d.before(endDay); d = d.next() {
		ends += 24 * time.Hour
	}
	lasts := ends - begins
	if lasts < 0 {
		lasts = s.End.Sub(s.Start) // from the first into the second of two equal hours
	}
	var out []Occurrence
	s.Pattern.walk(first, DateOf(before.UTC().Add(48*time.Hour)), func(d Date) {
		switch changed, told := s.Changed[d]; {
		case s.Cancelled[d]:
		case told:
			out = append(out, Occurrence{d, changed})
		default:
			o := Occurrence{d, s.Value}
			if o.Start, o.End = s.span(d, begins, lasts); o.Start.Before(before) {
				out = append(out, o)
			}
		}
	})
	return out
}

// span is when the occurrence of a day begins and ends.
func (s *Series) span(d Date, begins, lasts time.Duration) (start, end time.Time) {
	start, skipped := clockShows(d, begins, s.Zone)
	if !skipped {
		end, _ = clockShows(d, begins+lasts, s.Zone)
	}
	if skipped || end.Before(start) {
		end = start.Add(lasts)
	}
	return start, end
}

// walk goes day by day from first to the limit and visits those that the pattern
// fits.
func (p *Pattern) walk(first, limit Date, visit func(Date)) {
	count := 0
	for days, d := 0, first; d.before(limit); days, d = days+1, d.next() {
		if p.Until != (Date{}) && p.Until.before(d) || p.Count > 0 && count == p.Count {
			return
		}
		if p.fits(first, d, days) {
			count++
			visit(d)
		}
	}
}

// fits says whether an occurrence begins on d, so many days after the first.
func (p *Pattern) fits(first, d Date, days int) bool {
	months := (d.Year-first.Year)*12 + int(d.Month-first.Month)
	switch p.Kind {
	case EveryDay:
		return days%p.Interval == 0
	case EveryWeek:
		into := int(weekdayOf(first)-p.WeekStart+7) % 7 // of its week, the first day lies
		return slices.Contains(p.Weekdays, weekdayOf(d)) && (days+into)/7%p.Interval == 0
	case EveryMonth:
		return months%p.Interval == 0 && d.Day == min(p.MonthDay, daysIn(d.Year, d.Month))
	case EveryMonthByDay:
		return months%p.Interval == 0 && slices.Contains(p.Weekdays, weekdayOf(d)) && p.nth(d)
	}
	panic(fmt.Sprintf("model: there is no pattern %q", p.Kind))
}

// nth says whether d is the Nth of the weekdays in its month.
func (p *Pattern) nth(d Date) bool {
	n := 0
	count := func(from, to int) {
		for day := from; day <= to; day++ {
			if slices.Contains(p.Weekdays, weekdayOf(Date{d.Year, d.Month, day})) {
				n++
			}
		}
	}
	if p.Nth < 0 {
		count(d.Day, daysIn(d.Year, d.Month))
		return n == -p.Nth
	}
	count(1, d.Day)
	return n == p.Nth
}

func weekdayOf(d Date) time.Weekday {
	return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC).Weekday()
}

// SeriesChanged tells that a series became s at an instant, or was deleted (nil). It
// is known up to an instant: a read that asks for more cannot be judged.
func (m *Model) SeriesChanged(at time.Time, mailbox, id string, s *Series, upto time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.truthLocked(mailbox).repeat(at, id, s, upto)
}

// repeat makes one change of each occurrence that is new, different or gone.
func (t *truth) repeat(at time.Time, id string, s *Series, upto time.Time) {
	was := map[string]Value{}
	if old := t.series[id]; old != nil {
		for _, o := range old.Occurrences(t.known) {
			was[old.ID(o.Date)] = o.Value
		}
	}
	if t.known.IsZero() {
		t.known = upto
	}
	if s != nil {
		if t.has(id) {
			t.add(change{at: at, id: id}) // a single event until now
		}
		for _, o := range s.Occurrences(t.known) {
			id := s.ID(o.Date)
			if before, shown := was[id]; !shown || !before.equal(&o.Value) {
				t.add(change{at: at, id: id, value: o.Value, exists: true})
			}
			delete(was, id)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(was)) {
		t.add(change{at: at, id: id})
	}
	if t.series == nil {
		t.series = map[string]*Series{}
	}
	t.series[id] = s
}

// has says whether there is an event of that id after all changes.
func (t *truth) has(id string) bool {
	for i := len(t.later) - 1; i >= 0; i-- {
		if t.later[i].id == id {
			return t.later[i].exists
		}
	}
	_, known := t.events.find(id)
	return known
}
