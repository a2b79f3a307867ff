package outlook_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// writing is what differs for who writes.
type writing struct {
	name, token, events string
	spell               func(string) string // a body in Graph's case
}

var writers = []writing{
	{"Graph", "/graph", graphEvents, func(s string) string { return s }},
	{"OutlookREST", "/rest", restEvents, pascal},
}

// pascal gives the names and enumerations of a body a capital.
func pascal(body string) string {
	for _, word := range []string{"subject", "start", "end", "dateTime", "timeZone", "transactionId", "showAs", "isAllDay", "oof", "recurrence", "id"} {
		body = strings.ReplaceAll(body, `"`+word+`"`, `"`+strings.ToUpper(word[:1])+word[1:]+`"`)
	}
	return body
}

const draft = `{"subject":"review","start":{"dateTime":"2022-03-02T10:00:00.0000000","timeZone":"UTC"},` +
	`"end":{"dateTime":"2022-03-02T11:00:00.0000000","timeZone":"UTC"},"showAs":"oof","transactionId":"t1"}`

func (f *fixture) send(method, token, url, body string, headers ...string) reply {
	f.Helper()
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	require.NoError(f, err)
	return f.do(r, token, headers...)
}

func TestCreateEvent(t *testing.T) {
	for _, d := range writers {
		t.Run(d.name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			token := m.Spec().ID + d.token
			r := f.send("POST", token, d.events, d.spell(draft))
			require.Equal(t, 201, r.status, r.text)
			id := r.string("id") + r.string("Id")
			e, ok := m.Event(id)
			require.True(t, ok)
			assert.Equal(t, "review", e.Subject)
			assert.Equal(t, time.Date(2022, 3, 2, 10, 0, 0, 0, time.UTC), e.Start)
			assert.Equal(t, mailbox.OutOfOffice, e.ShowAs)
			assert.Equal(t, "t1", r.string("transactionId")+r.string("TransactionId"))
			assert.Equal(t, e.ETag(), r.string("@odata.etag"))
			assert.Equal(t, journal.CreateEvent, f.last().Operation)

			again := f.send("POST", token, d.events, d.spell(draft))
			assert.Equal(t, 201, again.status)
			assert.Equal(t, id, again.string("id")+again.string("Id"))
			assert.Len(t, m.Events(), 1, "the same create again makes nothing")
			got := f.get(token, d.events+"/"+id)
			assert.Equal(t, "t1", got.string("transactionId")+got.string("TransactionId"))
		})
	}
}

func TestCreateEventInEachCollection(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	for i, path := range []string{"/me/events", "/me/calendar/events", "/me/calendars/" + m.DefaultCalendar().ID + "/events"} {
		body := strings.ReplaceAll(draft, "t1", fmt.Sprint(i))
		assert.Equal(t, 201, f.send("POST", m.Spec().ID+"/graph", graph+path, body).status, path)
	}
	assert.Len(t, m.Events(), 3)
	assert.Equal(t, 400, f.send("POST", m.Spec().ID+"/graph", graph+"/me/calendars/none/events", draft).status)
}

func TestUpdateEvent(t *testing.T) {
	for _, d := range writers {
		t.Run(d.name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			token, e := m.Spec().ID+d.token, f.fill(m, 1)[0]
			url := d.events + "/" + e.ID
			r := f.send("PATCH", token, url, d.spell(`{"subject":"moved"}`), "If-Match", e.ETag())
			require.Equal(t, 200, r.status, r.text)
			now, _ := m.Event(e.ID)
			assert.Equal(t, "moved", now.Subject)
			assert.Equal(t, e.Start, now.Start, "what is not named stays")
			assert.Equal(t, now.ETag(), r.string("@odata.etag"))
			assert.NotEqual(t, e.ETag(), now.ETag())
			t.Run("ErrConflict", func(t *testing.T) {
				r := f.send("PATCH", token, url, d.spell(`{"subject":"lost"}`), "If-Match", e.ETag())
				assert.Equal(t, 412, r.status)
				assert.Equal(t, "ErrorIrresolvableConflict", r.code())
				assert.Equal(t, "ErrorIrresolvableConflict", f.last().Code)
				assert.Equal(t, 412, f.send("DELETE", token, url, "", "If-Match", e.ETag()).status)
			})
			t.Run("ErrNotFound", func(t *testing.T) {
				gone := f.fill(m, 1)[0]
				require.NoError(t, m.Delete(gone.ID))
				for _, method := range []string{"PATCH", "DELETE"} {
					r := f.send(method, token, d.events+"/"+gone.ID, "{}", "If-Match", gone.ETag())
					assert.Equal(t, 404, r.status)
					assert.Equal(t, "ErrorItemNotFound", r.code())
				}
				assert.Equal(t, 400, f.send("DELETE", token, d.events+"/x", "").status, "malformed")
			})
			t.Run("OKWhateverTheVersion", func(t *testing.T) {
				assert.Equal(t, 200, f.send("PATCH", token, url, d.spell(`{"isAllDay":false}`)).status)
				r := f.send("DELETE", token, url, "", "If-Match", "*")
				assert.Equal(t, 204, r.status)
				assert.Empty(t, r.text)
				assert.Empty(t, m.Events())
			})
			assert.Equal(t, journal.DeleteEvent, f.last().Operation)
		})
	}
}

func TestBadBodies(t *testing.T) {
	moment := func(at string) string { return `{"dateTime":"` + at + `","timeZone":"Europe/London"}` }
	for name, row := range map[string]struct{ body, code string }{
		"ErrNoJSON":          {`{"subject":`, "BadRequest"},
		"ErrNoObject":        {`[]`, "BadRequest"},
		"ErrNull":            {`null`, "BadRequest"},
		"ErrNoTimes":         {`{"subject":"x"}`, "ErrorPropertyValidationFailure"},
		"ErrUnknownProperty": {`{"subjekt":"x"}`, "ErrorInvalidRequest"},
		"ErrOtherDialect":    {pascal(draft), "ErrorInvalidRequest"},
		"ErrKind":            {`{"subject":7}`, "ErrorPropertyValidationFailure"},
		"ErrShowAs":          {`{"showAs":"hidden"}`, "ErrorPropertyValidationFailure"},
		"ErrNoZone":          {`{"start":{"dateTime":"2022-03-02T10:00:00"}}`, "ErrorPropertyValidationFailure"},
		"ErrUnknownZone":     {`{"start":{"dateTime":"2022-03-02T10:00:00","timeZone":"Moon"}}`, "ErrorPropertyValidationFailure"},
		"ErrNoInstant":       {`{"start":` + moment("soon") + `}`, "ErrorPropertyValidationFailure"},
		"ErrEndsTooEarly":    {`{"start":` + moment("2022-03-02T10:00") + `,"end":` + moment("2022-03-02T09:00") + `}`, "ErrorPropertyValidationFailure"},
		"ErrAllDay":          {`{"isAllDay":true,"start":` + moment("2022-03-02T10:00") + `,"end":` + moment("2022-03-03T00:00") + `}`, "ErrorPropertyValidationFailure"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			r := f.send("POST", m.Spec().ID+"/graph", graphEvents, row.body)
			assert.Equal(t, 400, r.status, r.text)
			assert.Equal(t, row.code, r.code())
			assert.Empty(t, m.Events())
		})
	}
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	t.Run("ErrGraphNamesInOutlookREST", func(t *testing.T) {
		r := f.send("POST", m.Spec().ID+"/rest", restEvents, draft)
		assert.Equal(t, 400, r.status)
		assert.Contains(t, r.text, "'end'")
	})
	t.Run("ErrRecurrence", func(t *testing.T) {
		r := f.send("POST", m.Spec().ID+"/graph", graphEvents, `{"recurrence":{"pattern":{"type":"absoluteYearly"}}}`)
		assert.Equal(t, 501, r.status)
		assert.Len(t, f.unknown, 1, "not simulated, and said so")
	})
	t.Run("ErrTransactionIDLater", func(t *testing.T) {
		e := f.fill(m, 1)[0]
		assert.Equal(t, 400, f.send("PATCH", m.Spec().ID+"/graph", graphEvents+"/"+e.ID, `{"transactionId":"late"}`).status)
	})
	t.Run("OKAllDayInAZone", func(t *testing.T) {
		body := `{"isAllDay":true,"location":{},"start":{"dateTime":"2022-07-01T00:00:00","timeZone":"Romance Standard Time"},"end":{"dateTime":"2022-07-02T00:00:00","timeZone":"Romance Standard Time"}}`
		r := f.send("POST", m.Spec().ID+"/graph", graphEvents, body)
		require.Equal(t, 201, r.status, r.text)
		e, _ := m.Event(r.string("id"))
		assert.Equal(t, time.Date(2022, 6, 30, 22, 0, 0, 0, time.UTC), e.Start)
	})
}

func TestPackedBodies(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	w.Write([]byte(draft))
	require.NoError(t, w.Close())
	for name, row := range map[string]struct {
		body, encoding string
		status         int
	}{
		"OK":             {packed.String(), "gzip", 201},
		"OKPlain":        {draft, "", 201},
		"ErrPlain":       {draft, "gzip", 400},
		"ErrCut":         {packed.String()[:packed.Len()-4], "gzip", 400},
		"ErrOtherPacked": {draft, "br", 415},
		"ErrTooLarge":    {strings.Repeat(" ", 4<<20) + draft, "", 413},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			r := f.send("POST", m.Spec().ID+"/graph", graphEvents, row.body, "Content-Encoding", row.encoding)
			assert.Equal(t, row.status, r.status, r.text)
			assert.Len(t, m.Events(), map[int]int{201: 1}[row.status])
		})
	}
}

func TestWriteScopes(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	id := m.Spec().ID
	f.grant(id, "reader", "graph.microsoft.com", mailbox.IdentityPlatform, "calendars.read")
	f.grant(id, "updater", "outlook.office.com", mailbox.Live, "wl.calendars_update")
	e := f.fill(m, 1)[0]
	for _, row := range []struct{ method, url string }{{"POST", graphEvents}, {"PATCH", graphEvents + "/" + e.ID}, {"DELETE", graphEvents + "/" + e.ID}} {
		r := f.send(row.method, "reader", row.url, draft)
		assert.Equal(t, 403, r.status)
		assert.Equal(t, "ErrorAccessDenied", r.code())
	}
	assert.Equal(t, 403, f.send("POST", id+"/live", restEvents, pascal(draft)).status, "wl.calendars reads only")
	assert.Equal(t, 201, f.send("POST", "updater", restEvents, pascal(draft)).status)
}

// A write whose answer is lost has been done; done again, it is done once.
func TestWritesUnderFaults(t *testing.T) {
	for name, row := range map[string]struct {
		d    fault.Decision
		made int
	}{
		"ErrResetBefore": {fault.Decision{ResetBefore: true}, 0},
		"ErrResetAfter":  {fault.Decision{ResetAfter: true}, 1},
		"ErrCutBody":     {fault.Decision{CutBody: 0.5}, 1},
		"ErrMalformed":   {fault.Decision{Malformed: true}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			f.server.Faults = decide(func(time.Time, fault.Request) fault.Decision { return row.d })
			r, err := http.NewRequest("POST", graphEvents, strings.NewReader(draft))
			require.NoError(t, err)
			r.Header.Set("Authorization", "Bearer "+m.Spec().ID+"/graph")
			if w, err := f.transport.RoundTrip(r); err == nil {
				w.Body.Close()
			}
			assert.Len(t, m.Events(), row.made)
			f.server.Faults = nil
			assert.Equal(t, 201, f.send("POST", m.Spec().ID+"/graph", graphEvents, draft).status)
			assert.Len(t, m.Events(), 1)
		})
	}
}

func TestStaleReads(t *testing.T) {
	f := newFixture(t)
	f.server.Latency.Median = -1
	m := f.pick(kind(mailbox.Standard, true))
	token, old := m.Spec().ID+"/graph", f.fill(m, 2)
	delta := graph + "/me/calendarView/delta?" + window
	// round reads to the end, from a link.
	round := func(link string) (subjects []string, next string) {
		for {
			r := f.get(token, link)
			require.Equal(t, 200, r.status, r.text)
			for _, v := range r.items() {
				s, _ := v["subject"].(string)
				if v["@removed"] != nil {
					s = "removed"
				}
				subjects = append(subjects, s)
			}
			if link = r.string("@odata.nextLink"); link == "" {
				return subjects, r.string("@odata.deltaLink")
			}
		}
	}
	f.clock.now = f.clock.now.Add(time.Hour)
	_, err := m.Update(old[0].ID, func(e *mailbox.Event) { e.Subject = "newer" })
	require.NoError(t, err)
	require.NoError(t, m.Delete(old[1].ID))
	f.clock.now = f.clock.now.Add(time.Minute)

	f.server.Faults = decide(func(time.Time, fault.Request) fault.Decision { return fault.Decision{StaleBy: 10 * time.Minute} })
	t.Run("plain reads", func(t *testing.T) {
		assert.Len(t, f.get(token, graphEvents).items(), 2)
		assert.Equal(t, "standup", f.get(token, graphEvents+"/"+old[0].ID).string("subject"))
		assert.Equal(t, 200, f.get(token, graphEvents+"/"+old[1].ID).status, "not yet deleted there")
	})
	t.Run("writes are not stale", func(t *testing.T) {
		assert.Equal(t, 404, f.send("PATCH", token, graphEvents+"/"+old[1].ID, `{"subject":"x"}`).status)
	})
	first, place := round(delta)
	assert.Equal(t, []string{"standup", "standup"}, first)
	f.server.Faults = nil
	missed, fresh := round(place)
	assert.Equal(t, []string{"newer", "removed"}, missed)

	// Nobody is sent back to before what they have been told.
	_, err = m.Update(old[0].ID, func(e *mailbox.Event) { e.Subject = "newest" })
	require.NoError(t, err)
	f.clock.now = f.clock.now.Add(time.Minute)
	f.server.Faults = decide(func(time.Time, fault.Request) fault.Decision { return fault.Decision{StaleBy: 10 * time.Minute} })
	again, _ := round(delta)
	assert.Equal(t, []string{"newest"}, again, "of the instant of the last answer")
	assert.Equal(t, time.Minute, f.last().Behind)
	later, _ := round(fresh)
	assert.Equal(t, []string{"newest"}, later, "no change is lost to a token")
}
