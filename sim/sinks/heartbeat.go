package sinks

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"anchorage/sim/clock"
)

// GraceDefault is how long a heartbeat may stay away.
const GraceDefault = 10 * time.Minute

// Heartbeat is a dead-man's switch: any POST is a beat, and silence is news. It
// takes the webhook JSON of Prometheus Alertmanager (version 4) and empty bodies.
type Heartbeat struct {
	Clock   clock.Clock     // nil: clock.System
	Grace   time.Duration   // 0: GraceDefault
	Observe func(time.Time) // told of every beat
	Unknown func(string)    // told of every request that is not understood

	door
	mu    sync.Mutex
	last  time.Time
	beats int
}

// ServeHTTP implements http.Handler.
func (h *Heartbeat) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h.serve(w, r, h.Unknown, func(m *mux.Router) {
		m.PathPrefix("/").Methods(http.MethodPost).HandlerFunc(h.beat)
	})
}

// Last returns the instant of the last beat (zero: none yet) and how many came.
func (h *Heartbeat) Last() (time.Time, int) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.last, h.beats
}

func (h *Heartbeat) beat(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	if err == nil {
		err = understandBeat(body)
	}
	if err != nil {
		badRequest(w, r, body, h.Unknown, err)
		return
	}
	at := now(h.Clock)
	h.mu.Lock()
	h.last = at
	h.beats++
	h.mu.Unlock()
	if h.Observe != nil {
		h.Observe(at)
	}
	w.WriteHeader(http.StatusOK)
}

// understandBeat refuses what is not a firing alert: a resolved heartbeat says
// that the alert rule has gone, which is the opposite of a beat.
func understandBeat(body []byte) error {
	if len(body) == 0 {
		return nil
	}
	var message struct {
		Version string `json:"version"`
		Status  string `json:"status"`
	}
	if err := json.Unmarshal(body, &message); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	if message.Version != "" && message.Version != "4" {
		return fmt.Errorf("version %q of the webhook format, not 4", message.Version)
	}
	if message.Status == Resolved {
		return errors.New("a heartbeat that is resolved")
	}
	return nil
}

// Watch tells when beats stay away for longer than Grace, once, and once when
// they are back. It looks every whole "every" of the clock plus lane, counts
// from its own start when no beat ever came, and returns when ctx ends.
func (h *Heartbeat) Watch(ctx context.Context, clk clock.Clock, lane, every time.Duration, onLost func(last time.Time), onBack func()) {
	grace := h.Grace
	if grace == 0 {
		grace = GraceDefault
	}
	started, lost := clk.Now(), false
	for at := started.Truncate(every).Add(every + lane); ; at = at.Add(every) {
		if clk.Sleep(ctx, at.Sub(clk.Now())) != nil {
			return
		}
		last, _ := h.Last()
		since := last
		if last.IsZero() {
			since = started
		}
		switch silent := clk.Now().Sub(since) > grace; {
		case silent && !lost:
			lost = true
			onLost(last)
		case !silent && lost:
			lost = false
			onBack()
		}
	}
}
