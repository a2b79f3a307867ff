package mailbox

import (
	"fmt"
	"slices"
	"time"
)

// Writer changes a mailbox in somebody's name.
type Writer struct {
	mailbox *Mailbox
	by      string
}

// As returns the door for one of ByOwner and ByAPI.
func (m *Mailbox) As(by string) Writer { return Writer{m, by} }

// Create is As(ByOwner).Create for events without a transaction id.
func (m *Mailbox) Create(e Event) (Event, error) {
	made, _, err := m.As(ByOwner).Create(e)
	return made, err
}

// Update is As(ByOwner).Update for edits that cannot fail, whatever the version.
func (m *Mailbox) Update(id string, edit func(*Event)) (Event, error) {
	return m.As(ByOwner).Update(id, "", func(e *Event) error { edit(e); return nil })
}

// Delete is As(ByOwner).Delete, whatever the version.
func (m *Mailbox) Delete(id string) error { return m.As(ByOwner).Delete(id, "") }

// Create stores a new event and returns it complete. When an event that the same
// transaction id made still exists, it returns that one as it is now, fresh is
// false and nothing changes. The error is ErrInvalid, or ErrNotFound for a
// calendar that does not exist.
func (w Writer) Create(e Event) (made Event, fresh bool, err error) {
	m := w.mailbox
	if e.CalendarID != "" && e.CalendarID != m.calendarID {
		return Event{}, false, fmt.Errorf("calendar: %w", ErrNotFound)
	}
	if err := e.normalize(&m.spec); err != nil {
		return Event{}, false, err
	}
	now := m.store.clock.Now()
	kept, fresh, err := m.create(e, now)
	if err != nil {
		return Event{}, false, err
	}
	if fresh {
		w.tell(now, Created, kept, kept.seq)
	}
	return kept.Event, fresh, nil
}

// Update lets edit change a copy of an event and stores the result. Only what
// Create takes can be edited, save the transaction id. etag names the version that
// the caller knows, "" means any. The function runs with the mailbox locked: it
// must not call it. The error is ErrNotFound, ErrConflict, ErrInvalid or edit's own.
//
// An occurrence that is updated becomes an exception; it keeps between its
// neighbours, or the error is ErrCrossing. A master whose times or recurrence
// change begins anew, without exceptions and cancelled occurrences.
func (w Writer) Update(id, etag string, edit func(*Event) error) (Event, error) {
	now := w.mailbox.store.clock.Now()
	if n, day, ok := w.mailbox.key.occurrence(id); ok {
		return w.updateSlot(n, day, etag, edit, now)
	}
	e, err := w.mailbox.update(id, etag, edit, now)
	if err != nil {
		return Event{}, err
	}
	w.tell(now, Updated, e, e.seq)
	return e.Event, nil
}

// Delete removes an event, or a whole series by its master; etag as for Update. An
// occurrence is cancelled by it. The error is ErrNotFound or ErrConflict.
func (w Writer) Delete(id, etag string) error {
	now := w.mailbox.store.clock.Now()
	if n, day, ok := w.mailbox.key.occurrence(id); ok {
		return w.cancelSlot(n, day, etag, now)
	}
	e, seq, err := w.mailbox.remove(id, etag, now)
	if err != nil {
		return err
	}
	w.tell(now, Deleted, e, seq)
	return nil
}

// tell informs the observers of what has been stored.
func (w Writer) tell(at time.Time, kind string, e stored, seq uint32) {
	c := Change{At: at, Mailbox: w.mailbox.spec.ID, Kind: kind, Event: e.Event, By: w.by, Seq: uint64(seq)}
	if kind != Deleted {
		c.Series = e.series
	}
	if e.one.ID != "" {
		c.Occurrence, c.Cancelled = &e.one, e.cancelled
	}
	w.mailbox.store.tell(c)
}

// stored is an event, the sequence number of its last change, and the series that
// it is the master of.
type stored struct {
	Event
	seq       uint32
	series    *Series
	one       Event // the occurrence that was changed; zero for none
	cancelled bool  // that one
}

func (m *Mailbox) storedLocked(r record) stored {
	return stored{Event: m.eventLocked(r), seq: r.seq, series: m.seriesLocked(r)}
}

func (m *Mailbox) create(e Event, now time.Time) (made stored, fresh bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if n, known := m.made[e.TransactionID]; known && e.TransactionID != "" {
		i, _ := m.indexLocked(n)
		return m.storedLocked(m.records[i]), false, nil
	}
	r := record{number: m.next, created: now.UnixNano()}
	if err := m.repeatLocked(&r, &e); err != nil {
		return stored{}, false, err
	}
	m.next++
	m.changeLocked(&r, e, now)
	m.records = append(m.records, r)
	if e.TransactionID != "" {
		m.nameLocked(r.number, e.TransactionID)
	}
	return m.storedLocked(r), true, nil
}

func (m *Mailbox) nameLocked(number uint32, transaction string) {
	if m.made == nil {
		m.made, m.names = map[string]uint32{}, map[uint32]string{}
	}
	m.made[transaction], m.names[number] = number, transaction
}

// knownLocked finds an event that is still the version that the caller knows.
func (m *Mailbox) knownLocked(id, etag string) (index int, err error) {
	i, ok := m.findLocked(id)
	if !ok {
		return 0, fmt.Errorf("event: %w", ErrNotFound)
	}
	if r := &m.records[i]; etag != "" && etag != (Event{ChangeKey: m.key.changeKey(r.number, r.version())}).ETag() {
		return 0, ErrConflict
	}
	return i, nil
}

func (m *Mailbox) update(id, etag string, edit func(*Event) error, now time.Time) (stored, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, err := m.knownLocked(id, etag)
	if err != nil {
		return stored{}, err
	}
	e := m.eventLocked(m.records[i])
	if err := edit(&e); err != nil {
		return stored{}, err
	}
	if err := e.normalize(&m.spec); err != nil {
		return stored{}, err
	}
	r := m.records[i]
	if err := m.repeatLocked(&r, &e); err != nil {
		return stored{}, err
	}
	m.replaceLocked(m.records[i], now)
	m.changeLocked(&r, e, now)
	m.records[i] = r
	return m.storedLocked(r), nil
}

// remove returns the event as it last was and the sequence number of its removal.
func (m *Mailbox) remove(id, etag string, now time.Time) (stored, uint32, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	i, err := m.knownLocked(id, etag)
	if err != nil {
		return stored{}, 0, err
	}
	r := m.records[i]
	e := m.storedLocked(r)
	m.replaceLocked(r, now)
	m.records = slices.Delete(m.records, i, i+1)
	if name, named := m.names[r.number]; named {
		delete(m.names, r.number)
		delete(m.made, name)
	}
	m.seq++
	m.buryLocked(tombstone{number: r.number, seq: m.seq, at: now.UnixNano()})
	return e, m.seq, nil
}
