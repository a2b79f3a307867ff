package sinks

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

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

	ledger[Update]
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
	s.serveEntries(w, r, entries[Update]{
		path: "/api/updates", unknown: s.Unknown, observe: s.Observe, parse: parseUpdate,
		enter: func(u Update, n int) Update {
			u.ID, u.At = "U-"+strconv.Itoa(n), now(s.Clock)
			return u
		},
		answer: func(u Update) any { return u },
	})
}

// Updates returns all updates, in order.
func (s *StatusPage) Updates() []Update { return s.all() }

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
