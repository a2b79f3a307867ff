package service

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// ErrNotRunning is the answer to orders before Start and after Stop.
var ErrNotRunning = errors.New("service does not run")

// life is what starts once and stops once.
type life struct {
	mu      sync.Mutex
	ctx     context.Context // of what runs; nil unless running
	cancel  context.CancelFunc
	over    bool
	tries   int            // so far
	ongoing sync.WaitGroup // orders being carried out, and tries
}

// Start begins to synchronise. ctx bounds nothing but the start itself: what
// runs, runs until Stop.
func (s *Service) Start(ctx context.Context) error {
	running, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s.life.mu.Lock()
	if s.life.over || s.life.ctx != nil {
		s.life.mu.Unlock()
		cancel()
		return errors.New("service: started before")
	}
	s.life.ctx, s.life.cancel = running, cancel
	s.life.mu.Unlock()
	if err := s.ladder.Start(running); err != nil { // first: pilots go on where they were
		return fmt.Errorf("routing ladder: %w", err)
	}
	if err := s.engine.Start(running); err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	s.relinker.Watch(running)
	return nil
}

// Stop ends what runs and closes the store. It may be called without Start, and
// more than once. It waits for what has begun, which is bounded by the time-out
// of one request.
func (s *Service) Stop(context.Context) error {
	if !s.life.end() {
		return nil
	}
	s.life.ongoing.Wait()
	s.relinker.Wait()
	s.ladder.Wait()
	s.engine.Stop()
	s.authorizer.Close()
	if err := s.store.Close(); err != nil {
		return fmt.Errorf("store: %w", err)
	}
	return nil
}

// Kill ends what runs as if the process were killed: nothing is finished, nothing
// is saved any more. What was durable before is what New finds with the same DSN,
// as far as that outlives the process.
func (s *Service) Kill() {
	if !s.life.end() {
		return
	}
	// First the store: what is cut off must leave no trace in it.
	if err := s.store.Close(); err != nil {
		s.config.Log.Error("store", "error", err)
	}
	s.engine.Kill()
	s.life.ongoing.Wait()
	s.relinker.Wait()
	s.ladder.Wait()
	s.authorizer.Close()
}

// end says whether this call is the one that ends it.
func (l *life) end() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.over {
		return false
	}
	if l.cancel != nil {
		l.cancel()
	}
	l.ctx, l.cancel, l.over = nil, nil, true
	return true
}

// join begins an order: Stop waits until leave is called.
func (l *life) join() (running context.Context, leave func(), err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ctx == nil {
		return nil, nil, ErrNotRunning
	}
	l.ongoing.Add(1)
	return l.ctx, l.ongoing.Done, nil
}

func (l *life) nextTry() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tries++
	return l.tries
}
