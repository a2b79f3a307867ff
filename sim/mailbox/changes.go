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
	// A series counts as its master, its exceptions and, with CountBare, its
	// occurrences. It is never split, even if the limit is exceeded by that.
	CountBare bool
}

// ChangedItem is an event of the window that is new or changed, or one that is
// not in it any more: deleted, moved away, or never in it. A series is one item
// and told whole, whatever of it changed: that an occurrence was cancelled shows by
// its absence (provider contract 3.5).
type ChangedItem struct {
	Event     Event // only its ID when Removed; the master of a series
	Removed   bool
	Instances []Event // occurrences and exceptions of the series that the window shows, by start
}

// weight is what the item counts towards a limit.
func (c *ChangedItem) weight(bare bool) int {
	n := 1
	for i := range c.Instances {
		if bare || c.Instances[i].Type == Exception {
			n++
		}
	}
	return n
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
	if len(chosen) == 0 {
		return page, nil
	}
	page.Items = make([]ChangedItem, 0, len(chosen))
	for i, room := 0, q.Limit; i < len(chosen); i++ {
		if q.Limit > 0 && room <= 0 {
			page.More, page.Seq = true, uint64(chosen[i-1].seq)
			break
		}
		item := m.item(chosen[i], q)
		room -= item.weight(q.CountBare)
		page.Items = append(page.Items, item)
	}
	return page, nil
}

func (m *Mailbox) item(c changed, q ChangeQuery) ChangedItem {
	if c.removed {
		return ChangedItem{Event: Event{ID: m.key.id(itemEvent, c.number)}, Removed: true}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	item := ChangedItem{Event: m.eventLocked(c.record)}
	if c.series != nil {
		item.Instances = m.instancesLocked(c.record, q.From.UnixNano(), q.Until.UnixNano())
	}
	return item
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
		if uint64(r.seq) > q.After {
			add(r, !r.shownIn(from, until))
		}
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
