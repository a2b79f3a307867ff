package outlook

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

// Limits of one application on one mailbox (provider contract 4.3). Worlds have
// one application.
type Limits struct {
	Requests   int // in 10 minutes; 0: 10,000; negative: any number
	Concurrent int // at a time; 0: 4; negative: any number
}

// Defaults of Limits, and how long each lasts. The provider counts in windows
// whose place is not known: here one begins with the first request after the
// last. How long it asks to wait for a free place is not known either.
const (
	maxRequests   = 10_000
	requestWindow = 10 * time.Minute
	maxConcurrent = 4
	placeAfter    = 2 * time.Second
)

// ledger counts the requests of each mailbox.
type ledger struct {
	mu sync.Mutex
	of map[string]*account // key: Spec.ID
}

// account is what one mailbox has used. Instants are nanoseconds of Unix time.
type account struct {
	window  int64 // start of the current one
	used    int   // requests in it, throttled ones too
	running int
	promise int64 // no request is welcome before
	asked   int64 // when the answer came that says so
	early   int   // requests that came before
	seen    int64 // the state that reads have been answered from
}

// The limits, by the provider's name.
const (
	requestRate        = "RequestRate" // unconfirmed
	mailboxConcurrency = "MailboxConcurrency"
)

// arrive counts a request. wait is how long the client has to, because of which
// limit; zero lets it pass. early is how long it came before the end of a wait that
// was asked for.
func (l *ledger) arrive(mailbox string, at time.Time, limits Limits) (a *account, early, wait time.Duration, limit string) {
	now := at.UnixNano()
	l.mu.Lock()
	defer l.mu.Unlock()
	a = l.of[mailbox]
	if a == nil {
		if l.of == nil {
			l.of = map[string]*account{}
		}
		a = &account{window: now}
		l.of[mailbox] = a
	}
	if now-a.window >= int64(requestWindow) {
		a.window, a.used = now, 0
	}
	a.used++
	a.running++
	if now < a.promise {
		a.early++
		early = time.Duration(a.promise - now)
	}
	switch {
	case exceeds(a.used, limits.Requests, maxRequests):
		return a, early, time.Duration(a.window + int64(requestWindow) - now), requestRate
	case exceeds(a.running, limits.Concurrent, maxConcurrent):
		return a, early, placeAfter, mailboxConcurrency
	}
	return a, early, 0, ""
}

func exceeds(n, limit, standard int) bool {
	if limit == 0 {
		limit = standard
	}
	return limit > 0 && n > limit
}

// leave counts a request as ended at an instant; wait is what its answer asks for,
// zero for none.
func (l *ledger) leave(a *account, at time.Time, wait time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	a.running--
	if until := at.Add(wait).UnixNano(); wait > 0 && until > a.promise {
		a.promise, a.asked = until, at.UnixNano()
	}
}

// EarlyRetries counts the requests for a mailbox (Spec.ID) that came before the
// time was over for which an answer had asked to wait by Retry-After.
func (s *Server) EarlyRetries(mailbox string) int {
	s.ledger.mu.Lock()
	defer s.ledger.mu.Unlock()
	if a := s.ledger.of[mailbox]; a != nil {
		return a.early
	}
	return 0
}

// askedOf is when the answer came that asked for the longest wait.
func (l *ledger) askedOf(a *account) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	return time.Unix(0, a.asked).UTC()
}

// arrive counts the request, if it is a mailbox's.
func (c *call) arrive() {
	if c.owner != nil {
		x := &c.exchange
		c.usage, x.Early, c.wait, c.limit = c.server.ledger.arrive(c.grant.Mailbox, c.at, c.server.Limits)
		if x.Early > 0 {
			x.Asked = c.server.ledger.askedOf(c.usage)
		}
	}
}

// leave counts it as ended, with what its answer asks for.
func (c *call) leave() {
	if s := c.exchange.Status; s == http.StatusTooManyRequests || s == http.StatusServiceUnavailable {
		c.exchange.RetryAfter, _ = retryAfter(headerValue(c.w.Header(), "Retry-After"))
	}
	if c.usage != nil {
		c.server.ledger.leave(c.usage, c.exchange.End, c.exchange.RetryAfter)
	}
}

// retryAfter reads seconds, which may have a fraction.
func retryAfter(text string) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(text, 64)
	if err != nil || !(seconds > 0 && seconds < 1e6) {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)), true
}

// withinLimits lets the call pass, or answers it (provider contract 4.2, 4.3).
func (c *call) withinLimits() bool {
	if c.wait == 0 {
		return true
	}
	seconds := (c.wait + time.Second - 1) / time.Second
	c.w.Header()["Retry-After"] = []string{strconv.Itoa(int(seconds))}
	c.fail(http.StatusTooManyRequests, codeThrottled, "Application is over its "+c.limit+" limit.")
	return false
}
