package world_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/sut"
	"anchorage/sim/identity"
	"anchorage/sim/mailbox"
	"anchorage/sim/network"
)

// reading knows one token beside those of the identity systems.
type reading struct {
	*identity.Server
	mailbox string
}

const readingToken = "to-read"

// Grant implements outlook.Tokens.
func (r reading) Grant(token string) (mailbox.Grant, bool) {
	if token != readingToken {
		return r.Server.Grant(token)
	}
	return mailbox.Grant{Mailbox: r.mailbox, Kind: mailbox.IdentityPlatform, Audience: "graph.microsoft.com",
		Scopes: []string{"calendars.read"}, Expires: time.Now().Add(time.Hour)}, true
}

// seriesWays are ways not to have read how series are told (provider contract 3.5).
type seriesWays struct {
	ignoresMasters     bool // takes a bare occurrence for all that there is of it
	keepsMissing       bool // believes that what is gone is always said to be
	forgetsOccurrences bool // removes a series' master, which it does not show, and no more
}

// plainReader follows a calendar by delta, with such ways.
type plainReader struct {
	*calendarWorld
	seriesWays
	link  string
	cache map[string]plainItem
}

type plainItem struct {
	ID, Subject, ShowAs, Type string
	Series                    string `json:"seriesMasterId"`
	Start, End                struct{ DateTime string }
	Removed                   *struct{} `json:"@removed"`
}

func (r *plainReader) read(span sut.Window) sut.Snapshot {
	s := sut.Snapshot{AsOf: time.Now()}
	for more := true; more; {
		more = r.page()
	}
	for _, v := range r.cache {
		start, err := time.Parse("2006-01-02T15:04:05", v.Start.DateTime)
		require.NoError(r, err)
		end, err := time.Parse("2006-01-02T15:04:05", v.End.DateTime)
		require.NoError(r, err)
		if start.Before(span.Until) && end.After(span.From) {
			s.Events = append(s.Events, sut.Event{ID: v.ID, Subject: v.Subject, Start: start, End: end, Busy: v.ShowAs})
		}
	}
	return s
}

func (r *plainReader) page() (more bool) {
	if r.link == "" {
		r.link = "https://graph.microsoft.com/v1.0/me/calendarView/delta?startDateTime=2024-01-01T00:00:00Z&endDateTime=2025-01-01T00:00:00Z"
	}
	request, err := http.NewRequestWithContext(r.Context(), http.MethodGet, r.link, nil)
	require.NoError(r, err)
	request.Header.Set("Authorization", "Bearer "+readingToken)
	response, err := r.http.RoundTrip(request)
	require.NoError(r, err)
	defer response.Body.Close()
	var page struct {
		Value []plainItem
		Next  string `json:"@odata.nextLink"`
		Delta string `json:"@odata.deltaLink"`
	}
	require.NoError(r, json.NewDecoder(response.Body).Decode(&page))
	r.link = page.Next + page.Delta
	r.keep(page.Value)
	return page.Next != ""
}

func (r *plainReader) keep(items []plainItem) {
	masters := map[string]plainItem{}
	for _, v := range items {
		delete(r.cache, v.ID)
		if v.Type == "seriesMaster" {
			masters[v.ID] = v
		}
		if v.Removed != nil && !r.forgetsOccurrences || v.Removed == nil && !r.keepsMissing {
			r.drop(v.ID)
		}
	}
	for _, v := range items {
		if v.Removed != nil || v.Type == "seriesMaster" {
			continue
		}
		if v.Type == "occurrence" && !r.ignoresMasters {
			v.Subject, v.ShowAs = masters[v.Series].Subject, masters[v.Series].ShowAs
		}
		r.cache[v.ID] = v
	}
}

// drop removes the occurrences of a series.
func (r *plainReader) drop(series string) {
	for id, v := range r.cache {
		if v.Series == series {
			delete(r.cache, id)
		}
	}
}

// What each way costs, and where it shows first. Who has none of them comes through.
func TestCarelessOfSeries(t *testing.T) {
	for name, row := range map[string]struct {
		ways  seriesWays
		step  string // where it is wrong first
		wrong string
	}{
		"Careful":            {seriesWays{}, "", ""},
		"IgnoresMasters":     {seriesWays{ignoresMasters: true}, "Create", `it shows ""`},
		"KeepsMissing":       {seriesWays{keepsMissing: true}, "CancelOccurrence", "which is not in the calendar"},
		"ForgetsOccurrences": {seriesWays{forgetsOccurrences: true}, "DeleteSeries", "which is not in the calendar"},
	} {
		t.Run(name, func(t *testing.T) {
			inCalendar(t, clockChanges["Forward"], mailbox.OutlookCom, func(w *calendarWorld, _ *network.Network) {
				r := &plainReader{calendarWorld: w, seriesWays: row.ways, cache: map[string]plainItem{}}
				w.read = r.read
				step, wrong := "", ""
				for _, s := range seriesSteps(w) {
					s.do()
					if wrong = w.wrong(); wrong != "" {
						step = s.name
						break
					}
				}
				assert.Equal(t, row.step, step, wrong)
				assert.Contains(t, wrong, row.wrong)
			})
		})
	}
}
