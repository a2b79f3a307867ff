package store

import (
	"context"
	"database/sql"
	"fmt"
)

// queries are all statements, prepared by Open.
var queries = []string{
	deleteOccurrences,
	insertAccount, selectAccount, selectAccounts,
	updateMailboxID, updateLink, upsertCredential, updateCredential, selectCredential,
	selectCursor, updateRound, updateFailure, deleteEvents, deleteEvent, upsertEvent, selectRead, selectEvents,
	insertAsk, selectAsk, selectOpenAsk, updateAskUsed,
	insertFlow, deleteFlow, deleteOldFlows,
	insertWrite, selectWrite, selectQueued, selectUnshown, selectQueuedCounts, selectVersion, addQueued, updateWrite, updateDrafts, updateETags, failDrafts,
	selectAsOf, selectETag, selectOpen, selectUnseen, updateSeen, updateGone, updateMade, selectEvent, selectMade,
	insertExperiment, updateExperiment, selectExperiments, selectFailing,
	updateAdopted, failQueued, forgetDelivered, deleteSubscribed,
	keepFormer, deleteFormer, insertOther, restoreAccount, restoreCredential, selectOther, deleteOther, takeOther, takeOtherCredential,
	selectAskTimes, selectAsksOf, selectOpenAsks, expireAsk,
	upsertSubscription, selectSubscription, selectSubscriptionByID, deleteSubscription,
}

// exec runs one statement outside a transaction and tells how many rows it
// touched. The driver starts a goroutine for each statement with a context that
// can end; these are too short to be worth one.
func (s *Store) exec(ctx context.Context, query string, args ...any) (int64, error) {
	s.gate.enter()
	defer s.gate.leave()
	return touched(s.statements[query].ExecContext(context.WithoutCancel(ctx), args...))
}

// row reads the single row that query finds. sql.ErrNoRows if there is none.
func (s *Store) row(ctx context.Context, query string, args []any, into ...any) error {
	s.gate.enter()
	defer s.gate.leave()
	return s.statements[query].QueryRowContext(context.WithoutCancel(ctx), args...).Scan(into...)
}

// rows calls scan for each row that query finds.
func (s *Store) rows(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	s.gate.enter()
	defer s.gate.leave()
	return s.rowsInside(ctx, query, args, scan)
}

// rowsInside is rows for who is inside the gate.
func (s *Store) rowsInside(ctx context.Context, query string, args []any, scan func(*sql.Rows) error) error {
	rows, err := s.statements[query].QueryContext(context.WithoutCancel(ctx), args...)
	if err != nil {
		return err
	}
	return scanned(rows, scan)
}

func scanned(rows *sql.Rows, scan func(*sql.Rows) error) error {
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// transaction is a transaction under way: all of it or nothing.
type transaction struct {
	store *Store
	ctx   context.Context
	tx    *sql.Tx
}

func (s *Store) transact(ctx context.Context, do func(transaction) error) error {
	s.gate.enter()
	defer s.gate.leave()
	ctx = context.WithoutCancel(ctx)
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	defer tx.Rollback() // does nothing after a commit
	if err := do(transaction{s, ctx, tx}); err != nil {
		return err
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return nil
}

func (t transaction) exec(query string, args ...any) (int64, error) {
	return touched(t.tx.StmtContext(t.ctx, t.store.statements[query]).ExecContext(t.ctx, args...))
}

func (t transaction) row(query string, args []any, into ...any) error {
	return t.tx.StmtContext(t.ctx, t.store.statements[query]).QueryRowContext(t.ctx, args...).Scan(into...)
}

func touched(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
