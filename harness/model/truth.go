package model

import (
	"slices"
	"time"
)

// change is what happened to one event.
type change struct {
	at     time.Time
	id     string
	value  Value
	exists bool // false: deleted
}

// truth is one mailbox: its state at the last as_of that an answer stated, and
// the changes since. as_of never goes back, so older states are never asked for
// and the log stays short.
type truth struct {
	stated     time.Time // the last as_of of an answer
	asOf       time.Time // of events: as stated, or earlier when the provider was behind
	behind     []behind
	writes     []*write             // accepted, in order
	edited     map[string]time.Time // key: event id; when its owner last changed it in the provider
	declined   map[string]time.Time // key: kind of Write; when the provider last refused one
	events     events               // at asOf
	later      []change             // after asOf, by instant
	judgements uint64

	series map[string]*Series // key: id of the master; nil before the first
	known  time.Time          // up to which they are told
}

func newTruth() *truth {
	return &truth{edited: map[string]time.Time{}, declined: map[string]time.Time{}}
}

// add puts a change in its place: at the end, unless instants came out of order.
func (t *truth) add(c change) {
	i := len(t.later)
	for i > 0 && t.later[i-1].at.After(c.at) {
		i--
	}
	t.later = append(t.later, change{})
	copy(t.later[i+1:], t.later[i:])
	t.later[i] = c
}

// advance makes the changes up to and including asOf.
func (t *truth) advance(asOf time.Time) {
	n := 0
	for n < len(t.later) && !t.later[n].at.After(asOf) {
		n++
	}
	t.events = slices.Grow(t.events, n) // at first that is all that a calendar begins with
	for i := range t.later[:n] {
		t.events.apply(&t.later[i])
	}
	if n > 0 {
		// Anew, since the first log, of all that a calendar begins with, is a long one.
		t.later = append([]change(nil), t.later[n:]...)
	}
	t.asOf = asOf
}
