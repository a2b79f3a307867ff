package fault

import (
	"bytes"
	"net/http"
	"strconv"

	"anchorage/sim/network"
)

// Unusable says whether the client gets a good status and no answer of the API with
// it: a garbled body, or what stands in for the work.
func (d Decision) Unusable() bool {
	return d.Malformed || d.Answer != nil && d.Answer.Status < http.StatusBadRequest
}

// Spoils says whether the answer of the work must be held back, because it will
// not arrive as the server gave it.
func (d Decision) Spoils() bool { return d.ResetAfter || d.CutBody > 0 || d.Malformed }

// Held is an answer of a server's work that is held back until it is spoilt.
// Headers go to the true writer at once.
type Held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

// Hold returns a writer for the work to answer into, in place of w.
func Hold(w http.ResponseWriter) *Held { return &Held{header: w.Header()} }

// Header implements http.ResponseWriter.
func (h *Held) Header() http.Header { return h.header }

// WriteHeader implements http.ResponseWriter.
func (h *Held) WriteHeader(status int) {
	if h.status == 0 {
		h.status = status
	}
}

// Write implements http.ResponseWriter.
func (h *Held) Write(p []byte) (int, error) {
	h.WriteHeader(http.StatusOK)
	return h.body.Write(p)
}

// Release passes on to w what d leaves of the answer. The work has been done in
// every case. Without an answer (reset after the work) network.Fail tells the
// client; a body that is cut off arrives in part and ends in an error; a
// malformed one arrives whole, as the wire goes, but does not parse.
func (h *Held) Release(w http.ResponseWriter, r *http.Request, d Decision) {
	h.WriteHeader(http.StatusOK)
	body := h.body.Bytes()
	switch {
	case d.ResetAfter:
		network.Fail(w, network.Reset(r.Host))
	case d.CutBody > 0 && len(body) > 0:
		w.Header().Set("Content-Length", strconv.Itoa(len(body)))
		w.WriteHeader(h.status)
		keep := min(int(d.CutBody*float64(len(body))), len(body)-1)
		_, _ = w.Write(body[:keep]) // a client that is gone is no concern of whoever answers
		network.Cut(w)
	default:
		if d.Malformed {
			body = body[:len(body)/2] // of JSON, the half is none
		}
		w.WriteHeader(h.status)
		_, _ = w.Write(body)
	}
}
