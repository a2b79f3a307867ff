package outlook_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
	"anchorage/sim/network"
	"anchorage/sim/outlook"
)

var start = time.Date(2022, 3, 1, 20, 0, 0, 123, time.UTC)

const window = "startDateTime=2022-03-01T00:00:00Z&endDateTime=2022-04-01T00:00:00Z"

// stepped is a clock that moves when somebody sleeps, and at no other time.
type stepped struct{ now time.Time }

func (c *stepped) Now() time.Time { return c.now }

func (c *stepped) Sleep(ctx context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return ctx.Err()
}

// tokens are grants by the token's text.
type tokens map[string]mailbox.Grant

func (t tokens) Grant(token string) (mailbox.Grant, bool) {
	g, ok := t[token]
	return g, ok
}

// decide makes a Decider of a function.
type decide func(time.Time, fault.Request) fault.Decision

func (d decide) Decide(now time.Time, r fault.Request) fault.Decision { return d(now, r) }

func routing(mode string) decide {
	return func(time.Time, fault.Request) fault.Decision {
		return fault.Decision{Routing: mode, Rules: []string{"routing"}}
	}
}

// fixture is a provider with one mailbox of each sort, reached directly.
type fixture struct {
	*testing.T
	clock     *stepped
	store     *mailbox.Store
	tokens    tokens
	server    *outlook.Server
	transport http.RoundTripper
	journal   []journal.Exchange
	unknown   []string
}

func newFixture(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{T: t, clock: &stepped{now: start}, tokens: tokens{}}
	f.store = mailbox.NewStore(f.clock, 1)
	for _, s := range mailbox.Generate(1, []mailbox.FleetSpec{
		{Name: "outlook", Provider: mailbox.OutlookCom, Mailboxes: 10, Authorization: mailbox.Live, TimeZone: "Europe/London",
			CustomDomain: 0.4, CustomDomainListed: 0.2, OtherSignIn: 0.2, StandardUnlisted: 0.1},
		{Name: "m365", Provider: mailbox.Microsoft365, Mailboxes: 2, Authorization: mailbox.IdentityPlatform, TimeZone: "Europe/Paris"},
	}) {
		f.store.Add(s)
		f.grant(s.ID, s.ID+"/rest", "outlook.office.com", mailbox.IdentityPlatform, "calendars.readwrite")
		f.grant(s.ID, s.ID+"/live", "outlook.office.com", mailbox.Live, "wl.calendars", "wl.offline_access")
		f.grant(s.ID, s.ID+"/graph", "graph.microsoft.com", mailbox.IdentityPlatform, "calendars.readwrite", "user.read")
	}
	f.server = &outlook.Server{
		Store: f.store, Tokens: f.tokens, Clock: f.clock, Seed: keyed.Seed(1),
		Observe: func(x journal.Exchange) { f.journal = append(f.journal, x) },
		Unknown: func(what string) { f.unknown = append(f.unknown, what) },
	}
	var net network.Network
	for _, host := range outlook.Hosts {
		net.Handle(host, f.server.Handler())
	}
	f.transport = net.Transport()
	return f
}

func (f *fixture) grant(id, token, audience, kind string, scopes ...string) {
	f.tokens[token] = mailbox.Grant{Mailbox: id, Kind: kind, Audience: audience, Scopes: scopes, Expires: start.Add(24 * time.Hour)}
}

// pick returns the first mailbox that fits.
func (f *fixture) pick(fits func(*mailbox.Spec) bool) *mailbox.Mailbox {
	f.Helper()
	for _, m := range f.store.All() {
		if fits(m.Spec()) {
			return m
		}
	}
	require.FailNow(f, "no mailbox fits")
	return nil
}

func consumer(s *mailbox.Spec) bool { return s.Provider == mailbox.OutlookCom }

func kind(name string, listed bool) func(*mailbox.Spec) bool {
	return func(s *mailbox.Spec) bool {
		found := false
		for _, a := range s.Directory {
			found = found || a == s.SignIn
		}
		return consumer(s) && s.AddressKind == name && found == listed
	}
}

// reply is an answer, read whole.
type reply struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

func (r reply) code() string {
	e, _ := r.body["error"].(map[string]any)
	code, _ := e["code"].(string)
	return code
}

func (r reply) items() []map[string]any {
	var items []map[string]any
	list, _ := r.body["value"].([]any)
	for _, v := range list {
		items = append(items, v.(map[string]any))
	}
	return items
}

func (r reply) string(name string) string {
	s, _ := r.body[name].(string)
	return s
}

// get asks with a token; headers come in pairs.
func (f *fixture) get(token, url string, headers ...string) reply {
	f.Helper()
	r, err := http.NewRequest(http.MethodGet, url, nil)
	require.NoError(f, err)
	return f.do(r, token, headers...)
}

func (f *fixture) do(r *http.Request, token string, headers ...string) reply {
	f.Helper()
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w, err := f.transport.RoundTrip(r)
	require.NoError(f, err)
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	require.NoError(f, err)
	out := reply{status: w.StatusCode, header: w.Header, text: string(text)}
	if strings.HasPrefix(w.Header.Get("Content-Type"), "application/json") {
		require.NoError(f, json.Unmarshal(text, &out.body), "%s", text)
	}
	return out
}

// fill creates n events, an hour each, one a day from 1 March on.
func (f *fixture) fill(m *mailbox.Mailbox, n int) []mailbox.Event {
	f.Helper()
	var events []mailbox.Event
	for i := range n {
		at := time.Date(2022, 3, 1+i, 10, 0, 0, 0, time.UTC)
		e, err := m.Create(mailbox.Event{Subject: "standup", Start: at, End: at.Add(time.Hour)})
		require.NoError(f, err)
		events = append(events, e)
	}
	return events
}

func (f *fixture) last() journal.Exchange {
	f.Helper()
	require.NotEmpty(f, f.journal)
	return f.journal[len(f.journal)-1]
}

func assertOK(t assert.TestingT, r reply) { assert.Equal(t, http.StatusOK, r.status, r.text) }
