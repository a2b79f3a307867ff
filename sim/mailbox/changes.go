package mailbox

import (
	"cmp"
	"slices"
	"time"
)

// maxTombstones bounds what a mailbox remembers of deleted events. Delta tokens
// of the provider have no fixed life, but fall out of a bounded cache (provider
// contract 3.5); here a token is gone once this many deletions came after it.
const maxTombstones = 1000

// ChangeQuery asks for the part of the change log that concerns one window.
type ChangeQuery struct {
	From, Until time.Time // the window, Until exclusive

	After uint64 // changes with a later sequence number than this
	Upto  uint64 // and up to this one, inclusive
	// RemovedAfter is the state that the reader knew: removals are told only when
	// later. Equal to After for the next round of a reader, to Upto for one that
	// knows nothing yet.
	RemovedAfter uint64
	Limit        int // at most so many; 0: all
}

// ChangedItem is an event of the window that is new or changed, or one that is
// not in it any more: deleted, moved away, or never in it.
type ChangedItem struct {
	Event   Event // only its ID when Removed
	Removed bool
}

// ChangePage is a part of the answer to a ChangeQuery, in the order of changes.
type ChangePage struct {
	Items []ChangedItem
	Seq   uint64 // ask on After this
	More  bool   // there is more, up to the query's Upto
}

// Seq is the sequence number of the last change, 0 at first.
func (m *Mailbox) Seq() uint64 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return uint64(m.seq)
}

// Changes reads the change log. An event that changes again between two pages
// leaves the round and comes in the next one. The error is ErrExpired.
func (m *Mailbox) Changes(q ChangeQuery) (ChangePage, error) {
	chosen, err := m.changes(q)
	if err != nil {
		return ChangePage{}, err
	}
	page := ChangePage{Seq: q.Upto}
	if q.Limit > 0 && len(chosen) > q.Limit {
		chosen, page.More = chosen[:q.Limit], true
		page.Seq = uint64(chosen[q.Limit-1].seq)
	}
	if len(chosen) == 0 {
		return page, nil
	}
	page.Items = make([]ChangedItem, len(chosen))
	for i, c := range chosen {
		if c.removed {
			page.Items[i] = ChangedItem{Event: Event{ID: m.key.id(itemEvent, c.number)}, Removed: true}
		} else {
			page.Items[i] = ChangedItem{Event: m.named(c.record)}
		}
	}
	return page, nil
}

type changed struct {
	record
	removed bool
}

// changes selects what the query asks for, sorted by sequence number.
func (m *Mailbox) changes(q ChangeQuery) ([]changed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if q.RemovedAfter < uint64(m.forgotten) && q.RemovedAfter < q.Upto {
		return nil, ErrExpired
	}
	if q.After >= uint64(m.seq) {
		return nil, nil
	}
	var out []changed
	from, until := q.From.UnixNano(), q.Until.UnixNano()
	add := func(r record, removed bool) {
		seq := uint64(r.seq)
		if seq > q.After && seq <= q.Upto && (!removed || seq > q.RemovedAfter) {
			out = append(out, changed{r, removed})
		}
	}
	for _, r := range m.records {
		add(r, !r.within(from, until))
	}
	for _, t := range m.tombstones {
		add(record{number: t.number, seq: t.seq}, true)
	}
	slices.SortFunc(out, func(a, b changed) int { return cmp.Compare(a.seq, b.seq) })
	return out, nil
}

// ForgetChanges drops the change log, as when a mailbox moves to another
// database: whoever read it before must start afresh.
func (m *Mailbox) ForgetChanges() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seq++ // nobody's last known state is newer than what is forgotten
	m.forgotten, m.forgottenAt, m.tombstones = m.seq, m.store.clock.Now().UnixNano(), nil
}

func (m *Mailbox) buryLocked(t tombstone) {
	m.tombstones = append(m.tombstones, t)
	if excess := len(m.tombstones) - maxTombstones; excess > 0 {
		m.forgotten, m.forgottenAt = m.tombstones[excess-1].seq, m.tombstones[excess-1].at
		m.tombstones = slices.Delete(m.tombstones, 0, excess)
	}
}
