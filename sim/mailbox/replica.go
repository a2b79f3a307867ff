package mailbox

import (
	"cmp"
	"maps"
	"slices"
	"time"
)

// maxReplaced bounds the older versions of events that a mailbox keeps. Beyond it
// a replica that is further behind shows no version of what it has forgotten.
const maxReplaced = 1000

// version is an event as it was until it was changed or removed.
type version struct {
	record
	name  string // transaction id
	until int64  // first instant of its replacement, nanoseconds of Unix time
}

// replaceLocked keeps what is about to be changed or removed.
func (m *Mailbox) replaceLocked(r record, now time.Time) {
	m.replaced = append(m.replaced, version{r, m.names[r.number], now.UnixNano()})
	if excess := len(m.replaced) - maxReplaced; excess > 0 {
		m.replaced = slices.Delete(m.replaced, 0, excess)
	}
}

// AsOf returns the mailbox as it was at an instant, changes of that instant
// included: what a replica answers from that is that far behind. It is for reading
// only. Before the mailbox was made it was as it was then. What has been forgotten
// of the change log stays so.
func (m *Mailbox) AsOf(at time.Time) *Mailbox {
	m.mu.Lock()
	defer m.mu.Unlock()
	then := max(at.UnixNano(), m.born)
	past := &Mailbox{spec: m.spec, store: m.store, key: m.key, calendarID: m.calendarID, born: m.born,
		forgotten: m.forgotten, forgottenAt: m.forgottenAt, names: map[uint32]string{}}
	maps.Copy(past.names, m.names)
	for _, r := range m.records {
		if r.modified <= then {
			past.addLocked(r)
		}
	}
	for _, v := range m.replaced {
		if v.modified <= then && then < v.until {
			past.addLocked(v.record)
			if v.name != "" {
				past.names[v.number] = v.name
			}
		}
	}
	slices.SortFunc(past.records, func(a, b record) int { return cmp.Compare(a.number, b.number) })
	for _, t := range m.tombstones {
		if t.at <= then {
			past.tombstones, past.seq = append(past.tombstones, t), max(past.seq, t.seq)
		}
	}
	if m.forgottenAt <= then {
		past.seq = max(past.seq, m.forgotten)
	}
	return past
}

// addLocked puts a record into a mailbox that nobody else knows yet. A series
// belongs to one mailbox.
func (m *Mailbox) addLocked(r record) {
	if r.series != nil {
		r.series = r.series.clone()
	}
	m.records, m.seq = append(m.records, r), max(m.seq, r.seq)
}
