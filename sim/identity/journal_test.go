package identity_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/clock"
	"anchorage/sim/fault"
	"anchorage/sim/identity"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

func TestExchanges(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t, func(s *identity.Server) { s.Latency = identity.Latency{} })
		start := time.Now().UTC()
		w.visit("https://login.microsoftonline.com/common/v2.0/.well-known/openid-configuration", "")
		w.visit("https://login.microsoftonline.com/common/discovery/v2.0/keys", "")
		token := w.link(config(platform("common"), "offline_access", calendars), consumerSignIn)
		w.post(tokenURL, refresh(token.RefreshToken)...)
		w.post(live.TokenURL, refresh("invented")...)

		type line struct {
			operation, mailbox, host, kind, code, method string
			status                                       int
		}
		var got []line
		for _, x := range w.exchanges {
			got = append(got, line{x.Operation, x.Mailbox, x.Host, x.TokenKind, x.Code, x.Method, x.Status})
			assert.Equal(t, journal.OAuth, x.Dialect)
			assert.Equal(t, journal.HintNone, x.Hint)
			assert.False(t, x.At.Before(start))
			assert.True(t, x.End.After(x.At), "a request takes time")
			assert.Less(t, x.End.Sub(x.At), 10*time.Second)
		}
		const platformHost = "login.microsoftonline.com"
		assert.Equal(t, []line{
			{journal.Discovery, "", platformHost, "", "", "GET", 200},
			{journal.Keys, "", platformHost, "", "", "GET", 200},
			{journal.Authorize, "outlook-1", platformHost, "", "", "GET", 302},
			{journal.Token, "outlook-1", platformHost, mailbox.IdentityPlatform, "", "POST", 200},
			{journal.Token, "outlook-1", platformHost, mailbox.IdentityPlatform, "", "POST", 200},
			{journal.Token, "", "login.live.com", mailbox.Live, "invalid_grant", "POST", 400},
		}, got)
	})
}

// decider decides the same of every token request and keeps what it was asked.
type decider struct {
	decision fault.Decision
	asked    []fault.Request
}

func (d *decider) Decide(_ time.Time, r fault.Request) fault.Decision {
	d.asked = append(d.asked, r)
	if r.Operation != journal.Token {
		return fault.Decision{}
	}
	return d.decision
}

func TestFaults(t *testing.T) {
	for name, c := range map[string]struct {
		decision fault.Decision
		status   int
		code     string
		number   int
	}{
		"Status":    {fault.Decision{Answer: &fault.Answer{Status: 503}}, 503, "temporarily_unavailable", 90006},
		"Internal":  {fault.Decision{Answer: &fault.Answer{Status: 500}}, 500, "server_error", 70012},
		"Code":      {fault.Decision{Answer: &fault.Answer{Status: 400, Code: "invalid_grant"}}, 400, "invalid_grant", 70000},
		"Client":    {fault.Decision{Answer: &fault.Answer{Status: 401}}, 401, "invalid_client", 7000215},
		"Throttled": {fault.Decision{Answer: &fault.Answer{Status: 429, Code: fault.Throttled}}, 429, "temporarily_unavailable", 90006},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				faults := &decider{}
				w := newWorld(t, func(s *identity.Server) { s.Faults = faults })
				token := w.link(config(platform("common"), "offline_access", calendars), consumerSignIn)
				faults.decision = c.decision
				faults.decision.Rules = []string{"outage"}
				got := w.post(tokenURL, refresh(token.RefreshToken)...)
				assert.Equal(t, c.status, got.Status)
				wantError(t, got, c.code, c.number)
				x := w.exchanges[len(w.exchanges)-1]
				assert.Equal(t, []string{"outage"}, x.Faults)
				assert.Equal(t, c.status, x.Status)
				assert.Equal(t, c.code, x.Code)
				assert.True(t, x.Sync())

				asked := faults.asked[len(faults.asked)-1]
				assert.Equal(t, "outlook-1", asked.Mailbox.ID, "found by the refresh token")
				assert.Equal(t, mailbox.IdentityPlatform, asked.TokenKind)
				assert.Equal(t, journal.OAuth, asked.Dialect)
			})
		})
	}
}

func TestFaultsWithoutAnswer(t *testing.T) {
	for name, c := range map[string]struct {
		decision fault.Decision
		after    time.Duration
	}{
		"Timeout":    {fault.Decision{Timeout: true}, 30 * time.Second},
		"Refuse":     {fault.Decision{Refuse: true}, 0},
		"SlowRefuse": {fault.Decision{Refuse: true, Latency: time.Second}, time.Second},
		"TooSlow":    {fault.Decision{Latency: time.Minute}, 30 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				w := newWorld(t, func(s *identity.Server) { s.Faults = &decider{decision: c.decision} })
				ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
				defer cancel()
				r, err := http.NewRequestWithContext(ctx, http.MethodPost, tokenURL, strings.NewReader("grant_type=refresh_token"))
				require.NoError(t, err)
				start := time.Now()
				_, err = w.transport.RoundTrip(r)
				require.Error(t, err)
				assert.Equal(t, c.after == 30*time.Second, errors.Is(err, context.DeadlineExceeded))
				assert.Equal(t, c.after, time.Since(start))
				require.Len(t, w.exchanges, 1)
				assert.Zero(t, w.exchanges[0].Status)
				assert.Empty(t, w.exchanges[0].Code)
				assert.Equal(t, start.Add(c.after).UTC(), w.exchanges[0].End)
			})
		})
	}
}

func TestAuthorizeFaultIsAPage(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		e, err := fault.New([]fault.Rule{{Name: "down", Match: fault.Match{Operation: []string{journal.Authorize}}, Inject: fault.Inject{Status: 503}}},
			fault.Options{From: time.Now(), Until: time.Now().Add(time.Hour)})
		require.NoError(t, err)
		w := newWorld(t, func(s *identity.Server) { s.Faults = e })
		response := w.visit(config(live, "wl.basic").AuthCodeURL("s"), consumerSignIn)
		assert.Equal(t, http.StatusServiceUnavailable, response.StatusCode)
		assert.Contains(t, response.Header.Get("Content-Type"), "text/html")
		assert.Equal(t, 1, e.Counts()[0].Hits)
	})
}

func TestUnknownRequests(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		w := newWorld(t)
		for _, address := range []string{
			"https://login.microsoftonline.com/common/oauth2/token", "https://login.live.com/common/oauth2/v2.0/authorize",
			"https://login.microsoftonline.com/oauth20_token.srf",
		} {
			assert.Equal(t, http.StatusNotFound, w.visit(address+"?code=secret1&state=secret1&prompt=shown1", consumerSignIn).StatusCode)
		}
		r, err := http.NewRequest(http.MethodPut, tokenURL, strings.NewReader("refresh_token=secret2&grant_type=shown2&client_secret=secret3"))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Authorization", "Basic secret4")
		r.Header.Set("X-Shown3", "shown3")
		_, err = w.transport.RoundTrip(r)
		require.NoError(t, err)
		got := w.post(tokenURL, "client_id", "shown4", "client_secret", "secret5", "grant_type", "client_credentials")
		wantError(t, got, "unsupported_grant_type", 70003)

		require.Len(t, w.unknown, 5)
		all := strings.Join(w.unknown, "\n")
		for _, n := range []string{"1", "2", "3", "4"} {
			assert.Contains(t, all, "shown"+n)
		}
		assert.NotContains(t, all, "secret1")
		assert.NotRegexp(t, `secret[0-9]`, all)
		assert.NotContains(t, all, consumerSignIn)
		assert.Contains(t, w.unknown[3], "PUT https://login.microsoftonline.com/common/oauth2/v2.0/token")
	})
}

// A real server can give no answer only by cutting the connection; the journal
// is told all the same.
func TestBehindARealServer(t *testing.T) {
	told := make(chan journal.Exchange, 10)
	e, err := fault.New([]fault.Rule{{Name: "refuse", Match: fault.Match{Operation: []string{journal.Keys}}, Inject: fault.Inject{Refuse: true}}},
		fault.Options{From: time.Now().Add(-time.Hour), Until: time.Now().Add(time.Hour)})
	require.NoError(t, err)
	s := &identity.Server{Clock: clock.System{}, Mailboxes: specs, Latency: identity.Latency{Median: -1}, Faults: e, Observe: func(x journal.Exchange) { told <- x }}
	real := httptest.NewServer(s.Handler())
	defer real.Close()
	get := func(path string) (*http.Response, error) {
		r, err := http.NewRequest(http.MethodGet, real.URL+path, nil)
		require.NoError(t, err)
		r.Host = "login.microsoftonline.com:443"
		return real.Client().Do(r)
	}
	response, err := get("/consumers/v2.0/.well-known/openid-configuration")
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusOK, response.StatusCode)
	assert.Equal(t, http.StatusOK, (<-told).Status)

	_, err = get("/consumers/discovery/v2.0/keys")
	require.Error(t, err)
	x := <-told
	assert.Zero(t, x.Status)
	assert.Equal(t, []string{"refuse"}, x.Faults)
}
