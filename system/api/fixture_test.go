package api_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/api"
	"anchorage/system/internal/standin"
)

// fixture is the interface over a store in memory and an authorizer that a test
// controls, inside a bubble.
type fixture struct {
	*api.API
	store      *standin.Memory
	authorizer *authorizer
	ladder     *ladder
	mailboxes  *mailboxes
	meter      *standin.Meter
	settings   system.Settings
	woken      []system.AccountID
	log        bytes.Buffer
	now        time.Time
}

func bubble(t *testing.T, test func(*testing.T, *fixture)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(24 * time.Hour)
		test(t, newFixture())
	})
}

func newFixture() *fixture {
	f := &fixture{store: &standin.Memory{}, authorizer: &authorizer{}, ladder: &ladder{}, mailboxes: &mailboxes{}, meter: &standin.Meter{}, now: time.Now().UTC()}
	f.settings = system.Settings{}.WithDefaults()
	registry := prometheus.NewRegistry()
	registry.MustRegister(prometheus.NewGauge(prometheus.GaugeOpts{Name: "anchorage_test"}))
	f.API = api.New(api.Config{
		Store: f.store, Authorizer: f.authorizer, Settings: func() system.Settings { return f.settings },
		Wake: func(_ context.Context, id system.AccountID) error {
			f.woken = append(f.woken, id)
			return nil
		},
		Ladder: f.ladder, Mailboxes: f.mailboxes,
		Random: standin.Random, Gatherer: registry, Meter: f.meter, Log: slog.New(slog.NewTextHandler(&f.log, nil)),
	})
	return f
}

func (f *fixture) get(target string) *httptest.ResponseRecorder {
	return f.do(http.MethodGet, target, "")
}

func (f *fixture) do(method, target, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	f.ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)))
	return w
}

func decoded(t *testing.T, w *httptest.ResponseRecorder) map[string]any {
	t.Helper()
	var v map[string]any
	require.NoError(t, json.Unmarshal(w.Body.Bytes(), &v), w.Body.String())
	return v
}

// codeOf is the code of an error answer.
func codeOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	e, ok := decoded(t, w)["error"].(map[string]any)
	require.True(t, ok, w.Body.String())
	require.NotEmpty(t, e["message"])
	return e["code"].(string)
}

// outcomeOf is the outcome that a page states.
func outcomeOf(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	_, rest, found := strings.Cut(w.Body.String(), `data-outcome="`)
	require.True(t, found, w.Body.String())
	outcome, _, _ := strings.Cut(rest, `"`)
	require.Equal(t, "text/html; charset=utf-8", w.Header().Get("Content-Type"))
	require.Equal(t, "no-store", w.Header().Get("Cache-Control"))
	require.Equal(t, "no-referrer", w.Header().Get("Referrer-Policy"))
	return outcome
}

// account puts a healthy Live account with a fresh cache into the store.
func (f *fixture) account(change ...func(*system.Account)) system.Account {
	a := system.Account{
		ID: "a", Key: "key-a", Email: "anna@example.com", Provider: system.OutlookCom, Authorization: system.Live,
		CalendarID: "calendar", Hint: system.HintNone, State: system.StateHealthy, Generation: 1, AsOf: f.now, LastAttempt: f.now,
	}
	for _, c := range change {
		c(&a)
	}
	f.store.Put(a)
	return a
}

func window(from, until time.Time) string {
	return "?" + url.Values{"from": {from.Format(time.RFC3339)}, "until": {until.Format(time.RFC3339)}}.Encode()
}

// authorizer is a system.Authorizer that remembers and obeys.
type authorizer struct {
	err       error
	who       system.Identity
	exchanged []string // codes
	during    func()   // runs while a code is exchanged
}

func (a *authorizer) URL(m system.Authorization, p system.Provider, f system.Flow, hint string) (string, error) {
	return "https://login.example.com/?" + url.Values{"m": {string(m)}, "p": {string(p)}, "state": {f.State}, "hint": {hint}}.Encode(), nil
}

func (a *authorizer) Exchange(_ context.Context, _ system.Provider, f system.Flow, code string) (system.Credential, system.Identity, error) {
	a.exchanged = append(a.exchanged, code)
	if a.during != nil {
		a.during()
	}
	if a.err != nil {
		return system.Credential{}, system.Identity{}, a.err
	}
	return system.Credential{Authorization: f.Authorization, AccessToken: standin.Marker, RefreshToken: standin.Marker}, a.who, nil
}

func (a *authorizer) Refresh(context.Context, system.Provider, system.Credential) (system.Credential, error) {
	return system.Credential{}, errors.New("not asked for here")
}

// stateOf is the state in an authorization address.
func stateOf(t *testing.T, address string) string {
	t.Helper()
	u, err := url.Parse(address)
	require.NoError(t, err)
	return u.Query().Get("state")
}

func callback(values ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(values); i += 2 {
		q.Set(values[i], values[i+1])
	}
	return "/oauth/callback?" + q.Encode()
}
