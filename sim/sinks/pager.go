package sinks

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/mux"

	"anchorage/sim/clock"
	"anchorage/sim/keyed"
)

// Urgencies of a page.
const (
	High = "high" // somebody is woken
	Low  = "low"  // looked at in working hours
)

// Actions of a PagerDuty event.
const (
	Trigger     = "trigger"
	Acknowledge = "acknowledge"
	Resolve     = "resolve"
)

// Pager is the events API of PagerDuty: POST /v2/enqueue.
// Source: PagerDuty's "Events API V2 Overview" and "Send an Alert Event".
type Pager struct {
	Clock   clock.Clock       // nil: clock.System
	Seed    keyed.Seed        // for the dedup keys that the pager makes
	Keys    map[string]string // routing key -> High or Low; nil: look-now-key is High, review-soon-key Low
	Observe func(Page)        // told of every event that is accepted
	Unknown func(string)      // told of every request that is not understood

	door
	mu        sync.Mutex
	pages     []Page
	incidents []Incident
	open      map[string]int // key: dedup key; value: index of its incident that is not resolved
	made      uint64         // dedup keys made so far
}

// Page is one accepted event.
type Page struct {
	At       time.Time
	Action   string // Trigger, Acknowledge or Resolve
	Key      string // dedup key: groups the events of an incident
	Urgency  string // High or Low, by the routing key
	Severity string // critical, error, warning, info; empty without a payload
	Source   string
	Text     string // the summary
	Alert    Alert  // Status follows from the action; what an event leaves out is the open incident's
	New      bool   // a trigger that opened an incident; a repetition pages nobody
}

// Incident lasts from the trigger to the resolve of one dedup key.
type Incident struct {
	Key          string
	Urgency      string
	Text         string
	Alert        Alert
	Opened       time.Time
	Acknowledged time.Time // zero: not yet
	Resolved     time.Time // zero: open
	Triggers     int       // the first included
}

// ServeHTTP implements http.Handler.
func (p *Pager) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.serve(w, r, p.Unknown, func(m *mux.Router) {
		m.Path("/v2/enqueue").Methods(http.MethodPost).HandlerFunc(p.enqueue)
	})
}

// Pages returns every accepted event, in order.
func (p *Pager) Pages() []Page {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.pages)
}

// Incidents returns every incident, in the order of opening.
func (p *Pager) Incidents() []Incident {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.incidents)
}

func (p *Pager) enqueue(w http.ResponseWriter, r *http.Request) {
	body, err := readBody(r)
	if err != nil {
		p.refuse(w, r, body, []string{err.Error()})
		return
	}
	var e pagerEvent
	if err := json.Unmarshal(body, &e); err != nil {
		p.refuse(w, r, body, []string{"JSON: " + err.Error()})
		return
	}
	urgency, known := p.urgency(e.RoutingKey)
	wrong := e.wrong()
	if !known {
		wrong = append([]string{"Invalid routing key"}, wrong...)
	}
	alert, err := e.alert()
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	if len(wrong) > 0 {
		p.refuse(w, r, body, wrong)
		return
	}
	page := p.accept(e.page(now(p.Clock), urgency, alert))
	if p.Observe != nil {
		p.Observe(page)
	}
	answerJSON(w, http.StatusAccepted, struct {
		Status   string `json:"status"`
		Message  string `json:"message"`
		DedupKey string `json:"dedup_key"`
	}{"success", "Event processed", page.Key})
}

func (p *Pager) refuse(w http.ResponseWriter, r *http.Request, body []byte, wrong []string) {
	tell(p.Unknown, r, body, fmt.Sprint("invalid event: ", wrong))
	answerJSON(w, http.StatusBadRequest, struct {
		Status  string   `json:"status"`
		Message string   `json:"message"`
		Errors  []string `json:"errors"`
	}{"invalid event", "Event object is invalid", wrong})
}

func (p *Pager) urgency(key string) (string, bool) {
	if p.Keys != nil {
		u, ok := p.Keys[key]
		return u, ok
	}
	switch key {
	case "look-now-key":
		return High, true
	case "review-soon-key":
		return Low, true
	}
	return "", false
}

// accept records an event and applies it to its incident.
func (p *Pager) accept(page Page) Page {
	p.mu.Lock()
	defer p.mu.Unlock()
	if page.Key == "" {
		page.Key = fmt.Sprintf("%016x%016x", p.Seed.Uint64("pager", "dedup_key", 2*p.made), p.Seed.Uint64("pager", "dedup_key", 2*p.made+1))
		p.made++
	}
	i, open := p.open[page.Key]
	switch {
	case open:
		p.applyLocked(&p.incidents[i], &page)
	case page.Action == Trigger:
		page.New = true
		if p.open == nil {
			p.open = map[string]int{}
		}
		p.open[page.Key] = len(p.incidents)
		p.incidents = append(p.incidents, Incident{
			Key: page.Key, Urgency: page.Urgency, Text: page.Text, Alert: page.Alert, Opened: page.At, Triggers: 1})
	}
	p.pages = append(p.pages, page)
	return page
}

func (p *Pager) applyLocked(i *Incident, page *Page) {
	page.Text = firstFilled(page.Text, i.Text)
	page.Alert = page.Alert.or(i.Alert)
	switch page.Action {
	case Trigger:
		i.Triggers++
	case Acknowledge:
		i.Acknowledged = page.At
	case Resolve:
		i.Resolved = page.At
		delete(p.open, page.Key)
	}
}

// or fills what a leaves out from b; the status stays a's.
func (a Alert) or(b Alert) Alert {
	a.Level = firstFilled(a.Level, b.Level)
	a.Name = firstFilled(a.Name, b.Name)
	a.Provider = firstFilled(a.Provider, b.Provider)
	if a.Since.IsZero() {
		a.Since = b.Since
	}
	return a
}
