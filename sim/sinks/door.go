package sinks

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/mux"

	"anchorage/sim/clock"
	"anchorage/sim/unknown"
)

// maxBodyBytes is more than any client here sends.
const maxBodyBytes = 1 << 20

// door is what the HTTP sinks have in common: routes made at the first request,
// clear answers to what is not understood, and a switch.
type door struct {
	once   sync.Once
	router *mux.Router
	down   atomic.Bool
}

// SetDown makes the sink answer everything with 503, or work again.
func (d *door) SetDown(down bool) { d.down.Store(down) }

func (d *door) serve(w http.ResponseWriter, r *http.Request, unknown func(string), routes func(*mux.Router)) {
	d.once.Do(func() {
		d.router = mux.NewRouter()
		routes(d.router)
		d.router.NotFoundHandler = refusal(unknown, http.StatusNotFound, "no such route")
		d.router.MethodNotAllowedHandler = refusal(unknown, http.StatusMethodNotAllowed, "no such method here")
	})
	if d.down.Load() {
		http.Error(w, "service unavailable", http.StatusServiceUnavailable)
		return
	}
	d.router.ServeHTTP(w, r)
}

func refusal(unknown func(string), status int, why string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := readBody(r) // shown as far as it could be read
		tell(unknown, r, body, why)
		http.Error(w, why, status)
	})
}

// tell shows a request that was not understood to the world.
func tell(told func(string), r *http.Request, body []byte, why string) {
	if told == nil {
		return
	}
	told(unknown.DescribeRead(r, body, why))
}

func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBodyBytes+1))
	if err == nil && len(body) > maxBodyBytes {
		err = fmt.Errorf("body is longer than %d bytes", maxBodyBytes)
	}
	return body, err
}

// decodeStrict reads one JSON value that has no unknown fields.
func decodeStrict(body []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(body))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("body: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("body: more than one JSON value")
	}
	return nil
}

// badRequest answers a request to a JSON service that it does not understand.
func badRequest(w http.ResponseWriter, r *http.Request, body []byte, unknown func(string), err error) {
	tell(unknown, r, body, err.Error())
	answerJSON(w, http.StatusBadRequest, struct {
		Error string `json:"error"`
	}{err.Error()})
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	w.Write(body) // a client that has gone away hears nothing
}

func now(c clock.Clock) time.Time {
	if c == nil {
		c = clock.System{}
	}
	return c.Now()
}
