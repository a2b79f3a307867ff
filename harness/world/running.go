package world

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/sut"
)

// errDown is what those hear who ask a system that does not run.
var errDown = errors.New("the system does not run")

// running is the system under test, as long as it runs: a scenario may kill it, and
// what it has saved is on a disk that lasts.
type running struct {
	world *world
	disk  *sut.Disk // nil in a world that kills nobody
	kills sync.WaitGroup

	mu     sync.Mutex
	now    sut.System // nil while it is down
	orders []order    // carried out so far
}

// order is a change of settings for good. A system that is started again finds it in
// force, as it would find its configuration.
type order struct {
	change   func(sut.Operated, context.Context, json.RawMessage) error
	settings json.RawMessage
}

// newRunning starts the system.
func (w *world) newRunning(ctx context.Context) (*running, error) {
	r := &running{world: w}
	if len(w.File.Kills) > 0 {
		r.disk = &sut.Disk{}
	}
	system, err := r.boot(ctx)
	if err != nil {
		return nil, err
	}
	r.now = system
	if _, killable := system.(sut.Killable); len(w.File.Kills) > 0 && !killable {
		return nil, errors.Join(errors.New("the scenario kills the system under test, which cannot be killed"), r.stop())
	}
	return r, nil
}

// boot starts a system on the disk, and listens to what it says of itself.
func (r *running) boot(ctx context.Context) (sut.System, error) {
	system, err := r.world.Factory.Start(ctx, r.env())
	if err != nil {
		return nil, err
	}
	if i, ok := system.(sut.Inspector); ok {
		i.Inspect(r.world.stepped)
	}
	return system, nil
}

func (r *running) env() sut.Env {
	e := r.world.env()
	e.Disk = r.disk
	return e
}

// get returns the system, or errDown.
func (r *running) get() (sut.System, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.now == nil {
		return nil, errDown
	}
	return r.now, nil
}

func (r *running) set(s sut.System) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.now = s
}

func (r *running) remember(o order) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.orders = append(r.orders, o)
}

// start begins to kill the system when it is time to.
func (r *running) start(ctx context.Context) {
	w := r.world
	if len(w.File.Kills) == 0 {
		return
	}
	lane := w.lanes.Lane("kill")
	r.kills.Go(func() {
		for _, k := range w.File.Kills {
			if w.clock.Sleep(ctx, k.At.Add(lane).Sub(w.clock.Now())) != nil {
				return
			}
			r.kill()
			if w.clock.Sleep(ctx, k.Until().Add(lane).Sub(w.clock.Now())) != nil {
				return
			}
			if err := r.restart(ctx); err != nil {
				w.violation("the system does not start again: " + err.Error())
				return
			}
		}
	})
}

func (r *running) kill() {
	w := r.world
	system, err := r.get()
	if err != nil {
		return
	}
	r.set(nil)
	w.tell(w.clock.Now(), "system", history.SystemDown{Killed: true})
	system.(sut.Killable).Kill()
}

func (r *running) restart(ctx context.Context) error {
	w := r.world
	system, err := r.boot(ctx)
	if err != nil {
		return err
	}
	r.mu.Lock()
	orders := r.orders
	r.mu.Unlock()
	for _, o := range orders {
		err = errors.Join(err, o.change(system.(sut.Operated), ctx, o.settings))
	}
	r.set(system)
	if err != nil {
		return fmt.Errorf("with what was deployed: %w", err)
	}
	w.tell(w.clock.Now(), "system", history.SystemUp{})
	return nil
}

// stop ends the system for good. A system that is down is started once more, so
// that it can end what outlives a kill.
func (r *running) stop() error {
	r.kills.Wait()
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	system, err := r.get()
	if err != nil {
		if system, err = r.world.Factory.Start(ctx, r.env()); err != nil {
			return fmt.Errorf("once more: %w", err)
		}
	}
	if err := system.Stop(ctx); err != nil {
		return err
	}
	if r.disk != nil && r.disk.Kept != nil {
		return r.disk.Kept.Close()
	}
	return nil
}
