package store

import (
	"context"
	"errors"
	"time"

	"anchorage/system"
)

const askColumns = `digest, account, generation, sent_at, expires_at, used_at`

const (
	insertAsk = `INSERT INTO ask (` + askColumns + `) SELECT ?, ?, ?, ?, ?, ? WHERE NOT EXISTS
		(SELECT 1 FROM ask WHERE account = ? AND generation = ? AND used_at = 0 AND expires_at > ?)`
	selectAsk     = `SELECT ` + askColumns + ` FROM ask WHERE digest = ?`
	selectOpenAsk = `SELECT ` + askColumns + ` FROM ask WHERE account = ? AND used_at = 0 ORDER BY sent_at DESC LIMIT 1`
	updateAskUsed = `UPDATE ask SET used_at = ? WHERE digest = ? AND used_at = 0`
)

// SaveAsk implements system.Store. An ask whose link has expired by a.SentAt does
// not stand in the way of a new one.
func (s *Store) SaveAsk(ctx context.Context, a system.Ask) error {
	n, err := s.exec(ctx, insertAsk, a.Digest, string(a.Account), a.Generation, nanos(a.SentAt), nanos(a.ExpiresAt), nanos(a.UsedAt),
		string(a.Account), a.Generation, nanos(a.SentAt))
	if err == nil && n == 0 || err != nil && s.dialect.taken(err) {
		err = system.ErrExists
	}
	return named(err, "ask of account", a.Account)
}

// AskByDigest implements system.Store.
func (s *Store) AskByDigest(ctx context.Context, digest string) (system.Ask, error) {
	return s.ask(ctx, selectAsk, digest)
}

// OpenAsk implements system.Store: the newest ask that was not used. It may have
// expired, which the caller's clock decides.
func (s *Store) OpenAsk(ctx context.Context, id system.AccountID) (system.Ask, error) {
	return s.ask(ctx, selectOpenAsk, string(id))
}

func (s *Store) ask(ctx context.Context, query, key string) (system.Ask, error) {
	var a system.Ask
	var sent, expires, used int64
	err := s.row(ctx, query, []any{key}, &a.Digest, &a.Account, &a.Generation, &sent, &expires, &used)
	a.SentAt, a.ExpiresAt, a.UsedAt = instant(sent), instant(expires), instant(used)
	return a, named(err, "ask", key)
}

// UseAsk implements system.Store. ErrNotFound for an unknown digest.
func (s *Store) UseAsk(ctx context.Context, digest string, at time.Time) error {
	n, err := s.exec(ctx, updateAskUsed, nanos(at), digest)
	if err == nil && n == 0 {
		if _, err = s.AskByDigest(ctx, digest); err == nil {
			err = system.ErrStale
		}
	}
	if errors.Is(err, system.ErrNotFound) {
		return err
	}
	return named(err, "ask", digest)
}
