package api

import (
	"encoding/json"
	"errors"
	"net/http"

	"anchorage/system"
)

// confirmRequest is the body of POST /v1/accounts/{id}/confirm.
type confirmRequest struct {
	// Generation of the credentials that reach the other mailbox, as the account's
	// confirm_generation says: so that nobody accepts what they have not seen.
	Generation int `json:"generation"`
}

const maxConfirmBytes = 1 << 10

// confirm takes the owner's word that the account is to be one of the mailbox that
// somebody has signed in to. Until then the link before stays in force, or, if
// there was none that worked, nothing is read or written. 409 if
// there is nothing to confirm, or something else than the request names. Whoever
// signed in by mistake just links again.
func (a *API) confirm(w http.ResponseWriter, r *http.Request) {
	var wish confirmRequest
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxConfirmBytes))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&wish); err != nil || wish.Generation <= 0 {
		fail(w, http.StatusBadRequest, "bad_body", "The body must be JSON with generation, as the account's confirm_generation says.")
		return
	}
	id := accountID(r)
	err := a.Mailboxes.AdoptMailbox(r.Context(), id, wish.Generation)
	switch {
	case errors.Is(err, system.ErrNotFound):
		noAccount(w)
		return
	case errors.Is(err, system.ErrStale):
		fail(w, http.StatusConflict, "nothing_to_confirm", "There is no other mailbox to confirm, or another one than this request names.")
		return
	case err != nil:
		a.internal(w, "confirm", err)
		return
	}
	a.Log.Info("another mailbox confirmed", "account", id, "generation", wish.Generation)
	if err := a.Wake(r.Context(), id); err != nil {
		a.Log.Error("confirmed mailbox is not synchronised yet", "account", id, "error", err)
	}
	a.account(w, r)
}
