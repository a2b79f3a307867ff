package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"anchorage/system"
)

const (
	selectAskTimes = `SELECT sent_at FROM ask WHERE sent_at > ? ORDER BY sent_at`
	selectAsksOf   = `SELECT ` + askColumns + ` FROM ask WHERE account = ? AND generation = ? ORDER BY sent_at, digest`
	selectOpenAsks = `SELECT ` + askColumns + ` FROM ask WHERE used_at = 0 AND expires_at > ? ORDER BY sent_at, digest`
	expireAsk      = `UPDATE ask SET expires_at = ? WHERE digest = ? AND used_at = 0 AND expires_at > ?`
)

var _ system.Asks = (*Store)(nil)

// AsksSince implements system.Asks.
func (s *Store) AsksSince(ctx context.Context, t time.Time) ([]time.Time, error) {
	var all []time.Time
	err := s.rows(ctx, selectAskTimes, []any{nanos(t)}, func(r *sql.Rows) error {
		var sent int64
		err := r.Scan(&sent)
		all = append(all, instant(sent))
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("asks since %s: %w", t.UTC().Format(time.RFC3339), err)
	}
	return all, nil
}

// AsksOf implements system.Asks.
func (s *Store) AsksOf(ctx context.Context, id system.AccountID, generation int) ([]system.Ask, error) {
	all, err := s.asks(ctx, selectAsksOf, string(id), generation)
	return all, named(err, "asks of account", id)
}

// OpenAsks implements system.Asks.
func (s *Store) OpenAsks(ctx context.Context, t time.Time) ([]system.Ask, error) {
	all, err := s.asks(ctx, selectOpenAsks, nanos(t))
	if err != nil {
		return nil, fmt.Errorf("open asks: %w", err)
	}
	return all, nil
}

// ExpireAsk implements system.Asks.
func (s *Store) ExpireAsk(ctx context.Context, digest string, at time.Time) error {
	n, err := s.exec(ctx, expireAsk, nanos(at), digest, nanos(at))
	if err := guarded(n, err); err != nil {
		return fmt.Errorf("ask %s: %w", digest, err)
	}
	return nil
}

func (s *Store) asks(ctx context.Context, query string, args ...any) ([]system.Ask, error) {
	var all []system.Ask
	err := s.rows(ctx, query, args, func(r *sql.Rows) error {
		var a system.Ask
		var sent, expires, used int64
		err := r.Scan(&a.Digest, &a.Account, &a.Generation, &sent, &expires, &used)
		a.SentAt, a.ExpiresAt, a.UsedAt = instant(sent), instant(expires), instant(used)
		all = append(all, a)
		return err
	})
	return all, err
}
