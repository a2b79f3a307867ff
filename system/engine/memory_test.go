package engine_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"anchorage/system"
)

// memory is a store that keeps the guards of the contract, and the order in which
// it was written to. Methods that the engine has no use for are absent.
type memory struct {
	system.Store
	mu         sync.Mutex
	accounts   map[system.AccountID]system.Account
	credential map[system.AccountID]system.Credential
	cursor     map[system.AccountID]system.Cursor
	events     map[system.AccountID][]string
	rounds     []system.Round
	broken     error  // answer to every write
	unreadable string // what cannot be read: account, credential or cursor
}

// readsLocked says whether something can be read.
func (m *memory) readsLocked(what string) error {
	if m.unreadable == what {
		return errors.New(what + " cannot be read")
	}
	return nil
}

// breakReading makes the store unable to read something; "" mends it.
func (m *memory) breakReading(what string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.unreadable = what
}

func newMemory() *memory {
	return &memory{accounts: map[system.AccountID]system.Account{}, credential: map[system.AccountID]system.Credential{},
		cursor: map[system.AccountID]system.Cursor{}, events: map[system.AccountID][]string{}}
}

func (m *memory) link(id system.AccountID, refresh string, expiry time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a, known := m.accounts[id]
	if !known {
		a = system.Account{ID: id, Key: string(id), Provider: system.OutlookCom, State: system.StatePending}
	}
	if a.State == system.StateReauthorise || a.State == system.StateConfirm {
		a.State = system.StateFailing
	}
	a.Generation++
	m.accounts[id] = a
	m.credential[id] = system.Credential{AccessToken: refresh + "/access", RefreshToken: refresh, Expiry: expiry, Generation: a.Generation}
}

func (m *memory) Account(_ context.Context, id system.AccountID) (system.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	a, ok := m.accounts[id]
	if !ok {
		return a, system.ErrNotFound
	}
	return a, m.readsLocked("account")
}

func (m *memory) Accounts(context.Context) ([]system.Account, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []system.Account
	for _, a := range m.accounts {
		all = append(all, a)
	}
	slices.SortFunc(all, func(a, b system.Account) int { return len(a.ID) - len(b.ID) })
	return all, m.broken
}

func (m *memory) Credential(_ context.Context, id system.AccountID) (system.Credential, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	c, ok := m.credential[id]
	if !ok {
		return c, system.ErrNotFound
	}
	return c, m.readsLocked("credential")
}

func (m *memory) Cursor(_ context.Context, id system.AccountID) (system.Cursor, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.cursor[id], m.readsLocked("cursor")
}

func (m *memory) SaveCredential(_ context.Context, id system.AccountID, c system.Credential) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.broken != nil {
		return m.broken
	}
	if m.accounts[id].Generation != c.Generation {
		return system.ErrStale
	}
	m.credential[id] = c
	return nil
}

func (m *memory) CommitRound(_ context.Context, r system.Round) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.accounts[r.Account]
	if m.broken != nil {
		return m.broken
	}
	if a.Generation != r.Generation || r.AsOf.Before(a.AsOf) {
		return system.ErrStale
	}
	a.State, a.AsOf, a.LastAttempt, a.CalendarID, a.Hint = system.StateHealthy, r.AsOf, r.AsOf, r.CalendarID, r.Hint
	a.FailingSince, a.LastError = time.Time{}, ""
	m.accounts[r.Account], m.cursor[r.Account] = a, r.Cursor
	m.rounds = append(m.rounds, r)
	m.merge(r)
	return nil
}

func (m *memory) merge(r system.Round) {
	events := m.events[r.Account]
	if r.Complete {
		events = nil
	}
	for _, e := range r.Changed {
		if !slices.Contains(events, e.ID) {
			events = append(events, e.ID)
		}
	}
	m.events[r.Account] = slices.DeleteFunc(events, func(id string) bool { return slices.Contains(r.Removed, id) })
}

func (m *memory) RecordFailure(_ context.Context, id system.AccountID, generation int, at time.Time, s system.State, c system.Code) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	a := m.accounts[id]
	if m.broken != nil {
		return m.broken
	}
	if a.Generation != generation {
		return system.ErrStale
	}
	a.State, a.LastError, a.LastAttempt = s, c, at
	if a.FailingSince.IsZero() {
		a.FailingSince = at
	}
	m.accounts[id] = a
	return nil
}

func (m *memory) account(id system.AccountID) system.Account {
	a, _ := m.Account(context.Background(), id)
	return a
}

func (m *memory) cached(id system.AccountID) []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.events[id])
}

func (m *memory) committed() []system.Round {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.rounds)
}
