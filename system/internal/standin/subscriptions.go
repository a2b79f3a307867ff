package standin

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/mux"
)

// Subscription to the changes of an owner.
type Subscription struct {
	ID, Address, ClientState, URL string
	Expires                       time.Time
}

// Subscriptions that exist, in order.
func (p *Provider) Subscriptions() []Subscription {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]Subscription(nil), p.subscriptions...)
}

// Forget ends all subscriptions without a word.
func (p *Provider) Forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.subscriptions = nil
}

func (p *Provider) subscriptionRoutes(r *mux.Router) {
	r.Path("/subscriptions").Methods(http.MethodPost).HandlerFunc(p.subscribe)
	r.Path("/subscriptions/{subscription}").HandlerFunc(p.subscription)
}

// expiry finds the wanted expiry in either dialect's body.
func expiry(raw map[string]string) time.Time {
	text := raw["expirationDateTime"] + raw["SubscriptionExpirationDateTime"]
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		panic(err)
	}
	return at
}

func (p *Provider) refuses(w http.ResponseWriter, at time.Time) bool {
	if most := p.MostMinutes; most > 0 && time.Until(at) > time.Duration(most)*time.Minute {
		writeJSON(w, http.StatusBadRequest, envelope("ExtensionError", fmt.Sprintf("Subscription expiration can only be %d minutes in the future.", most)))
		return true
	}
	return false
}

// subscribe asks the subscriber for proof, then subscribes (provider contract 6).
func (p *Provider) subscribe(w http.ResponseWriter, r *http.Request) {
	o, ok := p.owner(w, r)
	if !ok {
		return
	}
	var raw map[string]string
	if err := json.NewDecoder(r.Body).Decode(&raw); err != nil {
		panic(err)
	}
	at := expiry(raw)
	if p.refuses(w, at) {
		return
	}
	s := Subscription{Address: o.Address, ClientState: raw["clientState"] + raw["ClientState"], URL: raw["notificationUrl"] + raw["NotificationURL"], Expires: at}
	const token = "Validation: <token> & more"
	proof := httptest.NewRecorder()
	p.Subscriber.ServeHTTP(proof, httptest.NewRequest(http.MethodPost, s.URL+"?validationToken="+url.QueryEscape(token), http.NoBody))
	if body, _ := io.ReadAll(proof.Body); proof.Code != http.StatusOK || string(body) != token || !strings.HasPrefix(proof.Header().Get("Content-Type"), "text/plain") {
		writeJSON(w, http.StatusBadRequest, envelope("ValidationError", "Subscription validation request failed."))
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.issued++
	s.ID = fmt.Sprintf("subscription-%d", p.issued)
	p.subscriptions = append(p.subscriptions, s)
	writeJSON(w, http.StatusCreated, s.json())
}

func (p *Provider) subscription(w http.ResponseWriter, r *http.Request) {
	if _, ok := p.owner(w, r); !ok {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for i := range p.subscriptions {
		s := &p.subscriptions[i]
		switch {
		case s.ID != mux.Vars(r)["subscription"]:
			continue
		case r.Method == http.MethodDelete:
			p.subscriptions = append(p.subscriptions[:i:i], p.subscriptions[i+1:]...)
			w.WriteHeader(http.StatusNoContent)
			return
		}
		var raw map[string]string
		if err := json.NewDecoder(r.Body).Decode(&raw); err != nil {
			panic(err)
		}
		if at := expiry(raw); !p.refuses(w, at) {
			s.Expires = at
			writeJSON(w, http.StatusOK, s.json())
		}
		return
	}
	writeJSON(w, http.StatusNotFound, envelope("ResourceNotFound", "The object was not found."))
}

func (s Subscription) json() map[string]any {
	return map[string]any{"id": s.ID, "expirationDateTime": s.Expires, "clientState": s.ClientState}
}
