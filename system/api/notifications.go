package api

import (
	"crypto/subtle"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"anchorage/system"
)

const (
	maxNotificationBytes = 1 << 20
	maxHandshakeBytes    = 4 << 10
)

// notice is one element of a notification. encoding/json matches names whatever
// their case, so that one shape serves both dialects (provider contract 6, 7).
type notice struct {
	SubscriptionID string `json:"subscriptionId"`
	ClientState    string `json:"clientState"`
}

// notifications answers the provider at once: with the token when it asks for
// proof that the address is ours, else with 202 whatever it says (provider contract
// 6). Only a notice that proves to be the provider's has an effect.
func (a *API) notifications(w http.ResponseWriter, r *http.Request) {
	if token := validationToken(r); token != "" {
		handshake(w, token)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxNotificationBytes))
	var told struct {
		Value []notice `json:"value"`
	}
	if err == nil {
		err = json.Unmarshal(body, &told)
	}
	w.WriteHeader(http.StatusAccepted)
	if err != nil {
		a.Log.Warn("notification is ignored", "reason", "it is not the JSON that was expected")
		return
	}
	for _, id := range a.genuine(r, told.Value) {
		a.Notified(id)
	}
}

func validationToken(r *http.Request) string {
	for name, values := range r.URL.Query() {
		if strings.EqualFold(name, "validationToken") && len(values) == 1 {
			return values[0]
		}
	}
	return ""
}

// handshake gives the token back as plain text, and as nothing else.
func handshake(w http.ResponseWriter, token string) {
	if len(token) > maxHandshakeBytes {
		fail(w, http.StatusBadRequest, "bad_token", "The validation token is too long.")
		return
	}
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Length", strconv.Itoa(len(token)))
	w.WriteHeader(http.StatusOK)
	_, _ = io.WriteString(w, token)
}

// genuine are the accounts that notices are about, each once, in order.
func (a *API) genuine(r *http.Request, notices []notice) []system.AccountID {
	var accounts []system.AccountID
	ignored := 0
	for _, n := range notices {
		s, err := a.Subscriptions.SubscriptionByID(r.Context(), n.SubscriptionID)
		if err != nil && !errors.Is(err, system.ErrNotFound) {
			a.Log.Error("request failed", "what", "subscription", "error", err)
			continue
		}
		// Compared whether or not the subscription is known, so that time tells nothing.
		proven := subtle.ConstantTimeCompare([]byte(n.ClientState), []byte(s.ClientState)) == 1
		if err != nil || !proven || s.ClientState == "" {
			ignored++
			continue
		}
		if !slices.Contains(accounts, s.Account) {
			accounts = append(accounts, s.Account)
		}
	}
	if ignored > 0 {
		a.Log.Warn("notices are ignored", "reason", "of no subscription of ours, or without its client state", "count", ignored)
	}
	return accounts
}
