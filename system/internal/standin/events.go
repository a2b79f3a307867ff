package standin

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/gorilla/mux"
)

// Made is an event that a write made or changed. The provider keeps them beside
// Owner.Events, which do not change.
type Made struct {
	ID, Subject, Transaction string
	Start, End               time.Time
	Version                  int
	Gone                     bool
}

// ETag of the event as it is.
func (m Made) ETag() string { return fmt.Sprintf(`W/"%d"`, m.Version) }

// Made returns an owner's events that still exist, in the order of creation, and
// how many creates, updates and deletes have taken effect.
func (p *Provider) Made(address string) (events []Made, effects int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.made[address] {
		if !m.Gone {
			events = append(events, *m)
		}
	}
	return events, p.effects
}

// Edit changes an event from elsewhere.
func (p *Provider) Edit(address, id, subject string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.findLocked(address, id)
	m.Subject = subject
	m.Version++
}

func (p *Provider) findLocked(address, id string) *Made {
	i := slices.IndexFunc(p.made[address], func(m *Made) bool { return m.ID == id && !m.Gone })
	if i < 0 {
		return nil
	}
	return p.made[address][i]
}

func (p *Provider) eventRoutes(r *mux.Router) {
	r.Path("/events").Methods(http.MethodPost).HandlerFunc(p.create)
	r.Path("/events/{event}").HandlerFunc(p.event)
}

// content of a write, in either dialect.
type content struct {
	Subject       string `json:"subject"`
	TransactionID string `json:"transactionId"`
	Start, End    struct {
		DateTime string `json:"dateTime"`
	}
}

func (c content) times() (start, end time.Time) {
	start, err := time.Parse("2006-01-02T15:04:05.0000000", c.Start.DateTime)
	if err != nil {
		panic(err)
	}
	if end, err = time.Parse("2006-01-02T15:04:05.0000000", c.End.DateTime); err != nil {
		panic(err)
	}
	return start, end
}

// create makes one event for each transactionId (provider contract 3.2).
func (p *Provider) create(w http.ResponseWriter, r *http.Request) {
	o, ok := p.owner(w, r)
	if !ok {
		return
	}
	var c content
	if err := json.NewDecoder(r.Body).Decode(&c); err != nil {
		panic(err)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, m := range p.made[o.Address] {
		if m.Transaction == c.TransactionID {
			writeJSON(w, http.StatusCreated, m.json())
			return
		}
	}
	m := &Made{ID: fmt.Sprintf("made-%d/=", len(p.made[o.Address])), Subject: c.Subject, Transaction: c.TransactionID, Version: 1}
	m.Start, m.End = c.times()
	p.made[o.Address] = append(p.made[o.Address], m)
	p.effects++
	writeJSON(w, http.StatusCreated, m.json())
}

func (p *Provider) event(w http.ResponseWriter, r *http.Request) {
	o, ok := p.owner(w, r)
	if !ok {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	m := p.findLocked(o.Address, pathID(r))
	if m == nil {
		writeJSON(w, http.StatusNotFound, envelope("ErrorItemNotFound", "The specified object was not found in the store."))
		return
	}
	if match := r.Header.Get("If-Match"); r.Method != http.MethodGet && match != m.ETag() {
		writeJSON(w, http.StatusPreconditionFailed, envelope("ErrorIrresolvableConflict", "The change key does not match."))
		return
	}
	switch r.Method {
	case http.MethodDelete:
		m.Gone = true
		p.effects++
		w.WriteHeader(http.StatusNoContent)
		return
	case http.MethodPatch:
		var c content
		if err := json.NewDecoder(r.Body).Decode(&c); err != nil {
			panic(err)
		}
		m.Subject = c.Subject
		m.Start, m.End = c.times()
		m.Version++
		p.effects++
	}
	writeJSON(w, http.StatusOK, m.json())
}

func (m *Made) json() map[string]any {
	return map[string]any{"id": m.ID, "@odata.etag": m.ETag(), "subject": m.Subject, "showAs": "busy", "type": "singleInstance",
		"transactionId": m.Transaction, "start": zoned(m.Start), "end": zoned(m.End)}
}

func envelope(code, message string) map[string]any {
	return map[string]any{"error": map[string]string{"code": code, "message": message}}
}

// pathID is the event's id in an address, where it is escaped.
func pathID(r *http.Request) string {
	id, err := url.PathUnescape(mux.Vars(r)["event"])
	if err != nil {
		panic(err)
	}
	return id
}
