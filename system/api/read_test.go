package api_test

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

func TestEvents(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			a := f.account()
			e := system.Event{ID: "e", CalendarID: "calendar", ETag: "1", Subject: "Lunch & <learn>", Start: f.now, End: f.now.Add(time.Hour), ShowAs: "busy"}
			f.store.Put(a, e)
			w := f.get("/v1/accounts/a/events" + window(f.now, f.now.Add(time.Hour)))
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Equal(t, "application/json", w.Header().Get("Content-Type"))
			body := decoded(t, w)
			assert.Equal(t, f.now.Format(time.RFC3339Nano), body["as_of"])
			assert.Equal(t, false, body["stale"])
			assert.Equal(t, []any{map[string]any{
				"id": "e", "calendar": "calendar", "etag": "1", "subject": "Lunch & <learn>", "start": "2000-01-02T00:00:00Z",
				"end": "2000-01-02T01:00:00Z", "all_day": false, "show_as": "busy",
			}}, body["events"])
		})
	})
	t.Run("EmptyIsAList", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.account()
			assert.Equal(t, []any{}, decoded(t, f.get("/v1/accounts/a/events"+window(f.now, f.now.Add(time.Hour))))["events"])
			assert.Equal(t, []any{}, decoded(t, f.get("/v1/accounts/a/freebusy"+window(f.now, f.now.Add(time.Hour))))["busy"])
		})
	})
	t.Run("StaleAfterTwoPolls", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.account()
			for _, row := range []struct {
				age   time.Duration
				stale bool
			}{{0, false}, {30 * time.Minute, false}, {30*time.Minute + 1, true}, {48 * time.Hour, true}} {
				time.Sleep(row.age - time.Since(f.now))
				for _, what := range []string{"events", "freebusy"} {
					body := decoded(t, f.get("/v1/accounts/a/"+what+window(f.now, f.now.Add(time.Hour))))
					assert.Equal(t, row.stale, body["stale"], "%s at %s", what, row.age)
					assert.Equal(t, f.now.Format(time.RFC3339Nano), body["as_of"])
				}
			}
		})
	})
}

func TestReadErrors(t *testing.T) {
	good := "?from=2000-01-01T00:00:00Z&until=2000-01-02T00:00:00Z"
	for _, row := range []struct {
		name, target string
		status       int
		code         string
	}{
		{"ErrUnknownAccount", "/v1/accounts/nobody/events" + good, 404, "unknown_account"},
		{"ErrNeverSynchronised", "/v1/accounts/new/events" + good, 503, "never_synchronised"},
		{"ErrNeverSynchronisedFreeBusy", "/v1/accounts/new/freebusy" + good, 503, "never_synchronised"},
		{"ErrNoFrom", "/v1/accounts/a/events?until=2000-01-02T00:00:00Z", 400, "bad_window"},
		{"ErrNoUntil", "/v1/accounts/a/events?from=2000-01-02T00:00:00Z", 400, "bad_window"},
		{"ErrBackwards", "/v1/accounts/a/events?from=2000-01-02T00:00:00Z&until=2000-01-01T00:00:00Z", 400, "bad_window"},
		{"ErrNoInstant", "/v1/accounts/a/events?from=monday&until=2000-01-01T00:00:00Z", 400, "bad_window"},
		{"ErrNoSuchAddress", "/v2/accounts", 404, "no_such_address"},
		{"ErrStore", "/v1/accounts/broken/events" + good, 500, "internal"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.account()
				f.account(func(a *system.Account) { a.ID, a.AsOf, a.State = "new", time.Time{}, system.StatePending })
				if strings.Contains(row.target, "broken") {
					f.store.SetFail(func(string) error { return errors.New("disk full") })
				}
				w := f.get(row.target)
				assert.Equal(t, row.status, w.Code)
				assert.Equal(t, row.code, codeOf(t, w))
				assert.NotContains(t, w.Body.String(), "disk full")
			})
		})
	}
	t.Run("ErrMethod", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			w := f.do(http.MethodDelete, "/v1/accounts", "")
			assert.Equal(t, http.StatusMethodNotAllowed, w.Code)
			assert.Equal(t, "method_not_allowed", codeOf(t, w))
		})
	})
}

func TestOperations(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		assert.Equal(t, http.StatusOK, f.get("/healthz").Code)
		assert.Equal(t, http.StatusOK, f.get("/readyz").Code)
		assert.Contains(t, f.get("/metrics").Body.String(), "anchorage_test 0")
		f.store.SetFail(func(string) error { return errors.New("gone") })
		assert.Equal(t, http.StatusOK, f.get("/healthz").Code, "alive all the same")
		w := f.get("/readyz")
		assert.Equal(t, http.StatusServiceUnavailable, w.Code)
		assert.Equal(t, "store_unavailable", codeOf(t, w))
	})
}

// BenchmarkEvents is a read of 30 events, as owners make them.
func BenchmarkEvents(b *testing.B) {
	f := newFixture()
	a := f.account()
	var events []system.Event
	for i := range 30 {
		start := f.now.Add(time.Duration(i) * time.Hour)
		events = append(events, system.Event{
			ID: fmt.Sprintf("AQMkADAwATM3ZmYAZS05ZmQ0LWI4-%03d", i), CalendarID: "AQMkADAwATM3ZmYAZS05ZmQ0", ETag: `W/"ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw=="`,
			Subject: "Weekly review", Start: start, End: start.Add(time.Hour), ShowAs: "busy",
		})
	}
	f.store.Put(a, events...)
	r := httptest.NewRequest(http.MethodGet, "/v1/accounts/a/events"+window(f.now, f.now.AddDate(0, 0, 7)), nil)
	b.ReportAllocs()
	for b.Loop() {
		f.ServeHTTP(httptest.NewRecorder(), r)
	}
}
