// Package answer stands between a fake server and its client: it passes answers
// on and keeps what the journal wants to know of them, whether they arrived or
// not.
package answer

import (
	"net/http"

	"anchorage/sim/network"
)

// Answer is an http.ResponseWriter over another. A failure of the exchange is kept
// back until End, so that the journal can be told first. It is not safe for
// concurrent use.
type Answer struct {
	Inner http.ResponseWriter // may be exchanged before anything is written

	status int
	body   []byte // of an error
	lost   bool   // the client did not take it whole
	failed error
	cut    bool // break off after what has been written
}

// Header implements http.ResponseWriter.
func (a *Answer) Header() http.Header { return a.Inner.Header() }

// WriteHeader implements http.ResponseWriter; the first status counts.
func (a *Answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
		a.Inner.WriteHeader(status)
	}
}

// Write implements http.ResponseWriter.
func (a *Answer) Write(p []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	if a.status >= http.StatusBadRequest {
		a.body = append(a.body, p...)
	}
	n, err := a.Inner.Write(p)
	a.lost = a.lost || err != nil
	return n, err
}

// Fail implements network.Failer.
func (a *Answer) Fail(err error) { a.failed = err }

// Status is that of the answer, 0 when the client got none.
func (a *Answer) Status() int {
	if a.failed != nil || a.lost {
		return 0
	}
	return a.status
}

// ErrorBody is the body of an answer with an error status.
func (a *Answer) ErrorBody() []byte { return a.body }

// End lets the exchange fail, if it is to.
func (a *Answer) End() {
	switch {
	case a.failed != nil:
		network.Fail(a.Inner, a.failed)
	case a.cut:
		network.Cut(a.Inner)
	}
}

// Spoilt passes a spoilt answer to the client, beside what the journal has been
// told of the server's own.
func (a *Answer) Spoilt() http.ResponseWriter { return &spoilt{a} }

type spoilt struct{ *Answer }

func (s *spoilt) WriteHeader(status int)      { s.Inner.WriteHeader(status) }
func (s *spoilt) Write(p []byte) (int, error) { return s.Inner.Write(p) }

// Cut implements network.Cutter. The client has no whole answer, so the journal
// has none.
func (s *spoilt) Cut() { s.lost, s.cut = true, true }
