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
	failQueued         = `UPDATE outbox SET state = 'failed', reason = ? WHERE account = ? AND state = 'queued'`
	forgetDelivered    = `UPDATE outbox SET delivered_at = 0 WHERE account = ? AND state = 'delivered'`
	deleteSubscribed   = `DELETE FROM subscription WHERE account = ?`
	reasonOtherMailbox = "The account is now one of another mailbox."
)

var _ system.Mailboxes = (*Store)(nil)

// AdoptMailbox implements system.Mailboxes.
func (s *Store) AdoptMailbox(ctx context.Context, id system.AccountID, generation int) error {
	account := string(id)
	err := s.transact(ctx, func(t transaction) error {
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
