package standin

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"anchorage/system"
)

// Memory is a system.Store for tests of one adapter alone. The zero value is
// empty and ready.
type Memory struct {
	mu          sync.Mutex
	fail        func(method string) error
	accounts    map[system.AccountID]system.Account
	credentials map[system.AccountID]system.Credential
	events      map[system.AccountID][]system.Event
	asks        map[string]system.Ask
	flows       map[string]system.Flow
}

var _ system.Store = (*Memory)(nil)

// SetFail sets what is asked before each call, by the method's name; nil lets
// every call succeed.
func (m *Memory) SetFail(fail func(method string) error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fail = fail
}

func (m *Memory) enter(method string) (leave func(), err error) {
	m.mu.Lock()
	if m.fail != nil {
		if err := m.fail(method); err != nil {
			m.mu.Unlock()
			return nil, err
		}
	}
	if m.accounts == nil {
		m.accounts = map[system.AccountID]system.Account{}
		m.credentials = map[system.AccountID]system.Credential{}
		m.events = map[system.AccountID][]system.Event{}
		m.asks, m.flows = map[string]system.Ask{}, map[string]system.Flow{}
	}
	return m.mu.Unlock, nil
}

// Put replaces an account, whatever its state, and the events in its cache.
func (m *Memory) Put(a system.Account, events ...system.Event) {
	leave, err := m.enter("Put")
	if err != nil {
		panic(err)
	}
	defer leave()
	m.accounts[a.ID] = a
	m.events[a.ID] = events
}

// CreateAccount implements system.Store.
func (m *Memory) CreateAccount(_ context.Context, a system.Account) error {
	leave, err := m.enter("CreateAccount")
	if err != nil {
		return err
	}
	defer leave()
	if _, ok := m.accounts[a.ID]; ok {
		return system.ErrExists
	}
	m.accounts[a.ID] = a
	return nil
}

// Account implements system.Store.
func (m *Memory) Account(_ context.Context, id system.AccountID) (system.Account, error) {
	leave, err := m.enter("Account")
	if err != nil {
		return system.Account{}, err
	}
	defer leave()
	return find(m.accounts, id)
}

// Accounts implements system.Store.
func (m *Memory) Accounts(context.Context) ([]system.Account, error) {
	leave, err := m.enter("Accounts")
	if err != nil {
		return nil, err
	}
	defer leave()
	return slices.SortedFunc(maps.Values(m.accounts), func(a, b system.Account) int { return cmp.Compare(a.ID, b.ID) }), nil
}

// SaveLink implements system.Store.
func (m *Memory) SaveLink(_ context.Context, id system.AccountID, c system.Credential, mailboxID string) error {
	leave, err := m.enter("SaveLink")
	if err != nil {
		return err
	}
	defer leave()
	a, err := find(m.accounts, id)
	switch {
	case err != nil:
		return err
	case c.Generation != a.Generation+1:
		return system.ErrStale
	}
	a.Generation, a.Authorization = c.Generation, c.Authorization
	if mailboxID != "" {
		a.MailboxID = mailboxID
	}
	m.accounts[id], m.credentials[id] = a, c
	return nil
}

// SaveCredential implements system.Store.
func (m *Memory) SaveCredential(_ context.Context, id system.AccountID, c system.Credential) error {
	leave, err := m.enter("SaveCredential")
	if err != nil {
		return err
	}
	defer leave()
	if m.credentials[id].Generation != c.Generation {
		return system.ErrStale
	}
	m.credentials[id] = c
	return nil
}

// Credential implements system.Store.
func (m *Memory) Credential(_ context.Context, id system.AccountID) (system.Credential, error) {
	leave, err := m.enter("Credential")
	if err != nil {
		return system.Credential{}, err
	}
	defer leave()
	return find(m.credentials, id)
}

// errNoRounds: adapters that synchronise are tested over the real store.
var errNoRounds = errors.New("this store takes no rounds")

// Cursor implements system.Store.
func (m *Memory) Cursor(context.Context, system.AccountID) (system.Cursor, error) {
	return system.Cursor{}, errNoRounds
}

// CommitRound implements system.Store.
func (m *Memory) CommitRound(context.Context, system.Round) error { return errNoRounds }

// RecordFailure implements system.Store.
func (m *Memory) RecordFailure(context.Context, system.AccountID, int, time.Time, system.State, system.Code) error {
	return errNoRounds
}

// Events implements system.Store.
func (m *Memory) Events(_ context.Context, id system.AccountID, w system.Window) ([]system.Event, time.Time, error) {
	leave, err := m.enter("Events")
	if err != nil {
		return nil, time.Time{}, err
	}
	defer leave()
	a, err := find(m.accounts, id)
	var within []system.Event
	for _, e := range m.events[id] {
		if e.Start.Before(w.Until) && e.End.After(w.From) {
			within = append(within, e)
		}
	}
	return within, a.AsOf, err
}

// Ping implements system.Store.
func (m *Memory) Ping(context.Context) error {
	leave, err := m.enter("Ping")
	if err == nil {
		leave()
	}
	return err
}

// Close implements system.Store.
func (m *Memory) Close() error { return nil }

func find[K comparable, V any](in map[K]V, key K) (V, error) {
	v, ok := in[key]
	if !ok {
		return v, system.ErrNotFound
	}
	return v, nil
}
