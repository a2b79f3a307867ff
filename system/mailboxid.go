package system

import (
	"context"
	"strings"
)

// Identifier asks the provider for the ID of a mailbox. Errors are *Error.
type Identifier interface {
	// MailboxID returns the mailbox GUID, which only the older dialect tells.
	MailboxID(ctx context.Context, a Access) (string, error)
}

// MailboxIDs stores what an Identifier tells.
type MailboxIDs interface {
	// SaveMailboxID stores the mailbox ID of an account that has none. ErrStale for
	// an older generation of credentials, or when one is known.
	SaveMailboxID(ctx context.Context, id AccountID, generation int, mailboxID string) error
}

// SameIdentity says whether two mailbox IDs may be of one mailbox. Those of
// different kinds, a GUID and "<oid>@<tid>", share nothing that could be compared
// (provider contract 2.1), and neither does an unknown one.
func SameIdentity(a, b string) bool {
	return a == "" || b == "" || strings.Contains(a, "@") != strings.Contains(b, "@") || a == b
}
