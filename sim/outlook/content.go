package outlook

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"anchorage/sim/mailbox"
	"anchorage/sim/units"
)

// maxTransactionLetters bounds a transaction id.
const maxTransactionLetters = 4096

// content is what the body of a write says of an event; nil is not said.
type content struct {
	subject, showAs, transaction *string
	allDay                       *bool
	start, end                   *dateTimeZone
	recurrence                   *recurrence
}

// dateTimeZone is a moment and the zone that it is told in.
type dateTimeZone struct {
	at   time.Time
	zone *time.Location
}

// unstored are properties that writes may set and this provider does not keep: no
// client here reads them back.
var unstored = []string{"allowNewTimeProposals", "attendees", "body", "categories", "hideAttendees", "importance",
	"isOnlineMeeting", "isReminderOn", "location", "locations", "onlineMeetingProvider", "originalEndTimeZone",
	"originalStartTimeZone", "reminderMinutesBeforeStart", "responseRequested", "sensitivity"}

// errInvalidProperty is a property that is known and wrong.
var errInvalidProperty = errors.New("invalid property")

// readContent reads the body of a write, or answers the call.
func (c *call) readContent() (content, bool) {
	var said content
	members, ok := c.readObject()
	if !ok {
		return said, false
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		value := members[name]
		known, err := said.set(c, name, value)
		switch {
		case errors.Is(err, errors.ErrUnsupported):
			c.server.unknown(c.r, err.Error())
			c.fail(http.StatusNotImplemented, codeNotImplemented, "")
			return said, false
		case err != nil:
			c.invalid(fmt.Sprintf("The property '%s' failed validation: %s.", c.site.spelled(name), err))
			return said, false
		case known:
		case strings.HasPrefix(name, "@") || slices.Contains(unstored, name):
		default:
			c.fail(http.StatusBadRequest, codeInvalidRequest, "The property '"+c.site.spelled(name)+"' does not exist on an event.")
			return said, false
		}
	}
	return said, true
}

// invalid answers that a property has a value that no event can have.
func (c *call) invalid(text string) {
	c.fail(http.StatusBadRequest, codePropertyValidation, text)
}

// set takes one property; false if it is none that is kept.
func (n *content) set(c *call, name string, value json.RawMessage) (known bool, err error) {
	switch name {
	case "subject":
		return true, decode(value, &n.subject)
	case "transactionId":
		if err := decode(value, &n.transaction); err != nil {
			return true, err
		}
		if n.transaction != nil && len(*n.transaction) > maxTransactionLetters {
			return true, errInvalidProperty
		}
	case "showAs":
		if err := decode(value, &n.showAs); err != nil {
			return true, err
		}
		return true, n.checkShowAs()
	case "isAllDay":
		return true, decode(value, &n.allDay)
	case "start":
		n.start, err = c.readMoment(value)
	case "end":
		n.end, err = c.readMoment(value)
	case "recurrence":
		n.recurrence, err = c.readRecurrence(value)
	default:
		return false, nil
	}
	return true, err
}

func decode[T any](value json.RawMessage, into *T) error {
	if json.Unmarshal(value, into) != nil {
		return errInvalidProperty
	}
	return nil
}

// checkShowAs takes values of the enumeration in any case.
func (n *content) checkShowAs() error {
	if n.showAs == nil {
		return nil
	}
	for _, known := range []string{mailbox.Free, mailbox.Tentative, mailbox.Busy, mailbox.OutOfOffice, mailbox.WorkingElsewhere, mailbox.Unknown} {
		if strings.EqualFold(*n.showAs, known) {
			n.showAs = &known
			return nil
		}
	}
	return errInvalidProperty
}

// readMoment reads {"dateTime","timeZone"}: local wall time and a zone's name
// (provider contract 3.2).
func (c *call) readMoment(value json.RawMessage) (*dateTimeZone, error) {
	var members map[string]json.RawMessage
	if json.Unmarshal(value, &members) != nil || members == nil {
		return nil, errInvalidProperty
	}
	named := c.site.canonicalNames(members)
	var text, zone string
	if decode(named["dateTime"], &text) != nil || decode(named["timeZone"], &zone) != nil || zone == "" {
		return nil, errInvalidProperty
	}
	location, err := c.zone(zone)
	if err != nil {
		return nil, err
	}
	for _, layout := range instantLayouts {
		if at, err := time.ParseInLocation(layout, text, location); err == nil {
			return &dateTimeZone{at, location}, nil
		}
	}
	return nil, errInvalidProperty
}

// apply changes an event as the content says.
func (n *content) apply(e *mailbox.Event) error {
	if n.subject != nil {
		e.Subject = *n.subject
	}
	if n.showAs != nil {
		e.ShowAs = *n.showAs
	}
	if n.allDay != nil {
		e.AllDay = *n.allDay
	}
	if n.start != nil {
		e.Start, e.TimeZone = n.start.at, n.start.zone.String()
	}
	if n.end != nil {
		e.End = n.end.at
	}
	if n.transaction != nil && *n.transaction != e.TransactionID {
		return fmt.Errorf("%w: the transaction id is set when an event is made and never later", mailbox.ErrInvalid)
	}
	if n.recurrence != nil {
		if err := n.recurrence.apply(e); err != nil {
			return err
		}
	}
	return checkAllDay(e)
}

// checkAllDay: the days of an event are whole ones in its zone, and one at least.
func checkAllDay(e *mailbox.Event) error {
	if !e.AllDay {
		return nil
	}
	zone, err := units.Location(e.TimeZone)
	if err != nil {
		return fmt.Errorf("%w: %v", mailbox.ErrInvalid, err)
	}
	if !midnight(e.Start.In(zone)) || !midnight(e.End.In(zone)) || !e.Start.Before(e.End) {
		return fmt.Errorf("%w: start and end of an all-day event are midnights of one zone, a day or more apart", mailbox.ErrInvalid)
	}
	return nil
}

func midnight(at time.Time) bool {
	hour, minute, second := at.Clock()
	return hour == 0 && minute == 0 && second == 0 && at.Nanosecond() == 0
}
