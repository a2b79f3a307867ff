package store

import (
	"context"

	"anchorage/system"
)

const (
	// The id of a mailbox is known only where the authorization tells it: an older one
	// is the old mailbox's.
	updateAdopted = `UPDATE account SET calendar_id = '', delta_link = '', window_from = 0, window_until = 0, as_of = 0, hint = 'none',
		mailbox_id = CASE WHEN mechanism = 'live' THEN '' ELSE mailbox_id END, state = 'failing', last_error = ''
		WHERE id = ? AND generation = ? AND state = 'confirm'`
	// Kept is what has worked: what never had a good round has no claim to come back.
	keepFormer = `INSERT INTO former_link (account, mechanism, access_token, refresh_token, expiry, mailbox_id, as_of)
		SELECT c.account, c.mechanism, c.access_token, c.refresh_token, c.expiry, a.mailbox_id, a.as_of
		FROM credential c JOIN account a ON a.id = c.account WHERE c.account = ? AND a.generation = ? AND a.calendar_id <> '' AND a.state <> 'confirm'
		AND NOT EXISTS (SELECT 1 FROM former_link f WHERE f.account = c.account AND f.as_of = a.as_of)
		ON CONFLICT (account) DO UPDATE SET mechanism = excluded.mechanism, access_token = excluded.access_token,
		refresh_token = excluded.refresh_token, expiry = excluded.expiry, mailbox_id = excluded.mailbox_id, as_of = excluded.as_of`
	deleteFormer = `DELETE FROM former_link WHERE account = ?`
	insertOther  = `INSERT INTO other_link (account, mechanism, access_token, refresh_token, expiry, mailbox_id)
		SELECT c.account, c.mechanism, c.access_token, c.refresh_token, c.expiry, a.mailbox_id
		FROM credential c JOIN account a ON a.id = c.account JOIN former_link f ON f.account = c.account
		WHERE c.account = ? AND a.generation = ? AND f.as_of = a.as_of
		ON CONFLICT (account) DO UPDATE SET mechanism = excluded.mechanism, access_token = excluded.access_token,
		refresh_token = excluded.refresh_token, expiry = excluded.expiry, mailbox_id = excluded.mailbox_id`
	restoreAccount = `UPDATE account SET generation = ?, state = 'failing',
		mechanism = (SELECT mechanism FROM former_link f WHERE f.account = account.id), mailbox_id = (SELECT mailbox_id FROM former_link f WHERE f.account = account.id)
		WHERE id = ? AND generation = ?`
	restoreCredential = `UPDATE credential SET generation = ?,
		(mechanism, access_token, refresh_token, expiry) = (SELECT mechanism, access_token, refresh_token, expiry FROM former_link f WHERE f.account = credential.account)
		WHERE account = ?`
	selectOther = `SELECT COUNT(*) FROM other_link WHERE account = ?`
	deleteOther = `DELETE FROM other_link WHERE account = ?`
	takeOther   = `UPDATE account SET generation = ?, state = 'confirm',
		mechanism = (SELECT mechanism FROM other_link o WHERE o.account = account.id), mailbox_id = (SELECT mailbox_id FROM other_link o WHERE o.account = account.id)
		WHERE id = ? AND generation = ? AND EXISTS (SELECT 1 FROM other_link o WHERE o.account = ?)`
	takeOtherCredential = `UPDATE credential SET generation = ?,
		(mechanism, access_token, refresh_token, expiry) = (SELECT mechanism, access_token, refresh_token, expiry FROM other_link o WHERE o.account = credential.account)
		WHERE account = ?`
	failQueued         = `UPDATE outbox SET state = 'failed', reason = ? WHERE account = ? AND state = 'queued'`
	forgetDelivered    = `UPDATE outbox SET delivered_at = 0 WHERE account = ? AND state = 'delivered'`
	deleteSubscribed   = `DELETE FROM subscription WHERE account = ?`
	reasonOtherMailbox = "The account is now one of another mailbox."
)

var _ system.Mailboxes = (*Store)(nil)

// SetAside implements system.Mailboxes.
func (s *Store) SetAside(ctx context.Context, id system.AccountID, generation int) error {
	account := string(id)
	err := s.transact(ctx, func(t transaction) error {
		if err := guarded(t.exec(insertOther, account, generation)); err != nil {
			return err
		}
		if err := guarded(t.exec(restoreAccount, generation+1, account, generation)); err != nil {
			return err
		}
		if _, err := t.exec(restoreCredential, generation+1, account); err != nil {
			return err
		}
		_, err := t.exec(deleteFormer, account)
		return err
	})
	if err == errNothingTouched {
		a, missing := s.Account(ctx, id)
		if missing != nil {
			return missing
		}
		if a.Generation == generation {
			err = system.ErrNotFound
		}
	}
	return named(err, "link before of account", id)
}

// OtherMailbox implements system.Mailboxes.
func (s *Store) OtherMailbox(ctx context.Context, id system.AccountID) (bool, error) {
	var n int
	err := s.row(ctx, selectOther, []any{string(id)}, &n)
	return n > 0, named(err, "other mailbox of account", id)
}

// takeOther puts the link that was set aside into force, if there is one, and
// returns the generation in force.
func (t transaction) takeOther(account string, generation int) (int, error) {
	n, err := t.exec(takeOther, generation+1, account, generation, account)
	if err != nil || n == 0 {
		return generation, err
	}
	if _, err := t.exec(takeOtherCredential, generation+1, account); err != nil {
		return generation, err
	}
	_, err = t.exec(deleteOther, account)
	return generation + 1, err
}

// AdoptMailbox implements system.Mailboxes.
func (s *Store) AdoptMailbox(ctx context.Context, id system.AccountID, generation int) error {
	account := string(id)
	err := s.transact(ctx, func(t transaction) error {
		generation, err := t.takeOther(account, generation)
		if err != nil {
			return err
		}
		if err := guarded(t.exec(updateAdopted, account, generation)); err != nil {
			return err
		}
		if _, err := t.exec(failQueued, reasonOtherMailbox, account); err != nil {
			return err
		}
		for _, q := range []string{deleteEvents, forgetDelivered, deleteSubscribed} {
			if _, err := t.exec(q, account); err != nil {
				return err
			}
		}
		return nil
	})
	return s.explained(ctx, err, "mailbox of account", id)
}
