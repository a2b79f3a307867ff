package outlook_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

const (
	restEvent = `{"@odata.id":"https://outlook.office.com/api/v2.0/Users('x')/Events('E1')","@odata.etag":"W/\"abc\"","Id":"E1","Subject":"Lunch","IsAllDay":false,
		"ShowAs":"WorkingElsewhere","Type":"SingleInstance","Start":{"DateTime":"2022-03-01T12:00:00.0000000","TimeZone":"UTC"},"End":{"DateTime":"2022-03-01T13:30:00.0000000","TimeZone":"UTC"}}`
	graphEvent = `{"@odata.type":"#microsoft.graph.event","@odata.etag":"W/\"abc\"","id":"E1","subject":"Lunch","isAllDay":false,"isCancelled":false,
		"showAs":"workingElsewhere","type":"singleInstance","start":{"dateTime":"2022-03-01T12:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2022-03-01T13:30:00.0000000","timeZone":"UTC"}}`
	graphMaster     = `{"id":"M","type":"seriesMaster","subject":"Stand-up","showAs":"tentative","start":{"dateTime":"2022-03-01T09:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2022-03-01T09:15:00.0000000","timeZone":"UTC"}}`
	graphOccurrence = `{"id":"O","type":"occurrence","seriesMasterId":"M","@odata.etag":"W/\"m\"","start":{"dateTime":"2022-03-02T09:00:00.0000000","timeZone":"UTC"},"end":{"dateTime":"2022-03-02T09:15:00.0000000","timeZone":"UTC"}}`
	restException   = `{"Id":"X","Type":"Exception","SeriesMasterId":"M","Subject":"Moved","ShowAs":"Oof","Start":{"DateTime":"2022-03-03T10:00:00.5000000","TimeZone":"UTC"},"End":{"DateTime":"2022-03-03T10:15:00","TimeZone":"UTC"}}`
)

func TestPageEvents(t *testing.T) {
	at := func(day, hour, minute int) time.Time { return time.Date(2022, 3, day, hour, minute, 0, 0, time.UTC) }
	lunch := system.Event{ID: "E1", CalendarID: "calendar", ETag: `W/"abc"`, Subject: "Lunch", Start: at(1, 12, 0), End: at(1, 13, 30), ShowAs: "workingElsewhere"}
	for _, row := range []struct {
		name    string
		body    string
		changed []system.Event
		removed []string
	}{
		{"empty", page(), nil, nil},
		{"rest", page(restEvent), []system.Event{lunch}, nil},
		{"graph", page(graphEvent), []system.Event{lunch}, nil},
		{"graph removed", page(`{"id":"E1","@removed":{"reason":"deleted"}}`, `{"@removed":{"reason":"changed"},"id":"E2"}`), nil, []string{"E1", "E2"}},
		{"rest removed", page(`{"Id":"E1","reason":"deleted"}`, `{"id":"E2","reason":"deleted"}`, `{"id":"CalendarView('E3')","reason":"deleted"}`), nil, []string{"E1", "E2", "E3"}},
		{"mixed", page(`{"id":"E2","@removed":{"reason":"deleted"}}`, graphEvent), []system.Event{lunch}, []string{"E2"}},
		{"occurrence takes from its master, whichever comes first", page(graphOccurrence, graphMaster),
			[]system.Event{{ID: "O", CalendarID: "calendar", ETag: `W/"m"`, Subject: "Stand-up", Start: at(2, 9, 0), End: at(2, 9, 15), ShowAs: "tentative", SeriesID: "M"}}, nil},
		{"exception speaks for itself", page(graphMaster, restException),
			[]system.Event{{ID: "X", CalendarID: "calendar", Subject: "Moved", Start: at(3, 10, 0).Add(500 * time.Millisecond), End: at(3, 10, 15), ShowAs: "oof", SeriesID: "M"}}, nil},
	} {
		t.Run(row.name, func(t *testing.T) {
			got, err := fetch(system.OutlookCom, row.body)
			require.NoError(t, err)
			assert.Empty(t, cmp.Diff(row.changed, got.Changed))
			assert.Equal(t, row.removed, got.Removed)
		})
	}
}

// Which series a page tells whole, so that the cache can drop what they no longer
// have.
func TestPageSeries(t *testing.T) {
	other := strings.ReplaceAll(graphMaster, `"M"`, `"L"`)
	for name, row := range map[string]struct {
		body string
		want []string
	}{
		"None":              {page(graphEvent), nil},
		"One":               {page(graphMaster, graphOccurrence), []string{"M"}},
		"NothingLeftOfIt":   {page(graphMaster), []string{"M"}},
		"Two":               {page(graphOccurrence, graphMaster, other), []string{"L", "M"}},
		"GoneIsNotTold":     {page(`{"id":"M","@removed":{"reason":"deleted"}}`), nil},
		"ExceptionByItself": {page(restException), nil},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := fetch(system.Microsoft365, row.body)
			require.NoError(t, err)
			assert.Equal(t, row.want, got.Series)
		})
	}
}

// Nothing may be concluded from an answer like these: above all, nothing is gone.
func TestPageErrMalformed(t *testing.T) {
	const link = `"@odata.deltaLink":"https://graph.microsoft.com/v1.0/me/calendarView/delta?$deltatoken=x"`
	for name, body := range map[string]string{
		"no value":            `{` + link + `}`,
		"null value":          `{"value":null,` + link + `}`,
		"value is no list":    `{"value":{},` + link + `}`,
		"no link":             `{"value":[]}`,
		"cut off":             page(graphEvent)[:120],
		"empty body":          ``,
		"two documents":       page() + page(),
		"HTML":                `<html><body>Sign in</body></html>`,
		"a list":              `[]`,
		"item without an id":  page(`{"subject":"x"}`),
		"removed without id":  page(`{"@removed":{"reason":"deleted"}}`),
		"event without start": page(`{"id":"E1","end":{"dateTime":"2022-03-01T12:00:00.0000000","timeZone":"UTC"}}`),
		"event without end":   page(`{"id":"E1","start":{"dateTime":"2022-03-01T12:00:00.0000000","timeZone":"UTC"}}`),
		"other zone":          page(strings.ReplaceAll(graphEvent, `"UTC"`, `"Pacific Standard Time"`)),
		"no date":             page(strings.ReplaceAll(graphEvent, `2022-03-01T12:00:00.0000000`, `tomorrow`)),
		"bare occurrence":     page(graphOccurrence), // of a series that is not there: nobody knows what it is
		"ends before start":   page(strings.ReplaceAll(graphEvent, `2022-03-01T13:30`, `2022-03-01T11:30`)),
	} {
		for _, p := range system.Providers {
			t.Run(name+" "+string(p), func(t *testing.T) {
				got, err := fetch(p, body)
				require.Error(t, err)
				assert.Zero(t, got)
				e := system.AsError(err)
				assert.Equal(t, []any{system.ClassRetry, system.CodeMalformed}, []any{e.Class, e.Code})
			})
		}
	}
}

func TestPageLinks(t *testing.T) {
	const next, delta = "https://h/next", "https://h/delta"
	body := map[string]string{
		"next":  `{"value":[],"@odata.nextLink":"` + next + `"}`,
		"delta": `{"value":[],"@odata.deltaLink":"` + delta + `"}`,
		"both":  `{"value":[],"@odata.nextLink":"` + next + `","@odata.deltaLink":"` + delta + `"}`,
	}
	for _, row := range []struct {
		name        string
		provider    system.Provider
		link, body  string
		next, delta string
	}{
		{"rest, first answer: more is to come", system.OutlookCom, "", "delta", delta, ""},
		{"rest, first answer without tracking", system.OutlookCom, "", "next", next, ""},
		{"rest, later", system.OutlookCom, delta, "next", next, ""},
		{"rest, last", system.OutlookCom, next, "delta", "", delta},
		{"rest, both", system.OutlookCom, next, "both", next, ""},
		{"graph, first answer may be the last", system.Microsoft365, "", "delta", "", delta},
		{"graph, first of several", system.Microsoft365, "", "next", next, ""},
		{"graph, last", system.Microsoft365, next, "delta", "", delta},
	} {
		t.Run(row.name, func(t *testing.T) {
			c, _ := client(&answer{body: body[row.body]})
			got, err := c.Page(t.Context(), access(row.provider), row.link, window)
			require.NoError(t, err)
			assert.Equal(t, system.Page{NextLink: row.next, DeltaLink: row.delta}, got)
		})
	}
}
