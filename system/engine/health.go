package engine

import (
	"sync"

	"anchorage/system"
)

// health is the part of a poller's account that others may look at.
type health struct {
	mu  sync.Mutex
	now system.AccountHealth
}

func (h *health) get() system.AccountHealth {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *health) set(a system.Account) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = system.AccountHealth{Provider: a.Provider, State: a.State, AsOf: a.AsOf}
}
