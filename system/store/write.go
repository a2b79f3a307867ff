package store

import (
	"database/sql"
	"errors"
	"time"

	"anchorage/system"
)

const (
	selectAsOf = `SELECT as_of FROM account WHERE id = ?`
	selectETag = `SELECT etag FROM event WHERE account = ? AND id = ?`
	// selectOpen finds what reads lay over the cache: writes that wait, and those that
	// took effect lately and that no round has shown yet.
	selectOpen = `SELECT ` + writeColumns + ` FROM outbox WHERE account = ? AND state = 'queued'
		UNION ALL SELECT ` + writeColumns + ` FROM outbox WHERE account = ? AND state = 'delivered' AND seen = 0 AND delivered_at > ? ORDER BY seq`
	// A round shows a write when it brings a version of its event that is neither the
	// one which the write replaced nor one before that.
	updateSeen = `UPDATE outbox SET seen = 1 WHERE account = ? AND event_id = ? AND state = 'delivered' AND seen = 0 AND NOT EXISTS
		(SELECT 1 FROM outbox earlier WHERE earlier.account = outbox.account AND earlier.event_id = outbox.event_id AND earlier.state = 'delivered'
		AND earlier.seq <= outbox.seq AND earlier.based_on = ?)`
	// A round that shows what a queued create makes proves that it has taken effect, its
	// answer lost. It must not be sent again: its event may be deleted meanwhile, and
	// would come back.
	updateMade = `UPDATE outbox SET state = 'delivered', event_id = ?, etag = ?, delivered_at = ?, seen = 1
		WHERE account = ? AND id = ? AND kind = 'create' AND state = 'queued'`
	// selectUnseen finds the events with writes that no round has shown yet.
	selectUnseen = `SELECT DISTINCT event_id FROM outbox WHERE account = ? AND state = 'delivered' AND seen = 0`
	updateGone   = `UPDATE outbox SET seen = 1 WHERE account = ? AND event_id = ? AND state = 'delivered' AND seen = 0`
)

// replicaLag is how far a replica may be behind, after a write took effect, until a
// round that does not show it is believed.
const replicaLag = time.Hour

// shownAfter is selectOpen's last parameter for a cache of an instant.
func shownAfter(asOf int64) int64 { return asOf - int64(replicaLag) }

// writeScan receives the columns of writeColumns.
type writeScan struct {
	row                                              system.Write
	starts, ends, notBefore, acceptedAt, deliveredAt int64
}

func (s *writeScan) targets() []any {
	w := &s.row
	return []any{&w.Account, &w.ID, &w.Seq, &w.Kind, &w.EventID, &w.DraftOf, &w.ETag, &w.Subject, &s.starts, &s.ends,
		&w.State, &w.Reason, &w.Attempts, &s.notBefore, &s.acceptedAt, &s.deliveredAt}
}

func (s *writeScan) write() system.Write {
	s.row.Start, s.row.End, s.row.NotBefore = instant(s.starts), instant(s.ends), instant(s.notBefore)
	s.row.AcceptedAt, s.row.DeliveredAt = instant(s.acceptedAt), instant(s.deliveredAt)
	return s.row
}

// collect appends each row of writes to all.
func collect(all *[]system.Write) func(*sql.Rows) error {
	return func(r *sql.Rows) error {
		var scan writeScan
		if err := r.Scan(scan.targets()...); err != nil {
			return err
		}
		*all = append(*all, scan.write())
		return nil
	}
}

// write finds one. sql.ErrNoRows if there is none.
func (t transaction) write(id system.AccountID, write string) (system.Write, error) {
	var scan writeScan
	err := t.row(selectWrite, []any{string(id), write}, scan.targets()...)
	return scan.write(), err
}

func (t transaction) open(id system.AccountID, asOf int64) ([]system.Write, error) {
	var all []system.Write
	rows, err := t.tx.StmtContext(t.ctx, t.store.statements[selectOpen]).QueryContext(t.ctx, string(id), string(id), shownAfter(asOf))
	if err != nil {
		return nil, err
	}
	err = scanned(rows, collect(&all))
	return all, err
}

// unseen events are those with writes that no round has shown yet: none, or a few.
func (t transaction) unseen(account string) (map[string]bool, error) {
	rows, err := t.tx.StmtContext(t.ctx, t.store.statements[selectUnseen]).QueryContext(t.ctx, account)
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	err = scanned(rows, func(r *sql.Rows) error {
		var event string
		err := r.Scan(&event)
		all[event] = true
		return err
	})
	return all, err
}

// see notes that the cache has a version of an event now; "" for none any more.
func (t transaction) see(account, event, etag string) error {
	if etag == "" {
		_, err := t.exec(updateGone, account, event)
		return err
	}
	_, err := t.exec(updateSeen, account, event, etag)
	return err
}

// made settles the queued create that made an event of the cache.
func (t transaction) made(r *system.Round, e *system.Event) error {
	if e.TransactionID == "" {
		return nil
	}
	w, err := t.write(r.Account, e.TransactionID)
	if errors.Is(err, sql.ErrNoRows) || err == nil && (w.Kind != system.WriteCreate || w.State != system.WriteQueued) {
		return nil
	}
	if err != nil {
		return err
	}
	account, etag := string(r.Account), w.ETagAfter(*e)
	if _, err := t.exec(updateMade, e.ID, etag, nanos(r.AsOf), account, w.ID); err != nil {
		return err
	}
	if _, err := t.exec(updateDrafts, e.ID, etag, account, w.ID); err != nil {
		return err
	}
	return t.queued(r.Account, -1)
}

// asOf of an account's cache. sql.ErrNoRows if there is no such account.
func (t transaction) asOf(id system.AccountID) (asOf int64, err error) {
	err = t.row(selectAsOf, []any{string(id)}, &asOf)
	return asOf, err
}
