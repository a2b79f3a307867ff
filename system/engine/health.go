package engine

import (
	"slices"
	"sync"

	"anchorage/system"
)

// fleet is what others may know of all accounts. It stands in one place, since it is
// looked at every minute, which must not mean to visit every poller.
type fleet struct {
	mu  sync.Mutex
	all []system.AccountHealth
}

// add makes room for one more account and returns its place.
func (f *fleet) add() (place int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all = append(f.all, system.AccountHealth{})
	return len(f.all) - 1
}

func (f *fleet) set(place int, a system.Account) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all[place] = system.AccountHealth{Provider: listed(system.Providers, a.Provider), State: listed(system.States, a.State), AsOf: a.AsOf}
}

// listed returns an equal element of all, if there is one: texts that come from the
// store each lie somewhere else.
func listed[S ~string](all []S, s S) S {
	if i := slices.Index(all, s); i >= 0 {
		return all[i]
	}
	return s
}

// Health implements system.Fleet. Accounts come in the order in which they were
// added.
func (e *Engine) Health() []system.AccountHealth {
	e.mu.Lock() // accounts that are being added are seen all or not at all
	defer e.mu.Unlock()
	e.fleet.mu.Lock()
	defer e.fleet.mu.Unlock()
	return slices.Clone(e.fleet.all)
}
