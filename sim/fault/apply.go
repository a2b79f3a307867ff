package fault

import (
	"context"
	"net/http"
	"time"

	"anchorage/sim/clock"
	"anchorage/sim/network"
)

// Envelope makes a server's own error answer. An empty code asks for what that
// server says when it names no cause.
type Envelope func(status int, code string) (contentType string, body []byte)

// Apply carries out what d says about one request and reports whether that
// settled it; if not, the server does its ordinary work. Latency passes first.
// A client that goes away meanwhile, a time-out, a refused connection and one that
// is reset end the exchange without an answer (network.Fail), so that nothing is written to w.
// The handler must then return at once. Headers already set on w stay, those of d
// replace them.
func Apply(w http.ResponseWriter, r *http.Request, d Decision, clk clock.Clock, envelope Envelope) (handled bool) {
	if err := pass(r.Context(), clk, d.Latency); err != nil {
		network.Fail(w, err)
		return true
	}
	switch {
	case d.Refuse:
		network.Fail(w, network.Refused(r.Host))
	case d.ResetBefore:
		network.Fail(w, network.Reset(r.Host))
	case d.Timeout:
		<-r.Context().Done()
		network.Fail(w, r.Context().Err())
	case d.Answer != nil:
		d.Answer.write(w, envelope)
	default:
		return false
	}
	return true
}

// pass sleeps unless the client goes away first. An answer that would be due at
// the very instant of the client's deadline is late: which of two timers of one
// instant fires first is a matter of chance, and must not decide an outcome.
func pass(ctx context.Context, clk clock.Clock, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	if deadline, ok := ctx.Deadline(); ok && !clk.Now().Add(d).Before(deadline) {
		<-ctx.Done()
		return ctx.Err()
	}
	return clk.Sleep(ctx, d)
}

// write gives the answer: its body as is, or the server's envelope around Code.
func (a *Answer) write(w http.ResponseWriter, envelope Envelope) {
	contentType, body := "", []byte(a.Body)
	if a.Body == "" {
		contentType, body = envelope(a.Status, a.Code)
	}
	header := w.Header()
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	for name, values := range a.Header { // each name once: their order shows nowhere
		header[http.CanonicalHeaderKey(name)] = append([]string(nil), values...)
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(body) // a client that is gone is no concern of whoever answers
}
