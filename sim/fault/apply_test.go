package fault_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
)

// sleeper is a clock that only moves when somebody sleeps.
type sleeper struct{ now time.Time }

func (c *sleeper) Now() time.Time { return c.now }

func (c *sleeper) Sleep(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}

// failing is a ResponseWriter that can end an exchange.
type failing struct {
	*httptest.ResponseRecorder
	failed error
}

func (f *failing) Fail(err error) { f.failed = err }

// apply runs fault.Apply on a request with the given context.
func apply(ctx context.Context, d fault.Decision) (w *failing, passed time.Duration, handled bool) {
	begun := time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC)
	clk := &sleeper{now: begun}
	w = &failing{ResponseRecorder: httptest.NewRecorder()}
	w.Header().Set("Request-Id", "1")
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, "http://api.example.com/", nil)
	handled = fault.Apply(w, r, d, clk, func(_ int, code string) (string, []byte) { return "application/json", []byte("{" + code + "}") })
	return w, clk.now.Sub(begun), handled
}

func TestApply(t *testing.T) {
	over, end := context.WithCancel(t.Context())
	end()
	late := time.Date(2022, 3, 1, 0, 0, 2, 0, time.UTC)
	soon, cancel := context.WithDeadline(t.Context(), late) // long past, by the real clock
	defer cancel()
	for name, row := range map[string]struct {
		ctx     context.Context
		d       fault.Decision
		handled bool
		passed  time.Duration
		failed  string // text of the transport's error
		body    string
	}{
		"nothing":                     {t.Context(), fault.Decision{}, false, 0, "", ""},
		"latency alone":               {t.Context(), fault.Decision{Latency: time.Second}, false, time.Second, "", ""},
		"refuse":                      {t.Context(), fault.Decision{Refuse: true}, true, 0, "connection refused", ""},
		"refuse after latency":        {t.Context(), fault.Decision{Refuse: true, Latency: time.Second}, true, time.Second, "connection refused", ""},
		"time-out":                    {over, fault.Decision{Timeout: true}, true, 0, "context canceled", ""},
		"client gone":                 {over, fault.Decision{Latency: time.Second, Answer: &fault.Answer{Status: 503}}, true, time.Second, "context canceled", ""},
		"latency beyond the deadline": {soon, fault.Decision{Latency: 3 * time.Second}, true, 0, "deadline exceeded", ""},
		"latency up to the deadline":  {soon, fault.Decision{Latency: 2 * time.Second}, true, 0, "deadline exceeded", ""},
		"code":                        {t.Context(), fault.Decision{Answer: &fault.Answer{Status: 503, Code: "Busy"}}, true, 0, "", "{Busy}"},
		"no code":                     {t.Context(), fault.Decision{Answer: &fault.Answer{Status: 503}}, true, 0, "", "{}"},
		"body":                        {t.Context(), fault.Decision{Answer: &fault.Answer{Status: 503, Code: "Busy", Body: "<html>"}}, true, 0, "", "<html>"},
	} {
		t.Run(name, func(t *testing.T) {
			w, passed, handled := apply(row.ctx, row.d)
			assert.Equal(t, row.handled, handled)
			assert.Equal(t, row.passed, passed)
			if row.failed == "" {
				assert.NoError(t, w.failed)
			} else {
				assert.ErrorContains(t, w.failed, row.failed)
			}
			assert.Equal(t, row.body, w.Body.String())
			if row.body != "" {
				assert.Equal(t, row.d.Answer.Status, w.Code)
			}
		})
	}
}

func TestApplyHeaders(t *testing.T) {
	written := strings.ToLower("Retry-After") // as a file may spell it
	a := &fault.Answer{Status: 429, Code: "x", Header: http.Header{written: {"2.5"}, "Content-Type": {"text/plain"}}}
	w, _, handled := apply(t.Context(), fault.Decision{Answer: a})
	require.True(t, handled)
	assert.Equal(t, "2.5", w.Header().Get("Retry-After"), "names are put in canonical form")
	assert.Equal(t, "text/plain", w.Header().Get("Content-Type"), "the rule's words win")
	assert.Equal(t, "1", w.Header().Get("Request-Id"), "what the server set stays")
	w.Header()["Retry-After"][0] = "spoilt"
	assert.Equal(t, "2.5", a.Header[written][0], "an answer is shared by many requests")

	w, _, _ = apply(t.Context(), fault.Decision{Answer: &fault.Answer{Status: 503, Code: "x"}})
	assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
}
