// Package lane gives every actor its own nanosecond.
//
// Timers that expire at one instant run in random order. All durations of a
// world are whole milliseconds, and each actor starts offset by a number of
// nanoseconds below half a millisecond that no other actor has; so no two actors
// ever act at the same instant, and a run is repeatable. The upper half of each
// millisecond is left to what numbers its own instants, as the delivery of alerts
// in system/alerting.
package lane

import (
	"fmt"
	"sync"
	"time"
)

// Width is the room for lanes: offsets are in (0, Width).
const Width = time.Millisecond / 2

// Allocator hands out lanes. The zero value is ready.
type Allocator struct {
	mu    sync.Mutex
	byKey map[string]time.Duration
}

// Lane returns the offset of entity, the same at every call. Numbers are given
// in the order of first calls, which must itself be deterministic. It panics
// when all lanes are taken: two actors on one lane would make runs differ.
func (a *Allocator) Lane(entity string) time.Duration {
	a.mu.Lock()
	defer a.mu.Unlock()
	if d, ok := a.byKey[entity]; ok {
		return d
	}
	if a.byKey == nil {
		a.byKey = map[string]time.Duration{}
	}
	d := time.Duration(len(a.byKey) + 1)
	if d >= Width {
		panic(fmt.Sprintf("lane: %s is actor number %d, more than the %d lanes of a world", entity, d, Width-1))
	}
	a.byKey[entity] = d
	return d
}
