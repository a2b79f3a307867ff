package standin

import (
	"cmp"
	"context"
	"slices"
	"time"

	"anchorage/system"
)

var _ system.Asks = (*Memory)(nil)

// AsksSince implements system.Asks.
func (m *Memory) AsksSince(_ context.Context, t time.Time) ([]time.Time, error) {
	all, err := m.asksThat("AsksSince", func(a system.Ask) bool { return a.SentAt.After(t) })
	var sent []time.Time
	for _, a := range all {
		sent = append(sent, a.SentAt)
	}
	return sent, err
}

// AsksOf implements system.Asks.
func (m *Memory) AsksOf(_ context.Context, id system.AccountID, generation int) ([]system.Ask, error) {
	return m.asksThat("AsksOf", func(a system.Ask) bool { return a.Account == id && a.Generation == generation })
}

// OpenAsks implements system.Asks.
func (m *Memory) OpenAsks(_ context.Context, t time.Time) ([]system.Ask, error) {
	return m.asksThat("OpenAsks", func(a system.Ask) bool { return a.UsedAt.IsZero() && a.ExpiresAt.After(t) })
}

// ExpireAsk implements system.Asks.
func (m *Memory) ExpireAsk(_ context.Context, digest string, at time.Time) error {
	leave, err := m.enter("ExpireAsk")
	if err != nil {
		return err
	}
	defer leave()
	a, err := find(m.asks, digest)
	if err != nil || !a.UsedAt.IsZero() || !a.ExpiresAt.After(at) {
		return system.ErrStale
	}
	a.ExpiresAt = at
	m.asks[digest] = a
	return nil
}

func (m *Memory) asksThat(method string, fit func(system.Ask) bool) ([]system.Ask, error) {
	leave, err := m.enter(method)
	if err != nil {
		return nil, err
	}
	defer leave()
	var all []system.Ask
	for _, a := range m.asks {
		if fit(a) {
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b system.Ask) int {
		return cmp.Or(a.SentAt.Compare(b.SentAt), cmp.Compare(a.Digest, b.Digest))
	})
	return all, nil
}
