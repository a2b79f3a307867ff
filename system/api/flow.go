package api

import (
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gorilla/mux"

	"anchorage/system"
)

// flowLife is how long an owner may take to sign in and consent.
const flowLife = time.Hour

// flowKept is how long a flow is kept that nobody finishes: longer than it lives,
// so that who comes late is told that, and not that the address is unknown.
const flowKept = 24 * time.Hour

// begin starts an authorization and returns where the browser goes.
func (a *API) begin(r *http.Request, account system.Account, m system.Authorization, askDigest string) (string, error) {
	now := time.Now().UTC()
	var drawn [3]string // state, nonce, verifier: 256 bits each
	source := a.Random("flow/"+account.Key, strconv.FormatInt(now.UnixNano(), 10))
	for i := range drawn {
		b := make([]byte, 32)
		if _, err := io.ReadFull(source, b); err != nil {
			return "", fmt.Errorf("random source: %w", err)
		}
		drawn[i] = base64.RawURLEncoding.EncodeToString(b)
	}
	flow := system.Flow{
		State: drawn[0], Nonce: drawn[1], Verifier: drawn[2],
		Account: account.ID, Authorization: m, AskDigest: askDigest, CreatedAt: now,
	}
	url, err := a.Authorizer.URL(m, account.Provider, flow, account.Email)
	if err != nil {
		return "", err
	}
	if err := a.Store.SaveFlow(r.Context(), flow); err != nil {
		return "", fmt.Errorf("flow: %w", err)
	}
	if err := a.Store.DropFlows(r.Context(), now.Add(-flowKept)); err != nil {
		a.Log.Error("old flows are not removed", "error", err) // the next one will try again
	}
	return url, nil
}

// relink is where the link of a mail leads: to the authorization that is enabled
// for the account's provider. Opening it uses nothing up: mail scanners open
// links too.
func (a *API) relink(w http.ResponseWriter, r *http.Request) {
	ask, account, outcome := a.askOf(r, system.Digest(mux.Vars(r)["token"]))
	if outcome != nil {
		a.page(w, *outcome)
		return
	}
	url, err := a.begin(r, account, a.enabled(account.Provider), ask.Digest)
	if err != nil {
		a.Log.Error("request failed", "what", "begin relinking", "account", account.ID, "error", err)
		a.page(w, pageInternal)
		return
	}
	h := w.Header()
	h.Set("Location", url)
	h.Set("Referrer-Policy", "no-referrer") // our own address is a secret
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusFound)
}

// askOf finds a usable ask with its account, or the page that says why there is
// none.
func (a *API) askOf(r *http.Request, digest string) (system.Ask, system.Account, *page) {
	ask, err := a.Store.AskByDigest(r.Context(), digest)
	if errors.Is(err, system.ErrNotFound) {
		return ask, system.Account{}, &pageUnknownLink
	}
	var account system.Account
	if err == nil {
		account, err = a.Store.Account(r.Context(), ask.Account)
	}
	switch {
	case err != nil:
		a.Log.Error("request failed", "what", "ask", "error", err)
		return ask, account, &pageInternal
	case !ask.UsedAt.IsZero() || ask.Generation != account.Generation:
		return ask, account, &pageUsedLink
	case !time.Now().Before(ask.ExpiresAt):
		a.Meter.Relink("expired")
		return ask, account, &pageExpiredLink
	}
	return ask, account, nil
}
