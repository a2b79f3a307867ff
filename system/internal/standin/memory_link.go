package standin

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"anchorage/system"
)

// Asks returns all asks, by the instant of sending.
func (m *Memory) Asks() []system.Ask {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.SortedFunc(maps.Values(m.asks), func(a, b system.Ask) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.Digest, b.Digest))
	})
}

// SaveAsk implements system.Store.
func (m *Memory) SaveAsk(_ context.Context, a system.Ask) error {
	leave, err := m.enter("SaveAsk")
	if err != nil {
		return err
	}
	defer leave()
	for _, known := range m.asks {
		if known.Digest == a.Digest || known.Account == a.Account && known.Generation == a.Generation && known.UsedAt.IsZero() && a.SentAt.Before(known.ExpiresAt) {
			return system.ErrExists
		}
	}
	m.asks[a.Digest] = a
	return nil
}

// AskByDigest implements system.Store.
func (m *Memory) AskByDigest(_ context.Context, digest string) (system.Ask, error) {
	leave, err := m.enter("AskByDigest")
	if err != nil {
		return system.Ask{}, err
	}
	defer leave()
	return find(m.asks, digest)
}

// OpenAsk implements system.Store.
func (m *Memory) OpenAsk(_ context.Context, id system.AccountID) (system.Ask, error) {
	leave, err := m.enter("OpenAsk")
	if err != nil {
		return system.Ask{}, err
	}
	defer leave()
	newest, err := system.Ask{}, error(system.ErrNotFound)
	for _, a := range m.asks {
		if a.Account == id && a.UsedAt.IsZero() && a.SentAt.After(newest.SentAt) {
			newest, err = a, nil
		}
	}
	return newest, err
}

// UseAsk implements system.Store.
func (m *Memory) UseAsk(_ context.Context, digest string, at time.Time) error {
	leave, err := m.enter("UseAsk")
	if err != nil {
		return err
	}
	defer leave()
	a, err := find(m.asks, digest)
	switch {
	case err != nil:
		return err
	case !a.UsedAt.IsZero():
		return system.ErrStale
	}
	a.UsedAt = at
	m.asks[digest] = a
	return nil
}

// SaveFlow implements system.Store.
func (m *Memory) SaveFlow(_ context.Context, f system.Flow) error {
	leave, err := m.enter("SaveFlow")
	if err != nil {
		return err
	}
	defer leave()
	m.flows[f.State] = f
	return nil
}

// DropFlows implements system.Store.
func (m *Memory) DropFlows(_ context.Context, before time.Time) error {
	leave, err := m.enter("DropFlows")
	if err != nil {
		return err
	}
	defer leave()
	maps.DeleteFunc(m.flows, func(_ string, f system.Flow) bool { return f.CreatedAt.Before(before) })
	return nil
}

// Flows is the number of authorizations under way.
func (m *Memory) Flows() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.flows)
}

// TakeFlow implements system.Store.
func (m *Memory) TakeFlow(_ context.Context, state string) (system.Flow, error) {
	leave, err := m.enter("TakeFlow")
	if err != nil {
		return system.Flow{}, err
	}
	defer leave()
	f, err := find(m.flows, state)
	delete(m.flows, state)
	return f, err
}
