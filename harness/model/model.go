// Package model is the reference for reads: it knows what was true in the
// provider at every instant, and says whether an answer is one that a correct
// cache may give (promises C2 and C4). It shares no code with the system under
// test nor with the simulated provider.
package model

import (
	"sync"
	"time"
)

// Value is what an owner sees of an event.
type Value struct {
	Subject    string
	Start, End time.Time
	ShowAs     string
}

// Item is one event of an answer.
type Item struct {
	ID string
	Value
}

// Model holds the truth about all mailboxes. It is safe for concurrent use and
// does no I/O.
type Model struct {
	mu        sync.Mutex
	mailboxes map[string]*truth // key: mailbox
}

// New returns a model of a world without events.
func New() *Model { return &Model{mailboxes: map[string]*truth{}} }

// Changed tells that an event became value at an instant, or was deleted (nil).
// Changes of one mailbox come in the order of their instants.
func (m *Model) Changed(at time.Time, mailbox, eventID string, value *Value) {
	c := change{at: at, id: eventID}
	if value != nil {
		c.value, c.exists = *value, true
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.truthLocked(mailbox)
	if t.series[eventID] != nil { // a series until now
		t.repeat(at, eventID, nil, t.known)
	}
	t.add(c)
}

// Judge says what is wrong with an answer to a read of [from, until), given at
// now, that states asOf as the instant it speaks of; "" when nothing is.
//
// The answer must equal the truth within the window at one instant t with
// asOf <= t <= now, where every change up to and including t has been made, and so
// have the owner's accepted writes (Accepted) that were in effect later than t or
// are not yet; the order of its items is free. Where the provider answered from a
// replica that was behind (Behind), t may be as much earlier. asOf must lie in no future and, for one mailbox,
// never go back. What is wrong is told as the first difference from the truth at
// the instant that comes closest. The answer keeps its value, but may hold it in other
// strings afterwards (matches).
func (m *Model) Judge(mailbox string, from, until, asOf, now time.Time, answer []Item) (wrong string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	t := m.truthLocked(mailbox)
	if !t.known.IsZero() && until.After(t.known) {
		return "the reference knows series until " + instant(t.known) + " only, and the read asks for more"
	}
	switch {
	case asOf.IsZero():
		return "the answer does not say what instant it speaks of"
	case asOf.After(now):
		return "as_of " + instant(asOf) + " lies in the future"
	case asOf.Before(t.stated):
		return "as_of went back from " + instant(t.stated) + " to " + instant(asOf)
	}
	t.state(asOf)
	w := window{from, until}
	if t.hasOpenWrites() {
		return t.judgeWithWrites(w, now, answer)
	}
	return t.judge(w, now, answer)
}

func (m *Model) truthLocked(mailbox string) *truth {
	t, known := m.mailboxes[mailbox]
	if !known {
		t = newTruth()
		m.mailboxes[mailbox] = t
	}
	return t
}

// window is a half-open span of time.
type window struct{ from, until time.Time }

// shows says whether an event belongs to the window: it begins before the window
// ends and ends after it begins. An event without length belongs to the window
// that it begins in.
func (w window) shows(v *Value) bool {
	if !v.Start.Before(w.until) {
		return false
	}
	return v.End.After(w.from) || v.Start.Equal(v.End) && v.Start.Equal(w.from)
}

func (v *Value) equal(o *Value) bool {
	return v.Subject == o.Subject && v.ShowAs == o.ShowAs && v.Start.Equal(o.Start) && v.End.Equal(o.End)
}

func instant(t time.Time) string { return t.UTC().Format("2006-01-02 15:04:05.000 UTC") }
