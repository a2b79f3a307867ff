package people

import (
	"cmp"
	"errors"
	"slices"
	"time"
)

// occurrenceBelow is the share of edits that concern one occurrence of a series,
// where the owner has any; below cancelBelow it is cancelled, above moved.
const (
	occurrenceBelow = 0.08
	cancelBelow     = 0.4
)

// ErrRefused is a Recurring's answer to a move that it does not allow, as when the
// occurrence would pass its neighbours. The owner lets it be.
var ErrRefused = errors.New("the calendar does not allow it")

// Recurring is a Calendar that holds series.
type Recurring interface {
	Calendar
	// Occurrences are those of series that lie in [from, until), each with an ID that
	// Update and Delete take: they change this one alone. Order is free.
	Occurrences(from, until time.Time) []Event
}

// editOccurrence moves or cancels one occurrence; false if there is none.
func (o *owner) editOccurrence(now time.Time, n uint64) bool {
	calendar, ok := o.Calendar.(Recurring)
	if !ok {
		return false
	}
	from, until := now.AddDate(0, 0, -editDaysBack), now.AddDate(0, 0, editDaysAhead+1)
	own := slices.DeleteFunc(calendar.Occurrences(from, until), func(e Event) bool {
		return e.Start.Before(from) || e.End.After(until) || e.End.Sub(e.Start) > workday
	})
	if len(own) == 0 {
		return false
	}
	slices.SortFunc(own, func(a, b Event) int { return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID)) })
	e := own[o.pick("edit.occurrence.which", n, len(own))]
	if o.draw("edit.occurrence.kind", n) < cancelBelow {
		o.delete(now, e)
	} else {
		o.moveOccurrence(now, n, e)
	}
	return true
}

// moveOccurrence keeps to the day: an occurrence cannot pass its neighbours.
func (o *owner) moveOccurrence(now time.Time, n uint64, before Event) {
	zone := o.people.waking.Zones[0]
	length := before.End.Sub(before.Start)
	halfHours := int((workday-length)/(30*time.Minute)) + 1
	at := func(slot int) time.Time {
		return dayOf(before.Start, zone).at(9*time.Hour+time.Duration(slot%halfHours)*30*time.Minute, zone)
	}
	slot := o.pick("edit.occurrence.hour", n, halfHours)
	e := before
	if e.Start = at(slot); e.Start.Equal(before.Start) {
		e.Start = at(slot + 1) // a move moves
	}
	e.End = e.Start.Add(length)
	err := o.Calendar.Update(e)
	if errors.Is(err, ErrRefused) {
		return
	}
	o.edited(now, e, Updated, err, func() { o.memory.updated(now, before, e) })
}
