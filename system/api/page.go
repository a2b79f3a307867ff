package api

import (
	_ "embed"
	"html/template"
	"net/http"
)

// page is a page of the browser's way through linking. Outcome is a stable word
// for programs that follow the way.
type page struct {
	Status  int
	Outcome string
	Title   string
	Text    string
	Next    string // what the reader can do; "" when there is nothing to do
}

const (
	again    = "Open the link in our mail again, or start again in the app."
	closeTab = "You can close this page."
)

// Every page that ends the way through linking.
var (
	pageLinked       = page{http.StatusOK, "linked", "Your calendar is connected", "Thank you. We are reading your calendar now; within a minute it is up to date.", closeTab}
	pageLinkedBefore = page{http.StatusConflict, "linked_before", "Your calendar is connected already", "It was connected in the meantime, so nothing was changed.", closeTab}
	pageDeclined     = page{http.StatusForbidden, "declined", "Nothing was changed", "You did not give us permission to read your calendar.", "If that was a mistake: " + again}
	pageNotSignedIn  = page{http.StatusBadGateway, "not_signed_in", "The sign-in was not completed", "Your provider did not confirm the sign-in. Nothing was changed.", again}
	pageNoProvider   = page{http.StatusServiceUnavailable, "provider_unavailable", "Your provider does not answer", "We could not complete the sign-in just now. Nothing was changed.", "Wait a few minutes. " + again}
	pageOtherOwner   = page{http.StatusConflict, "other_owner", "This is another account", "You signed in with another account than the one that is connected. Nothing was changed.", "Sign out there first. " + again}
	pageUnknownState = page{http.StatusBadRequest, "unknown", "This sign-in is not known", "It was completed before, or did not begin with us. Nothing was changed.", again}
	pageExpiredState = page{http.StatusGone, "expired", "This sign-in took too long", "For your safety a sign-in must be completed within an hour. Nothing was changed.", again}
	pageUnknownLink  = page{http.StatusNotFound, "unknown_link", "This link is not known", "Please check that the address is complete.", ""}
	pageUsedLink     = page{http.StatusGone, "used_link", "This link has been used", "Each link works once, and your calendar has been connected since.", "There is nothing more to do."}
	pageExpiredLink  = page{http.StatusGone, "expired_link", "This link has expired", "If your calendar still needs you, we will send you a new one.", ""}
	pageInternal     = page{http.StatusInternalServerError, "internal", "Something went wrong on our side", "Nothing was changed.", again}
)

//go:embed page.html
var pageHTML string

var pageTemplate = template.Must(template.New("page").Parse(pageHTML))

func (a *API) page(w http.ResponseWriter, p page) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer") // addresses here hold codes and tokens
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(p.Status)
	if err := pageTemplate.Execute(w, p); err != nil {
		a.Log.Warn("page not written", "error", err)
	}
}
