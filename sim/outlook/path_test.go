package outlook_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// The provider takes its paths in many spellings; each leads to one operation.
func TestSpellingsOfPaths(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	id, event := m.DefaultCalendar().ID, f.fill(m, 1)[0].ID
	for _, row := range []struct{ url, operation string }{
		{graph + "/me/calendarView/delta?" + window, journal.Delta},
		{graph + "/me/calendarView/delta()?" + window, journal.Delta},
		{"https://graph.microsoft.com/V1.0/ME/calendarview/DELTA/?" + window, journal.Delta},
		{graph + "/me/calendars/" + id + "/calendarView/delta()?" + window, journal.Delta},
		{graph + "/me/calendar/calendarView/delta?" + window, journal.Delta},
		{graph + "/me/calendarView?" + window, journal.CalendarView},
		{graph + "/me/calendars('" + id + "')/events('" + event + "')", journal.GetEvent},
		{graph + "/me/calendar/events/" + event, journal.GetEvent},
		{"https://graph.microsoft.com:443/v1.0/me", journal.Me},
		{rest + "/me/calendarview/?" + window, journal.CalendarView},
		{rest + "/Me/CalendarView?" + window, journal.CalendarView},
		{rest + "/Me/Calendars('" + id + "')/CalendarView?" + window, journal.CalendarView},
		{rest + "/Me/Calendars/" + id + "/Events", journal.ListEvents},
		{rest + "/ME/EVENTS('" + event + "')", journal.GetEvent},
		{rest + "/me/Calendar", journal.DefaultCalendar},
		{rest + "/me/calendars", journal.ListCalendars},
		{rest + "/me/events/", journal.ListEvents},
	} {
		token := m.Spec().ID + "/graph"
		if row.url[:len(rest)] == rest {
			token = m.Spec().ID + "/rest"
		}
		r := f.get(token, row.url)
		assert.Equal(t, 200, r.status, "%s: %s", row.url, r.text)
		assert.Equal(t, row.operation, f.last().Operation, row.url)
	}
	assert.Empty(t, f.unknown)
	unknown := []string{"/me/calendarView/other", "/me/calendars('')/events", "/me/calendar('events')", "/me/events/" + event + "/instances", "//me", "/me/calendars//events", "/users/x/events"}
	for _, path := range unknown {
		assert.Equal(t, 400, f.get(m.Spec().ID+"/graph", graph+path).status, path)
	}
	assert.Len(t, f.unknown, len(unknown))
}
