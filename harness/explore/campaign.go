package explore

import (
	"context"
	"errors"
	"sync"
	"time"

	"anchorage/scenarios"
)

// Campaign is many worlds, one after another by their numbers.
type Campaign struct {
	Place
	First   uint64          // number of the first world
	Runs    int             // worlds; 0 means as many as For allows
	For     time.Duration   // wall time after which no further world begins; 0 means no limit
	Workers int             // worlds at once, 1 or above
	Base    *scenarios.File // whose fleet, owners and settings stay; may be nil
	// Told hears of each world in the order of their numbers, one at a time; false
	// ends the campaign.
	Told func(Outcome) bool
}

// Run lives through the worlds until they are all told, Told has had enough, time is
// up or ctx ends, which is an error. What it tells is the same for the same numbers,
// however many worlds run at once.
func (c Campaign) Run(outer context.Context) error {
	ctx, cancel := context.WithCancelCause(outer)
	defer cancel(nil)
	pending := make(chan chan told, max(1, c.Workers)) // in the order of the numbers
	var running sync.WaitGroup
	go c.begin(ctx, pending, &running)
	var failed error
	for result := range pending {
		t := <-result
		if failed == nil && t.err == nil && !c.Told(t.outcome) {
			failed = errCut
			cancel(errCut)
		}
		if failed == nil && t.err != nil {
			failed = t.err
			cancel(t.err)
		}
	}
	running.Wait()
	switch {
	case errors.Is(failed, errCut):
		return nil
	case failed == nil:
		return outer.Err()
	}
	return failed
}

type told struct {
	outcome Outcome
	err     error
}

// begin starts worlds, as many at once as there are workers.
func (c Campaign) begin(ctx context.Context, pending chan<- chan told, running *sync.WaitGroup) {
	defer close(pending)
	start := time.Now()
	slots := make(chan struct{}, max(1, c.Workers))
	for n := uint64(0); c.Runs == 0 || n < uint64(c.Runs); n++ {
		slots <- struct{}{}
		if ctx.Err() != nil || c.For > 0 && time.Since(start) >= c.For {
			return
		}
		result := make(chan told, 1)
		running.Go(func() {
			defer func() { <-slots }()
			outcome, err := c.Live(ctx, Draw(c.First+n, c.Base))
			result <- told{outcome, err}
		})
		pending <- result
	}
}
