package mailbox

import (
	"cmp"
	"fmt"
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
	seq        uint32      // of the last change
	records    []record    // by number
	tombstones []tombstone // by sequence number
	forgotten  uint32      // changes up to here cannot be asked for any more
}

// record is an event as stored. Instants are nanoseconds of Unix time.
type record struct {
	number, seq       uint32
	start, end        int64
	created, modified int64
	subject           string
	showAs, zone      string
	allDay            bool
}

type tombstone struct{ number, seq uint32 }

func newMailbox(s *Store, spec Spec) *Mailbox {
	key := newIDKey(s.seed, &spec)
	return &Mailbox{spec: spec, store: s, key: key, calendarID: key.id(itemCalendar, 0)}
}

// Spec is the identity of the mailbox, for reading only.
func (m *Mailbox) Spec() *Spec { return &m.spec }

// DefaultCalendar is the calendar that every mailbox has.
func (m *Mailbox) DefaultCalendar() Calendar {
	return Calendar{ID: m.calendarID, Name: "Calendar", ChangeKey: m.key.changeKey(0, 0), Default: true}
}

// Calendars lists the calendars, the default one first.
func (m *Mailbox) Calendars() []Calendar { return []Calendar{m.DefaultCalendar()} }

// Create stores a new event and returns it complete. The error is ErrInvalid, or
// ErrNotFound for a calendar that does not exist.
func (m *Mailbox) Create(e Event) (Event, error) {
	if e.CalendarID != "" && e.CalendarID != m.calendarID {
		return Event{}, fmt.Errorf("calendar: %w", ErrNotFound)
	}
	if err := e.normalize(&m.spec); err != nil {
		return Event{}, err
	}
	now := m.store.clock.Now()
	m.mu.Lock()
	r := record{number: m.next, created: now.UnixNano()}
	m.next++
	m.changeLocked(&r, e, now)
	m.records = append(m.records, r)
	m.mu.Unlock()
	return m.tell(now, Created, r), nil
}

// Update lets edit change a copy of an event and stores the result. Only what
// Create takes can be edited. The function runs with the mailbox locked: it must
// not call it. The error is ErrNotFound or ErrInvalid.
func (m *Mailbox) Update(id string, edit func(*Event)) (Event, error) {
	now := m.store.clock.Now()
	r, err := m.update(id, edit, now)
	if err != nil {
		return Event{}, err
	}
	return m.tell(now, Updated, r), nil
}

func (m *Mailbox) update(id string, edit func(*Event), now time.Time) (record, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.findLocked(id)
	if !ok {
		return record{}, fmt.Errorf("event: %w", ErrNotFound)
	}
	e := m.event(m.records[i])
	edit(&e)
	if err := e.normalize(&m.spec); err != nil {
		return record{}, err
	}
	m.changeLocked(&m.records[i], e, now)
	return m.records[i], nil
}

// changeLocked writes e into r as the next change of the mailbox.
func (m *Mailbox) changeLocked(r *record, e Event, now time.Time) {
	m.seq++
	r.seq, r.modified = m.seq, now.UnixNano()
	r.start, r.end = e.Start.UnixNano(), e.End.UnixNano()
	r.subject, r.showAs, r.zone, r.allDay = e.Subject, e.ShowAs, e.TimeZone, e.AllDay
}

// Delete removes an event. The error is ErrNotFound.
func (m *Mailbox) Delete(id string) error {
	now := m.store.clock.Now()
	r, ok := m.remove(id)
	if !ok {
		return fmt.Errorf("event: %w", ErrNotFound)
	}
	m.tell(now, Deleted, r)
	return nil
}

func (m *Mailbox) remove(id string) (record, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.findLocked(id)
	if !ok {
		return record{}, false
	}
	r := m.records[i]
	m.records = slices.Delete(m.records, i, i+1)
	m.seq++
	m.buryLocked(tombstone{number: r.number, seq: m.seq})
	return r, true
}

// Event finds one event.
func (m *Mailbox) Event(id string) (Event, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, ok := m.findLocked(id)
	if !ok {
		return Event{}, false
	}
	return m.event(m.records[i]), true
}

// Events returns all events, by start and then by id.
func (m *Mailbox) Events() []Event {
	return m.collect(func(record) bool { return true })
}

// View returns the events that a view of [from, until) shows, in the order of
// Events.
func (m *Mailbox) View(from, until time.Time) []Event {
	a, z := from.UnixNano(), until.UnixNano()
	return m.collect(func(r record) bool { return r.within(a, z) })
}

func (m *Mailbox) collect(wanted func(record) bool) []Event {
	m.mu.Lock()
	chosen := make([]record, 0, len(m.records))
	for _, r := range m.records {
		if wanted(r) {
			chosen = append(chosen, r)
		}
	}
	m.mu.Unlock()
	events := make([]Event, len(chosen))
	for i, r := range chosen {
		events[i] = m.event(r)
	}
	slices.SortFunc(events, func(a, b Event) int {
		return cmp.Or(a.Start.Compare(b.Start), strings.Compare(a.ID, b.ID))
	})
	return events
}

// event is the record as others see it.
func (m *Mailbox) event(r record) Event {
	return Event{
		ID: m.key.id(itemEvent, r.number), ICalUID: m.key.iCalUID(r.number),
		CalendarID: m.calendarID, ChangeKey: m.key.changeKey(r.number, r.seq),
		Subject: r.subject, ShowAs: r.showAs, TimeZone: r.zone, AllDay: r.allDay,
		Start: instant(r.start), End: instant(r.end), Created: instant(r.created), Modified: instant(r.modified),
	}
}

func instant(nanoseconds int64) time.Time { return time.Unix(0, nanoseconds).UTC() }

// within is Overlaps on stored instants.
func (r *record) within(from, until int64) bool {
	return r.start < until && (r.end > from || r.start == r.end && r.start == from)
}

// findLocked returns the index of the event's record.
func (m *Mailbox) findLocked(id string) (int, bool) {
	n, ok := m.key.number(itemEvent, id)
	if !ok {
		return 0, false
	}
	return slices.BinarySearchFunc(m.records, n, func(r record, n uint32) int { return cmp.Compare(r.number, n) })
}

// tell informs the observers and returns the event that it told of.
func (m *Mailbox) tell(at time.Time, kind string, r record) Event {
	e := m.event(r)
	m.store.tell(Change{At: at, Mailbox: m.spec.ID, Kind: kind, Event: e})
	return e
}
