package identity

import (
	"net/http"
	"net/url"
	"strings"
	"time"

	"anchorage/sim/answer"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

// call is one request on its way through the server.
type call struct {
	server *Server
	host   string
	route  *route
	tenant string // as in the path; "" at Live Connect
	r      *http.Request
	w      answer.Answer
	at     time.Time // of arrival

	form    url.Values // of a token request or an authorization request
	secret  sealed     // code or refresh token of a token request
	genuine bool       // secret is set: this world made it
	account *account   // whose request it is; nil when that cannot be told
	code    string     // error code of the answer
	faults  []string   // rules that acted
	spoilt  bool       // by them: the status is good, the answer is none
}

// run takes the request through faults to its work, and tells the journal.
func (c *call) run() {
	if c.route.operation == "" {
		c.route.work(c)
		return
	}
	defer c.finish() // a real server's way to cut a connection is a panic
	if c.route.owner != nil {
		c.route.owner(c)
	}
	d := c.decide()
	c.faults, c.spoilt = d.Rules, d.Unusable()
	if fault.Apply(&c.w, c.r, d, c.server.Clock, c.envelope) {
		return
	}
	if d.Token != "" && c.spoil(d.Token) {
		return
	}
	if !d.Spoils() {
		c.route.work(c)
		return
	}
	inner := c.w.Inner
	held := fault.Hold(inner)
	c.w.Inner = held
	c.route.work(c)
	c.w.Inner = inner
	held.Release(c.w.Spoilt(), c.r, d)
}

// decide asks the fault rules about a request that has arrived, and adds the
// latency of an ordinary answer.
func (c *call) decide() fault.Decision {
	var d fault.Decision
	if c.server.Faults != nil {
		d = c.server.Faults.Decide(c.at, fault.Request{
			HTTP: c.r, Mailbox: c.spec(), Operation: c.route.operation, Dialect: journal.OAuth, TokenKind: c.tokenKind(),
		})
	}
	d.Latency += c.server.latency(c.mailbox(), c.at)
	return d
}

// spec is the mailbox of the request, nil if it has none.
func (c *call) spec() *mailbox.Spec {
	if c.account == nil {
		return nil
	}
	return c.account.spec
}

// mailbox is the id of the mailbox of the request, "" if it has none.
func (c *call) mailbox() string {
	if c.account == nil {
		return ""
	}
	return c.account.spec.ID
}

// tokenKind is the kind of token that the request is about.
func (c *call) tokenKind() string {
	if c.route.operation == journal.Token {
		return c.route.kind
	}
	return ""
}

// finish tells the journal what became of the request.
func (c *call) finish() {
	if c.server.Observe != nil {
		x := journal.Exchange{
			At: c.at, End: c.server.Clock.Now(), Mailbox: c.mailbox(), Host: c.host, Dialect: journal.OAuth,
			Operation: c.route.operation, Method: c.r.Method, Hint: hintForm(headerValue(c.r.Header, "X-Anchormailbox")),
			TokenKind: c.tokenKind(), UserAgent: headerValue(c.r.Header, "User-Agent"),
			Prefer: strings.Join(c.r.Header["Prefer"], ", "), Status: c.w.Status(), Code: c.code, Faults: c.faults, Unusable: c.spoilt,
		}
		if c.genuine && c.form.Get("grant_type") == byRefresh {
			x.Outdated = c.server.outdated(c.account, c.secret)
		}
		if x.Status == 0 {
			x.Code = ""
		}
		c.server.Observe(x)
	}
	c.w.End()
}

// hintForm is the form of a routing hint, which some clients send here as well
// (provider contract 1).
func hintForm(hint string) string {
	prefix, _, prefixed := strings.Cut(hint, ":")
	switch {
	case hint == "":
		return journal.HintNone
	case prefixed && (strings.EqualFold(prefix, "upn") || strings.EqualFold(prefix, "smtp")):
		return journal.HintEmail
	case prefixed || !strings.Contains(hint, "@"):
		return journal.HintMailboxID
	}
	return journal.HintEmail
}

// headerValue is Header.Get for a name in canonical form.
func headerValue(h http.Header, name string) string {
	if v := h[name]; len(v) > 0 {
		return v[0]
	}
	return ""
}
