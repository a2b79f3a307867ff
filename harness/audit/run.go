package audit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"anchorage/harness/world"
)

// Config of an audit.
type Config struct {
	Cells []Cell
	Files Files                 // names beside the scenario files
	Dir   string                // where the scenario files go, and Files lie
	Done  func(done, total int) // told after each cell; may be nil
}

// StrangeError is something that must not happen in any world, as a notice to a
// host that the world does not have.
type StrangeError struct {
	Cell Cell
	What string
}

func (e *StrangeError) Error() string { return e.Cell.Name() + ": " + e.What }

// Run replays each cell in a process of its own, as many at once as there are
// processors, and judges it. Outcomes are in the order of the cells. An error
// names the cell; it is a *StrangeError, of a worker, or of ctx.
func Run(ctx context.Context, c Config) ([]Outcome, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	outcomes, errs := make([]Outcome, len(c.Cells)), make([]error, len(c.Cells))
	var (
		slots = make(chan struct{}, runtime.NumCPU())
		wg    sync.WaitGroup
		mu    sync.Mutex
		done  int
	)
	for i, cell := range c.Cells {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			if outcomes[i], errs[i] = replay(ctx, cell, c); errs[i] != nil {
				cancel()
				return
			}
			mu.Lock()
			defer mu.Unlock()
			done++
			if c.Done != nil {
				c.Done(done, len(c.Cells))
			}
		})
	}
	wg.Wait()
	return outcomes, first(errs)
}

// first is the error that ended the audit: later ones are cells cut short by it.
func first(errs []error) error {
	var cut error
	for _, err := range errs {
		switch {
		case err == nil:
		case errors.Is(err, context.Canceled):
			cut = err
		default:
			return err
		}
	}
	return cut
}

// replay judges a cell. Most nights are over long before somebody reads the chat in the
// morning: only where that is needed does the world go on until then.
func replay(ctx context.Context, cell Cell, c Config) (Outcome, error) {
	early := cell.endingEarly()
	if early.until().Before(cell.until()) {
		o, err := replayOnce(ctx, early, c)
		if err != nil || !o.unfinished() {
			return o, err
		}
	}
	return replayOnce(ctx, cell, c)
}

func replayOnce(ctx context.Context, cell Cell, c Config) (Outcome, error) {
	if err := ctx.Err(); err != nil {
		return Outcome{}, err
	}
	job := world.Job{Path: filepath.Join(c.Dir, cell.Name()+".yaml")}
	if err := os.WriteFile(job.Path, cell.Scenario(c.Files), 0o644); err != nil {
		return Outcome{}, fmt.Errorf("audit: %w", err)
	}
	h, err := world.Replay(ctx, job, nil, nil)
	if ctx.Err() != nil && err != nil {
		return Outcome{}, ctx.Err()
	}
	if err != nil {
		return Outcome{}, fmt.Errorf("%s: %w", cell.Name(), err)
	}
	o := Judge(cell, h)
	if len(o.Strange) > 0 {
		return o, &StrangeError{cell, o.Strange[0]}
	}
	return o, nil
}
