package people

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"
)

// Make-up of edits, by one draw: below the first share an event is created,
// below the second one is moved or renamed, above it one is deleted.
const (
	createBelow = 0.45
	updateBelow = 0.80
)

// Edits concern days from one before to three weeks ahead.
const (
	editDaysBack  = 1
	editDaysAhead = 20 // whole days, so that an event ends within three weeks
)

// workday is the length of the hours, from 9 o'clock, that events are put in.
const workday = 8 * time.Hour

// edit changes the calendar in the provider.
func (o *owner) edit(context.Context) {
	n := o.edits
	o.edits++
	now := o.people.config.Clock.Now()
	if o.draw("edit.occurrence", n) < occurrenceBelow && o.editOccurrence(now, n) {
		return
	}
	own := o.editable(now)
	what := o.draw("edit.kind", n)
	switch {
	case what < createBelow || len(own) == 0:
		o.create(now, n)
	case what < updateBelow:
		o.update(now, n, own[o.pick("edit.event", n, len(own))])
	default:
		o.delete(now, own[o.pick("edit.event", n, len(own))])
	}
}

// editable are the owner's events of the days that edits concern.
func (o *owner) editable(now time.Time) []Event {
	from, until := now.AddDate(0, 0, -editDaysBack), now.AddDate(0, 0, editDaysAhead+1)
	own := slices.DeleteFunc(o.Calendar.Events(), func(e Event) bool {
		return e.Start.Before(from) || e.End.After(until)
	})
	slices.SortFunc(own, func(a, b Event) int {
		return cmp.Or(a.Start.Compare(b.Start), cmp.Compare(a.ID, b.ID))
	})
	return own
}

func (o *owner) create(now time.Time, n uint64) {
	e := Event{Subject: o.subject(n)}
	length := time.Duration(1+o.pick("edit.length", n, 3)) * 30 * time.Minute
	e.Start = o.slot(now, n, length)
	e.End = e.Start.Add(length)
	id, err := o.Calendar.Create(e)
	e.ID = id
	o.edited(now, e, Created, err, func() { o.memory.created(now, e) })
}

func (o *owner) update(now time.Time, n uint64, before Event) {
	e := before
	if o.draw("edit.rename", n) < 0.5 {
		e.Subject = o.subject(n)
	} else {
		length := before.End.Sub(before.Start)
		e.Start = o.slot(now, n, min(length, workday))
		if e.Start.Equal(before.Start) {
			e.Start = o.slot(now, n+1<<32, min(length, workday)) // a move moves
		}
		e.End = e.Start.Add(length)
	}
	o.edited(now, e, Updated, o.Calendar.Update(e), func() { o.memory.updated(now, before, e) })
}

func (o *owner) delete(now time.Time, e Event) {
	o.edited(now, e, Deleted, o.Calendar.Delete(e.ID), func() { o.memory.deleted(now, e) })
}

func (o *owner) edited(now time.Time, e Event, change string, err error, remember func()) {
	observer := o.people.config.Observer
	if err != nil {
		observer.Stranded(now, o.key, fmt.Sprintf("edit: %s %s: %v", change, e.ID, err))
		return
	}
	remember()
	observer.Edited(Edited{At: now, Mailbox: o.Mailbox, Event: e.ID, Change: change})
}

// slot draws a start on a half hour between 9 and 17 o'clock of a weekday.
func (o *owner) slot(now time.Time, n uint64, length time.Duration) time.Time {
	zone := o.people.waking.Zones[0]
	today := dayOf(now, zone)
	var days []day
	for d := today.add(-editDaysBack + 1); d <= today.add(editDaysAhead); d++ {
		if w := d.weekday(); w != time.Saturday && w != time.Sunday {
			days = append(days, d)
		}
	}
	d := days[o.pick("edit.day", n, len(days))]
	halfHours := int((workday-length)/(30*time.Minute)) + 1
	return d.at(9*time.Hour+time.Duration(o.pick("edit.hour", n, halfHours))*30*time.Minute, zone)
}

// subject is unlike every other of this owner's.
func (o *owner) subject(n uint64) string {
	words := [...]string{"Planning", "Review", "Interview", "Workshop", "Call", "Lunch", "Demo", "Retrospective"}
	return fmt.Sprintf("%s %d", words[o.pick("edit.subject", n, len(words))], n+1)
}

func (o *owner) draw(operation string, n uint64) float64 {
	return o.people.config.Seed.Float(o.key, operation, n)
}

func (o *owner) pick(operation string, n uint64, max int) int {
	return o.people.config.Seed.IntN(o.key, operation, n, max)
}
