package outlook

import (
	"encoding/json"
	"net/http"

	"anchorage/sim/network"
)

// answer passes an answer on and keeps what the journal wants to know. A failure
// of the exchange is kept back until the journal has been told.
type answer struct {
	inner  http.ResponseWriter
	status int
	body   []byte // of an error
	lost   bool   // the client did not take it
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
	if a.status >= http.StatusBadRequest {
		a.body = append(a.body, p...)
	}
	n, err := a.inner.Write(p)
	a.lost = a.lost || err != nil
	return n, err
}

// Fail implements network.Failer.
func (a *answer) Fail(err error) { a.failed = err }

// outcome is the status, 0 for no answer, and the error code of the body.
func (a *answer) outcome() (status int, code string) {
	if a.failed != nil || a.lost {
		return 0, ""
	}
	if len(a.body) == 0 || a.body[0] != '{' {
		return a.status, ""
	}
	var e struct {
		Error struct {
			Code string `json:"code"`
		} `json:"error"`
	}
	if json.Unmarshal(a.body, &e) != nil {
		return a.status, ""
	}
	return a.status, e.Error.Code
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
type spoilt struct {
	*answer
}

func (s *spoilt) WriteHeader(status int)      { s.inner.WriteHeader(status) }
func (s *spoilt) Write(p []byte) (int, error) { return s.inner.Write(p) }

// Cut implements network.Cutter. The client has no whole answer, so the journal
// has none.
func (s *spoilt) Cut() { s.lost, s.cut = true, true }
