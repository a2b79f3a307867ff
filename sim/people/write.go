package people

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Make-up of writes, by one draw, as of edits.
const (
	writeCreateBelow = 0.50
	writeUpdateBelow = 0.85
	// againBelow is the share of writes that are followed by another one of the same
	// event, and of these the share that are followed by a third: second thoughts.
	againBelow = 0.25
	againAfter = 2 * time.Minute
)

// written is an event that the owner created through the system.
type written struct {
	key string
	Event
}

func (o *owner) writing() bool {
	return o.people.config.Writer != nil && o.people.config.Owners.WritesPerDay > 0
}

// writeDeeds are the writes of a day.
func (o *owner) writeDeeds(d day, instants []time.Time) []deed {
	var deeds []deed
	for i, at := range instants {
		deeds = append(deeds, deed{at.Add(o.lane), (*owner).write})
		for again := uint64(0); again < 2 && o.draw("write.again", uint64(d)<<20|uint64(i)<<1|again) < againBelow; again++ {
			at = at.Add(againAfter)
			deeds = append(deeds, deed{at.Add(o.lane), (*owner).writeAgain})
		}
	}
	return deeds
}

// write changes the calendar through the system: something new, or what the owner
// saw at the last look.
func (o *owner) write(ctx context.Context) {
	n := o.nextWrite()
	now := o.people.config.Clock.Now()
	known := o.writable(now)
	what := o.draw("write.kind", n)
	switch {
	case what < writeCreateBelow || len(known) == 0:
		length := time.Duration(1+o.pick("write.length", n, 3)) * 30 * time.Minute
		start := o.slot(now, n, length)
		o.hand(ctx, n, Write{Kind: WriteCreate, Subject: o.writeSubject(n), Start: start, End: start.Add(length)}, Event{})
	case what < writeUpdateBelow:
		o.rewrite(ctx, n, now, known[o.pick("write.event", n, len(known))])
	default:
		e := known[o.pick("write.event", n, len(known))]
		o.hand(ctx, n, Write{Kind: WriteDelete, Event: o.nameOf(e)}, e)
	}
}

// writeAgain changes what was written last once more.
func (o *owner) writeAgain(ctx context.Context) {
	n := o.nextWrite()
	if i := o.madeAs(o.last); i >= 0 {
		o.rewrite(ctx, n, o.people.config.Clock.Now(), o.made[i].Event)
	}
}

// nextWrite numbers writes apart from edits, so that their draws differ.
func (o *owner) nextWrite() uint64 {
	o.writes++
	return 1<<40 | o.writes
}

func (o *owner) rewrite(ctx context.Context, n uint64, now time.Time, e Event) {
	w := Write{Kind: WriteUpdate, Event: o.nameOf(e), Subject: e.Subject, Start: e.Start, End: e.End}
	length := e.End.Sub(e.Start)
	switch {
	case o.draw("write.rename", n) < 0.5 || length > workday:
		w.Subject = o.writeSubject(n)
	case o.nameOf(e) == e.ID:
		w.Start = o.hourOf(e.Start, n, length)
	default:
		w.Start = o.slot(now, n, length)
	}
	if w.Subject == e.Subject && w.Start.Equal(e.Start) {
		w.Start = e.Start.Add(-30 * time.Minute) // a move moves
	}
	w.End = w.Start.Add(length)
	o.hand(ctx, n, w, e)
}

// hourOf draws another start on the same day: what the owner sees may be one
// occurrence of a series, which cannot be moved past the next.
func (o *owner) hourOf(start time.Time, n uint64, length time.Duration) time.Time {
	zone := o.people.waking.Zones[0]
	halfHours := int((workday-length)/(30*time.Minute)) + 1
	return dayOf(start, zone).at(9*time.Hour+time.Duration(o.pick("write.hour", n, halfHours))*30*time.Minute, zone)
}

// hand gives a change to the system and remembers what that makes of the event.
func (o *owner) hand(ctx context.Context, n uint64, w Write, was Event) {
	c := o.people.config
	key := fmt.Sprintf("%s/w/%d", o.Mailbox, n&(1<<40-1))
	err := c.Writer.Write(ctx, o.Mailbox, key, w)
	if ctx.Err() != nil || errors.Is(err, ErrNotLinked) {
		return
	}
	c.Observer.Wrote(Wrote{At: c.Clock.Now(), Mailbox: o.Mailbox, Key: key, Kind: w.Kind, Err: err})
	if err != nil {
		return
	}
	o.memory.drop(was.Subject)
	// What they have made bears no id in their memory, and they do not take what they
	// saw of it at the last look for another event.
	o.seen = slices.DeleteFunc(o.seen, func(e Event) bool {
		return e.ID == was.ID && was.ID != "" || w.Kind != WriteCreate && has([]Event{was}, e)
	})
	i := o.madeAs(w.Event)
	switch {
	case w.Kind == WriteCreate:
		o.made = append(o.made, written{key, Event{Subject: w.Subject, Start: w.Start, End: w.End}})
		o.last = key
	case w.Kind == WriteDelete && i >= 0:
		o.made = slices.Delete(o.made, i, i+1)
	case w.Kind == WriteUpdate && i >= 0:
		e := &o.made[i].Event
		e.Subject, e.Start, e.End = w.Subject, w.Start, w.End
		o.last = w.Event
	}
}

// see takes in what a look shows. An event of the owner's that no longer looks as
// they left it was changed elsewhere: they know it as any other.
func (o *owner) see(events []Event, from, until time.Time) {
	o.seen = events
	o.made = slices.DeleteFunc(o.made, func(m written) bool {
		return m.Start.Before(until) && m.End.After(from) && !has(events, m.Event)
	})
}

// writable are the events of the days that changes concern which the owner saw at
// the last look, or has created through the system.
func (o *owner) writable(now time.Time) []Event {
	from, until := now.AddDate(0, 0, -editDaysBack), now.AddDate(0, 0, editDaysAhead+1)
	var out []Event
	for _, m := range o.made {
		out = append(out, m.Event)
	}
	for _, e := range o.seen {
		if !slices.ContainsFunc(o.made, func(m written) bool { return m.Subject == e.Subject }) {
			out = append(out, e)
		}
	}
	out = slices.DeleteFunc(out, func(e Event) bool { return e.Start.Before(from) || e.End.After(until) })
	slices.SortFunc(out, func(a, b Event) int {
		if c := a.Start.Compare(b.Start); c != 0 {
			return c
		}
		return strings.Compare(a.Subject, b.Subject)
	})
	return out
}

// nameOf is how a write names an event.
func (o *owner) nameOf(e Event) string {
	for _, m := range o.made {
		if m.Subject == e.Subject {
			return m.key
		}
	}
	return e.ID
}

func (o *owner) madeAs(key string) int {
	return slices.IndexFunc(o.made, func(m written) bool { return m.key == key && key != "" })
}

// writeSubject is unlike every other of this owner's, edits included.
func (o *owner) writeSubject(n uint64) string {
	words := [...]string{"Breakfast", "Dentist", "Standup", "Report", "Training", "Visit", "Rehearsal", "Handover"}
	return fmt.Sprintf("%s %d", words[o.pick("write.subject", n, len(words))], n&(1<<40-1))
}
