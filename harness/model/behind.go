package model

import "time"

// behind is an answer of the provider that came from a replica which knew less
// than it should: a client cannot tell.
type behind struct {
	at time.Time // of the request
	by time.Duration
}

// Behind tells that the provider answered a request of an instant from a replica
// that was behind by so much. What the client says of that instant may then be as
// old as the replica.
func (m *Model) Behind(at time.Time, mailbox string, by time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.truthLocked(mailbox)
	t.behind = append(t.behind, behind{at, by})
}

// state makes the changes up to the instant that an answer states, or as far as
// the replicas that it may rest on knew them. A round that began later has caught
// up with what an earlier one was not told.
func (t *truth) state(asOf time.Time) {
	t.stated = asOf
	known := asOf
	kept := t.behind[:0]
	for _, b := range t.behind {
		if b.at.Before(asOf) {
			continue
		}
		kept = append(kept, b)
		if then := b.at.Add(-b.by); then.Before(known) {
			known = then
		}
	}
	t.behind = kept
	if known.After(t.asOf) {
		t.advance(known)
	}
}
