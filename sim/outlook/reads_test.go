package outlook_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

const (
	rest  = "https://outlook.office.com/api/v2.0"
	graph = "https://graph.microsoft.com/v1.0"
)

func TestMe(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.CustomDomain, false))
	s := m.Spec()
	t.Run("OutlookREST", func(t *testing.T) {
		r := f.get(s.ID+"/rest", rest+"/Me")
		assertOK(t, r)
		assert.Equal(t, s.MailboxGUID, r.string("MailboxGuid"))
		assert.Equal(t, s.MailboxGUID+"@84df9e7f-e9f6-40af-b435-aaaaaaaaaaaa", r.string("Id"))
		assert.Equal(t, "puid-"+s.PUID, r.string("Alias"))
		assert.Equal(t, s.Address, r.string("EmailAddress"))
	})
	t.Run("OlderAuthorizationWhereItMay", func(t *testing.T) {
		f.server.LiveReadsMe = true
		defer func() { f.server.LiveReadsMe = false }()
		r := f.get(s.ID+"/live", rest+"/me")
		assertOK(t, r)
		assert.Equal(t, s.MailboxGUID, r.string("MailboxGuid"))
	})
	t.Run("ErrOlderAuthorization", func(t *testing.T) {
		assert.Equal(t, 403, f.get(s.ID+"/live", rest+"/me").status)
	})
	t.Run("Graph", func(t *testing.T) {
		r := f.get(s.ID+"/graph", graph+"/me")
		assertOK(t, r)
		assert.Equal(t, s.CID, r.string("id"))
		assert.Equal(t, s.SignIn, r.string("userPrincipalName"))
		assert.Nil(t, r.body["mail"], "null for a consumer")
		assert.Contains(t, r.body, "mail")
		assert.NotContains(t, r.text, s.MailboxGUID)

		w := f.pick(func(s *mailbox.Spec) bool { return s.Provider == mailbox.Microsoft365 }).Spec()
		r = f.get(w.ID+"/graph", graph+"/me")
		assert.Equal(t, w.OID, r.string("id"))
		assert.Equal(t, w.Address, r.string("mail"))
	})
}

func TestCalendars(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.CustomDomain, false))
	id, owner := m.DefaultCalendar().ID, m.Spec().Address
	r := f.get(m.Spec().ID+"/rest", rest+"/me/calendars")
	require.Len(t, r.items(), 1)
	assert.Equal(t, id, r.items()[0]["Id"])
	assert.Equal(t, owner, r.items()[0]["Owner"].(map[string]any)["Address"], "the mailbox's address, not what the owner signs in with")
	assert.Equal(t, id, f.get(m.Spec().ID+"/rest", rest+"/me/calendar").string("Id"))
	r = f.get(m.Spec().ID+"/graph", graph+"/me/calendars")
	require.Len(t, r.items(), 1)
	assert.Equal(t, true, r.items()[0]["isDefaultCalendar"])
	assert.Equal(t, id, f.get(m.Spec().ID+"/graph", graph+"/me/calendar").string("id"), "both dialects name it alike")
}

func TestEvent(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	at := time.Date(2022, 3, 2, 9, 0, 0, 0, time.UTC)
	e, err := m.Create(mailbox.Event{Subject: `tab	"quoted" – ü`, Start: at, End: at.Add(time.Hour), ShowAs: mailbox.WorkingElsewhere})
	require.NoError(t, err)
	t.Run("Graph", func(t *testing.T) {
		r := f.get(m.Spec().ID+"/graph", graph+"/me/events/"+e.ID)
		assertOK(t, r)
		assert.Equal(t, e.Subject, r.string("subject"))
		assert.Equal(t, e.ETag(), r.string("@odata.etag"))
		assert.Equal(t, "workingElsewhere", r.string("showAs"))
		assert.Equal(t, "singleInstance", r.string("type"))
		assert.Equal(t, map[string]any{"dateTime": "2022-03-02T09:00:00.0000000", "timeZone": "UTC"}, r.body["start"])
		assert.Equal(t, graph+"/$metadata#users('"+m.Spec().CID+"')/events/$entity", r.string("@odata.context"))
		assert.Equal(t, "2022-03-01T20:00:00.0000001Z", r.string("createdDateTime"))
	})
	t.Run("OutlookREST", func(t *testing.T) {
		for _, path := range []string{"/me/events/" + e.ID, "/Me/Events('" + e.ID + "')", "/me/calendars('" + m.DefaultCalendar().ID + "')/events/" + e.ID} {
			r := f.get(m.Spec().ID+"/rest", rest+path)
			assertOK(t, r)
			assert.Equal(t, e.Subject, r.string("Subject"))
			assert.Equal(t, "WorkingElsewhere", r.string("ShowAs"))
			assert.Equal(t, "SingleInstance", r.string("Type"))
			assert.Equal(t, rest+"/Me/Events('"+e.ID+"')", r.string("@odata.id"))
			assert.Equal(t, "HTML", r.body["Body"].(map[string]any)["ContentType"])
		}
	})
	t.Run("ErrNotFound", func(t *testing.T) {
		other := f.fill(f.pick(kind(mailbox.CustomDomain, false)), 1)[0]
		r := f.get(m.Spec().ID+"/graph", graph+"/me/events/"+other.ID)
		assert.Equal(t, http.StatusNotFound, r.status)
		assert.Equal(t, "ErrorItemNotFound", r.code())
		r = f.get(m.Spec().ID+"/graph", graph+"/me/calendars/"+other.CalendarID+"/events")
		assert.Equal(t, http.StatusNotFound, r.status)
	})
	t.Run("ErrMalformed", func(t *testing.T) {
		r := f.get(m.Spec().ID+"/graph", graph+"/me/events/"+e.ID[:8]+strings.ToLower(e.ID[8:]))
		assert.Equal(t, "ErrorItemNotFound", r.code(), "ids are case-sensitive")
		assert.Equal(t, "ErrorInvalidIdMalformed", f.get(m.Spec().ID+"/graph", graph+"/me/events/x").code())
	})
}

func TestTimeZones(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	e := f.fill(m, 1)[0]
	for zone, want := range map[string]string{
		"UTC": "2022-03-01T10:00:00.0000000", "Europe/Paris": "2022-03-01T11:00:00.0000000", "Pacific Standard Time": "2022-03-01T02:00:00.0000000",
	} {
		r := f.get(m.Spec().ID+"/graph", graph+"/me/events/"+e.ID, "Prefer", `outlook.timezone="`+zone+`"`)
		assert.Equal(t, map[string]any{"dateTime": want, "timeZone": zone}, r.body["start"])
		assert.Equal(t, `outlook.timezone="`+zone+`"`, r.header.Get("Preference-Applied"))
	}
	r := f.get(m.Spec().ID+"/graph", graph+"/me/events/"+e.ID, "Prefer", `outlook.timezone="Local"`)
	assert.Equal(t, http.StatusBadRequest, r.status)
	assert.Equal(t, "TimeZoneNotSupportedException", r.code())
}

func TestListsInPages(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	f.fill(m, 25)
	for name, row := range map[string]struct {
		token, url, id, prefer string
		pages                  int
		operation              string
	}{
		"Graph events":        {"/graph", graph + "/me/events", "id", "", 3, journal.ListEvents},
		"Graph calendar":      {"/graph", graph + "/me/calendar/events?$top=20", "id", "", 2, journal.ListEvents},
		"Graph view":          {"/graph", graph + "/me/calendarView?" + window, "id", "odata.maxpagesize=5", 5, journal.CalendarView},
		"OutlookREST events":  {"/rest", rest + "/me/events?%24top=7", "Id", "", 4, journal.ListEvents},
		"OutlookREST view":    {"/rest", rest + "/me/calendarview?" + window + "&$skip=0", "Id", "", 3, journal.CalendarView},
		"OutlookREST calenda": {"/rest", rest + "/me/Calendars('" + m.DefaultCalendar().ID + "')/Events", "Id", "", 3, journal.ListEvents},
	} {
		t.Run(name, func(t *testing.T) {
			seen, pages := map[any]bool{}, 0
			for link := row.url; link != ""; pages++ {
				r := f.get(m.Spec().ID+row.token, link, "Prefer", row.prefer)
				assertOK(t, r)
				assert.Equal(t, row.operation, f.last().Operation)
				assert.False(t, f.last().RoundComplete)
				for _, v := range r.items() {
					assert.False(t, seen[v[row.id]], "no item twice")
					seen[v[row.id]] = true
				}
				if link = r.string("@odata.nextLink"); link != "" {
					next, err := url.Parse(link)
					require.NoError(t, err)
					assert.True(t, next.Query().Has("$skip") && next.Query().Has("$top"))
				}
			}
			assert.Len(t, seen, 25)
			assert.Equal(t, row.pages, pages)
		})
	}
}

func TestOptions(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	f.fill(m, 3)
	token := m.Spec().ID + "/graph"
	t.Run("select", func(t *testing.T) {
		r := f.get(token, graph+"/me/events?$select=subject,Start")
		require.Len(t, r.items(), 3)
		assert.Len(t, r.items()[0], 3, "and the entity tag")
		assert.Contains(t, r.items()[0], "start")
		assert.Contains(t, r.string("@odata.context"), "/events(subject,Start)")
	})
	t.Run("count", func(t *testing.T) {
		assert.EqualValues(t, 3, f.get(token, graph+"/me/events?$count=true&$top=1").body["@odata.count"])
	})
	t.Run("skip beyond the end", func(t *testing.T) {
		r := f.get(token, graph+"/me/events?$skip=99")
		assert.Empty(t, r.items())
		assert.Contains(t, r.text, `"value":[]`)
	})
	t.Run("names in any case", func(t *testing.T) {
		assert.Len(t, f.get(token, graph+"/Me/CalendarView?startdatetime=2022-03-01T00:00:00%2B01:00&ENDDATETIME=2022-03-02").items(), 1)
	})
	t.Run("ErrInvalidParameter", func(t *testing.T) {
		assert.Equal(t, "ErrorInvalidParameter", f.get(token, graph+"/me/events?$top=many").code())
		assert.Equal(t, "ErrorInvalidParameter", f.get(token, graph+"/me/calendarView").code())
	})
	assert.Empty(t, f.unknown)
	t.Run("ErrNotSimulated", func(t *testing.T) {
		r := f.get(token, graph+"/me/events?$filter=subject%20eq%20'x'")
		assert.Equal(t, http.StatusNotImplemented, r.status)
		require.Len(t, f.unknown, 1)
		assert.Contains(t, f.unknown[0], "$filter")
	})
}
