// Package outlook is the calendar provider's API: Outlook REST v2.0 and
// Microsoft Graph v1.0 over one mailbox model, behind one front door that finds
// the mailbox of each request. Shapes and codes follow the provider contract;
// its sections are named where they are used.
//
// # A new operation
//
//  1. Its name in package journal, and in Operations there, by which fault rules
//     and the schema know it.
//  2. In routes.go: its line in operations, with the scopes that allow it and its
//     work; its path, for each dialect that has it; every new segment of a path in
//     the words of both sites, or it is known in one spelling only, which the
//     provider is not (provider contract 3.1); a new kind of key in keys and after.
//     A name without its line in operations is answered like an unknown request, and fails
//     the world.
//  3. Its work, a method of call in the file of its resource (reads.go, writes.go,
//     subscribe.go). By then faults, front door, token, scopes and limits have let
//     the request through, and options and preferences are read. The answer goes
//     out through single, the pages of a list, or fail with a code of errors.go.
//  4. What it changes is told by the mailbox's own log, so that delta rounds and
//     subscribers learn of it: through mailbox.Mailbox.As(mailbox.ByAPI).
//  5. When it reads, its name in reads in sim/fault/stalereads.go; when it is part
//     of a round, Exchange.Sync in package journal.
//  6. Tests in both dialects and any spelling, with the section of the provider
//     contract, or the word unconfirmed; go test ./harness/ours -run Schema -update
//     writes the schema anew. TestMistakes pins the message that lists all
//     operations.
package outlook

import (
	"net/http"
	"sync"
	"time"

	"anchorage/sim/clock"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
)

// Hosts are the names that the provider's API answers under.
var Hosts = []string{"outlook.office.com", "outlook.office365.com", "graph.microsoft.com"}

// Tokens knows access tokens. A token whose time is over may still be known.
type Tokens interface {
	Grant(token string) (mailbox.Grant, bool)
}

// Server is the provider's API. Set the fields, then use Handler.
type Server struct {
	Store  *mailbox.Store
	Tokens Tokens
	Clock  clock.Clock
	Seed   keyed.Seed

	Era     int              // year whose behaviour holds; 0: the newest
	Faults  fault.Decider    // nil: none
	Observe journal.Observer // told of each exchange; nil: nobody
	// Unknown is told of requests that nothing here simulates, shown whole. It
	// must not block.
	Unknown func(what string)
	// Told is told of secrets that clients bring along, with their kind. It must not
	// block; nil: nobody.
	Told func(kind, secret string)
	// LiveReadsMe lets tokens of the older authorization read /me of Outlook REST,
	// which tells the mailbox id. By default they lack the scope: an assumption
	// about 2022, see authenticate.go.
	LiveReadsMe bool
	Latency     Latency
	Limits      Limits // on the requests for one mailbox

	// Notify is the way to subscribers. Without one no subscription can be
	// validated, so none is made.
	Notify http.RoundTripper
	// NoticeLatency is how long a change takes to be told: by default a median of
	// 2 s and a 95th percentile of 30 s, an assumption within provider contract 6.
	NoticeLatency Latency
	// Lane gives an entity its own nanoseconds below a millisecond, as package lane
	// does: notices of a mailbox go out on "notices/" and its Spec.ID. nil: none.
	Lane func(entity string) time.Duration

	ledger        ledger
	subscriptions subscriptions
	notices       notices

	zones sync.Map // *time.Location by the name that clients prefer it under
}

// Latency is how long an ordinary answer takes: log-normal, whole milliseconds.
type Latency struct {
	Median time.Duration // 0: the default; negative: no latency
	P95    time.Duration // 0 with the default median: its default
}

// Defaults; those of answers are an assumption, see the incident's notes on its
// model.
var (
	answerLatency = Latency{120 * time.Millisecond, 400 * time.Millisecond}
	noticeLatency = Latency{2 * time.Second, 30 * time.Second}
)

// or gives the defaults where nothing is set.
func (l Latency) or(standard Latency) Latency {
	if l.Median == 0 {
		l.Median = standard.Median
		if l.P95 == 0 {
			l.P95 = standard.P95
		}
	}
	return l
}

// Handler serves all Hosts.
func (s *Server) Handler() http.Handler {
	sites := newSites()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site, ok := sites[hostName(r.Host)]
		if !ok {
			s.unknown(r, "host is none of the provider's")
			http.Error(w, "Misdirected Request", http.StatusMisdirectedRequest)
			return
		}
		c := s.receive(site, w, r)
		c.run()
		c.finish()
	})
}

// decide asks the fault rules about a request that has arrived, and adds the
// latency of an ordinary answer. A fault holds for what arrives while it is in
// force, whenever the answer is due.
func (s *Server) decide(c *call) fault.Decision {
	var d fault.Decision
	if s.Faults != nil {
		q := fault.Request{HTTP: c.r, Operation: c.operation.name, Dialect: c.site.dialect, TokenKind: c.grant.Kind}
		if c.owner != nil {
			q.Mailbox = c.owner.Spec()
		}
		d = s.Faults.Decide(c.at, q)
	}
	d.Latency += s.latency(c)
	return d
}

// latency is drawn by the instant of arrival, which no two requests of a mailbox
// share.
func (s *Server) latency(c *call) time.Duration {
	l := s.Latency.or(answerLatency)
	return s.Seed.LogNormal(c.exchange.Mailbox, "latency", uint64(c.at.UnixNano()), l.Median, l.P95)
}
