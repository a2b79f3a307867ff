package outlook

import (
	"net/url"
	"strings"
	"time"

	"anchorage/sim/mailbox"
)

// self is the address that was asked, without its query.
func (c *call) self() string { return "https://" + c.exchange.Host + c.r.URL.EscapedPath() }

// contextLetters is room enough for most contexts.
const contextLetters = 128

// context is the value of @odata.context for a resource of the mailbox, as
// "events" or "calendarView" (provider contract 3.1 and 7).
func (c *call) context(resource, suffix string) string {
	var b strings.Builder
	b.Grow(contextLetters)
	b.WriteString(c.site.base)
	b.WriteString("/$metadata#")
	if c.site.pascal {
		b.WriteString("Me/")
	} else {
		b.WriteString("users('" + url.PathEscape(graphID(c.owner.Spec())) + "')/")
	}
	e := encoder{pascal: c.site.pascal}
	if id := c.keys.calendar; id != "" {
		b.Write(e.appendCased(nil, "calendars('"+id+"')/"))
	}
	b.Write(e.appendCased(nil, resource))
	if len(c.options.selected) > 0 {
		b.WriteString("(" + strings.Join(c.options.selected, ",") + ")")
	}
	b.WriteString(suffix)
	return b.String()
}

// graphID is the id of a user in Graph: the CID of a consumer, else the object id
// (provider contract 2.1).
func graphID(s *mailbox.Spec) string {
	if s.Provider == mailbox.OutlookCom {
		return s.CID
	}
	return s.OID
}

// displayName is what the provider calls the owner.
func displayName(s *mailbox.Spec) string {
	name, _, _ := strings.Cut(s.SignIn, "@")
	return name
}

// item starts an item: what Outlook REST puts on each, and the entity tag. The
// real @odata.id names the mailbox by its GUID; see the note on opaque ids in
// package mailbox.
func (c *call) item(e *encoder, collection, id, etag string) {
	if c.site.pascal {
		e.text("@odata.id", c.site.base+"/Me/"+collection+"('"+id+"')")
	}
	if etag != "" {
		e.key("@odata.etag")
		e.value(etag)
	}
}

// event writes all of an event (provider contract 3.2).
func (c *call) event(e *encoder, v mailbox.Event) {
	spec := c.owner.Spec()
	c.item(e, "Events", v.ID, v.ETag())
	e.textField("id", v.ID)
	e.textField("createdDateTime", stamp(v.Created))
	e.textField("lastModifiedDateTime", stamp(v.Modified))
	e.textField("changeKey", v.ChangeKey)
	e.rawField("categories", "[]")
	if v.TransactionID == "" {
		e.rawField("transactionId", "null")
	} else {
		e.textField("transactionId", v.TransactionID)
	}
	e.textField("originalStartTimeZone", v.TimeZone)
	e.textField("originalEndTimeZone", v.TimeZone)
	e.textField("iCalUId", v.ICalUID)
	e.intField("reminderMinutesBeforeStart", 15)
	e.boolField("isReminderOn", true)
	e.boolField("hasAttachments", false)
	e.textField("subject", v.Subject)
	e.textField("bodyPreview", "")
	e.enumField("importance", "normal")
	e.enumField("sensitivity", "normal")
	e.boolField("isAllDay", v.AllDay)
	e.boolField("isCancelled", false)
	e.boolField("isOrganizer", true)
	e.boolField("responseRequested", true)
	if v.SeriesID == "" {
		e.rawField("seriesMasterId", "null")
	} else {
		e.textField("seriesMasterId", v.SeriesID)
	}
	e.enumField("showAs", v.ShowAs)
	e.enumField("type", v.Type)
	e.textField("webLink", webLink(spec, v.ID))
	e.rawField("onlineMeetingUrl", "null")
	e.boolField("isOnlineMeeting", false)
	c.recurrence(e, v)
	c.eventParts(e, v, spec)
}

// eventParts writes the properties of an event that are objects.
func (c *call) eventParts(e *encoder, v mailbox.Event, spec *mailbox.Spec) {
	if e.field("responseStatus") {
		e.open()
		e.name("response")
		e.enum("organizer")
		e.name("time")
		e.value("0001-01-01T00:00:00Z")
		e.close()
	}
	if e.field("body") {
		e.open()
		e.name("contentType")
		if c.site.pascal {
			e.value("HTML")
		} else {
			e.value("html")
		}
		e.name("content")
		e.value("")
		e.close()
	}
	c.moment(e, "start", v.Start)
	c.moment(e, "end", v.End)
	if e.field("location") {
		e.open()
		e.name("displayName")
		e.value("")
		e.name("locationType")
		e.enum("default")
		e.close()
	}
	e.rawField("locations", "[]")
	e.rawField("attendees", "[]")
	if e.field("organizer") {
		e.open()
		e.name("emailAddress")
		address(e, spec)
		e.close()
	}
}

// moment is local wall time with seven digits and the zone's name beside it.
func (c *call) moment(e *encoder, name string, at time.Time) {
	if !e.field(name) {
		return
	}
	e.open()
	e.name("dateTime")
	e.b = append(e.b, '"')
	e.b = at.In(c.prefer.location).AppendFormat(e.b, "2006-01-02T15:04:05.0000000")
	e.b = append(e.b, '"')
	e.name("timeZone")
	e.value(c.prefer.zoneName())
	e.close()
}

func address(e *encoder, s *mailbox.Spec) {
	e.open()
	e.name("name")
	e.value(displayName(s))
	e.name("address")
	e.value(s.Address)
	e.close()
}

// stamp is UTC with up to seven digits (provider contract 3.2).
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.9999999Z") }

func webLink(s *mailbox.Spec, id string) string {
	host := "outlook.office365.com"
	if s.Provider == mailbox.OutlookCom {
		host = "outlook.live.com"
	}
	return "https://" + host + "/owa/?itemid=" + url.QueryEscape(id) + "&exvsurl=1&path=/calendar/item"
}

// calendar writes a calendar (provider contract 3.4).
func (c *call) calendar(e *encoder, v mailbox.Calendar) {
	c.item(e, "Calendars", v.ID, "")
	e.textField("id", v.ID)
	e.textField("name", v.Name)
	e.enumField("color", "auto")
	e.textField("hexColor", "")
	e.textField("changeKey", v.ChangeKey)
	e.boolField("isDefaultCalendar", v.Default)
	e.boolField("canShare", true)
	e.boolField("canViewPrivateItems", true)
	e.boolField("canEdit", true)
	e.rawField("allowedOnlineMeetingProviders", "[]")
	e.enumField("defaultOnlineMeetingProvider", "unknown")
	e.boolField("isTallyingResponses", true)
	e.boolField("isRemovable", !v.Default)
	if e.field("owner") {
		address(e, c.owner.Spec())
	}
}
