package system

import (
	"context"
	"time"
)

// Store keeps accounts, credentials and the cache. Every method is one short
// statement or transaction without I/O or sleep in between; callers are served
// first come, first served.
type Store interface {
	// CreateAccount adds an account without credentials. ErrExists if ID is taken.
	CreateAccount(ctx context.Context, a Account) error
	// Account returns ErrNotFound for an unknown id.
	Account(ctx context.Context, id AccountID) (Account, error)
	// Accounts returns all, ordered by ID.
	Accounts(ctx context.Context) ([]Account, error)
	// SaveLink stores the credential of a new generation together with what is
	// known of the identity, in one transaction. Account.Generation becomes
	// c.Generation, which must be the stored one plus one: else ErrStale.
	SaveLink(ctx context.Context, id AccountID, c Credential, mailboxID string) error
	// SaveCredential makes a refreshed credential durable before it is used. A
	// credential of an older generation changes nothing: ErrStale.
	SaveCredential(ctx context.Context, id AccountID, c Credential) error
	Credential(ctx context.Context, id AccountID) (Credential, error)
	Cursor(ctx context.Context, id AccountID) (Cursor, error)
	// CommitRound makes a round visible whole: events, cursor, as_of, state.
	// A round that changes nothing is a single UPDATE. ErrStale for an older
	// generation. as_of never goes back.
	CommitRound(ctx context.Context, r Round) error
	// RecordFailure notes a failed round; cache and as_of stay.
	RecordFailure(ctx context.Context, id AccountID, generation int, at time.Time, state State, code Code) error
	// Events returns cached events that overlap the window, ordered by start and
	// id, with the as_of of the cache they come from, read together. TransactionID and
	// SeriesID are for rounds to tell, not for readers: they are "".
	Events(ctx context.Context, id AccountID, w Window) ([]Event, time.Time, error)

	// SaveAsk stores an ask to relink; ErrExists if one is open for the same
	// account and generation.
	SaveAsk(ctx context.Context, a Ask) error
	// AskByDigest finds an ask by the digest of its link's token; ErrNotFound.
	AskByDigest(ctx context.Context, digest string) (Ask, error)
	// OpenAsk returns the open ask of an account; ErrNotFound if there is none.
	OpenAsk(ctx context.Context, id AccountID) (Ask, error)
	// UseAsk marks an ask as used, once: ErrStale if it was used before.
	UseAsk(ctx context.Context, digest string, at time.Time) error

	// SaveFlow stores the state of an authorization under way.
	SaveFlow(ctx context.Context, f Flow) error
	// DropFlows removes those that began before an instant: nobody will finish them.
	DropFlows(ctx context.Context, before time.Time) error
	// TakeFlow returns and removes it, so that a replayed callback finds nothing:
	// ErrNotFound.
	TakeFlow(ctx context.Context, state string) (Flow, error)

	Ping(ctx context.Context) error
	Close() error
}

// Ask is one mail that asks an owner to relink.
type Ask struct {
	Digest     string // of the token in the link; the token itself is not stored
	Account    AccountID
	Generation int // of the credentials that fail
	SentAt     time.Time
	ExpiresAt  time.Time
	UsedAt     time.Time // zero while open
}

// Flow is an authorization under way, between the redirect and the callback.
type Flow struct {
	State         string
	Account       AccountID
	Authorization Authorization
	Nonce         string
	Verifier      string // PKCE
	AskDigest     string // of the ask that began it; "" for a first link
	CreatedAt     time.Time
}
