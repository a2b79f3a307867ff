package people

import (
	"context"
	"encoding/json"
	"errors"
	"time"
)

// Event is a single calendar event, as an owner sees it. Owners recognise an
// event by subject and time, so ids may differ between calendar and answers.
type Event struct {
	ID         string
	Subject    string
	Start, End time.Time
}

// Calendar is an owner's calendar in the provider, which they edit there. It is
// used from one goroutine at a time.
type Calendar interface {
	// Create adds an event (its ID is ignored) and returns the new ID.
	Create(e Event) (id string, err error)
	// Update gives the event e.ID the subject, start and end of e.
	Update(e Event) error
	// Delete removes an event.
	Delete(id string) error
	// Events are the single events that the owner may change. Order is free.
	Events() []Event
}

// ErrNotLinked is a Reader's answer while the owner has no account: there is
// nothing to look at yet, and nothing is told.
var ErrNotLinked = errors.New("the account is not linked yet")

// Reader is the system as an owner sees it.
type Reader interface {
	// Read answers with the events of a mailbox that overlap [from, until). With an
	// error only the notes of the answer count.
	Read(ctx context.Context, mailbox string, from, until time.Time) (Answer, error)
}

// Answer is what the system says of a calendar.
type Answer struct {
	Events []Event
	AsOf   time.Time // the instant that it speaks of
	Stale  bool      // says of itself that it is old
	// Notes are the reader's own, handed to the observer untouched: what it counted
	// or checked while answering.
	Notes any
}

// Controls change the running system. Calls return once the change is made or
// refused.
type Controls interface {
	Deploy(ctx context.Context, settings json.RawMessage) error
	Enable(ctx context.Context, settings json.RawMessage) error
	// Try changes settings and puts them back after lasts. It may return as soon as
	// they are in force or only at the end; an error is told either way.
	Try(ctx context.Context, settings json.RawMessage, lasts time.Duration) error
	Relink(ctx context.Context, c Campaign) error
}
