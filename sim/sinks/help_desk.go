package sinks

import (
	"errors"
	"net/http"
	"strconv"
	"time"

	"anchorage/sim/clock"
	"anchorage/sim/units"
)

// HelpDesk is a small JSON service: POST /api/tickets {mailbox, provider, text,
// missing_for} is answered with 201 {id}, GET /api/tickets with all tickets.
type HelpDesk struct {
	Clock   clock.Clock  // nil: clock.System
	Observe func(Ticket) // told of every ticket
	Unknown func(string) // told of every request that is not understood

	ledger[Ticket]
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
	d.serveEntries(w, r, entries[Ticket]{
		path: "/api/tickets", unknown: d.Unknown, observe: d.Observe, parse: parseTicket,
		enter: func(t Ticket, n int) Ticket {
			t.ID, t.At = "T-"+strconv.Itoa(n), now(d.Clock)
			return t
		},
		answer: func(t Ticket) any {
			return struct {
				ID string `json:"id"`
			}{t.ID}
		},
	})
}

// Tickets returns all tickets, in order.
func (d *HelpDesk) Tickets() []Ticket { return d.all() }

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
