package store

import (
	"context"
	"database/sql"
	"errors"

	"anchorage/system"
)

const writeColumns = `account, id, seq, kind, event_id, draft_of, etag, subject, starts, ends, state, reason, attempts, not_before, accepted_at, delivered_at`

const (
	insertWrite = `INSERT INTO outbox (` + writeColumns + `)
		SELECT ?, ?, COALESCE((SELECT MAX(seq) FROM outbox WHERE account = ?), 0) + 1, ?, ?, ?, ?, ?, ?, ?, 'queued', '', 0, 0, ?, 0`
	selectWrite   = `SELECT ` + writeColumns + ` FROM outbox WHERE account = ? AND id = ?`
	selectVersion = `SELECT COALESCE((SELECT etag FROM event WHERE account = ? AND id = ?), ''),
		(SELECT COUNT(*) FROM outbox WHERE account = ? AND event_id = ? AND state = 'delivered' AND seen = 0)`
	selectUnshown = `SELECT event_id FROM outbox WHERE account = ? AND kind = 'create' AND state = 'delivered' AND seen = 0 ORDER BY seq`
	selectQueued  = `SELECT ` + writeColumns + ` FROM outbox WHERE account = ? AND state = 'queued' ORDER BY seq`
	updateWrite   = `UPDATE outbox SET based_on = etag, state = ?, reason = ?, event_id = ?, etag = ?, attempts = ?, not_before = ?, delivered_at = ?
		WHERE account = ? AND id = ? AND state = 'queued'`
	// What was accepted on top of a write is delivered on top of it.
	updateDrafts = `UPDATE outbox SET event_id = ?, etag = ? WHERE account = ? AND draft_of = ? AND state = 'queued'`
	updateETags  = `UPDATE outbox SET etag = ? WHERE account = ? AND event_id = ? AND state = 'queued'`
	failDrafts   = `UPDATE outbox SET state = 'failed', reason = ? WHERE account = ? AND draft_of = ? AND state = 'queued'`
)

var (
	_ system.Outbox        = (*Store)(nil)
	_ system.Subscriptions = (*Store)(nil)
)

// Enqueue implements system.Outbox.
func (s *Store) Enqueue(ctx context.Context, w system.Write) (system.Write, error) {
	var stored system.Write
	err := s.transact(ctx, func(t transaction) error {
		var err error
		if stored, err = t.write(w.Account, w.ID); err == nil {
			return system.ErrExists
		} else if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		asOf, err := t.asOf(w.Account)
		if err != nil {
			return err
		}
		if w, err = t.addressed(w, asOf); err != nil {
			return err
		}
		account := string(w.Account)
		if _, err = t.exec(insertWrite, account, w.ID, account, w.Kind, w.EventID, w.DraftOf, w.ETag, w.Subject,
			nanos(w.Start), nanos(w.End), nanos(w.AcceptedAt)); err != nil {
			return err
		}
		if err = t.queued(w.Account, 1); err != nil {
			return err
		}
		stored, err = t.write(w.Account, w.ID)
		return err
	})
	return stored, named(err, "write", w.ID)
}

// addressed gives a write the id and ETag of its event as a read would show it
// now: the cached ones, unless a later write of ours has replaced them.
func (t transaction) addressed(w system.Write, asOf int64) (system.Write, error) {
	if w.Kind == system.WriteCreate {
		return w, nil
	}
	if w.DraftOf != "" {
		made, err := t.write(w.Account, w.DraftOf)
		if errors.Is(err, sql.ErrNoRows) || err == nil && !shown(made) {
			return w, system.ErrNoEvent
		}
		if err != nil {
			return w, err
		}
		w.EventID = made.EventID // "" until it is delivered
	}
	return t.basedOn(w, asOf)
}

// basedOn finds the last word on the write's event.
func (t transaction) basedOn(w system.Write, asOf int64) (system.Write, error) {
	cached := false
	if w.EventID != "" {
		err := t.row(selectETag, []any{string(w.Account), w.EventID}, &w.ETag)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return w, err
		}
		cached = err == nil
	}
	pending, err := t.open(w.Account, asOf)
	if err != nil {
		return w, err
	}
	for i := range pending {
		p := &pending[i]
		if !sameEvent(p, &w) {
			continue
		}
		if cached = p.Kind != system.WriteDelete; p.State == system.WriteDelivered {
			w.ETag = p.ETag
		}
	}
	if !cached {
		return w, system.ErrNoEvent
	}
	return w, nil
}

// sameEvent says whether p concerns the event that w is about.
func sameEvent(p, w *system.Write) bool {
	if w.EventID != "" {
		return p.EventID == w.EventID
	}
	return p.DraftOf == w.DraftOf || p.Kind == system.WriteCreate && p.ID == w.DraftOf
}

func shown(create system.Write) bool {
	return create.Kind == system.WriteCreate && (create.State == system.WriteQueued || create.State == system.WriteDelivered)
}

// Pending implements system.Outbox.
func (s *Store) Pending(ctx context.Context, id system.AccountID) ([]system.Write, error) {
	var all []system.Write
	err := s.rows(ctx, selectQueued, []any{string(id)}, collect(&all))
	return all, named(err, "writes of account", id)
}

// Unshown implements system.Outbox.
func (s *Store) Unshown(ctx context.Context, id system.AccountID) ([]string, error) {
	var all []string
	err := s.rows(ctx, selectUnshown, []any{string(id)}, func(r *sql.Rows) error {
		var event string
		err := r.Scan(&event)
		all = append(all, event)
		return err
	})
	return all, named(err, "writes of account", id)
}

// Write implements system.Outbox.
func (s *Store) Write(ctx context.Context, id system.AccountID, write string) (system.Write, error) {
	var scan writeScan
	err := s.row(ctx, selectWrite, []any{string(id), write}, scan.targets()...)
	return scan.write(), named(err, "write", write)
}

// Settle implements system.Outbox.
func (s *Store) Settle(ctx context.Context, w system.Write) error {
	err := s.transact(ctx, func(t transaction) error {
		if err := guarded(t.exec(updateWrite, w.State, w.Reason, w.EventID, w.ETag, w.Attempts, nanos(w.NotBefore), nanos(w.DeliveredAt),
			string(w.Account), w.ID)); err != nil {
			return err
		}
		if w.State != system.WriteQueued {
			if err := t.queued(w.Account, -1); err != nil {
				return err
			}
		}
		return t.pass(w)
	})
	return named(err, "write", w.ID)
}

// pass tells the queued writes of the same event what became of w.
func (t transaction) pass(w system.Write) error {
	var err error
	account := string(w.Account)
	switch {
	case w.Kind == system.WriteCreate && w.State == system.WriteDelivered:
		_, err = t.exec(updateDrafts, w.EventID, w.ETag, account, w.ID)
	case w.Kind == system.WriteCreate && w.State == system.WriteFailed:
		var failed int64
		if failed, err = t.exec(failDrafts, "The event was never made: "+w.Reason, account, w.ID); err == nil {
			err = t.queued(w.Account, -failed)
		}
	case w.Kind == system.WriteUpdate && w.State == system.WriteDelivered:
		_, err = t.exec(updateETags, w.ETag, account, w.EventID)
	}
	return err
}

// Cached implements system.Outbox.
func (s *Store) Cached(ctx context.Context, id system.AccountID, event string) (etag string, behind bool, err error) {
	var unseen int
	err = s.row(ctx, selectVersion, []any{string(id), event, string(id), event}, &etag, &unseen)
	return etag, unseen > 0, named(err, "event", event)
}
