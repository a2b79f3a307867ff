package store

import (
	"context"
	"fmt"

	"anchorage/system"
)

const (
	// New credentials end what only the old ones were in the way of. They make no
	// account healthy: that takes a round.
	updateLink = `UPDATE account SET generation = ?, mechanism = ?, mailbox_id = CASE WHEN ? = '' THEN mailbox_id ELSE ? END,
		state = CASE WHEN state IN ('reauthorise', 'confirm') THEN 'failing' ELSE state END
		WHERE id = ? AND generation = ?`
	upsertCredential = `INSERT INTO credential (account, mechanism, access_token, refresh_token, expiry, generation) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (account) DO UPDATE SET mechanism = excluded.mechanism, access_token = excluded.access_token,
		refresh_token = excluded.refresh_token, expiry = excluded.expiry, generation = excluded.generation`
	updateCredential = `UPDATE credential SET mechanism = ?, access_token = ?, refresh_token = ?, expiry = ? WHERE account = ? AND generation = ?`
	selectCredential = `SELECT mechanism, access_token, refresh_token, expiry, generation FROM credential WHERE account = ?`
)

// SaveLink implements system.Store. An empty mailboxID leaves a known one in
// place. An account in state reauthorise or confirm becomes failing, until a round
// succeeds; any other state stays.
func (s *Store) SaveLink(ctx context.Context, id system.AccountID, c system.Credential, mailboxID string) error {
	err := s.transact(ctx, func(t transaction) error {
		if _, err := t.exec(keepFormer, string(id), c.Generation-1); err != nil {
			return err
		}
		n, err := t.exec(updateLink, c.Generation, string(c.Authorization), mailboxID, mailboxID, string(id), c.Generation-1)
		if err != nil {
			return err
		}
		if n == 0 {
			return errNothingTouched
		}
		if _, err := t.exec(deleteOther, string(id)); err != nil { // another link takes its place
			return err
		}
		_, err = t.exec(upsertCredential, string(id), string(c.Authorization), c.AccessToken, c.RefreshToken, nanos(c.Expiry), c.Generation)
		return err
	})
	return s.explained(ctx, err, "link", id)
}

// SaveCredential implements system.Store.
func (s *Store) SaveCredential(ctx context.Context, id system.AccountID, c system.Credential) error {
	n, err := s.exec(ctx, updateCredential, string(c.Authorization), c.AccessToken, c.RefreshToken, nanos(c.Expiry), string(id), c.Generation)
	if err == nil && n == 0 {
		err = errNothingTouched
	}
	return s.explained(ctx, err, "credential", id)
}

// Credential implements system.Store. ErrNotFound before the first link.
func (s *Store) Credential(ctx context.Context, id system.AccountID) (system.Credential, error) {
	var c system.Credential
	var expiry int64
	err := s.row(ctx, selectCredential, []any{string(id)}, &c.Authorization, &c.AccessToken, &c.RefreshToken, &expiry, &c.Generation)
	c.Expiry = instant(expiry)
	return c, named(err, "credential", id)
}

// errNothingTouched stands for a guarded UPDATE that found no row.
var errNothingTouched = fmt.Errorf("guard: %w", system.ErrStale)

// explained tells why a guard let nothing through: there is no such account, or
// what was to be stored is stale.
func (s *Store) explained(ctx context.Context, err error, noun string, id system.AccountID) error {
	if err == errNothingTouched {
		if _, missing := s.Account(ctx, id); missing != nil {
			return missing
		}
	}
	return named(err, noun, id)
}
