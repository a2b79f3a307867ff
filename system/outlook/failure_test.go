package outlook_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/outlook"
)

func envelope(code, message string) string {
	return fmt.Sprintf(`{"error":{"code":%q,"message":%q}}`, code, message)
}

func TestClassification(t *testing.T) {
	for _, row := range []struct {
		name   string
		answer answer
		class  system.Class
		code   system.Code
		wait   time.Duration
	}{
		{"load balancer", answer{status: 503, header: map[string]string{"Content-Type": "text/html"}, body: "<h1>Service Unavailable</h1>"}, system.ClassRetry, "http_503", 0},
		{"503 without a body", answer{status: 503}, system.ClassRetry, "http_503", 0},
		{"503 in HTML said to be JSON", answer{status: 503, body: "<h1>no</h1>"}, system.ClassRetry, "http_503", 0},
		{"envelope that is not said to be JSON", answer{status: 503, header: map[string]string{"Content-Type": "text/plain"}, body: envelope("MailboxInfoStale", "x")}, system.ClassRetry, "http_503", 0},
		{"503 with a time", answer{status: 503, header: map[string]string{"Retry-After": "30"}}, system.ClassWait, "http_503", 30 * time.Second},
		{"stale routing", answer{status: 503, body: envelope("MailboxInfoStale", "Mailbox info is stale.")}, system.ClassHint, "MailboxInfoStale", 0},
		{"wrong hint", answer{status: 400, body: envelope("ErrorIncorrectRoutingHint", "no match")}, system.ClassHint, "ErrorIncorrectRoutingHint", 0},
		{"bad request", answer{status: 400, body: envelope("ErrorInvalidRequest", "no")}, system.ClassPermanent, "ErrorInvalidRequest", 0},
		{"token", answer{status: 401, body: envelope("InvalidAuthenticationToken", "Lifetime validation failed.")}, system.ClassRetry, "InvalidAuthenticationToken", 0},
		{"forbidden", answer{status: 403, body: envelope("ErrorAccessDenied", "no")}, system.ClassPermanent, "ErrorAccessDenied", 0},
		{"mailbox on premises", answer{status: 404, body: envelope("MailboxNotEnabledForRESTAPI", "no")}, system.ClassPermanent, "MailboxNotEnabledForRESTAPI", 0},
		{"time-out at the server", answer{status: 408}, system.ClassRetry, "http_408", 0},
		{"delta link gone", answer{status: 410, body: envelope("SyncStateNotFound", "gone")}, system.ClassResync, "SyncStateNotFound", 0},
		{"gone without a code", answer{status: 410}, system.ClassResync, "http_410", 0},
		{"sync state invalid", answer{status: 400, body: envelope("SyncStateInvalid", "x")}, system.ClassResync, "SyncStateInvalid", 0},
		{"throttled, seconds", answer{status: 429, header: map[string]string{"Retry-After": "120"}, body: envelope("ApplicationThrottled", "x")}, system.ClassWait, "ApplicationThrottled", 2 * time.Minute},
		{"throttled, fraction", answer{status: 429, header: map[string]string{"Retry-After": "2.1284"}, body: envelope("TooManyRequests", "x")}, system.ClassWait, "TooManyRequests", 2129 * time.Millisecond},
		{"throttled, no time", answer{status: 429}, system.ClassWait, "http_429", 0},
		{"throttled, nonsense", answer{status: 429, header: map[string]string{"Retry-After": "soon"}}, system.ClassWait, "http_429", 0},
		{"throttled, negative", answer{status: 429, header: map[string]string{"Retry-After": "-5"}}, system.ClassWait, "http_429", 0},
		{"throttled, not a number", answer{status: 429, header: map[string]string{"Retry-After": "NaN"}}, system.ClassWait, "http_429", 0},
		{"throttled, for ever", answer{status: 429, header: map[string]string{"Retry-After": "1e300"}}, system.ClassWait, "http_429", 24 * time.Hour},
		{"500", answer{status: 500, body: envelope("ErrorInternalServerError", "x")}, system.ClassRetry, "ErrorInternalServerError", 0},
		{"501", answer{status: 501, body: envelope("NotImplemented", "x")}, system.ClassPermanent, "NotImplemented", 0},
		{"504", answer{status: 504, body: envelope("UnknownError", "")}, system.ClassRetry, "UnknownError", 0},
		{"redirect", answer{status: 302, header: map[string]string{"Location": "https://graph.microsoft.com/"}}, system.ClassRetry, system.CodeMalformed, 0},
		{"no content", answer{status: 204}, system.ClassRetry, system.CodeMalformed, 0},
	} {
		for _, p := range system.Providers {
			t.Run(row.name+" "+string(p), func(t *testing.T) {
				given := answer{status: row.answer.status, header: row.answer.header, body: row.answer.body}
				c, counted := client(&given)
				_, err := c.Page(t.Context(), access(p), "", window)
				e, ok := errors.AsType[*system.Error](err)
				require.True(t, ok)
				assert.Equal(t, []any{row.class, row.code, given.status, row.wait}, []any{e.Class, e.Code, e.Status, e.RetryAfter})
				assert.NotEmpty(t, e.Message)
				assert.Equal(t, []string{fmt.Sprint(p, " delta ", given.status)}, counted.all)
			})
		}
	}
}

func TestRetryAfterDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for text, want := range map[string]time.Duration{
			time.Now().Add(90 * time.Second).Format(http.TimeFormat): 90 * time.Second,
			time.Now().Add(-time.Hour).Format(http.TimeFormat):       0,
		} {
			c, _ := client(&answer{status: 429, header: map[string]string{"Retry-After": text}})
			_, err := c.Page(t.Context(), access(system.Microsoft365), "", window)
			assert.Equal(t, want, system.AsError(err).RetryAfter)
		}
	})
}

func TestNoAnswer(t *testing.T) {
	for _, row := range []struct {
		name    string
		err     error
		message string
	}{
		{"refused", fmt.Errorf("dial: %w", syscall.ECONNREFUSED), "connection refused"},
		{"reset", fmt.Errorf("read: %w", syscall.ECONNRESET), "connection reset"},
		{"cut off", io.ErrUnexpectedEOF, "answer broke off"},
		{"time-out", context.DeadlineExceeded, "timed out"},
		{"given up", context.Canceled, "given up"},
		{"unknown", errors.New("Get https://graph.microsoft.com/?$deltatoken=secret-link: secret-token"), "connection failed"},
	} {
		for place, trip := range map[string]tripper{
			"before": func(*http.Request) (*http.Response, error) { return nil, row.err },
			"in the body": func(*http.Request) (*http.Response, error) {
				body := io.NopCloser(io.MultiReader(strings.NewReader(`{"value":`), broken{row.err}))
				return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}}, Body: body, ContentLength: -1}, nil
			},
		} {
			if row.name == "cut off" && place == "before" {
				continue
			}
			t.Run(row.name+" "+place, func(t *testing.T) {
				counted := &counts{}
				c := outlook.New(outlook.Config{HTTP: trip, Meter: counted})
				_, err := c.Page(t.Context(), access(system.Microsoft365), "", window)
				e := system.AsError(err)
				assert.Equal(t, []any{system.ClassRetry, system.CodeNoAnswer, 0, row.message}, []any{e.Class, e.Code, e.Status, e.Message})
				assert.ErrorIs(t, err, row.err)
				assert.NotContains(t, err.Error(), "secret")
				assert.Equal(t, []string{"microsoft365 delta error"}, counted.all)
			})
		}
	}
}

type broken struct{ err error }

func (b broken) Read([]byte) (int, error) { return 0, b.err }

func TestBodyShorterThanPromised(t *testing.T) {
	c := outlook.New(outlook.Config{Meter: &counts{}, HTTP: tripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(page())), ContentLength: 10_000}, nil
	})})
	_, err := c.Page(t.Context(), access(system.Microsoft365), "", window)
	assert.Equal(t, system.CodeNoAnswer, system.AsError(err).Code)
}

func TestBodyWithoutEnd(t *testing.T) {
	c := outlook.New(outlook.Config{Meter: &counts{}, HTTP: tripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(endless{}), ContentLength: -1}, nil
	})})
	_, err := c.Page(t.Context(), access(system.Microsoft365), "", window)
	assert.Equal(t, system.CodeMalformed, system.AsError(err).Code)
}

type endless struct{}

func (endless) Read(p []byte) (int, error) { return copy(p, bytes.Repeat([]byte(" "), len(p))), nil }

func TestHTMLWithStatus200(t *testing.T) {
	c, _ := client(&answer{header: map[string]string{"Content-Type": "text/html"}, body: page()})
	_, err := c.Page(t.Context(), access(system.Microsoft365), "", window)
	assert.Equal(t, system.CodeMalformed, system.AsError(err).Code)
}

func TestMessagesArePresentable(t *testing.T) {
	c, _ := client(&answer{status: 403, body: envelope("X", "Token secret-token\nis bad. "+strings.Repeat("é", 500))})
	_, err := c.Page(t.Context(), access(system.Microsoft365), "", window)
	assert.NotContains(t, err.Error(), "secret-token")
	assert.Contains(t, err.Error(), "Token [token] is bad.")
	assert.Less(t, len(err.Error()), 400)
}

func BenchmarkEmptyPage(b *testing.B) {
	body := []byte(page())
	c := outlook.New(outlook.Config{Meter: nothing{}, HTTP: tripper(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body))}, nil
	})})
	a := access(system.OutlookCom)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := c.Page(b.Context(), a, "https://outlook.office.com/api/v2.0/me/calendarview/?startDateTime=2022-02-22T12:00:00Z&$deltatoken=c", window); err != nil {
			b.Fatal(err)
		}
	}
}

type nothing struct{}

func (nothing) Request(system.Provider, string, string) {}
func (nothing) Round(system.Provider, string)           {}
func (nothing) Refresh(system.Provider, string)         {}
func (nothing) Relink(string)                           {}
