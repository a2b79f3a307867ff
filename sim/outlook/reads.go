package outlook

import (
	"net/http"
	"strconv"
	"strings"
	"sync"

	"anchorage/sim/mailbox"
)

// encoders are those that wrote earlier answers: their memory has grown already.
var encoders = sync.Pool{New: func() any { return &encoder{b: make([]byte, 0, 1024)} }}

// encoder returns one for the body of the answer, which succeedAs frees.
func (c *call) encoder() *encoder {
	e := encoders.Get().(*encoder)
	*e = encoder{b: e.b[:0], pascal: c.site.pascal, selected: c.options.selected}
	return e
}

// single answers 200 with one resource.
func (c *call) single(context string, write func(*encoder)) {
	c.singleAs(http.StatusOK, context, write)
}

// singleAs answers with one resource.
func (c *call) singleAs(status int, context string, write func(*encoder)) {
	e := c.encoder()
	e.open()
	e.text("@odata.context", context)
	write(e)
	e.close()
	c.succeedAs(status, e)
}

func (c *call) listCalendars() {
	e := c.encoder()
	e.open()
	e.text("@odata.context", c.context("calendars", ""))
	e.list("value")
	for _, v := range c.owner.Calendars() {
		e.separate()
		e.open()
		c.calendar(e, v)
		e.close()
	}
	e.closeList()
	e.close()
	c.succeed(e)
}

func (c *call) getCalendar() {
	c.single(c.context("calendars", "/$entity"), func(e *encoder) { c.calendar(e, c.owner.DefaultCalendar()) })
}

// findCalendar checks the calendar that the path names, or answers the call.
func (c *call) findCalendar() bool {
	id := c.keys.calendar
	if id == "" {
		return true
	}
	for _, v := range c.owner.Calendars() {
		if v.ID == id {
			return true
		}
	}
	c.missing(id)
	return false
}

// missing answers that there is no item of that id.
func (c *call) missing(id string) {
	if !mailbox.WellFormedID(id) {
		c.fail(http.StatusBadRequest, codeIDMalformed, "")
		return
	}
	c.fail(http.StatusNotFound, codeItemNotFound, "")
}

func (c *call) getEvent() {
	if !c.findCalendar() {
		return
	}
	v, ok := c.owner.Event(c.keys.event)
	if !ok {
		c.missing(c.keys.event)
		return
	}
	c.single(c.context("events", "/$entity"), func(e *encoder) { c.event(e, v) })
}

func (c *call) listEvents() {
	if c.findCalendar() {
		c.page("events", c.owner.Events())
	}
}

func (c *call) calendarView() {
	if c.findCalendar() && c.requireWindow() {
		c.page("calendarView", c.owner.View(c.options.start, c.options.end))
	}
}

func (c *call) requireWindow() bool {
	if !c.options.hasWindow() {
		c.fail(http.StatusBadRequest, codeInvalidParameter,
			"This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.")
		return false
	}
	return true
}

// page answers with a part of a list, and a link to the next one (provider
// contract 3.6).
func (c *call) page(resource string, events []mailbox.Event) {
	skip, size := max(c.options.skip, 0), c.pageSize()
	e := c.encoder()
	e.open()
	e.text("@odata.context", c.context(resource, ""))
	if c.options.count {
		e.key("@odata.count")
		e.b = strconv.AppendInt(e.b, int64(len(events)), 10)
	}
	rest := events[min(skip, len(events)):]
	shown := rest[:min(size, len(rest))]
	e.list("value")
	for _, v := range shown {
		e.separate()
		e.open()
		c.event(e, v)
		e.close()
	}
	e.closeList()
	if len(shown) < len(rest) {
		e.text("@odata.nextLink", c.nextPage(size, skip+size))
	}
	e.close()
	c.succeed(e)
}

func (c *call) pageSize() int {
	switch {
	case c.options.top > 0:
		return min(c.options.top, maxPageSize)
	case c.prefer.pageSize > 0:
		return c.prefer.pageSize
	}
	return defaultPageSize
}

// nextPage is the address that was asked, with another place in the list.
func (c *call) nextPage(size, skip int) string {
	var kept []string
	for pair := range strings.SplitSeq(c.r.URL.RawQuery, "&") {
		name, _ := splitOption(pair)
		if pair != "" && !strings.EqualFold(name, "$top") && !strings.EqualFold(name, "$skip") {
			kept = append(kept, pair)
		}
	}
	kept = append(kept, "%24top="+strconv.Itoa(size), "%24skip="+strconv.Itoa(skip))
	return c.self() + "?" + strings.Join(kept, "&")
}

// me answers who the owner is. Only Outlook REST tells the mailbox id (provider
// contract 2.1).
func (c *call) me() {
	s := c.owner.Spec()
	if c.site.pascal {
		id := s.MailboxGUID + "@" + mailboxTenant(s)
		c.single(c.site.base+"/$metadata#Me", func(e *encoder) {
			e.text("@odata.id", c.site.base+"/Users('"+id+"')")
			e.textField("id", id)
			e.textField("emailAddress", s.Address)
			e.textField("displayName", displayName(s))
			e.textField("alias", alias(s))
			e.textField("mailboxGuid", s.MailboxGUID)
		})
		return
	}
	c.single(c.site.base+"/$metadata#users/$entity", func(e *encoder) {
		e.rawField("businessPhones", "[]")
		e.textField("displayName", displayName(s))
		e.textField("id", graphID(s))
		e.rawField("jobTitle", "null")
		if s.Provider == mailbox.OutlookCom {
			e.rawField("mail", "null")
		} else {
			e.textField("mail", s.Address)
		}
		e.rawField("mobilePhone", "null")
		e.rawField("officeLocation", "null")
		e.rawField("preferredLanguage", "null")
		e.textField("userPrincipalName", s.SignIn)
	})
}

// mailboxTenant is the tenant in mailbox ids; for consumers it is not the one of
// their identities.
func mailboxTenant(s *mailbox.Spec) string {
	if s.Provider == mailbox.OutlookCom {
		return mailbox.ConsumerMailboxTenant
	}
	return s.TID
}

func alias(s *mailbox.Spec) string {
	if s.Provider == mailbox.OutlookCom {
		return "puid-" + s.PUID
	}
	return displayName(s)
}
