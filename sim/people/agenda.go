package people

import (
	"context"
	"slices"
	"sync"
	"time"

	"anchorage/sim/clock"
)

// agenda does things at their instants, one after the other: those of one
// instant in the order in which they were added.
type agenda struct {
	clock clock.Clock

	mu    sync.Mutex
	items []agendaItem       // sorted by instant, then order of adding
	wake  context.CancelFunc // ends the sleep of run; nil when it is not asleep
}

type agendaItem struct {
	at time.Time
	do func(context.Context)
}

func newAgenda(c clock.Clock) *agenda { return &agenda{clock: c} }

// add plans do; an instant that has passed means at once.
func (a *agenda) add(at time.Time, do func(context.Context)) {
	a.mu.Lock()
	i, _ := slices.BinarySearchFunc(a.items, at, func(it agendaItem, at time.Time) int {
		if it.at.After(at) {
			return 1
		}
		return -1 // equal ones too: the new item goes behind them
	})
	a.items = slices.Insert(a.items, i, agendaItem{at, do})
	wake := a.wake
	a.mu.Unlock()
	if wake != nil {
		wake()
	}
}

// run does what is planned until ctx ends.
func (a *agenda) run(ctx context.Context) {
	for ctx.Err() == nil {
		asleep, cancel := context.WithCancel(ctx)
		next, any := a.sleeping(cancel)
		if any {
			sleepUntil(asleep, a.clock, next) // woken early: looks again
		} else {
			<-asleep.Done()
		}
		cancel()
		for _, do := range a.due() {
			if ctx.Err() != nil {
				return
			}
			do(ctx)
		}
	}
}

func (a *agenda) sleeping(wake context.CancelFunc) (next time.Time, any bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wake = wake
	if len(a.items) == 0 {
		return time.Time{}, false
	}
	return a.items[0].at, true
}

// due takes what is to be done now.
func (a *agenda) due() []func(context.Context) {
	now := a.clock.Now()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.wake = nil
	var list []func(context.Context)
	for len(a.items) > 0 && !a.items[0].at.After(now) {
		list = append(list, a.items[0].do)
		a.items = a.items[1:]
	}
	return list
}
