package outlook

import (
	"net/http"

	"anchorage/sim/fault"
	"anchorage/sim/mailbox"
)

// The front door decides which mailbox server a request is sent to, before
// anybody looks at what it asks for. It knows two ways: to look up the owner of
// the token, and to follow the routing hint. It knows nothing of providers or
// kinds of address: who cannot be reached follows from the directory.

// unavailablePage is what the load balancer says when it finds no server. It is
// not the API's error envelope, and names no time to come back. Neither is ever
// written to.
var (
	unavailablePage = []byte("<!DOCTYPE html>\r\n<html><head><title>Service Unavailable</title></head>\r\n" +
		"<body><h2>Service Unavailable</h2><hr><p>HTTP Error 503. The service is unavailable.</p></body></html>\r\n")
	pageContent = []string{"text/html; charset=us-ascii"}
)

// routingHintSince is the year from which a wrong hint is the client's error
// (provider contract 1).
const routingHintSince = 2018

// enter lets the call through the front door, or answers it.
func (c *call) enter(routing string) bool {
	var target *mailbox.Mailbox
	resolved := false
	if c.hint.kind != noHint {
		target, resolved = c.hint.resolve(c.server.Store)
	}
	if routing == fault.HintRequired && !resolved {
		c.unavailable()
		return false
	}
	// What leads nowhere is no hint. A token that nobody knows is not a matter of
	// routing: the mailbox server refuses it.
	if resolved && c.owner != nil && target != c.owner {
		c.misrouted()
		return false
	}
	return true
}

func (c *call) unavailable() {
	h := c.w.Header()
	delete(h, "Request-Id")
	delete(h, "Client-Request-Id")
	h["Content-Type"] = pageContent
	c.w.WriteHeader(http.StatusServiceUnavailable)
	c.write(unavailablePage)
}

func (c *call) misrouted() {
	if c.server.Era != 0 && c.server.Era < routingHintSince {
		c.fail(http.StatusServiceUnavailable, codeMailboxInfoStale, "Mailbox info is stale.")
		return
	}
	c.fail(http.StatusBadRequest, codeIncorrectRoutingHint,
		"The x-anchor mailbox '"+c.hint.text+"' does not match the target of the request.")
}
