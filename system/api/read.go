package api

import (
	"errors"
	"net/http"
	"time"

	"anchorage/system"
)

// busyAnswer is the body of a read of free-busy: disjoint spans, ordered.
type busyAnswer struct {
	AsOf  time.Time `json:"as_of"` // the instant that the answer speaks of
	Stale bool      `json:"stale"` // older than two polls
	Busy  []Span    `json:"busy"`
}

// events answers {"as_of","stale","events":[…]}; events as system.Event.
func (a *API) events(w http.ResponseWriter, r *http.Request) {
	events, asOf, _, ok := a.cached(w, r)
	if !ok {
		return
	}
	b := bodies.Get().(*[]byte)
	defer bodies.Put(b)
	var err error
	if *b, err = appendEvents((*b)[:0], asOf, a.stale(asOf), events); err != nil {
		a.internal(w, "events", err)
		return
	}
	write(w, http.StatusOK, *b)
}

func (a *API) freeBusy(w http.ResponseWriter, r *http.Request) {
	if events, asOf, window, ok := a.cached(w, r); ok {
		answer(w, http.StatusOK, busyAnswer{AsOf: asOf, Stale: a.stale(asOf), Busy: BusySpans(events, window)})
	}
}

// cached reads the window that a request asks for, or answers it with an error.
func (a *API) cached(w http.ResponseWriter, r *http.Request) ([]system.Event, time.Time, system.Window, bool) {
	window, problem := windowOf(r)
	if problem != "" {
		fail(w, http.StatusBadRequest, "bad_window", problem)
		return nil, time.Time{}, window, false
	}
	id := accountID(r)
	events, asOf, err := a.Store.Events(r.Context(), id, window)
	switch {
	case errors.Is(err, system.ErrNotFound):
		noAccount(w)
	case err != nil:
		a.internal(w, "events", err)
	case asOf.IsZero():
		a.neverSynchronised(w, r, id)
	default:
		return events, asOf.UTC(), window, true
	}
	return nil, time.Time{}, window, false
}

// neverSynchronised: an empty calendar would be a lie.
func (a *API) neverSynchronised(w http.ResponseWriter, r *http.Request, id system.AccountID) {
	if _, err := a.Store.Account(r.Context(), id); errors.Is(err, system.ErrNotFound) {
		noAccount(w)
		return
	}
	fail(w, http.StatusServiceUnavailable, "never_synchronised", "This calendar has not been read yet.")
}

func noAccount(w http.ResponseWriter) {
	fail(w, http.StatusNotFound, "unknown_account", "There is no such account.")
}

func (a *API) internal(w http.ResponseWriter, what string, err error) {
	a.Log.Error("request failed", "what", what, "error", err)
	fail(w, http.StatusInternalServerError, "internal", "The request could not be answered.")
}

// windowOf reads from and until, both RFC 3339, as a half-open span.
func windowOf(r *http.Request) (system.Window, string) {
	query := r.URL.Query()
	from, err := time.Parse(time.RFC3339, query.Get("from"))
	if err != nil {
		return system.Window{}, "from must be an instant as 2022-03-01T09:00:00Z."
	}
	until, err := time.Parse(time.RFC3339, query.Get("until"))
	if err != nil {
		return system.Window{}, "until must be an instant as 2022-03-01T18:00:00Z."
	}
	if !from.Before(until) {
		return system.Window{}, "from must be before until."
	}
	return system.Window{From: from.UTC(), Until: until.UTC()}, ""
}
