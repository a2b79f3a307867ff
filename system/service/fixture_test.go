package service_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"mime/quotedprintable"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/service"
	"anchorage/system/store"
)

var (
	anna = standin.Owner{Address: "anna@example.com", OID: "00000000-0000-0000-40c0-3bac188d01d1", TID: standin.Consumers, CalendarID: "calendar-anna", Events: []string{"one", "two", "three"}}
	bo   = standin.Owner{Address: "bo@example.org", OID: "11111111-2222-4333-8444-555555555555", TID: standin.Work, CalendarID: "calendar-bo", Events: []string{"four"}}
	eve  = standin.Owner{Address: "eve@example.com", OID: "00000000-0000-0000-dead-beef00000000", TID: standin.Consumers, CalendarID: "calendar-eve", Events: []string{"hers"}}
)

// fixture is a running service in its world, inside a bubble.
type fixture struct {
	*service.Service
	t        *testing.T
	provider *standin.Provider
	mail     *standin.Mail
	log      *logged
	dsn      string // of a database that outlives the service
}

func bubble(t *testing.T, settings string, test func(*testing.T, *fixture)) {
	t.Helper()
	bubbleOf(t, settings, []standin.Owner{anna, bo, eve}, test)
}

func bubbleOf(t *testing.T, settings string, owners []standin.Owner, test func(*testing.T, *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(24 * time.Hour)
		f := &fixture{t: t, provider: standin.New(owners...), mail: &standin.Mail{}, log: &logged{}}
		f.dsn = fmt.Sprintf("file:%p?mode=memory&cache=shared", f)
		held, err := store.Open(t.Context(), f.dsn)
		require.NoError(t, err)
		defer func() { assert.NoError(t, held.Close()) }()
		s, err := service.New(t.Context(), f.config(settings))
		require.NoError(t, err)
		f.Service = s
		f.provider.Subscriber = s.Handler()
		require.NoError(t, s.Start(t.Context()))
		defer func() {
			assert.NoError(t, f.Stop(t.Context()))
			f.mail.Wait()
		}()
		test(t, f)
	})
}

func (f *fixture) config(settings string) service.Config {
	lanes := &standin.Lanes{}
	c := service.Config{
		HTTP: f.provider, Dial: f.mail.Dial, PublicURL: "http://sync.example.com", MailAddr: "mail.example.com:25", DSN: f.dsn,
		ClientID: "client", ClientSecret: "client-" + standin.Marker, Rand: standin.Rand, Random: standin.Random, Lane: lanes.Lane,
		Log: slog.New(slog.NewTextHandler(f.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
	}
	if settings != "" {
		require.NoError(f.t, json.Unmarshal([]byte(settings), &c.Settings))
	}
	return c
}

func (f *fixture) do(method, target, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	f.Handler().ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	return w
}

func (f *fixture) get(target string) map[string]any {
	f.t.Helper()
	w := f.do(http.MethodGet, target, "")
	var v map[string]any
	require.NoError(f.t, json.Unmarshal(w.Body.Bytes(), &v), w.Body.String())
	v["status"] = float64(w.Code)
	return v
}

// link has an owner link their calendar and returns the account's id.
func (f *fixture) link(o standin.Owner, p system.Provider, m system.Authorization) string {
	f.t.Helper()
	w := f.do(http.MethodPost, "/v1/accounts", fmt.Sprintf(`{"email":%q,"provider":%q,"authorization":%q}`, o.Address, p, m))
	require.Equal(f.t, http.StatusCreated, w.Code, w.Body.String())
	var answer struct {
		ID  string `json:"id"`
		URL string `json:"authorize_url"`
	}
	require.NoError(f.t, json.Unmarshal(w.Body.Bytes(), &answer))
	require.Equal(f.t, "linked", f.follow(f.provider.Consent(answer.URL, o.Address)))
	time.Sleep(time.Second)
	return answer.ID
}

// follow opens an address of the service and returns the outcome that the page
// states.
func (f *fixture) follow(address string) string {
	f.t.Helper()
	w := f.do(http.MethodGet, address, "")
	_, rest, found := strings.Cut(w.Body.String(), `data-outcome="`)
	require.True(f.t, found, w.Body.String())
	outcome, _, _ := strings.Cut(rest, `"`)
	return outcome
}

// relinkURL opens the link of the n-th letter and returns where it leads.
func (f *fixture) relinkURL(n int) string {
	f.t.Helper()
	w := f.do(http.MethodGet, linkOf(f.t, f.mail.Letters()[n]), "")
	require.Equal(f.t, http.StatusFound, w.Code, w.Body.String())
	return w.Header().Get("Location")
}

func linkOf(t *testing.T, l standin.Letter) string {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(l.Raw))
	require.NoError(t, err)
	text, err := io.ReadAll(quotedprintable.NewReader(m.Body))
	require.NoError(t, err)
	_, rest, found := strings.Cut(string(text), "http://sync.example.com")
	require.True(t, found, string(text))
	return strings.Fields(rest)[0]
}

func (f *fixture) account(id string) map[string]any { return f.get("/v1/accounts/" + id) }

// month is the time that the tests' events lie in.
const month = "from=1999-12-15T00:00:00Z&until=2000-01-15T00:00:00Z"

func (f *fixture) events(id string) map[string]any {
	f.t.Helper()
	return f.get("/v1/accounts/" + id + "/events?" + month)
}

// down makes every request for a calendar fail.
func down(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(r.URL.Host, "login.") {
		return nil, nil
	}
	return standin.Answer(http.StatusServiceUnavailable, "application/json", `{"error":{"code":"UnknownError","message":""}}`), nil
}

// needsID makes every request fail that does not carry a mailbox id.
func needsID(r *http.Request) (*http.Response, error) {
	if strings.HasPrefix(strings.ToUpper(r.Header.Get("X-AnchorMailbox")), "OID:") {
		return nil, nil
	}
	return down(r)
}

// logged is a log that may be written to and read at once.
type logged struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logged) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

func (l *logged) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.String()
}
