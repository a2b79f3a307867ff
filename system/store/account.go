package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"anchorage/system"
)

const accountColumns = `id, key, email, provider, mechanism, mailbox_id, calendar_id, hint, state, generation, failing_since, last_error, as_of, last_attempt`

const (
	insertAccount  = `INSERT INTO account (` + accountColumns + `) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)`
	selectAccount  = `SELECT ` + accountColumns + ` FROM account WHERE id = ?`
	selectAccounts = `SELECT ` + accountColumns + ` FROM account ORDER BY id`
)

// CreateAccount implements system.Store. The account has no credentials yet:
// its generation is 0 whatever a says. An empty state becomes pending, an empty
// key the id.
func (s *Store) CreateAccount(ctx context.Context, a system.Account) error {
	if a.State == "" {
		a.State = system.StatePending
	}
	if a.Key == "" {
		a.Key = string(a.ID)
	}
	_, err := s.exec(ctx, insertAccount, string(a.ID), a.Key, a.Email, string(a.Provider), string(a.Authorization), a.MailboxID,
		a.CalendarID, string(a.Hint), string(a.State), nanos(a.FailingSince), string(a.LastError), nanos(a.AsOf), nanos(a.LastAttempt))
	if err != nil && s.dialect.taken(err) {
		err = system.ErrExists
	}
	return named(err, "account", a.ID)
}

// Account implements system.Store.
func (s *Store) Account(ctx context.Context, id system.AccountID) (system.Account, error) {
	var scan accountScan
	err := s.row(ctx, selectAccount, []any{string(id)}, scan.targets()...)
	return scan.account(), named(err, "account", id)
}

// Accounts implements system.Store.
func (s *Store) Accounts(ctx context.Context) ([]system.Account, error) {
	return s.accounts(ctx, selectAccounts)
}

func (s *Store) accounts(ctx context.Context, query string) ([]system.Account, error) {
	var all []system.Account
	err := s.rows(ctx, query, nil, func(r *sql.Rows) error {
		var scan accountScan
		if err := r.Scan(scan.targets()...); err != nil {
			return err
		}
		all = append(all, scan.account())
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("accounts: %w", err)
	}
	return all, nil
}

// accountScan receives the columns of accountColumns.
type accountScan struct {
	row                               system.Account
	failingSince, asOf, lastAttempted int64
}

func (s *accountScan) targets() []any {
	a := &s.row
	return []any{&a.ID, &a.Key, &a.Email, &a.Provider, &a.Authorization, &a.MailboxID, &a.CalendarID, &a.Hint, &a.State,
		&a.Generation, &s.failingSince, &a.LastError, &s.asOf, &s.lastAttempted}
}

func (s *accountScan) account() system.Account {
	s.row.FailingSince, s.row.AsOf, s.row.LastAttempt = instant(s.failingSince), instant(s.asOf), instant(s.lastAttempted)
	return s.row
}

// named says what err is about, and turns "no rows" into the domain's word.
func named[K ~string](err error, noun string, key K) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = system.ErrNotFound
	}
	return fmt.Errorf("%s %s: %w", noun, key, err)
}
