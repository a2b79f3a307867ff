package mailbox

import (
	"fmt"
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// Types of Recurrence, as Graph spells them (provider contract 3.3). Yearly ones
// are not simulated.
const (
	Daily           = "daily"
	Weekly          = "weekly"
	AbsoluteMonthly = "absoluteMonthly"
	RelativeMonthly = "relativeMonthly"
)

// Last is the Index of the last day of a month that fits.
const Last = -1

// maxInterval and maxCount bound what one series can ask for (999 is the most
// that Outlook's own dialog takes).
const (
	maxInterval = 99
	maxCount    = 999
)

// Recurrence is how a series repeats (provider contract 3.3). All of it is told by
// the calendar and the clock of its zone.
type Recurrence struct {
	Type       string         // Daily, ...
	Interval   int            // every so many days, weeks or months; default 1
	Days       []time.Weekday // Weekly, RelativeMonthly: at least one
	WeekStart  time.Weekday   // Weekly: what day an interval is counted from
	DayOfMonth int            // AbsoluteMonthly: 1 to 31; the last day in a month that is shorter, as Outlook does
	Index      int            // RelativeMonthly: 1 to 4, or Last, of the Days that the month has
	Until      Day            // last date that an occurrence may begin on; 0: no end
	Count      int            // number of occurrences; 0: no end. Not both
	TimeZone   string         // IANA name; default: the event's
}

func (r Recurrence) clone() Recurrence {
	r.Days = slices.Clone(r.Days)
	return r
}

// equal ignores nothing.
func (r Recurrence) equal(o Recurrence) bool {
	days := slices.Equal(r.Days, o.Days)
	return days && r.Type == o.Type && r.Interval == o.Interval && r.WeekStart == o.WeekStart && r.DayOfMonth == o.DayOfMonth &&
		r.Index == o.Index && r.Until == o.Until && r.Count == o.Count && r.TimeZone == o.TimeZone
}

// normalize fills defaults and reports what is no recurrence.
func (r *Recurrence) normalize(zone string) error {
	if r.TimeZone == "" {
		r.TimeZone = zone
	}
	if r.Interval == 0 {
		r.Interval = 1
	}
	slices.Sort(r.Days)
	r.Days = slices.Compact(r.Days)
	if problem := r.problem(); problem != "" {
		return fmt.Errorf("%w: recurrence: %s", ErrInvalid, problem)
	}
	return nil
}

func (r *Recurrence) problem() string {
	monthly := r.Type == AbsoluteMonthly || r.Type == RelativeMonthly
	switch {
	case r.Type != Daily && r.Type != Weekly && !monthly:
		return fmt.Sprintf("there is no type %q", r.Type)
	case r.Interval < 1 || r.Interval > maxInterval:
		return fmt.Sprintf("the interval is %d; expected 1 to %d", r.Interval, maxInterval)
	case (r.Type == Weekly || r.Type == RelativeMonthly) != (len(r.Days) > 0):
		return "days of the week belong to weekly and relative monthly ones, and only to these"
	case (r.Type == AbsoluteMonthly) != (r.DayOfMonth != 0), r.DayOfMonth < 0, r.DayOfMonth > 31:
		return fmt.Sprintf("the day of the month is %d; expected 1 to 31 for an absolute monthly one, and none for others", r.DayOfMonth)
	case r.Type == RelativeMonthly && r.Index != Last && (r.Index < 1 || r.Index > 4), r.Type != RelativeMonthly && r.Index != 0:
		return "an index from the first to the fourth, or the last, belongs to relative monthly ones, and only to these"
	case r.Count < 0 || r.Count > maxCount:
		return fmt.Sprintf("the number of occurrences is %d; expected 1 to %d", r.Count, maxCount)
	case r.Count > 0 && r.Until != 0:
		return "it ends at a date or after a number of occurrences, not both"
	}
	return ""
}

// days returns those on which occurrences begin, ascending: all before limit, but
// at most so many, of a series that begins on from or later.
func (r *Recurrence) days(from, limit Day, most int) []Day {
	rule, err := rrule.NewRRule(r.option(from))
	if err != nil {
		panic(fmt.Sprintf("mailbox: a checked recurrence is refused: %v", err))
	}
	var out []Day
	next := rule.Iterator()
	for at, more := next(); more && len(out) < most; at, more = next() {
		d := DayOf(at)
		if d >= limit {
			break
		}
		out = append(out, d)
	}
	return out
}

// option is the rule in iCalendar's terms. Dates are written as midnights of UTC.
func (r *Recurrence) option(from Day) rrule.ROption {
	o := rrule.ROption{Freq: rrule.MONTHLY, Dtstart: from.wall(0), Interval: r.Interval, Count: r.Count, Wkst: weekdays[r.WeekStart]}
	if r.Until != 0 {
		o.Until = r.Until.wall(0)
	}
	for _, d := range r.Days {
		o.Byweekday = append(o.Byweekday, weekdays[d])
	}
	switch r.Type {
	case Daily:
		o.Freq = rrule.DAILY
	case Weekly:
		o.Freq = rrule.WEEKLY
	case RelativeMonthly:
		o.Bysetpos = []int{r.Index}
	case AbsoluteMonthly:
		// The last that exists of the 28th up to the day: a shorter month gives its
		// last day.
		o.Bysetpos = []int{-1}
		for d := min(r.DayOfMonth, 28); d <= r.DayOfMonth; d++ {
			o.Bymonthday = append(o.Bymonthday, d)
		}
	}
	return o
}

var weekdays = [7]rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
