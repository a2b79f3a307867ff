package identity_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/oauth2"

	"anchorage/sim/clock"
	"anchorage/sim/identity"
	"anchorage/sim/journal"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
	"anchorage/sim/network"
)

const (
	consumerSignIn = "ann@example.com"
	otherSignIn    = "bob@example.com"
	workSignIn     = "wim@work.example.org"
	workTenant     = "11111111-2222-4333-8444-555555555555"
	callback       = "https://sync.example.com/callback"
)

func specs() []*mailbox.Spec {
	return []*mailbox.Spec{
		{ID: "outlook-1", Provider: mailbox.OutlookCom, SignIn: consumerSignIn, Address: "outlook_0123456789ABCDEF@outlook.example",
			OID: "00000000-0000-0000-40c0-3bac188d01d1", TID: mailbox.ConsumerIdentityTenant, CID: "40c03bac188d01d1",
			PUID: "0003BFFD0FE550A1", MailboxGUID: "0003bffd-0fe5-50a1-0000-000000000000"},
		{ID: "outlook-2", Provider: mailbox.OutlookCom, SignIn: otherSignIn, OID: "00000000-0000-0000-0000-00000000000b", TID: mailbox.ConsumerIdentityTenant},
		{ID: "work-1", Provider: mailbox.Microsoft365, SignIn: workSignIn, OID: "aaaaaaaa-0000-4000-8000-000000000001", TID: workTenant},
	}
}

// world is the login hosts on a network, and what they told.
type world struct {
	t         *testing.T
	server    *identity.Server
	transport *network.Transport
	exchanges []journal.Exchange
	unknown   []string
}

// newWorld starts one without latency.
func newWorld(t *testing.T, change ...func(*identity.Server)) *world {
	w := &world{t: t}
	w.server = &identity.Server{
		Clock: clock.System{}, Seed: keyed.Seed(1), Mailboxes: specs, Latency: identity.Latency{Median: -1},
		Observe: func(x journal.Exchange) { w.exchanges = append(w.exchanges, x) },
		Unknown: func(what string) { w.unknown = append(w.unknown, what) },
	}
	for _, f := range change {
		f(w.server)
	}
	n := &network.Network{Unknown: func(what string) { t.Error(what) }}
	handler := w.server.Handler()
	for _, host := range identity.Hosts {
		n.Handle(host, handler)
	}
	// The client's own callback: the browser ends there.
	n.Handle("sync.example.com", http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	w.transport = n.Transport()
	return w
}

// context carries the http.Client that oauth2 and go-oidc use.
func (w *world) context() context.Context {
	return context.WithValue(w.t.Context(), oauth2.HTTPClient, &http.Client{Transport: w.transport})
}

// visit follows an address as a signed-in person and returns where it ends; ""
// signs nobody in.
func (w *world) visit(address, signIn string) *http.Response {
	w.t.Helper()
	client := &http.Client{Transport: http.RoundTripper(w.transport)}
	if signIn != "" {
		client.Transport = identity.Browser(w.transport, signIn)
	}
	response, err := client.Get(address)
	require.NoError(w.t, err)
	require.NoError(w.t, response.Body.Close())
	return response
}

// authorize has a person consent and returns the parameters of the callback.
func (w *world) authorize(address, signIn string) url.Values {
	w.t.Helper()
	at := w.visit(address, signIn).Request.URL
	require.Equal(w.t, "sync.example.com", at.Host, "%v", at)
	return at.Query()
}

// answer is that of a token endpoint, success or error.
type answer struct {
	Status       int    `json:"-"`
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	IDToken      string `json:"id_token"`
	UserID       string `json:"user_id"`
	Scope        string `json:"scope"`
	ExpiresIn    int    `json:"expires_in"`
	ClientInfo   string `json:"client_info"`
	Error        string `json:"error"`
	Description  string `json:"error_description"`
	Codes        []int  `json:"error_codes"`
	Trace        string `json:"trace_id"`
	Correlation  string `json:"correlation_id"`
	Timestamp    string `json:"timestamp"`
	Suberror     string `json:"suberror"`
	Text         string `json:"-"`
}

// post sends a form, given as name, value, name, value.
func (w *world) post(address string, form ...string) answer {
	w.t.Helper()
	values := url.Values{}
	for i := 0; i < len(form); i += 2 {
		values.Set(form[i], form[i+1])
	}
	response, err := (&http.Client{Transport: w.transport}).PostForm(address, values)
	require.NoError(w.t, err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	require.NoError(w.t, err)
	got := answer{Status: response.StatusCode, Text: string(body)}
	require.NoError(w.t, json.Unmarshal(body, &got), "%s", body)
	return got
}

func platform(tenant string) oauth2.Endpoint {
	base := "https://login.microsoftonline.com/" + tenant + "/oauth2/v2.0/"
	return oauth2.Endpoint{AuthURL: base + "authorize", TokenURL: base + "token"}
}

var live = oauth2.Endpoint{AuthURL: "https://login.live.com/oauth20_authorize.srf", TokenURL: "https://login.live.com/oauth20_token.srf"}

func config(endpoint oauth2.Endpoint, scopes ...string) *oauth2.Config {
	return &oauth2.Config{ClientID: "client-1", ClientSecret: "anything", Endpoint: endpoint, RedirectURL: callback, Scopes: scopes}
}

// link takes a person through an authorization by the real client library.
func (w *world) link(c *oauth2.Config, signIn string) *oauth2.Token {
	w.t.Helper()
	verifier := strings.Repeat("v", 43)
	back := w.authorize(c.AuthCodeURL("state-1", oauth2.S256ChallengeOption(verifier)), signIn)
	require.Equal(w.t, "state-1", back.Get("state"))
	token, err := c.Exchange(w.context(), back.Get("code"), oauth2.VerifierOption(verifier))
	require.NoError(w.t, err)
	return token
}

// code is an authorization code for the given scopes, without PKCE.
func (w *world) code(endpoint oauth2.Endpoint, signIn string, scopes ...string) string {
	w.t.Helper()
	return w.authorize(config(endpoint, scopes...).AuthCodeURL("s"), signIn).Get("code")
}

func inBubble(t *testing.T, f func(t *testing.T)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(time.Until(time.Date(2022, 3, 1, 20, 0, 0, 0, time.UTC)))
		f(t)
	})
}

// wantError checks a refusal of the identity platform.
func wantError(t *testing.T, got answer, code string, number int) {
	t.Helper()
	assert.Equal(t, code, got.Error, got.Text)
	assert.Equal(t, []int{number}, got.Codes, got.Text)
	assert.Empty(t, got.AccessToken)
	assert.GreaterOrEqual(t, got.Status, 400)
}
