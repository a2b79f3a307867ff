package identity_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"anchorage/sim/clock"
	"anchorage/sim/identity"
	"anchorage/sim/journal"
	"anchorage/sim/network"
)

// refreshing returns a server, its transport and a refresh token.
func refreshing(b *testing.B) (*identity.Server, *network.Transport, string, string) {
	b.Helper()
	s := &identity.Server{Clock: clock.System{}, Seed: 1, Mailboxes: specs, Latency: identity.Latency{Median: -1}, Observe: func(journal.Exchange) {}}
	n := &network.Network{}
	handler := s.Handler()
	for _, host := range identity.Hosts {
		n.Handle(host, handler)
	}
	transport := n.Transport()
	client := &http.Client{Transport: identity.Browser(transport, consumerSignIn), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(config(platform("common"), "offline_access", calendars).AuthCodeURL("s"))
	if err != nil {
		b.Fatal(err)
	}
	back, err := response.Location()
	if err != nil {
		b.Fatal(err)
	}
	form := url.Values{"client_id": {"client-1"}, "grant_type": {"authorization_code"}, "redirect_uri": {callback}, "code": {back.Query().Get("code")}}
	got := decode(b, post(b, transport, form.Encode()))
	return s, transport, got.RefreshToken, got.AccessToken
}

func post(b *testing.B, transport http.RoundTripper, form string) *http.Response {
	r, err := http.NewRequest(http.MethodPost, tokenURL, strings.NewReader(form))
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := transport.RoundTrip(r)
	if err != nil || response.StatusCode != http.StatusOK {
		b.Fatal(response, err)
	}
	return response
}

func BenchmarkRefresh(b *testing.B) {
	_, transport, token, _ := refreshing(b)
	form := url.Values{"client_id": {"client-1"}, "grant_type": {"refresh_token"}, "refresh_token": {token}}.Encode()
	b.ReportAllocs()
	for b.Loop() {
		post(b, transport, form)
	}
}

func BenchmarkGrant(b *testing.B) {
	s, _, _, access := refreshing(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, ok := s.Grant(access); !ok {
			b.Fatal("the token is not known")
		}
	}
}

func decode(b *testing.B, response *http.Response) answer {
	b.Helper()
	defer response.Body.Close()
	var got answer
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		b.Fatal(err)
	}
	return got
}
