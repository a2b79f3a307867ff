package engine

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"anchorage/system"
)

const (
	firstWriteBackoff = 30 * time.Second // doubled with each further failure
	maxWriteBackoff   = 15 * time.Minute
)

// attempt tries once to bring a write into effect and returns it as it is then,
// with what went wrong. An earlier attempt may have done the work although its
// answer was lost: a create carries the same transactionId again, and of any other
// the event is looked at first.
func (r *round) attempt(ctx context.Context, w system.Write) (system.Write, error) {
	if w.Kind != system.WriteCreate && w.EventID == "" {
		return refused(w, "The event was never made."), nil
	}
	if w.Kind != system.WriteCreate && w.Attempts > 0 {
		if w, err := r.compare(ctx, w); err != nil || w.State != system.WriteQueued {
			return r.postponed(w, err), err
		}
	}
	made, err := r.send(ctx, w)
	e := system.AsError(err)
	switch {
	case err == nil:
		w.State, w.ETag = system.WriteDelivered, made.ETag
		if w.Kind == system.WriteCreate {
			w.EventID, w.ETag = made.ID, w.ETagAfter(made)
		}
		return w, nil
	case w.Kind != system.WriteCreate && (e.Class == system.ClassConflict || e.Status == http.StatusNotFound):
		w, err := r.compare(ctx, w)
		if err == nil && w.State == system.WriteQueued {
			err = e // nobody changed it, and yet it was refused: try again
		}
		return r.postponed(w, err), err
	case finally(e):
		return refused(w, "The provider refuses it: "+e.Message), err
	}
	return r.postponed(w, err), err
}

func (r *round) send(ctx context.Context, w system.Write) (made system.Event, err error) {
	editor := r.engine.Editor
	err = r.ask(ctx, func(ctx context.Context, a system.Access) (err error) {
		switch w.Kind {
		case system.WriteCreate:
			made, err = editor.Create(ctx, a, w)
		case system.WriteUpdate:
			made, err = editor.Update(ctx, a, w)
		default:
			err = editor.Delete(ctx, a, w)
		}
		return err
	})
	return made, err
}

// maxDoubts is how often an attempt is made again because what the provider says of
// an event and what its last round said are at odds: about half an hour.
const maxDoubts = 6

// compare looks at the event and says what that makes of an update or delete:
// delivered, if it is as was wanted; still queued, if nobody touched it; otherwise
// in conflict: what somebody else did is never overwritten. That the event is gone or
// changed is believed once a round has said so too: an answer may come from a replica
// that lags, and a 404 may be about something else.
func (r *round) compare(ctx context.Context, w system.Write) (system.Write, error) {
	var is system.Event
	err := r.ask(ctx, func(ctx context.Context, a system.Access) (err error) {
		is, err = r.engine.Editor.Event(ctx, a, w.EventID)
		return err
	})
	gone := errors.Is(err, system.ErrNotFound)
	switch {
	case err != nil && !gone:
		return w, err
	case gone || is.ETag != w.ETag && !asWanted(w, is):
		if doubtful, err := r.doubtful(ctx, w, is.ETag); doubtful || err != nil {
			return w, cmp.Or(err, errDoubt)
		}
	}
	switch {
	case gone && w.Kind == system.WriteDelete:
		w.State = system.WriteDelivered
	case gone:
		w.State, w.Reason = system.WriteConflict, "The event was deleted meanwhile."
	case asWanted(w, is):
		w.State, w.ETag = system.WriteDelivered, is.ETag
	case is.ETag != w.ETag:
		w.State, w.Reason = system.WriteConflict, "The event was changed meanwhile."
	}
	return w, nil
}

// errDoubt: the event is not as the write needs it, by one answer that nothing else
// confirms.
var errDoubt error = &system.Error{Class: system.ClassRetry, Code: "doubtful", Message: "the provider's answers about the event differ"}

// doubtful says whether the last round said something else of an event than an
// answer that shows it in a version, "" for gone.
func (r *round) doubtful(ctx context.Context, w system.Write, etag string) (bool, error) {
	if w.Attempts >= maxDoubts {
		return false, nil
	}
	cached, behind, err := r.engine.Outbox.Cached(ctx, w.Account, w.EventID)
	return behind || cached != etag, err
}

// asWanted says whether an event is as an update would make it.
func asWanted(w system.Write, is system.Event) bool {
	return w.Kind == system.WriteUpdate && is.Subject == w.Subject && is.Start.Equal(w.Start) && is.End.Equal(w.End)
}

// postponed notes a failed attempt of a write that is still queued.
func (r *round) postponed(w system.Write, err error) system.Write {
	if w.State != system.WriteQueued {
		return w
	}
	w.Attempts++
	wait := maxWriteBackoff
	if doublings := w.Attempts - 1; doublings < 5 {
		wait = min(wait, vary(firstWriteBackoff<<doublings, r.engine.Rand(r.account.Key, "write/"+strconv.FormatInt(w.Seq, 10), uint64(w.Attempts))))
	}
	if e := system.AsError(err); e != nil {
		wait = max(wait, e.RetryAfter)
	}
	w.NotBefore = time.Now().Add(wait)
	return w
}

func refused(w system.Write, reason string) system.Write {
	w.State, w.Reason = system.WriteFailed, reason
	return w
}

// finally says whether the provider refuses the content of a write. Anything else
// may pass: consent that is missing comes back when the owner links anew.
func finally(e *system.Error) bool {
	if e.Class != system.ClassPermanent {
		return false
	}
	switch e.Status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity:
		return true
	}
	return false
}
