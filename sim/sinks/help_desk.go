package sinks

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"anchorage/sim/clock"
	"anchorage/sim/units"
)

// HelpDesk is a small JSON service: POST /api/tickets {mailbox, provider, text,
// missing_for} is answered with 201 {id}, GET /api/tickets with all tickets.
type HelpDesk struct {
	Clock   clock.Clock  // nil: clock.System
	Observe func(Ticket) // told of every ticket
	Unknown func(string) // told of every request that is not understood

	door
	mu      sync.Mutex
	tickets []Ticket
}

// Ticket is what an owner wrote.
type Ticket struct {
	ID         string         `json:"id"` // "T-1", "T-2", in order
	At         time.Time      `json:"at"`
	Mailbox    string         `json:"mailbox"` // name in the world
	Provider   string         `json:"provider"`
	Text       string         `json:"text"`
	MissingFor units.Duration `json:"missing_for"` // age of the change that did not arrive
}

// ServeHTTP implements http.Handler.
func (d *HelpDesk) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.serve(w, r, d.Unknown, func(m *mux.Router) {
		m.Path("/api/tickets").Methods(http.MethodPost).HandlerFunc(d.post)
		m.Path("/api/tickets").Methods(http.MethodGet).HandlerFunc(d.list)
	})
}

// Tickets returns all tickets, in order.
func (d *HelpDesk) Tickets() []Ticket {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.tickets)
}

func (d *HelpDesk) list(w http.ResponseWriter, _ *http.Request) {
	answerJSON(w, http.StatusOK, append([]Ticket{}, d.Tickets()...))
}

func (d *HelpDesk) post(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	var t Ticket
	if err == nil {
		t, err = parseTicket(body)
	}
	if err != nil {
		badRequest(w, r, body, d.Unknown, err)
		return
	}
	t.At = now(d.Clock)
	d.mu.Lock()
	t.ID = "T-" + strconv.Itoa(len(d.tickets)+1)
	d.tickets = append(d.tickets, t)
	d.mu.Unlock()
	if d.Observe != nil {
		d.Observe(t)
	}
	answerJSON(w, http.StatusCreated, struct {
		ID string `json:"id"`
	}{t.ID})
}

func parseTicket(body []byte) (Ticket, error) {
	var in struct {
		Mailbox    string         `json:"mailbox"`
		Provider   string         `json:"provider"`
		Text       string         `json:"text"`
		MissingFor units.Duration `json:"missing_for"`
	}
	if err := decodeStrict(body, &in); err != nil {
		return Ticket{}, err
	}
	if in.Mailbox == "" || in.Text == "" {
		return Ticket{}, errors.New("mailbox or text is missing")
	}
	return Ticket{Mailbox: in.Mailbox, Provider: in.Provider, Text: in.Text, MissingFor: in.MissingFor}, nil
}
