package mailbox

import (
	"fmt"
	"slices"
	"time"
)

// Series is all there is of a series: whoever knows it can tell every occurrence.
type Series struct {
	Master     Event
	Exceptions []Event // by slot
	Cancelled  []Day   // ascending
}

// OccurrenceID is the id of the occurrence that a series has on a day, whether or
// not there is one; "" unless id is the id of an event of this mailbox.
func (m *Mailbox) OccurrenceID(id string, d Day) string {
	n, ok := m.key.number(itemEvent, id)
	if !ok {
		return ""
	}
	return m.key.instance(n, d)
}

// seriesLocked is nil for a record that is no master.
func (m *Mailbox) seriesLocked(r record) *Series {
	if r.series == nil {
		return nil
	}
	s := &Series{Master: m.eventLocked(r)}
	for d := range r.series.exceptions {
		s.Exceptions = append(s.Exceptions, m.slotEvent(r, d))
	}
	for d := range r.series.cancelled {
		s.Cancelled = append(s.Cancelled, d)
	}
	slices.SortFunc(s.Exceptions, func(a, b Event) int { return int(a.Slot - b.Slot) })
	slices.Sort(s.Cancelled)
	return s
}

// repeatLocked gives a record that is about to become e the series that e says.
// One whose times and recurrence stay keeps its exceptions.
func (m *Mailbox) repeatLocked(r *record, e *Event) error {
	old := r.series
	switch {
	case e.Recurrence == nil:
		r.series = nil
		return nil
	case old != nil && old.rule.equal(*e.Recurrence) && r.start == e.Start.UnixNano() && r.end == e.End.UnixNano() && r.allDay == e.AllDay:
		r.series = old.clone()
	default:
		s, err := newSeries(e)
		if err != nil {
			return err
		}
		r.series = s
	}
	r.series.version = m.seq + 1 // the number that this change gets
	return nil
}

// slotLocked finds the series that has an occurrence on a day.
func (m *Mailbox) slotLocked(n uint32, d Day) (record, bool) {
	i, ok := m.indexLocked(n)
	if !ok || m.records[i].series == nil {
		return record{}, false
	}
	s := m.records[i].series
	return m.records[i], s.has(d) && !s.cancelled[d]
}

// instancesLocked are the occurrences and exceptions of a master that a view
// shows, by start.
func (m *Mailbox) instancesLocked(r record, from, until int64) []Event {
	shown := r.series.instances(from, until)
	events := make([]Event, len(shown))
	for i, x := range shown {
		events[i] = m.slotEvent(r, x.day)
	}
	return events
}

// slotEvent is the occurrence or exception that a series has on a day. Until it is
// an exception, its entity tag is its master's (provider contract 3.3).
func (m *Mailbox) slotEvent(r record, d Day) Event {
	e := m.common(r)
	e.SeriesID, e.ID, e.ICalUID, e.Slot = e.ID, m.key.instance(r.number, d), m.key.slotUID(r.number, d), d
	e.Type = Occurrence
	x, told := r.series.exceptions[d]
	if !told {
		e.Start, e.End = r.series.span(d)
		e.Start, e.End = e.Start.UTC(), e.End.UTC()
		return e
	}
	e.Type, e.ChangeKey = Exception, m.key.slotKey(r.number, d, x.seq)
	e.Subject, e.ShowAs, e.AllDay = x.subject, x.showAs, x.allDay
	e.Start, e.End, e.Modified = instant(x.start), instant(x.end), instant(x.modified)
	return e
}

// updateSlot makes an occurrence an exception, or changes one that it is.
func (w Writer) updateSlot(n uint32, d Day, etag string, edit func(*Event) error, now time.Time) (Event, error) {
	e, master, err := w.mailbox.updateSlot(n, d, etag, edit, now)
	if err != nil {
		return Event{}, err
	}
	w.tell(now, Updated, master, master.seq)
	return e, nil
}

func (m *Mailbox) updateSlot(n uint32, d Day, etag string, edit func(*Event) error, now time.Time) (Event, stored, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, err := m.knownSlotLocked(n, d, etag)
	if err != nil {
		return Event{}, stored{}, err
	}
	if err := m.editSlotLocked(n, &e, edit); err != nil {
		return Event{}, stored{}, err
	}
	r := m.changeSlotLocked(n, now, func(s *series, seq uint32) {
		if s.exceptions == nil {
			s.exceptions = map[Day]exception{}
		}
		s.exceptions[d] = exception{start: e.Start.UnixNano(), end: e.End.UnixNano(), modified: now.UnixNano(),
			subject: e.Subject, showAs: e.ShowAs, allDay: e.AllDay, seq: seq}
	})
	master := m.storedLocked(r)
	master.one = m.slotEvent(r, d)
	return master.one, master, nil
}

// editSlotLocked lets edit change an occurrence and says what cannot be.
func (m *Mailbox) editSlotLocked(n uint32, e *Event, edit func(*Event) error) error {
	if err := edit(e); err != nil {
		return err
	}
	if e.Recurrence != nil {
		return fmt.Errorf("%w: an occurrence has no recurrence of its own", ErrInvalid)
	}
	if err := e.normalize(&m.spec); err != nil {
		return err
	}
	i, _ := m.indexLocked(n)
	before, after := m.records[i].series.neighbours(e.Slot)
	if !before.IsZero() && !e.Start.After(before) || !after.IsZero() && !e.Start.Before(after) {
		return ErrCrossing
	}
	return nil
}

// cancelSlot takes an occurrence out of its series for good.
func (w Writer) cancelSlot(n uint32, d Day, etag string, now time.Time) error {
	master, err := w.mailbox.cancelSlot(n, d, etag, now)
	if err != nil {
		return err
	}
	w.tell(now, Updated, master, master.seq)
	return nil
}

func (m *Mailbox) cancelSlot(n uint32, d Day, etag string, now time.Time) (stored, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	last, err := m.knownSlotLocked(n, d, etag)
	if err != nil {
		return stored{}, err
	}
	r := m.changeSlotLocked(n, now, func(s *series, _ uint32) {
		if s.cancelled == nil {
			s.cancelled = map[Day]bool{}
		}
		s.cancelled[d] = true
		delete(s.exceptions, d)
	})
	master := m.storedLocked(r)
	master.one, master.cancelled = last, true
	return master, nil
}

// knownSlotLocked finds an occurrence that is still the version that the caller
// knows.
func (m *Mailbox) knownSlotLocked(n uint32, d Day, etag string) (Event, error) {
	r, ok := m.slotLocked(n, d)
	if !ok {
		return Event{}, fmt.Errorf("occurrence: %w", ErrNotFound)
	}
	e := m.slotEvent(r, d)
	if etag != "" && etag != e.ETag() {
		return Event{}, ErrConflict
	}
	return e, nil
}

// changeSlotLocked changes a copy of a series as the next change of the mailbox.
func (m *Mailbox) changeSlotLocked(n uint32, now time.Time, change func(s *series, seq uint32)) record {
	i, _ := m.indexLocked(n)
	m.replaceLocked(m.records[i], now)
	m.seq++
	r := &m.records[i]
	r.series = r.series.clone()
	r.seq, r.modified = m.seq, now.UnixNano()
	change(r.series, m.seq)
	return *r
}
