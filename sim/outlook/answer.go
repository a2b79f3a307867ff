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
	if a.failed != nil {
		network.Fail(a.inner, a.failed)
	}
}
