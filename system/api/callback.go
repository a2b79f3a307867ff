package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"anchorage/system"
)

// callback is where an identity system sends the browser back to. The state can
// be used once: whatever becomes of it, a second callback finds nothing.
func (a *API) callback(w http.ResponseWriter, r *http.Request) {
	a.page(w, a.linked(r))
}

// linked finishes an authorization and says what became of it. Only the last
// steps, once everything has been checked, change anything.
func (a *API) linked(r *http.Request) page {
	query := r.URL.Query()
	flow, err := a.Store.TakeFlow(r.Context(), query.Get("state"))
	switch {
	case errors.Is(err, system.ErrNotFound):
		return pageUnknownState
	case err != nil:
		a.Log.Error("request failed", "what", "take flow", "error", err)
		return pageInternal
	case time.Since(flow.CreatedAt) >= flowLife:
		return pageExpiredState
	case query.Get("error") != "":
		return a.declined(flow, query.Get("error"))
	case query.Get("code") == "":
		return pageUnknownState
	}
	account, outcome := a.linkable(r, flow)
	if outcome != nil {
		return *outcome
	}
	credential, who, err := a.Authorizer.Exchange(r.Context(), account.Provider, flow, query.Get("code"))
	if err != nil {
		return a.notExchanged(flow, err)
	}
	if a.anotherOwner(r.Context(), account, credential, who) {
		a.Log.Warn("another owner signed in", "account", account.ID)
		return pageOtherOwner
	}
	credential.Generation = account.Generation + 1
	return a.save(r, flow, credential, who)
}

// anotherOwner: credentials that work are not given up for another mailbox's. Where
// neither identity nor calendar proves whose the new ones are, or the old ones do
// not work either, the first round compares calendars.
func (a *API) anotherOwner(ctx context.Context, account system.Account, c system.Credential, who system.Identity) bool {
	switch {
	case account.State != system.StateHealthy:
		return false
	case account.MailboxID != "" && who.MailboxID != "":
		return !system.SameIdentity(account.MailboxID, who.MailboxID)
	case a.Calendar == nil || account.CalendarID == "":
		return false
	}
	if who.MailboxID != "" {
		account.MailboxID = who.MailboxID
	}
	id, err := a.Calendar(ctx, account, c)
	return err == nil && id != account.CalendarID
}

// linkable says whether the flow's account still waits for this very consent.
func (a *API) linkable(r *http.Request, flow system.Flow) (system.Account, *page) {
	if flow.AskDigest != "" {
		_, account, outcome := a.askOf(r, flow.AskDigest)
		return account, outcome
	}
	account, err := a.Store.Account(r.Context(), flow.Account)
	switch {
	case errors.Is(err, system.ErrNotFound):
		return account, &pageUnknownState
	case err != nil:
		a.Log.Error("request failed", "what", "account", "error", err)
		return account, &pageInternal
	case account.Generation > 0: // another consent was faster
		return account, &pageLinkedBefore
	}
	return account, nil
}

// save makes the new credentials durable and has them used. It is not given up
// when the browser goes away in between.
func (a *API) save(r *http.Request, flow system.Flow, c system.Credential, who system.Identity) page {
	ctx := context.WithoutCancel(r.Context())
	err := a.Store.SaveLink(ctx, flow.Account, c, who.MailboxID)
	switch {
	case errors.Is(err, system.ErrStale):
		return pageLinkedBefore
	case err != nil:
		a.Log.Error("request failed", "what", "save link", "account", flow.Account, "error", err)
		return pageInternal
	}
	if flow.AskDigest != "" {
		// The generation has moved on, so that the link is dead even if this fails.
		if err := a.Store.UseAsk(ctx, flow.AskDigest, time.Now().UTC()); err != nil {
			a.Log.Error("ask not marked as used", "account", flow.Account, "error", err)
		}
		a.Meter.Relink("answered")
	}
	a.Log.Info("account linked", "account", flow.Account, "authorization", c.Authorization, "generation", c.Generation, "mailbox_known", who.MailboxID != "")
	if err := a.Wake(ctx, flow.Account); err != nil {
		a.Log.Error("linked account is not synchronised yet", "account", flow.Account, "error", err)
	}
	return pageLinked
}

// declined: access_denied is the owner's word; anything else is the identity
// system's trouble.
func (a *API) declined(flow system.Flow, code string) page {
	if code == "access_denied" {
		a.Log.Info("owner declined to link", "account", flow.Account)
		return pageDeclined
	}
	a.Log.Warn("identity system ended a sign-in", "account", flow.Account)
	return pageNotSignedIn
}

func (a *API) notExchanged(flow system.Flow, err error) page {
	e := system.AsError(err)
	a.Log.Warn("code not exchanged", "account", flow.Account, "class", e.Class, "code", e.Code, "status", e.Status)
	switch e.Class {
	case system.ClassRetry, system.ClassWait:
		return pageNoProvider
	}
	return pageNotSignedIn
}
