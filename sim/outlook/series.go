package outlook

import (
	"strings"
	"time"

	"anchorage/sim/mailbox"
	"anchorage/sim/units"
)

// member writes an occurrence or exception of a series beside its master in a round
// of synchronisation. An occurrence has but few properties: what it lacks is its
// master's (provider contract 3.5, 7).
func (c *call) member(e *encoder, v mailbox.Event) {
	if !c.site.pascal {
		e.text("@odata.type", "#microsoft.graph.event")
	}
	if v.Type == mailbox.Exception {
		c.event(e, v)
		return
	}
	c.item(e, "Events", v.ID, v.ETag())
	e.textField("id", v.ID)
	e.textField("seriesMasterId", v.SeriesID)
	e.enumField("type", v.Type)
	c.moment(e, "start", v.Start)
	c.moment(e, "end", v.End)
}

// recurrence writes how a master repeats. Numbers that its type does not use are 0,
// the end of one without end is the first of January of the year 1 (provider
// contract 3.3; unconfirmed).
func (c *call) recurrence(e *encoder, v mailbox.Event) {
	r := v.Recurrence
	if r == nil {
		e.rawField("recurrence", "null")
		return
	}
	if !e.field("recurrence") {
		return
	}
	e.open()
	e.name("pattern")
	e.open()
	inner := encoder{b: e.b, pascal: e.pascal} // selected fields are an item's own
	inner.pattern(r)
	inner.close()
	inner.name("range")
	inner.open()
	inner.bounds(v, r)
	inner.close()
	e.b = inner.b
	e.close()
}

func (e *encoder) pattern(r *mailbox.Recurrence) {
	e.enumField("type", r.Type)
	e.intField("interval", r.Interval)
	e.intField("month", 0)
	e.intField("dayOfMonth", r.DayOfMonth)
	if len(r.Days) > 0 {
		e.name("daysOfWeek")
		e.b = append(e.b, '[')
		for _, d := range r.Days {
			e.separate()
			e.enum(strings.ToLower(d.String()))
		}
		e.closeList()
	}
	e.enumField("firstDayOfWeek", strings.ToLower(r.WeekStart.String()))
	index := "first"
	for name, n := range indexes {
		if n == r.Index {
			index = name
		}
	}
	e.enumField("index", index)
}

func (e *encoder) bounds(v mailbox.Event, r *mailbox.Recurrence) {
	kind, until := rangeNoEnd, "0001-01-01"
	switch {
	case r.Count > 0:
		kind = rangeNumbered
	case r.Until != 0:
		kind, until = rangeEndDate, r.Until.String()
	}
	e.enumField("type", kind)
	e.textField("startDate", dateIn(v.Start, r.TimeZone))
	e.textField("endDate", until)
	e.textField("recurrenceTimeZone", r.TimeZone)
	e.intField("numberOfOccurrences", r.Count)
}

// dateIn is the date of an instant in a zone that has been loaded before.
func dateIn(at time.Time, zone string) string {
	if location, err := units.Location(zone); err == nil {
		at = at.In(location)
	}
	return mailbox.DayOf(at).String()
}
