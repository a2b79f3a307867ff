package api

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"anchorage/system"
)

// accountAnswer is what the interface tells about an account. It holds no secret.
type accountAnswer struct {
	ID            system.AccountID     `json:"id"`
	Email         string               `json:"email"`
	Provider      system.Provider      `json:"provider"`
	Authorization system.Authorization `json:"authorization"`
	State         system.State         `json:"state"`
	FailingSince  time.Time            `json:"failing_since,omitzero"`
	AsOf          time.Time            `json:"as_of,omitzero"`
	Stale         bool                 `json:"stale"`
	LastAttempt   time.Time            `json:"last_attempt,omitzero"`
	Hint          system.Hint          `json:"hint"`
	LastError     system.Code          `json:"last_error,omitempty"`
	MailboxKnown  bool                 `json:"mailbox_known"` // whether the hint mailbox_id is possible
	AskOpen       bool                 `json:"ask_open"`      // its owner has been asked to relink, and has not yet
	Reason        string               `json:"reason"`
	Remedy        string               `json:"remedy,omitempty"`             // what is done about its failure, beside trying again
	Confirm       int                  `json:"confirm_generation,omitempty"` // of another mailbox that waits for the owner's word: what POST /v1/accounts/{id}/confirm has to name
}

func (a *API) account(w http.ResponseWriter, r *http.Request) {
	account, err := a.Store.Account(r.Context(), accountID(r))
	if errors.Is(err, system.ErrNotFound) {
		noAccount(w)
		return
	}
	if err == nil {
		var told accountAnswer
		if told, err = a.tell(r, account); err == nil {
			answer(w, http.StatusOK, told)
			return
		}
	}
	a.internal(w, "account", err)
}

func (a *API) accounts(w http.ResponseWriter, r *http.Request) {
	accounts, err := a.Store.Accounts(r.Context())
	if err != nil {
		a.internal(w, "accounts", err)
		return
	}
	all := make([]accountAnswer, len(accounts))
	for i, account := range accounts {
		if all[i], err = a.tell(r, account); err != nil {
			a.internal(w, "accounts", err)
			return
		}
	}
	answer(w, http.StatusOK, map[string]any{"accounts": all})
}

func (a *API) tell(r *http.Request, x system.Account) (accountAnswer, error) {
	ask, err := a.Store.OpenAsk(r.Context(), x.ID)
	if err != nil && !errors.Is(err, system.ErrNotFound) {
		return accountAnswer{}, fmt.Errorf("open ask: %w", err)
	}
	open := err == nil && usable(ask, x, time.Now())
	told := accountAnswer{
		ID: x.ID, Email: x.Email, Provider: x.Provider, Authorization: x.Authorization, State: x.State,
		FailingSince: x.FailingSince, AsOf: x.AsOf, Stale: a.stale(x.AsOf), LastAttempt: x.LastAttempt,
		Hint: x.Hint, LastError: x.LastError, MailboxKnown: x.MailboxID != "", AskOpen: open, Reason: reason(x, open),
	}
	if a.Ladder != nil && x.State == system.StateFailing {
		told.Remedy = a.Ladder.Remedy(x.ID).Text
	}
	other, err := a.otherMailbox(r.Context(), x)
	if err != nil {
		return accountAnswer{}, err
	}
	if other {
		told.Confirm, told.Remedy = x.Generation, otherLinked
	}
	if x.State == system.StateConfirm {
		told.Confirm, told.Remedy = x.Generation, ""
	}
	return told, nil
}

const otherLinked = "Another mailbox was linked than before. The link before is in force until the owner confirms the other one."

// otherMailbox says whether a link to another mailbox waits for the owner's word.
func (a *API) otherMailbox(ctx context.Context, x system.Account) (bool, error) {
	if a.Mailboxes == nil {
		return false, nil
	}
	return a.Mailboxes.OtherMailbox(ctx, x.ID)
}

// usable says whether an ask's link still works for the account as it is now.
func usable(ask system.Ask, x system.Account, now time.Time) bool {
	return ask.UsedAt.IsZero() && ask.Generation == x.Generation && now.Before(ask.ExpiresAt)
}

// reason says in words why an account is in its state and who can do what, so
// that an account that nothing can help is never just silent.
func reason(x system.Account, asked bool) string {
	since := x.FailingSince.UTC().Format(time.RFC3339)
	switch x.State {
	case system.StatePending:
		if x.Generation == 0 {
			return "The owner has not finished linking."
		}
		return "Linked; the first synchronisation has not succeeded yet."
	case system.StateHealthy:
		return "The last synchronisation succeeded."
	case system.StateConfirm:
		return "Another mailbox than before was linked; the owner must confirm it, or link the right one again, before anything is read."
	case system.StateReauthorise:
		if asked {
			return fmt.Sprintf("The provider rejects the credentials (%s); the owner has been asked to link again.", x.LastError)
		}
		return fmt.Sprintf("The provider rejects the credentials (%s); only the owner can help, by linking again.", x.LastError)
	}
	if asked {
		return fmt.Sprintf("No synchronisation has succeeded since %s (%s); the owner has been asked to link again.", since, x.LastError)
	}
	return fmt.Sprintf("No synchronisation has succeeded since %s (%s); it is tried again at each poll.", since, x.LastError)
}
