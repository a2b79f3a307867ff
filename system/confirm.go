package system

import "context"

// Mailboxes settles which mailbox an account is of when another one than before
// has turned up behind its credentials. Methods as of Store.
type Mailboxes interface {
	// SetAside puts back what the newest link of an account replaced, as a new
	// generation, when the mailbox behind that link has turned out to be another one:
	// without its owner's word nothing changes. The link is kept for AdoptMailbox.
	// ErrNotFound if it replaced nothing that had worked; ErrStale for an older
	// generation.
	SetAside(ctx context.Context, id AccountID, generation int) error
	// OtherMailbox says whether a link to another mailbox waits for the owner's word.
	OtherMailbox(ctx context.Context, id AccountID) (bool, error)
	// AdoptMailbox makes an account of this generation one of the other mailbox: that of
	// the link set aside, or in StateConfirm that of the credentials in use. Nothing of the old mailbox is carried over:
	// its cache is emptied, a round has to succeed before anything is read, and
	// writes that wait fail, since they were made for the old one. ErrStale if there is
	// no other mailbox, or the account is of another generation by now.
	AdoptMailbox(ctx context.Context, id AccountID, generation int) error
}
