package outlook_test

import (
	"encoding/json"
	"io"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
)

// What faults leave of an answer, as a client sees it directly and over a
// connection with net/http at both ends, and as the journal has it.
func TestSpoiltAnswers(t *testing.T) {
	for name, piped := range map[string]bool{"Direct": false, "Piped": true} {
		for _, row := range []struct {
			what          string
			d             fault.Decision
			status        int  // journalled
			asks, arrives bool // the client gets headers; and the whole body
			parses        bool
		}{
			{what: "OK", status: 200, asks: true, arrives: true, parses: true},
			{what: "ErrResetBefore", d: fault.Decision{ResetBefore: true}},
			{what: "ErrResetAfter", d: fault.Decision{ResetAfter: true}},
			{what: "ErrCutBody", d: fault.Decision{CutBody: 0.5}, asks: true},
			{what: "ErrCutAtTheLastByte", d: fault.Decision{CutBody: 1}, asks: true},
			{what: "ErrMalformed", d: fault.Decision{Malformed: true}, status: 200, asks: true, arrives: true},
			{what: "ErrPage", d: fault.Decision{Answer: &fault.Answer{Status: 200, Body: "<html>"}}, status: 200, asks: true, arrives: true},
			{what: "ErrGone", d: fault.Decision{Gone: true}, status: 410, asks: true, arrives: true, parses: true},
		} {
			t.Run(name+"/"+row.what, func(t *testing.T) {
				inBubble(t, piped, func(f *fixture, client *http.Client) {
					f.server.Latency.Median = -1
					f.server.Faults = decide(func(time.Time, fault.Request) fault.Decision { return row.d })
					r, err := http.NewRequestWithContext(f.Context(), http.MethodGet, graph+"/me/calendarView/delta?"+window, nil)
					require.NoError(f, err)
					r.Header.Set("Authorization", "Bearer m365-0001/graph")
					w, err := client.Do(r)
					require.Equal(f, row.asks, err == nil, "%v", err)
					if err == nil {
						body, err := io.ReadAll(w.Body)
						w.Body.Close()
						assert.Equal(f, row.arrives, err == nil, "%v", err)
						assert.Equal(f, row.parses, err == nil && json.Valid(body), "%s", body)
					}
					synctest.Wait()
					require.NotEmpty(f, f.journal)
					assert.Equal(f, row.status, f.last().Status)
					assert.Equal(f, row.what != "OK", f.last().Failed(), "no useful answer was given")
					assert.Equal(f, row.what == "OK", f.last().RoundComplete, "what does not arrive whole completes no round")
				})
			})
		}
	}
}
