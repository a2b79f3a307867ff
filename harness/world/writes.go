package world

import (
	"context"
	"net/http"

	"anchorage/harness/history"
	"anchorage/harness/model"
	"anchorage/harness/sut"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
	"anchorage/sim/people"
)

// writer takes the changes of owners to the system.
type writer struct{ *accounts }

// Write implements people.Writer. The reference model knows of a write before the
// system does, since it may take effect before it is acknowledged.
func (a writer) Write(ctx context.Context, mailbox, key string, c people.Write) error {
	id, linked := a.account(mailbox)
	if !linked {
		return people.ErrNotLinked
	}
	system, err := a.world.system.get()
	if err != nil {
		return err
	}
	m := a.world.model
	m.Accepted(a.world.clock.Now(), mailbox, model.Write{Key: key, Kind: c.Kind, Event: c.Event, Value: model.Value{Subject: c.Subject, Start: c.Start, End: c.End}})
	err = system.(sut.Writer).Write(ctx, id, key, sut.Change{Kind: c.Kind, Event: c.Event, Subject: c.Subject, Start: c.Start, End: c.End})
	if err != nil {
		m.Refused(mailbox, key)
	}
	return err
}

// landed tells that the provider's calendar changed through its API: by a write of
// the system.
func (w *world) landed(c mailbox.Change, value *model.Value) {
	kind := map[string]string{mailbox.Created: model.Create, mailbox.Updated: model.Update, mailbox.Deleted: model.Delete}[c.Kind]
	key, accepted, wrong := w.model.Landed(c.At, c.Mailbox, kind, c.Event.ID, value)
	landed := history.WriteLanded{Mailbox: c.Mailbox, Key: key, Change: kind, Wrong: wrong}
	if key != "" {
		landed.After = c.At.Sub(accepted)
	}
	w.tell(c.At, "mailbox/"+c.Mailbox, landed)
}

// declined is the kind of change that an exchange refused for what it asks; "" for
// none. Credentials that are not good, conditions that do not hold, and requests that
// came at the wrong time are no such refusals: the same change may be taken later.
func declined(x journal.Exchange) string {
	switch x.Status {
	case http.StatusUnauthorized, http.StatusRequestTimeout, http.StatusConflict, http.StatusPreconditionFailed,
		http.StatusLocked, http.StatusTooEarly, http.StatusTooManyRequests:
		return ""
	}
	if x.Status < 400 || x.Status > 499 {
		return ""
	}
	return map[string]string{journal.CreateEvent: model.Create, journal.UpdateEvent: model.Update, journal.DeleteEvent: model.Delete}[x.Operation]
}

// askAboutAllWrites asks once more for everybody, at the end of the world.
func (a *accounts) askAboutAllWrites(ctx context.Context) {
	system, err := a.world.system.get()
	if err != nil {
		return
	}
	for _, s := range a.world.specs {
		if id, linked := a.account(s.ID); linked {
			a.askAboutWrites(ctx, system, s.ID, id)
		}
	}
}

// askAboutWrites asks, as an owner who looks would, what has become of those
// writes that are not in effect. What the system says of them then is what the
// owner is told.
func (a *accounts) askAboutWrites(ctx context.Context, system sut.System, mailbox string, id sut.AccountID) {
	writer, ok := system.(sut.Writer)
	if !ok {
		return
	}
	w := a.world
	for _, key := range w.model.Open(mailbox) {
		is, err := writer.Written(ctx, id, key)
		now := w.clock.Now()
		switch {
		case err != nil:
			w.tell(now, "owner/"+mailbox, history.WriteTold{Mailbox: mailbox, Key: key, State: "unknown", Reason: err.Error(), Wrong: "the system does not know a write that it accepted"})
		case is.State != "queued":
			wrong := w.model.Told(mailbox, key, is.State)
			w.tell(now, "owner/"+mailbox, history.WriteTold{Mailbox: mailbox, Key: key, State: is.State, Reason: is.Reason, Wrong: wrong})
		}
	}
}
