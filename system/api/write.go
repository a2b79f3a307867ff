package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gorilla/mux"

	"anchorage/system"
)

// writeRequest is the body of POST /v1/accounts/{id}/writes.
type writeRequest struct {
	ID      string    `json:"id"`                 // the caller's name for the change: the same again is the same change
	Kind    string    `json:"kind"`               // create, update, delete
	Event   string    `json:"event,omitempty"`    // id of the event to update or delete, as reads show it
	DraftOf string    `json:"draft_of,omitempty"` // instead of event: id of the write that creates it
	Subject string    `json:"subject,omitempty"`
	Start   time.Time `json:"start,omitzero"`
	End     time.Time `json:"end,omitzero"`
}

// writeAnswer is what has become of a write.
type writeAnswer struct {
	ID         string    `json:"id"`
	Kind       string    `json:"kind"`
	State      string    `json:"state"`            // queued, delivered, conflict, failed
	Reason     string    `json:"reason,omitempty"` // of a conflict or failure
	Event      string    `json:"event,omitempty"`  // the provider's id, once it is known
	AcceptedAt time.Time `json:"accepted_at"`
}

const (
	maxWriteBytes = 64 << 10
	maxNameBytes  = 200  // of a write's id
	maxIDBytes    = 1024 // of an event's id
	maxSubject    = 255  // characters
	// draftPrefix begins the id of an event that its create has not made yet.
	draftPrefix = "draft:"
)

// write accepts a change of an event. It is durable before the answer, and goes
// out when the provider takes it.
func (a *API) write(w http.ResponseWriter, r *http.Request) {
	var wish writeRequest
	decoder := json.NewDecoder(http.MaxBytesReader(w, r.Body, maxWriteBytes))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&wish); err != nil {
		fail(w, http.StatusBadRequest, "bad_body", "The body must be JSON with id, kind and, as the kind needs, event or draft_of, subject, start and end.")
		return
	}
	if draft, ok := strings.CutPrefix(wish.Event, draftPrefix); ok && wish.DraftOf == "" {
		wish.Event, wish.DraftOf = "", draft
	}
	if problem := wish.problem(); problem != "" {
		fail(w, http.StatusBadRequest, "bad_write", problem)
		return
	}
	id := accountID(r)
	stored, err := a.Outbox.Enqueue(r.Context(), system.Write{
		ID: wish.ID, Account: id, Kind: wish.Kind, EventID: wish.Event, DraftOf: wish.DraftOf, Subject: wish.Subject,
		Start: sendable(wish.Start), End: sendable(wish.End), State: system.WriteQueued, AcceptedAt: time.Now().UTC(),
	})
	switch {
	case errors.Is(err, system.ErrExists):
		answer(w, http.StatusOK, tellWrite(stored))
	case errors.Is(err, system.ErrNoEvent):
		fail(w, http.StatusNotFound, "unknown_event", "There is no such event in this calendar.")
	case errors.Is(err, system.ErrNotFound):
		noAccount(w)
	case err != nil:
		a.internal(w, "write", err)
	default:
		a.Accepted(id)
		answer(w, http.StatusAccepted, tellWrite(stored))
	}
}

// written tells what has become of a write.
func (a *API) written(w http.ResponseWriter, r *http.Request) {
	stored, err := a.Outbox.Write(r.Context(), accountID(r), mux.Vars(r)["write"])
	switch {
	case errors.Is(err, system.ErrNotFound):
		fail(w, http.StatusNotFound, "unknown_write", "This account has no such write.")
	case err != nil:
		a.internal(w, "write", err)
	default:
		answer(w, http.StatusOK, tellWrite(stored))
	}
}

func tellWrite(w system.Write) writeAnswer {
	return writeAnswer{ID: w.ID, Kind: w.Kind, State: w.State, Reason: w.Reason, Event: w.EventID, AcceptedAt: w.AcceptedAt}
}

// problem says what is wrong with a wish, in words; "" for nothing.
func (x writeRequest) problem() string {
	named := x.Event != "" || x.DraftOf != ""
	switch {
	case !plain(x.ID, maxNameBytes):
		return "id must be 1 to 200 bytes without control characters."
	case x.Kind != system.WriteCreate && x.Kind != system.WriteUpdate && x.Kind != system.WriteDelete:
		return "kind must be create, update or delete."
	case x.Kind == system.WriteCreate && named:
		return "a create names no event."
	case x.Kind != system.WriteCreate && !plain(x.Event+x.DraftOf, maxIDBytes):
		return "event or draft_of must say which event is meant."
	case x.Event != "" && x.DraftOf != "":
		return "event and draft_of exclude each other."
	case x.Kind == system.WriteDelete:
		return ""
	case x.Start.IsZero() || x.End.IsZero():
		return "start and end must be instants as 2022-03-01T09:00:00Z."
	case x.End.Before(x.Start):
		return "end must not be before start."
	case utf8.RuneCountInString(x.Subject) > maxSubject:
		return "subject must not be longer than 255 characters."
	}
	return ""
}

func plain(text string, most int) bool {
	return text != "" && len(text) <= most && utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f })
}

// sendable drops what the provider's format has no place for: it keeps 7 digits of
// a second.
func sendable(t time.Time) time.Time { return t.UTC().Truncate(100 * time.Nanosecond) }
