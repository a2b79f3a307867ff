package api

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/mail"
	"strings"

	"anchorage/system"
)

// createRequest is the body of POST /v1/accounts.
type createRequest struct {
	Email         string               `json:"email"`                   // the owner's sign-in address, where mail reaches them
	Provider      system.Provider      `json:"provider"`                // outlook.com, microsoft365
	Authorization system.Authorization `json:"authorization,omitempty"` // default: the one that is enabled for the provider
	Key           string               `json:"key,omitempty"`           // stable name of the account; default: its id
}

// createAnswer says where the owner's browser goes next.
type createAnswer struct {
	ID           system.AccountID `json:"id"`
	AuthorizeURL string           `json:"authorize_url"`
}

const maxCreateBytes = 16 << 10

// create begins to link an account. The same request again, before the owner has
// consented, begins anew with 200 instead of 201; afterwards it is a conflict.
func (a *API) create(w http.ResponseWriter, r *http.Request) {
	var wish createRequest
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxCreateBytes))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&wish); err != nil {
		fail(w, http.StatusBadRequest, "bad_body", "The body must be JSON with email, provider and, if you like, authorization and key.")
		return
	}
	account, problem := a.accountFor(wish)
	if problem != "" {
		fail(w, http.StatusBadRequest, "bad_account", problem)
		return
	}
	status := http.StatusCreated
	err := a.Store.CreateAccount(r.Context(), account)
	if errors.Is(err, system.ErrExists) {
		status = http.StatusOK
		var known system.Account
		if known, err = a.Store.Account(r.Context(), account.ID); err == nil && (known.Generation > 0 || known.Email != account.Email || known.Provider != account.Provider) {
			fail(w, http.StatusConflict, "account_exists", "This account is linked already.")
			return
		}
	}
	if err != nil {
		a.internal(w, "create account", err)
		return
	}
	url, err := a.begin(r, account, account.Authorization, "")
	if err != nil {
		a.internal(w, "begin authorization", err)
		return
	}
	w.Header().Set("Location", "/v1/accounts/"+string(account.ID))
	answer(w, status, createAnswer{ID: account.ID, AuthorizeURL: url})
}

// accountFor makes the account of a wish, or says what is wrong with it.
func (a *API) accountFor(wish createRequest) (system.Account, string) {
	if address, err := mail.ParseAddress(wish.Email); err != nil || address.Address != wish.Email {
		return system.Account{}, "email must be an address as name@example.com."
	}
	if wish.Provider != system.OutlookCom && wish.Provider != system.Microsoft365 {
		return system.Account{}, fmt.Sprintf("provider must be %s or %s.", system.OutlookCom, system.Microsoft365)
	}
	if wish.Authorization == "" {
		wish.Authorization = a.enabled(wish.Provider)
	}
	if wish.Provider == system.Microsoft365 && wish.Authorization != system.IdentityPlatform {
		return system.Account{}, "accounts of microsoft365 are linked by identity_platform only."
	}
	if len(wish.Key) > 200 {
		return system.Account{}, "key must not be longer than 200 bytes."
	}
	id := idOf(wish)
	if wish.Key == "" {
		wish.Key = string(id)
	}
	return system.Account{
		ID: id, Key: wish.Key, Email: wish.Email, Provider: wish.Provider,
		Authorization: wish.Authorization, Hint: system.HintNone, State: system.StatePending,
	}, ""
}

// enabled is the authorization that accounts of a provider are linked through.
func (a *API) enabled(p system.Provider) system.Authorization {
	return a.Settings().EnabledFor(p)
}

// idOf derives an id from what makes an account one of its own, so that asking
// twice does not make two.
func idOf(wish createRequest) system.AccountID {
	name := wish.Key
	if name == "" {
		name = string(wish.Provider) + "\n" + strings.ToLower(wish.Email)
	}
	sum := sha256.Sum256([]byte(name))
	return system.AccountID(strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:10])))
}
