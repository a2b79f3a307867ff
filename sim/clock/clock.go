// Package clock is the time that the simulated world runs on.
//
// Inside a testing/synctest bubble the standard library's clock already is the
// scenario's clock, so System is enough there. A stand-alone provider scales or
// steps its time, which is why nothing in sim calls package time for "now".
package clock

import (
	"context"
	"time"
)

// Clock tells and passes time. Implementations are safe for concurrent use.
type Clock interface {
	// Now is the current instant, in UTC.
	Now() time.Time
	// Sleep returns nil after d, or ctx.Err() as soon as ctx ends.
	Sleep(ctx context.Context, d time.Duration) error
}

// System is the standard library's clock: real outside a bubble, virtual inside.
type System struct{}

// Now implements Clock.
func (System) Now() time.Time { return time.Now().UTC() }

// Sleep implements Clock.
func (System) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
