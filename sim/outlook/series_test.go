package outlook_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/mailbox"
)

// twiceAWeek is a series of three that begins on 24 March at 9:00 in London.
const twiceAWeek = `{"subject":"stand-up","showAs":"tentative","start":{"dateTime":"2022-03-24T09:00:00.0000000","timeZone":"GMT Standard Time"},` +
	`"end":{"dateTime":"2022-03-24T09:30:00.0000000","timeZone":"GMT Standard Time"},"recurrence":{"pattern":{"type":"weekly","interval":1,` +
	`"daysOfWeek":["thursday","sunday"],"firstDayOfWeek":"monday"},"range":{"type":"numbered","startDate":"2022-03-24","numberOfOccurrences":3,` +
	`"recurrenceTimeZone":"GMT Standard Time"}}}`

// patternWords are the names of a recurrence, which the older dialect spells with a
// capital.
var patternWords = []string{"pattern", "range", "type", "interval", "daysOfWeek", "firstDayOfWeek", "startDate", "endDate", "numberOfOccurrences",
	"recurrenceTimeZone", "weekly", "thursday", "sunday", "monday", "numbered", "dayOfMonth", "index", "isAllDay"}

func pascalSeries(body string) string {
	body = pascal(body)
	for _, word := range patternWords {
		body = strings.ReplaceAll(body, `"`+word+`"`, `"`+strings.ToUpper(word[:1])+word[1:]+`"`)
	}
	return body
}

func spelled(d writing, body string) string {
	if d.name == "Graph" {
		return body
	}
	return pascalSeries(body)
}

func TestCreateSeries(t *testing.T) {
	for _, d := range writers {
		t.Run(d.name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			r := f.send("POST", m.Spec().ID+d.token, d.events, spelled(d, twiceAWeek))
			require.Equal(t, 201, r.status, r.text)
			assert.Equal(t, "SeriesMaster", capital(r.string("type")+r.string("Type")))
			var starts []time.Time
			for _, e := range m.View(start, start.AddDate(0, 2, 0)) {
				starts = append(starts, e.Start)
			}
			assert.Equal(t, []time.Time{
				time.Date(2022, 3, 24, 9, 0, 0, 0, time.UTC), time.Date(2022, 3, 27, 8, 0, 0, 0, time.UTC), time.Date(2022, 3, 31, 8, 0, 0, 0, time.UTC),
			}, starts, "the clocks went forward on the 27th")
		})
	}
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func TestRecurrenceIsToldAsItWasGiven(t *testing.T) {
	f := newFixture(t)
	token := f.pick(kind(mailbox.Standard, true)).Spec().ID + "/graph"
	r := f.send("POST", token, graphEvents, twiceAWeek)
	require.Equal(t, 201, r.status, r.text)
	told := r.body["recurrence"].(map[string]any)
	assert.Equal(t, map[string]any{"type": "weekly", "interval": 1.0, "month": 0.0, "dayOfMonth": 0.0, "daysOfWeek": []any{"sunday", "thursday"},
		"firstDayOfWeek": "monday", "index": "first"}, told["pattern"])
	assert.Equal(t, map[string]any{"type": "numbered", "startDate": "2022-03-24", "endDate": "0001-01-01", "recurrenceTimeZone": "Europe/London",
		"numberOfOccurrences": 3.0}, told["range"])
}

func TestErrRecurrence(t *testing.T) {
	for name, row := range map[string]struct{ old, new, want string }{
		"Type":         {`"type":"weekly"`, `"type":"hourly"`, "invalid property"},
		"Weekday":      {`"thursday"`, `"someday"`, "invalid property"},
		"FirstDay":     {`"firstDayOfWeek":"monday"`, `"firstDayOfWeek":"x"`, "invalid property"},
		"Days":         {`"daysOfWeek":["thursday","sunday"],`, ``, "days of the week"},
		"Start":        {`"startDate":"2022-03-24"`, `"startDate":"2022-03-25"`, "the recurrence starts on 2022-03-25, the event on 2022-03-24"},
		"NoStart":      {`"startDate":"2022-03-24",`, ``, "startDate"},
		"Range":        {`"type":"numbered"`, `"type":"some"`, "invalid property"},
		"Number":       {`"numberOfOccurrences":3`, `"numberOfOccurrences":0`, "invalid property"},
		"EndDate":      {`"type":"numbered"`, `"type":"endDate"`, "endDate"},
		"EndsBefore":   {`"type":"numbered"`, `"type":"endDate","endDate":"2022-03-01"`, "it ends before it starts"},
		"Zone":         {`"recurrenceTimeZone":"GMT Standard Time"`, `"recurrenceTimeZone":"Nowhere"`, `there is no time zone`},
		"PatternShape": {`"pattern":{`, `"pattern":7,"other":{`, "invalid property"},
	} {
		t.Run(name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			body := strings.Replace(twiceAWeek, row.old, row.new, 1)
			require.NotEqual(t, twiceAWeek, body)
			r := f.send("POST", m.Spec().ID+"/graph", graphEvents, body)
			assert.Equal(t, []any{400, "ErrorPropertyValidationFailure"}, []any{r.status, r.code()}, r.text)
			assert.Contains(t, r.text, row.want)
			assert.Empty(t, m.Events())
		})
	}
}

// seriesOf fills a mailbox with a daily series of five and a single event, with one
// occurrence moved.
func seriesOf(f *fixture, m *mailbox.Mailbox) (master, moved mailbox.Event) {
	f.Helper()
	at := time.Date(2022, 3, 10, 9, 0, 0, 0, time.UTC)
	master, err := m.Create(mailbox.Event{Subject: "stand-up", Start: at, End: at.Add(time.Hour), Recurrence: &mailbox.Recurrence{Type: mailbox.Daily, Count: 5}})
	require.NoError(f, err)
	moved, err = m.Update(m.OccurrenceID(master.ID, mailbox.DayOf(at)+2), func(e *mailbox.Event) {
		e.Subject, e.Start, e.End = "moved", e.Start.Add(time.Hour), e.End.Add(time.Hour)
	})
	require.NoError(f, err)
	return master, moved
}

// kinds counts items by type, whatever the dialect's spelling.
func kinds(items []map[string]any) map[string]int {
	count := map[string]int{}
	for _, item := range items {
		kind, _ := item["type"].(string)
		if pascal, ok := item["Type"].(string); ok {
			kind = strings.ToLower(pascal[:1]) + pascal[1:]
		}
		if kind == "" {
			kind = "removed"
		}
		count[kind]++
	}
	return count
}

func TestSeriesInLists(t *testing.T) {
	f := newFixture(t)
	m := f.pick(kind(mailbox.Standard, true))
	master, moved := seriesOf(f, m)
	f.fill(m, 1)
	token := m.Spec().ID + "/graph"
	events := f.get(token, graphEvents)
	assert.Equal(t, map[string]int{"seriesMaster": 1, "singleInstance": 1}, kinds(events.items()))
	view := f.get(token, "https://graph.microsoft.com/v1.0/me/calendarView?"+window)
	assert.Equal(t, map[string]int{"occurrence": 4, "exception": 1, "singleInstance": 1}, kinds(view.items()), "no master")
	occurrence := view.items()[1]
	assert.Equal(t, []any{"stand-up", master.ID, nil, master.ETag()},
		[]any{occurrence["subject"], occurrence["seriesMasterId"], occurrence["recurrence"], occurrence["@odata.etag"]}, "in full")
	one := f.get(token, graphEvents+"/"+moved.ID)
	assert.Equal(t, []any{"moved", "exception", moved.ETag()}, []any{one.body["subject"], one.body["type"], one.body["@odata.etag"]})
}

// A round tells a series by its master and its exceptions in full and bare
// occurrences, and sends all of it again when one of them changes.
func TestSeriesInRounds(t *testing.T) {
	bare := map[string][]string{
		"Graph":       {"@odata.etag", "@odata.type", "end", "id", "seriesMasterId", "start", "type"},
		"OutlookREST": {"@odata.etag", "@odata.id", "End", "Id", "SeriesMasterId", "Start", "Type"},
	}
	for i, d := range dialects {
		t.Run(d.name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			master, moved := seriesOf(f, m)
			w := &seriesFollower{fixture: f, token: m.Spec().ID + d.token, link: d.begin, pascal: dialects[i].pascal}
			first := w.round()
			assert.Equal(t, map[string]int{"seriesMaster": 1, "occurrence": 4, "exception": 1}, kinds(first))
			for _, item := range first {
				if kinds([]map[string]any{item})["occurrence"] == 1 {
					names := slices.Sorted(maps.Keys(item))
					slices.Sort(bare[d.name])
					assert.Equal(t, bare[d.name], names)
				} else {
					assert.Greater(t, len(item), 25, "in full")
				}
			}
			assert.Empty(t, w.round())

			require.NoError(t, m.Delete(m.OccurrenceID(master.ID, moved.Slot+1)))
			assert.Equal(t, map[string]int{"seriesMaster": 1, "occurrence": 3, "exception": 1}, kinds(w.round()), "nothing says that one was cancelled")
			require.NoError(t, m.Delete(moved.ID))
			assert.Equal(t, map[string]int{"seriesMaster": 1, "occurrence": 3}, kinds(w.round()))
			require.NoError(t, m.Delete(master.ID))
			gone := w.round()
			require.Equal(t, map[string]int{"removed": 1}, kinds(gone), "the master alone")
			id, _ := gone[0]["id"].(string)
			assert.Contains(t, id, master.ID)

			far := time.Date(2023, 3, 1, 9, 0, 0, 0, time.UTC)
			_, err := m.Create(mailbox.Event{Start: far, End: far, Recurrence: &mailbox.Recurrence{Type: mailbox.Daily}})
			require.NoError(t, err)
			assert.Equal(t, map[string]int{"removed": 1}, kinds(w.round()), "outside the window")
		})
	}
}

// What a page may hold: the older dialect counts full events only; neither splits a
// series.
func TestPagesOfSeries(t *testing.T) {
	for i, want := range [][]int{{7, 1}, {6, 2}} {
		d := dialects[i]
		t.Run(d.name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			seriesOf(f, m)
			f.fill(m, 2)
			w := &seriesFollower{fixture: f, token: m.Spec().ID + d.token, link: d.begin, pascal: d.pascal, prefer: ", odata.maxpagesize=3"}
			w.round()
			assert.Equal(t, want, w.sizes)
		})
	}
}

// seriesFollower reads rounds and keeps all items of the last.
type seriesFollower struct {
	*fixture
	token, link, prefer string
	pascal              bool
	sizes               []int // of pages that hold something
}

func (w *seriesFollower) round() (items []map[string]any) {
	w.Helper()
	begins := w.pascal && !strings.Contains(w.link, "token=")
	w.sizes = nil
	for {
		r := w.get(w.token, w.link, "Prefer", "odata.track-changes"+w.prefer)
		require.Equal(w, http.StatusOK, r.status, r.text)
		if n := len(r.items()); n > 0 {
			w.sizes = append(w.sizes, n)
		}
		items = append(items, r.items()...)
		next, last := r.string("@odata.nextLink"), r.string("@odata.deltaLink")
		w.link = next + last
		if last != "" && !begins {
			return items
		}
		begins = false
	}
}

func TestWriteOccurrence(t *testing.T) {
	for _, d := range writers {
		t.Run(d.name, func(t *testing.T) {
			f := newFixture(t)
			m := f.pick(kind(mailbox.Standard, true))
			master, moved := seriesOf(f, m)
			token := m.Spec().ID + d.token
			second := m.OccurrenceID(master.ID, moved.Slot-1)
			url := d.events + "/" + second
			r := f.send("PATCH", token, url, spelled(d, `{"subject":"renamed"}`), "If-Match", master.ETag())
			require.Equal(t, 200, r.status, r.text)
			assert.Equal(t, "Exception", capital(r.string("type")+r.string("Type")))
			e, ok := m.Event(second)
			require.True(t, ok)
			assert.Equal(t, []any{"renamed", mailbox.Exception}, []any{e.Subject, e.Type})

			assert.Equal(t, 412, f.send("PATCH", token, url, spelled(d, `{"subject":"again"}`), "If-Match", master.ETag()).status)
			late := `{"start":{"dateTime":"2022-03-12T12:00:00","timeZone":"UTC"},"end":{"dateTime":"2022-03-12T13:00:00","timeZone":"UTC"}}`
			crossing := f.send("PATCH", token, url, spelled(d, late))
			assert.Equal(t, []any{400, "ErrorOccurrenceCrossingBoundary"}, []any{crossing.status, crossing.code()})
			assert.Equal(t, 204, f.send("DELETE", token, url, "").status)
			assert.Equal(t, 404, f.send("DELETE", token, url, "").status)
			assert.Len(t, m.View(start, start.AddDate(0, 1, 0)), 4)
			stop := f.send("PATCH", token, d.events+"/"+master.ID, spelled(d, `{"recurrence":null}`))
			require.Equal(t, 200, stop.status, stop.text)
			assert.Len(t, m.View(start, start.AddDate(0, 1, 0)), 1)
		})
	}
}
