package engine

import "sync"

// crew does work on goroutines that it uses again and again. A round needs a deep
// stack, for a moment each quarter of an hour: so pollers, of which there are
// thousands and which only wait in between, borrow one of the few that are in use at
// a time.
type crew struct {
	mu   sync.Mutex
	idle []*hand // the one that worked last comes last
}

// hand is one goroutine of a crew.
type hand struct {
	work chan func()
	done chan struct{}
}

// do has work done and waits for its end.
func (c *crew) do(work func()) {
	h := c.take()
	h.work <- work
	<-h.done
	c.mu.Lock()
	defer c.mu.Unlock()
	c.idle = append(c.idle, h)
}

func (c *crew) take() *hand {
	c.mu.Lock()
	defer c.mu.Unlock()
	if n := len(c.idle); n > 0 {
		h := c.idle[n-1]
		c.idle = c.idle[:n-1]
		return h
	}
	h := &hand{work: make(chan func()), done: make(chan struct{})}
	go h.run()
	return h
}

func (h *hand) run() {
	for work := range h.work {
		work()
		h.done <- struct{}{}
	}
}

// dismiss ends all goroutines. Nothing may be under way.
func (c *crew) dismiss() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, h := range c.idle {
		close(h.work)
	}
	c.idle = nil
}
