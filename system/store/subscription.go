package store

import (
	"context"

	"anchorage/system"
)

const subscriptionColumns = `account, id, generation, client_state, expires`

const (
	upsertSubscription = `INSERT INTO subscription (` + subscriptionColumns + `) VALUES (?, ?, ?, ?, ?)
		ON CONFLICT (account) DO UPDATE SET id = excluded.id, generation = excluded.generation,
		client_state = excluded.client_state, expires = excluded.expires`
	selectSubscription     = `SELECT ` + subscriptionColumns + ` FROM subscription WHERE account = ?`
	selectSubscriptionByID = `SELECT ` + subscriptionColumns + ` FROM subscription WHERE id = ?`
	deleteSubscription     = `DELETE FROM subscription WHERE id = ?`
)

// SaveSubscription implements system.Subscriptions.
func (s *Store) SaveSubscription(ctx context.Context, x system.Subscription) error {
	_, err := s.exec(ctx, upsertSubscription, string(x.Account), x.ID, x.Generation, x.ClientState, nanos(x.Expires))
	return named(err, "subscription of account", x.Account)
}

// Subscription implements system.Subscriptions. ErrNotFound if the account has
// none.
func (s *Store) Subscription(ctx context.Context, id system.AccountID) (system.Subscription, error) {
	x, err := s.subscription(ctx, selectSubscription, string(id))
	return x, named(err, "subscription of account", id)
}

// SubscriptionByID implements system.Subscriptions. ErrNotFound for an unknown id.
func (s *Store) SubscriptionByID(ctx context.Context, id string) (system.Subscription, error) {
	x, err := s.subscription(ctx, selectSubscriptionByID, id)
	return x, named(err, "subscription", id)
}

func (s *Store) subscription(ctx context.Context, query, key string) (system.Subscription, error) {
	var x system.Subscription
	var expires int64
	err := s.row(ctx, query, []any{key}, &x.Account, &x.ID, &x.Generation, &x.ClientState, &expires)
	x.Expires = instant(expires)
	return x, err
}

// DropSubscription implements system.Subscriptions. What is not there is no error.
func (s *Store) DropSubscription(ctx context.Context, id string) error {
	_, err := s.exec(ctx, deleteSubscription, id)
	return named(err, "subscription", id)
}
