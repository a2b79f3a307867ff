// Package identity is where mailbox owners sign in and where tokens come from:
// Live Connect at login.live.com and the identity platform v2.0 at
// login.microsoftonline.com. Shapes and codes follow the provider contract,
// section 2.
//
// Tokens are sealed: they carry, masked and proven, what they stand for. So the
// server keeps no token at all, an old refresh token stays good when a newer one
// exists, and an expired access token can still be told from an invented one.
package identity

import (
	"crypto/x509"
	"net/http"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"anchorage/sim/answer"
	"anchorage/sim/clock"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
)

// Hosts that the server answers under.
const (
	LiveHost     = "login.live.com"
	PlatformHost = "login.microsoftonline.com"
)

// Hosts lists them.
var Hosts = []string{LiveHost, PlatformHost}

// Limits of codes and tokens (provider contract 2.2).
const (
	codeLife            = 10 * time.Minute
	defaultAccessLife   = time.Hour
	refreshIdleDays     = 90
	refreshIdleLife     = refreshIdleDays * 24 * time.Hour
	defaultMedianDelay  = 120 * time.Millisecond // an assumption, as for the calendar APIs
	defaultDelayP95     = 400 * time.Millisecond
	maxRequestBodyBytes = 64 << 10
)

// Server is both identity systems. Set the fields, then use Handler; they must
// not change afterwards. It is safe for concurrent use.
type Server struct {
	Clock clock.Clock
	Seed  keyed.Seed
	// Mailboxes returns everybody who can sign in. It is called once.
	Mailboxes func() []*mailbox.Spec

	Faults  fault.Decider    // nil: none
	Observe journal.Observer // told of each exchange; nil: nobody
	// Unknown is told of requests that nothing here simulates, shown whole but
	// for secrets. It must not block.
	Unknown func(what string)
	// Told is told of secrets that clients bring along, with their kind. It must not
	// block; nil: nobody.
	Told       func(kind, secret string)
	AccessLife time.Duration // of access tokens; 0: one hour
	Latency    Latency

	once     sync.Once
	accounts accounts // of Mailboxes; the set of accounts does not change
	signer   jose.Signer
	shown    *x509.Certificate

	mu sync.Mutex // guards the state within each account
}

// Latency is how long an ordinary answer takes: log-normal, whole milliseconds.
type Latency struct {
	Median time.Duration // 0: 120 ms; negative: no latency
	P95    time.Duration // 0 with the default median: 400 ms
}

// Handler serves all Hosts.
func (s *Server) Handler() http.Handler {
	s.open()
	sites := newSites()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := hostName(r.Host)
		route, vars := sites[host].match(r)
		c := &call{server: s, host: host, route: route, tenant: vars["tenant"], r: r, w: answer.Answer{Inner: w}, at: s.Clock.Now()}
		if route == nil {
			s.unknown(r, "no route for it")
			http.Error(&c.w, "Not Found", http.StatusNotFound)
			return
		}
		c.run()
	})
}

// open makes what is derived from the settings.
func (s *Server) open() {
	s.once.Do(func() {
		var specs []*mailbox.Spec
		if s.Mailboxes != nil {
			specs = s.Mailboxes()
		}
		s.accounts = newAccounts(s.Seed, specs)
		key, certificate, err := testKey()
		if err != nil {
			panic(err) // the key is part of this source
		}
		s.shown = certificate
		if s.signer, err = newSigner(key, certificate); err != nil {
			panic(err)
		}
	})
}

func (s *Server) accessLife() time.Duration {
	if s.AccessLife > 0 {
		return s.AccessLife
	}
	return defaultAccessLife
}

// latency is drawn by the instant of arrival, which no two requests of a mailbox
// share.
func (s *Server) latency(mailboxID string, at time.Time) time.Duration {
	median, p95 := s.Latency.Median, s.Latency.P95
	if median == 0 {
		median = defaultMedianDelay
		if p95 == 0 {
			p95 = defaultDelayP95
		}
	}
	return s.Seed.LogNormal(mailboxID, "sign-in latency", uint64(at.UnixNano()), median, p95)
}
