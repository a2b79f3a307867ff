package store

import (
	"context"
	"time"

	"anchorage/system"
)

const (
	selectCursor = `SELECT delta_link, window_from, window_until FROM account WHERE id = ?`
	// The guards are in the statement, so that a round that changes nothing is this
	// one and no transaction.
	updateRound = `UPDATE account SET as_of = ?, last_attempt = ?, delta_link = ?, window_from = ?, window_until = ?,
		hint = ?, calendar_id = ?, state = 'healthy', failing_since = 0, last_error = ''
		WHERE id = ? AND generation = ? AND as_of <= ?`
	updateFailure = `UPDATE account SET last_attempt = ?, state = ?, last_error = ?,
		failing_since = CASE WHEN failing_since = 0 THEN ? ELSE failing_since END
		WHERE id = ? AND generation = ?`
	deleteEvents = `DELETE FROM event WHERE account = ?`
	deleteEvent  = `DELETE FROM event WHERE account = ? AND id = ?`
	upsertEvent  = `INSERT INTO event (account, id, etag, subject, starts, ends, all_day, show_as, transaction_id, series_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (account, id) DO UPDATE SET etag = excluded.etag, subject = excluded.subject,
		starts = excluded.starts, ends = excluded.ends, all_day = excluded.all_day, show_as = excluded.show_as,
		transaction_id = excluded.transaction_id, series_id = excluded.series_id`
)

// Cursor implements system.Store. It is empty before the first round.
func (s *Store) Cursor(ctx context.Context, id system.AccountID) (system.Cursor, error) {
	var c system.Cursor
	var from, until int64
	err := s.row(ctx, selectCursor, []any{string(id)}, &c.Link, &from, &until)
	c.Window = system.Window{From: instant(from), Until: instant(until)}
	return c, named(err, "cursor", id)
}

// CommitRound implements system.Store. A round that began before the last
// committed one is stale as well.
func (s *Store) CommitRound(ctx context.Context, r system.Round) error {
	if !r.Complete && len(r.Changed) == 0 && len(r.Removed) == 0 && len(r.Series) == 0 {
		n, err := s.exec(ctx, updateRound, roundArgs(r)...)
		return s.explained(ctx, guarded(n, err), "round", r.Account)
	}
	err := s.transact(ctx, func(t transaction) error {
		if err := guarded(t.exec(updateRound, roundArgs(r)...)); err != nil {
			return err
		}
		if err := t.dropSeries(r); err != nil {
			return err
		}
		return t.merge(r)
	})
	return s.explained(ctx, err, "round", r.Account)
}

func roundArgs(r system.Round) []any {
	asOf := nanos(r.AsOf)
	return []any{asOf, asOf, r.Cursor.Link, nanos(r.Cursor.Window.From), nanos(r.Cursor.Window.Until),
		string(r.Hint), r.CalendarID, string(r.Account), r.Generation, asOf}
}

// merge brings the events up to date. What a complete round lacks is gone.
func (t transaction) merge(r system.Round) error {
	account := string(r.Account)
	if r.Complete {
		if _, err := t.exec(deleteEvents, account); err != nil {
			return err
		}
	}
	unseen, err := t.unseen(account)
	if err != nil {
		return err
	}
	for _, id := range r.Removed {
		if _, err := t.exec(deleteEvent, account, id); err != nil {
			return err
		}
		if unseen[id] {
			if err := t.see(account, id, ""); err != nil {
				return err
			}
		}
	}
	for i := range r.Changed {
		e := &r.Changed[i]
		_, err := t.exec(upsertEvent, account, e.ID, e.ETag, e.Subject, nanos(e.Start), nanos(e.End), flag(e.AllDay), e.ShowAs, e.TransactionID, e.SeriesID)
		if err != nil {
			return err
		}
		if err := t.made(&r, e); err != nil {
			return err
		}
		if unseen[e.ID] {
			if err := t.see(account, e.ID, e.ETag); err != nil {
				return err
			}
		}
	}
	return nil
}

// RecordFailure implements system.Store. FailingSince keeps the first failure
// since the last good round.
func (s *Store) RecordFailure(ctx context.Context, id system.AccountID, generation int, at time.Time, state system.State, code system.Code) error {
	n, err := s.exec(ctx, updateFailure, nanos(at), string(state), string(code), nanos(at), string(id), generation)
	return s.explained(ctx, guarded(n, err), "failure", id)
}

func guarded(touched int64, err error) error {
	if err == nil && touched == 0 {
		return errNothingTouched
	}
	return err
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
