package store

import (
	"context"

	"anchorage/system"
)

const updateMailboxID = `UPDATE account SET mailbox_id = ? WHERE id = ? AND generation = ? AND mailbox_id = ''`

var _ system.MailboxIDs = (*Store)(nil)

// SaveMailboxID implements system.MailboxIDs.
func (s *Store) SaveMailboxID(ctx context.Context, id system.AccountID, generation int, mailboxID string) error {
	n, err := s.exec(ctx, updateMailboxID, mailboxID, string(id), generation)
	if err == nil && n == 0 {
		err = errNothingTouched
	}
	return s.explained(ctx, err, "mailbox id", id)
}
