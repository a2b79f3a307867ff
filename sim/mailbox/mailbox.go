package mailbox

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"time"
)

// Mailbox is one mailbox with its calendars, events and change log. It is safe
// for concurrent use. Methods that only read make no entry in the log.
type Mailbox struct {
	spec       Spec
	store      *Store
	key        idKey
	calendarID string // of the default calendar

	mu   sync.Mutex
	next uint32 // number of the next event
	// The change log, below, is kept within the records: each has the sequence
	// number of its last change, which is all that a reader needs to know.
	seq         uint32            // of the last change
	records     []record          // by number
	tombstones  []tombstone       // by sequence number
	forgotten   uint32            // changes up to here cannot be asked for any more
	forgottenAt int64             // nanoseconds of Unix time
	made        map[string]uint32 // numbers of events that exist, by transaction id
	names       map[uint32]string // transaction ids, by number; the inverse of made
	replaced    []version         // by the time of replacement
	born        int64             // nanoseconds of Unix time
}

// record is an event as stored. Instants are nanoseconds of Unix time.
type record struct {
	number, seq       uint32
	start, end        int64
	created, modified int64
	subject           string
	showAs, zone      string
	allDay            bool
	series            *series // of a master; nil for a single event
}

type tombstone struct {
	number, seq uint32
	at          int64 // nanoseconds of Unix time
}

func newMailbox(s *Store, spec Spec) *Mailbox {
	key := newIDKey(s.seed, &spec)
	return &Mailbox{spec: spec, store: s, key: key, calendarID: key.id(itemCalendar, 0), born: s.clock.Now().UnixNano()}
}

// Spec is the identity of the mailbox, for reading only.
func (m *Mailbox) Spec() *Spec { return &m.spec }

// DefaultCalendar is the calendar that every mailbox has.
func (m *Mailbox) DefaultCalendar() Calendar {
	return Calendar{ID: m.calendarID, Name: "Calendar", ChangeKey: m.key.changeKey(0, 0), Default: true}
}

// Calendars lists the calendars, the default one first.
func (m *Mailbox) Calendars() []Calendar { return []Calendar{m.DefaultCalendar()} }

// changeLocked writes e into r as the next change of the mailbox.
func (m *Mailbox) changeLocked(r *record, e Event, now time.Time) {
	m.seq++
	r.seq, r.modified = m.seq, now.UnixNano()
	r.start, r.end = e.Start.UnixNano(), e.End.UnixNano()
	r.subject, r.showAs, r.zone, r.allDay = e.Subject, e.ShowAs, e.TimeZone, e.AllDay
}

// Event finds a single event, a master, an occurrence or an exception.
func (m *Mailbox) Event(id string) (Event, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n, day, ok := m.key.occurrence(id); ok {
		r, ok := m.slotLocked(n, day)
		if !ok {
			return Event{}, false
		}
		return m.slotEvent(r, day), true
	}
	i, ok := m.findLocked(id)
	if !ok {
		return Event{}, false
	}
	return m.eventLocked(m.records[i]), true
}

// Events returns single events and masters, by start and then by id.
func (m *Mailbox) Events() []Event {
	return m.collect(func(all []Event, r record) []Event { return append(all, m.eventLocked(r)) })
}

// View returns the single events, occurrences and exceptions that a view of
// [from, until) shows, in the order of Events.
func (m *Mailbox) View(from, until time.Time) []Event {
	a, z := from.UnixNano(), until.UnixNano()
	return m.collect(func(shown []Event, r record) []Event {
		switch {
		case r.series != nil:
			return append(shown, m.instancesLocked(r, a, z)...)
		case r.within(a, z):
			return append(shown, m.eventLocked(r))
		}
		return shown
	})
}

// collect calls add, with the mailbox locked, for every record.
func (m *Mailbox) collect(add func([]Event, record) []Event) []Event {
	m.mu.Lock()
	events := make([]Event, 0, len(m.records))
	for _, r := range m.records {
		events = add(events, r)
	}
	m.mu.Unlock()
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.ID, b.ID))
	})
	return events
}

// eventLocked is the event with its transaction id.
func (m *Mailbox) eventLocked(r record) Event {
	e := m.event(r)
	e.TransactionID = m.names[r.number]
	return e
}

// event is the record as others see it; only eventLocked knows transaction ids.
func (m *Mailbox) event(r record) Event {
	e := m.common(r)
	e.ICalUID = m.key.iCalUID(r.number)
	if r.series != nil {
		rule := r.series.rule.clone()
		e.Type, e.Recurrence = SeriesMaster, &rule
	}
	return e
}

// common is what a master and its occurrences share; it is all but the ICalUID of a
// single event.
func (m *Mailbox) common(r record) Event {
	return Event{
		ID: m.key.id(itemEvent, r.number), CalendarID: m.calendarID, ChangeKey: m.key.changeKey(r.number, r.version()),
		Subject: r.subject, ShowAs: r.showAs, TimeZone: r.zone, AllDay: r.allDay, Type: SingleInstance,
		Start: instant(r.start), End: instant(r.end), Created: instant(r.created), Modified: instant(r.modified),
	}
}

// version is the sequence number that the change key tells. A master keeps its
// own when one of its occurrences changes: whether the provider does is not
// documented.
func (r *record) version() uint32 {
	if r.series != nil {
		return r.series.version
	}
	return r.seq
}

func instant(nanoseconds int64) time.Time { return time.Unix(0, nanoseconds).UTC() }

// within says whether a view shows the event: it begins before the view ends and
// ends after the view begins. An event without length belongs to the view that it
// begins in.
func (r *record) within(from, until int64) bool {
	return r.start < until && (r.end > from || r.start == r.end && r.start == from)
}

// shownIn says whether a view of [from, until) shows the event, or any of the
// series.
func (r *record) shownIn(from, until int64) bool {
	if r.series != nil {
		return r.series.shows(from, until)
	}
	return r.within(from, until)
}

// findLocked returns the index of the event's record.
func (m *Mailbox) findLocked(id string) (int, bool) {
	n, ok := m.key.number(itemEvent, id)
	if !ok {
		return 0, false
	}
	return m.indexLocked(n)
}

func (m *Mailbox) indexLocked(n uint32) (int, bool) {
	return slices.BinarySearchFunc(m.records, n, func(r record, n uint32) int { return cmp.Compare(r.number, n) })
}
