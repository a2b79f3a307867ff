package store

import (
	"context"
	"fmt"
	"time"

	"anchorage/system"
)

const flowColumns = `state, account, mechanism, nonce, verifier, ask_digest, created_at`

const (
	insertFlow     = `INSERT INTO flow (` + flowColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?)`
	deleteOldFlows = `DELETE FROM flow WHERE created_at < ?`
	deleteFlow     = `DELETE FROM flow WHERE state = ? RETURNING ` + flowColumns
)

// SaveFlow implements system.Store. ErrExists if the state is taken.
func (s *Store) SaveFlow(ctx context.Context, f system.Flow) error {
	_, err := s.exec(ctx, insertFlow, f.State, string(f.Account), string(f.Authorization), f.Nonce, f.Verifier, f.AskDigest, nanos(f.CreatedAt))
	if err != nil && s.dialect.taken(err) {
		err = system.ErrExists
	}
	return named(err, "flow of account", f.Account)
}

// DropFlows implements system.Store.
func (s *Store) DropFlows(ctx context.Context, before time.Time) error {
	if _, err := s.exec(ctx, deleteOldFlows, nanos(before)); err != nil {
		return fmt.Errorf("old flows: %w", err)
	}
	return nil
}

// TakeFlow implements system.Store. The error does not repeat the state, which
// is a secret of the flow.
func (s *Store) TakeFlow(ctx context.Context, state string) (system.Flow, error) {
	var f system.Flow
	var created int64
	err := s.row(ctx, deleteFlow, []any{state}, &f.State, &f.Account, &f.Authorization, &f.Nonce, &f.Verifier, &f.AskDigest, &created)
	f.CreatedAt = instant(created)
	return f, named(err, "flow", "of this state")
}
