package outlook

import (
	"net/http"
	"strings"
	"time"

	"anchorage/sim/answer"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// call is one request on its way through the provider.
type call struct {
	server    *Server
	site      *site
	operation *operation // nil when no route fits
	keys      keys       // of its path
	r         *http.Request
	w         answer.Answer
	at        time.Time // of arrival
	told      [4]string // values of headers that are this answer's own

	hint     hint
	grant    mailbox.Grant    // zero when the token is missing or not known
	granted  bool             // grant is set
	token    string           // bearer token, "" for none
	owner    *mailbox.Mailbox // of the token; nil when not known
	options  options
	prefer   preferences
	exchange journal.Exchange
	complete bool // the answer ends a synchronisation
	first    bool // the answer begins one

	usage *account      // of the owner's mailbox; nil without one
	wait  time.Duration // until the limits let the mailbox be asked again; 0: they let it now
	limit string        // that it is over
}

// receive describes a request: its operation, its token and whose that is.
func (s *Server) receive(site *site, w http.ResponseWriter, r *http.Request) *call {
	c := &call{server: s, site: site, r: r, w: answer.Answer{Inner: w}, at: s.Clock.Now()}
	c.operation, c.keys = site.match(r)
	c.hint = parseHint(r.Header)
	if c.token = bearer(r.Header); c.token != "" {
		c.grant, c.granted = s.Tokens.Grant(c.token)
	}
	if c.granted {
		c.owner, _ = s.Store.Get(c.grant.Mailbox)
	}
	c.exchange = journal.Exchange{
		At: c.at, Mailbox: c.grant.Mailbox, Host: hostName(r.Host), Dialect: site.dialect, Method: r.Method,
		Hint: c.hint.form(), TokenKind: c.grant.Kind, UserAgent: headerValue(r.Header, "User-Agent"),
		Prefer: strings.Join(r.Header["Prefer"], ", "),
	}
	if c.operation != nil {
		c.exchange.Operation = c.operation.name
	}
	c.arrive()
	return c
}

// run takes the request through faults, front door and authentication to its
// work, until one of them settles it.
func (c *call) run() {
	c.identify()
	if c.operation == nil {
		c.refuseUnknown()
		return
	}
	d := c.server.decide(c)
	c.exchange.Faults, c.exchange.Unusable = d.Rules, d.Unusable()
	if fault.Apply(&c.w, c.r, d, c.server.Clock, c.envelope) {
		return
	}
	if c.enter(d.Routing) && c.authenticate() && c.withinLimits() && c.understand() {
		c.work(d)
	}
}

// work does the operation's work and lets through what the faults leave of its
// answer. What does not arrive whole completes no round. A stale read is answered
// by a replica, whose sequence numbers delta tokens then have.
func (c *call) work(d fault.Decision) {
	if c.r.Method == http.MethodGet {
		c.readFrom(d.StaleBy)
	}
	switch {
	case d.Gone:
		c.gone()
	case d.Spoils():
		inner := c.w.Inner
		held := fault.Hold(inner)
		c.w.Inner = held
		c.operation.work(c)
		c.w.Inner, c.complete = inner, false
		held.Release(c.w.Spoilt(), c.r, d)
	default:
		c.operation.work(c)
	}
}

// finish tells the journal what became of the request.
func (c *call) finish() {
	x := &c.exchange
	x.End = c.server.Clock.Now()
	if c.r.Context().Err() == nil { // else nobody is there to take the answer
		x.Status, x.Code = c.outcome()
	}
	x.RoundComplete = c.complete && x.Status == http.StatusOK
	c.leave()
	if c.server.Observe != nil {
		c.server.Observe(*x)
	}
	c.w.End()
}

// understand reads the query and the preferences.
func (c *call) understand() bool {
	var err error
	if c.options, err = parseOptions(c.r.URL.RawQuery); err != nil {
		c.fail(http.StatusBadRequest, codeInvalidParameter, "The request is invalid: "+err.Error()+".")
		return false
	}
	if c.options.unsupported != "" {
		c.server.unknown(c.r, "query option "+c.options.unsupported+" is not simulated")
		c.fail(http.StatusNotImplemented, codeNotImplemented, "")
		return false
	}
	c.prefer = parsePreferences(c.r.Header["Prefer"])
	if !c.server.locate(&c.prefer) {
		c.fail(http.StatusBadRequest, codeTimeZone, "A valid TimeZone value must be specified.")
		return false
	}
	return true
}

func bearer(h http.Header) string {
	text := headerValue(h, "Authorization")
	if len(text) > 7 && strings.EqualFold(text[:7], "Bearer ") {
		return strings.TrimSpace(text[7:])
	}
	return ""
}

// headerValue is Header.Get for a name in canonical form.
func headerValue(h http.Header, name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}

// hostName is the host of a Host header, without port, in lower case.
func hostName(host string) string {
	name, _, _ := strings.Cut(host, ":")
	return strings.ToLower(name)
}
