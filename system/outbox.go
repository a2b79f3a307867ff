package system

import (
	"context"
	"time"
)

// Kinds of Write.
const (
	WriteCreate = "create"
	WriteUpdate = "update"
	WriteDelete = "delete"
)

// States of a Write.
const (
	WriteQueued    = "queued"    // accepted, not yet in effect as far as we know
	WriteDelivered = "delivered" // in effect
	WriteConflict  = "conflict"  // the event changed meanwhile; the owner is told, nothing was overwritten
	WriteFailed    = "failed"    // the provider refuses it for good; the owner is told
)

// Write is one change that an owner made through the service. Its ID is the
// caller's; it becomes the transactionId of a create, so that a repeated request
// makes no second event.
type Write struct {
	ID         string
	Account    AccountID
	Seq        int64  // order of acceptance within the account, set by the outbox
	Kind       string // WriteCreate, ...
	EventID    string // the provider's; "" for a create that is not delivered, and for a change of an event that such a create makes
	DraftOf    string // ID of the create that makes the event, "" when EventID was known from the start
	ETag       string // of the event as the owner saw it; sent as If-Match
	Subject    string
	Start, End time.Time
	State      string
	Reason     string // of a conflict or failure, in words
	Attempts   int
	NotBefore  time.Time // of the next attempt
	AcceptedAt time.Time
	// DeliveredAt is an instant by which the write was in effect. Reads show the write
	// until a round has brought its version of the event or a later one, or for an hour
	// if none does: replicas of the provider may lag. Zero unless delivered.
	DeliveredAt time.Time
}

// etagChanged is the ETag of no version of any event.
const etagChanged = `W/"changed"`

// ETagAfter is what to base the owner's next change on, once a create or update is
// known to have made an event what it is: its ETag, unless somebody has changed it
// since. What that somebody did is not overwritten: the next change meets a conflict.
func (w Write) ETagAfter(is Event) string {
	if is.Subject == w.Subject && is.Start.Equal(w.Start) && is.End.Equal(w.End) {
		return is.ETag
	}
	return etagChanged
}

// Outbox keeps accepted writes until they are delivered. Methods as of Store.
type Outbox interface {
	// Enqueue stores a write durably before it is acknowledged, and returns it as
	// stored: an update or delete with the event's ETag as the owner sees it. The same
	// ID again is ErrExists, changes nothing and returns what is stored. ErrNotFound
	// if there is no such account; ErrNoEvent if the event, or the create that
	// DraftOf names, is not what an owner would see in a read.
	Enqueue(ctx context.Context, w Write) (Write, error)
	// Pending returns queued writes of an account in order.
	Pending(ctx context.Context, id AccountID) ([]Write, error)
	// Write finds one by account and ID; ErrNotFound.
	Write(ctx context.Context, id AccountID, write string) (Write, error)
	// Settle stores State, Reason, EventID, ETag, Attempts and NotBefore of a write.
	// A delivered create gives its EventID and ETag to the queued writes of the
	// same draft, in the same transaction; a delivered update its ETag to the
	// queued writes of the same event. With a create that fails, queued changes of its
	// event fail too. ErrStale if the write is not queued any more.
	Settle(ctx context.Context, w Write) error
	// Cached says which version of an event the cache has, "" for none, and whether it
	// is known to be behind: a write of ours took effect that no round has shown yet.
	Cached(ctx context.Context, id AccountID, event string) (etag string, behind bool, err error)
	// Unshown lists the events that creates of an account made and that no round has
	// shown yet, though reads do.
	Unshown(ctx context.Context, id AccountID) ([]string, error)
	// Outstanding counts queued writes by provider, for the metric. It has no entry
	// for a provider without any.
	Outstanding(ctx context.Context) (map[Provider]int, error)
}

// Editor changes events at the provider. Errors are *Error; ClassConflict means
// that If-Match did not hold.
type Editor interface {
	Create(ctx context.Context, a Access, w Write) (Event, error)
	Update(ctx context.Context, a Access, w Write) (Event, error)
	// Delete of what is gone is an error with status 404: it may be about something
	// else.
	Delete(ctx context.Context, a Access, w Write) error
	// Event reads one event; ErrNotFound wrapped in *Error when it is gone.
	Event(ctx context.Context, a Access, id string) (Event, error)
}

// Subscription to the changes of an account.
type Subscription struct {
	ID          string
	Account     AccountID
	Generation  int
	ClientState string // secret: proves that a notification is the provider's
	Expires     time.Time
}

// Subscriptions keeps them. Methods as of Store.
type Subscriptions interface {
	SaveSubscription(ctx context.Context, s Subscription) error // replaces the account's
	Subscription(ctx context.Context, id AccountID) (Subscription, error)
	SubscriptionByID(ctx context.Context, id string) (Subscription, error)
	DropSubscription(ctx context.Context, id string) error
}

// Subscriber subscribes at the provider. Errors are *Error.
type Subscriber interface {
	Subscribe(ctx context.Context, a Access, url, clientState string, expires time.Time) (Subscription, error)
	Renew(ctx context.Context, a Access, id string, expires time.Time) (Subscription, error)
	Unsubscribe(ctx context.Context, a Access, id string) error
}
