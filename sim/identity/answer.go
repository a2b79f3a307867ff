package identity

import (
	"encoding/json"
	"html"
	"net/http"

	"anchorage/sim/network"
)

// answer passes an answer on and keeps its status. A failure of the exchange is
// kept back until the journal has been told.
type answer struct {
	inner  http.ResponseWriter
	status int
	lost   bool // the client did not take it
	failed error
	cut    bool // break off after what has been written
}

func (a *answer) Header() http.Header { return a.inner.Header() }

func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
		a.inner.WriteHeader(status)
	}
}

func (a *answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	n, err := a.inner.Write(p)
	a.lost = a.lost || err != nil
	return n, err
}

// Fail implements network.Failer.
func (a *answer) Fail(err error) { a.failed = err }

// outcome is the status, 0 when no answer was given.
func (a *answer) outcome() int {
	if a.failed != nil || a.lost {
		return 0
	}
	return a.status
}

func (a *answer) end() {
	switch {
	case a.failed != nil:
		network.Fail(a.inner, a.failed)
	case a.cut:
		network.Cut(a.inner)
	}
}

// spoilt passes a spoilt answer to the client beside what the journal has been
// told of the server's own.
type spoilt struct{ *answer }

func (s *spoilt) WriteHeader(status int)      { s.inner.WriteHeader(status) }
func (s *spoilt) Write(p []byte) (int, error) { return s.inner.Write(p) }

// Cut implements network.Cutter. The client has no whole answer, so the journal
// has none.
func (s *spoilt) Cut() { s.lost, s.cut = true, true }

const (
	jsonType = "application/json; charset=utf-8"
	htmlType = "text/html; charset=utf-8"
)

func (c *call) errorPage(f *refusal) []byte {
	return []byte("<!DOCTYPE html><html><head><title>Sign in</title></head><body><h1>Sorry, but we’re having trouble signing you in.</h1><p>" +
		html.EscapeString(c.describe(f)) + "</p></body></html>")
}

// page answers a person with an error that cannot be sent back to the client.
func (c *call) page(f *refusal) {
	c.code = f.code
	c.write(http.StatusBadRequest, htmlType, c.errorPage(f))
}

func (c *call) writeJSON(status int, body []byte) { c.write(status, jsonType, body) }

func (c *call) write(status int, contentType string, body []byte) {
	h := c.w.Header()
	h["Content-Type"] = []string{contentType}
	h["Cache-Control"] = []string{"no-store, no-cache"}
	h["Pragma"] = []string{"no-cache"}
	c.w.WriteHeader(status)
	_, _ = c.w.Write(body) // answer notes a client that is gone
}

// mustMarshal writes values of this package's own types, which always can be.
func mustMarshal(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}
