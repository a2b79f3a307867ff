package system

import "context"

// Mailboxes settles which mailbox an account is of when another one than before
// has turned up behind its credentials. Methods as of Store.
type Mailboxes interface {
	// AdoptMailbox makes an account in StateConfirm one of the mailbox that its
	// credentials of this generation reach. Nothing of the old mailbox is carried over:
	// its cache is emptied, a round has to succeed before anything is read, and
	// writes that wait fail, since they were made for the old one. ErrStale if the
	// account is not in that state or of that generation any more.
	AdoptMailbox(ctx context.Context, id AccountID, generation int) error
}
