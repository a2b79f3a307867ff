package sinks

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"anchorage/sim/clock"
)

// States of a status update.
var States = []string{"investigating", "identified", "monitoring", "resolved"}

// StatusPage is a small JSON service: POST /api/updates {state, text, claims} is
// answered with 201 and the update, GET /api/updates with all of them.
type StatusPage struct {
	Clock   clock.Clock  // nil: clock.System
	Observe func(Update) // told of every update
	Unknown func(string) // told of every request that is not understood

	door
	mu      sync.Mutex
	updates []Update
}

// Update is one status update.
type Update struct {
	ID     string          `json:"id"` // "U-1", "U-2", in order
	At     time.Time       `json:"at"`
	State  string          `json:"state"` // one of States
	Text   string          `json:"text"`
	Claims json.RawMessage `json:"claims,omitempty"` // what the text says of the world, for machines
}

// ServeHTTP implements http.Handler.
func (s *StatusPage) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.serve(w, r, s.Unknown, func(m *mux.Router) {
		m.Path("/api/updates").Methods(http.MethodPost).HandlerFunc(s.post)
		m.Path("/api/updates").Methods(http.MethodGet).HandlerFunc(s.list)
	})
}

// Updates returns all updates, in order.
func (s *StatusPage) Updates() []Update {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.updates)
}

func (s *StatusPage) list(w http.ResponseWriter, _ *http.Request) {
	answerJSON(w, http.StatusOK, append([]Update{}, s.Updates()...))
}

func (s *StatusPage) post(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	var u Update
	if err == nil {
		u, err = parseUpdate(body)
	}
	if err != nil {
		badRequest(w, r, body, s.Unknown, err)
		return
	}
	u.At = now(s.Clock)
	s.mu.Lock()
	u.ID = "U-" + strconv.Itoa(len(s.updates)+1)
	s.updates = append(s.updates, u)
	s.mu.Unlock()
	if s.Observe != nil {
		s.Observe(u)
	}
	answerJSON(w, http.StatusCreated, u)
}

func parseUpdate(body []byte) (Update, error) {
	var in struct {
		State  string          `json:"state"`
		Text   string          `json:"text"`
		Claims json.RawMessage `json:"claims"`
	}
	if err := decodeStrict(body, &in); err != nil {
		return Update{}, err
	}
	if !slices.Contains(States, in.State) {
		return Update{}, fmt.Errorf("state is %q, not one of %v", in.State, States)
	}
	if in.Text == "" {
		return Update{}, errors.New("text is missing")
	}
	return Update{State: in.State, Text: in.Text, Claims: in.Claims}, nil
}
