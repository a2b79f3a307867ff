package mailbox

import (
	"errors"
	"fmt"
	"time"
)

// Errors of a mailbox.
var (
	ErrNotFound = errors.New("not found")
	ErrInvalid  = errors.New("invalid event")
	// ErrConflict means that the event is not the version that the caller knows.
	ErrConflict = errors.New("event has changed meanwhile")
	// ErrCrossing means that an occurrence would pass the one before or after it.
	ErrCrossing = errors.New("an occurrence cannot pass its neighbours")
	// ErrExpired means that the change log no longer reaches back to the asked
	// sequence number: the reader must start afresh.
	ErrExpired = errors.New("change log no longer reaches back that far")
)

// ShowAs values, as Graph spells them (provider contract 3.2).
const (
	Free             = "free"
	Tentative        = "tentative"
	Busy             = "busy"
	OutOfOffice      = "oof"
	WorkingElsewhere = "workingElsewhere"
	Unknown          = "unknown"
)

// Calendar is one calendar of a mailbox.
type Calendar struct {
	ID        string // opaque
	Name      string
	ChangeKey string // opaque
	Default   bool
}

// Types of Event, as Graph spells them (provider contract 3.2).
const (
	SingleInstance = "singleInstance"
	SeriesMaster   = "seriesMaster"
	Occurrence     = "occurrence" // as its series' master says
	Exception      = "exception"  // an occurrence that was changed by itself
)

// Event is one appointment, a series of them, or one of a series. Whoever creates
// one sets Subject, Start and End, and may set AllDay, ShowAs, TimeZone,
// CalendarID, TransactionID and Recurrence; the mailbox sets the rest. Start and
// End of a master are those of its first occurrence (provider contract 3.5).
type Event struct {
	ID         string    // opaque, case-sensitive, unique in the world
	ICalUID    string    // unique in the world
	CalendarID string    // default: the default calendar
	ChangeKey  string    // another one after every edit
	Subject    string    //
	Start, End time.Time // UTC, End exclusive
	AllDay     bool      // Start and End are midnights of TimeZone
	ShowAs     string    // default: Busy
	TimeZone   string    // IANA name; default: the owner's
	// TransactionID is the caller's own name for the create that made the event, ""
	// for none; it never changes (provider contract 3.2).
	TransactionID string
	Created       time.Time // UTC
	Modified      time.Time // UTC
	Type          string    // SingleInstance, ...
	Recurrence    *Recurrence
	SeriesID      string // of the master of an occurrence or exception, "" for others
	Slot          Day    // day on which the rule lets an occurrence begin, 0 for others
}

// ETag is the weak entity tag, quotes and all (provider contract 3.2).
func (e Event) ETag() string { return `W/"` + e.ChangeKey + `"` }

// normalize fills defaults and reports what no mailbox would store.
func (e *Event) normalize(s *Spec) error {
	if e.ShowAs == "" {
		e.ShowAs = Busy
	}
	if e.TimeZone == "" {
		e.TimeZone = s.TimeZone
	}
	e.Start, e.End = e.Start.UTC(), e.End.UTC()
	switch {
	case e.Start.IsZero() || e.End.IsZero():
		return fmt.Errorf("%w: start and end must be given", ErrInvalid)
	case e.End.Before(e.Start):
		return fmt.Errorf("%w: it ends at %s, before it starts at %s", ErrInvalid, e.End.Format(time.RFC3339), e.Start.Format(time.RFC3339))
	}
	if r := e.Recurrence; r != nil {
		if err := r.normalize(e.TimeZone); err != nil {
			return err
		}
		if e.Start.Year() < 1970 {
			return fmt.Errorf("%w: a series begins in 1970 at the earliest", ErrInvalid)
		}
	}
	switch e.ShowAs {
	case Free, Tentative, Busy, OutOfOffice, WorkingElsewhere, Unknown:
		return nil
	}
	return fmt.Errorf("%w: it cannot be shown as %q", ErrInvalid, e.ShowAs)
}
