package outlook

import (
	"errors"
	"net/http"

	"anchorage/sim/mailbox"
)

// createEvent makes an event, or finds the one that the same transaction id made
// (provider contract 3.1, 3.2).
func (c *call) createEvent() {
	if !c.findCalendar() {
		return
	}
	said, ok := c.readContent()
	if !ok {
		return
	}
	if said.start == nil || said.end == nil {
		c.invalid("An event needs a start and an end.")
		return
	}
	e := mailbox.Event{CalendarID: c.keys.calendar}
	if said.transaction != nil {
		e.TransactionID = *said.transaction
	}
	if err := said.apply(&e); err != nil {
		c.refuseWrite(err)
		return
	}
	made, _, err := c.owner.As(mailbox.ByAPI).Create(e)
	if err != nil {
		c.refuseWrite(err)
		return
	}
	c.tellEvent(http.StatusCreated, made)
}

// updateEvent changes what the body names (provider contract 3.2, 3.6).
func (c *call) updateEvent() {
	if !c.findCalendar() {
		return
	}
	said, ok := c.readContent()
	if !ok {
		return
	}
	e, err := c.owner.As(mailbox.ByAPI).Update(c.keys.event, c.ifMatch(), said.apply)
	if err != nil {
		c.refuseWrite(err)
		return
	}
	c.tellEvent(http.StatusOK, e)
}

// deleteEvent removes an event (provider contract 3.1).
func (c *call) deleteEvent() {
	if !c.findCalendar() {
		return
	}
	if err := c.owner.As(mailbox.ByAPI).Delete(c.keys.event, c.ifMatch()); err != nil {
		c.refuseWrite(err)
		return
	}
	c.w.WriteHeader(http.StatusNoContent)
}

func (c *call) tellEvent(status int, v mailbox.Event) {
	c.singleAs(status, c.context("events", "/$entity"), func(e *encoder) { c.event(e, v) })
}

// ifMatch is the version that the client knows, "" for any.
func (c *call) ifMatch() string {
	if tag := headerValue(c.r.Header, "If-Match"); tag != "*" {
		return tag
	}
	return ""
}

// refuseWrite answers for what the mailbox did not do.
func (c *call) refuseWrite(err error) {
	switch {
	case errors.Is(err, mailbox.ErrConflict):
		c.fail(http.StatusPreconditionFailed, codeConflict, "")
	case errors.Is(err, mailbox.ErrCrossing):
		c.fail(http.StatusBadRequest, codeOccurrenceCrossing, "")
	case errors.Is(err, mailbox.ErrNotFound):
		c.missing(c.keys.event)
	default:
		c.invalid("At least one property failed validation: " + err.Error() + ".")
	}
}
