package store

import (
	"context"
	"database/sql"
	"fmt"

	"anchorage/system"
)

const (
	selectQueuedCounts = `SELECT provider, n FROM outbox_queued_count WHERE n > 0`
	addQueued          = `INSERT INTO outbox_queued_count (provider, n) SELECT provider, ? FROM account WHERE id = ?
		ON CONFLICT (provider) DO UPDATE SET n = outbox_queued_count.n + excluded.n`
)

// Outstanding implements system.Outbox.
func (s *Store) Outstanding(ctx context.Context) (map[system.Provider]int, error) {
	all := map[system.Provider]int{}
	err := s.rows(ctx, selectQueuedCounts, nil, func(r *sql.Rows) error {
		var p system.Provider
		var n int
		err := r.Scan(&p, &n)
		all[p] = n
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("queued writes: %w", err)
	}
	return all, nil
}

// queued notes that an account has so many queued writes more, or fewer.
func (t transaction) queued(id system.AccountID, more int64) error {
	if more == 0 {
		return nil
	}
	_, err := t.exec(addQueued, more, string(id))
	return err
}
