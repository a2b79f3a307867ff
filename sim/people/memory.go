package people

import (
	"slices"
	"time"
)

// memory is what an owner remembers of their own changes: for each event that
// they touched the states it went through, until an answer shows the last.
//
// An answer speaks of one instant in the past, so it may show any of these
// states; all changes up to the one it shows have arrived, the later ones have
// not. That a deleted event is absent is therefore no loss, even when its
// creation was never seen.
type memory struct {
	events    []*remembered
	latest    time.Time // of the newest change that an answer has shown
	complaint *change   // that a ticket was written about and that has not arrived
}

// remembered is one event's states in order of time.
type remembered struct {
	id      string
	before  *Event // ahead of the first change; nil: there was no such event
	changes []*change
}

// change is one of the owner's own.
type change struct {
	at      time.Time
	what    string // Created, Updated, Deleted
	was     *Event // nil for a creation
	is      *Event // nil for a deletion
	arrived bool   // an answer has shown it
	told    bool   // a ticket was written about it
	gone    bool   // no look can show it any more
}

func (m *memory) created(at time.Time, e Event) {
	m.add(e.ID, nil, &change{at: at, what: Created, is: &e})
}

func (m *memory) updated(at time.Time, before, e Event) {
	m.add(e.ID, &before, &change{at: at, what: Updated, was: &before, is: &e})
}

func (m *memory) deleted(at time.Time, e Event) {
	m.add(e.ID, &e, &change{at: at, what: Deleted, was: &e})
}

func (m *memory) add(id string, before *Event, c *change) {
	for _, r := range m.events {
		if r.id == id {
			r.changes = append(r.changes, c)
			return
		}
	}
	m.events = append(m.events, &remembered{id: id, before: before, changes: []*change{c}})
}

// compare marks the changes that an answer over [from, until) shows and returns
// those made before due that it lacks, oldest first per event. Events that are
// over by from are forgotten: no look will show them again.
func (m *memory) compare(events []Event, from, until, due time.Time) (missing []*change) {
	kept := m.events[:0]
	for _, r := range m.events {
		if r.over(from) {
			r.forget(len(r.changes))
			continue
		}
		if r.within(from, until) {
			missing = append(missing, m.missing(r, events, due)...)
		}
		if len(r.changes) > 0 {
			kept = append(kept, r)
		}
	}
	clear(m.events[len(kept):])
	m.events = kept
	return missing
}

// missing applies an answer to one event.
func (m *memory) missing(r *remembered, events []Event, due time.Time) (list []*change) {
	if shown := r.shown(events); shown > 0 {
		last := r.changes[shown-1]
		if r.before != nil || last.is != nil { // else never seen and gone again: says nothing
			for _, c := range r.changes[:shown] {
				c.arrived = true
			}
			if last.at.After(m.latest) {
				m.latest = last.at
			}
		}
		r.before = last.is
		r.forget(shown)
	}
	for _, c := range r.changes {
		if c.at.Before(due) {
			list = append(list, c)
		}
	}
	return list
}

// drop forgets an event that the owner has changed through the system as well:
// which of the two changes will show first is nobody's promise.
func (m *memory) drop(subject string) {
	named := func(e *Event) bool { return e != nil && e.Subject == subject }
	m.events = slices.DeleteFunc(m.events, func(r *remembered) bool {
		if !named(r.before) && !slices.ContainsFunc(r.changes, func(c *change) bool { return named(c.was) || named(c.is) }) {
			return false
		}
		r.forget(len(r.changes))
		return true
	})
}

// settle ends a complaint when its change has arrived. A change that no look can
// show any more counts as arrived when a later one has.
func (m *memory) settle() {
	c := m.complaint
	if c != nil && (c.arrived || c.gone && !m.latest.Before(c.at)) {
		m.complaint = nil
	}
}

// forget drops the first n changes.
func (r *remembered) forget(n int) {
	for _, c := range r.changes[:n] {
		c.gone = true
	}
	r.changes = r.changes[n:]
}

// shown is how many of the changes the answer reflects: the most for which the
// state after them is what the answer shows.
func (r *remembered) shown(events []Event) int {
	for n := len(r.changes); n > 0; n-- {
		if is := r.changes[n-1].is; is != nil && has(events, *is) {
			return n
		}
		if r.changes[n-1].is == nil && !r.visible(events) {
			return n
		}
	}
	return 0
}

// visible says whether the answer shows the event in any state that it had.
func (r *remembered) visible(events []Event) bool {
	if r.before != nil && has(events, *r.before) {
		return true
	}
	for _, c := range r.changes {
		if c.is != nil && has(events, *c.is) {
			return true
		}
	}
	return false
}

func has(events []Event, e Event) bool {
	for _, x := range events {
		if x.Subject == e.Subject && x.Start.Equal(e.Start) && x.End.Equal(e.End) {
			return true
		}
	}
	return false
}

// within says whether every state of the event lies wholly in the window, so
// that its absence means something. A move out of the window is not missed before
// the window has reached its target.
func (r *remembered) within(from, until time.Time) bool {
	return r.all(func(e Event) bool { return !e.Start.Before(from) && !e.End.After(until) })
}

// over says whether every state of the event begins before from.
func (r *remembered) over(from time.Time) bool {
	return r.all(func(e Event) bool { return e.Start.Before(from) })
}

func (r *remembered) all(holds func(Event) bool) bool {
	if r.before != nil && !holds(*r.before) {
		return false
	}
	for _, c := range r.changes {
		if c.is != nil && !holds(*c.is) {
			return false
		}
	}
	return true
}
