// Package crew does work on goroutines that it uses again and again. Pollers and
// owners, of which there are thousands and which mostly wait, need a deep stack for a
// moment each quarter of an hour or seldomer. So they borrow one of the few that are in
// use at a time, which has grown already.
package crew

import "sync"

// Crew is empty at first, and grows to as many goroutines as have worked at a time.
// The zero value is ready.
type Crew struct {
	mu   sync.Mutex
	idle []*hand // the one that worked last comes last
}

// hand is one goroutine of a crew.
type hand struct {
	work chan func()
	done chan struct{}
}

// Do has work done and waits for its end.
func (c *Crew) Do(work func()) {
	h := c.take()
	h.work <- work
	<-h.done
	c.mu.Lock()
	defer c.mu.Unlock()
	c.idle = append(c.idle, h)
}

func (c *Crew) take() *hand {
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

// Dismiss ends all goroutines. Nothing may be under way.
func (c *Crew) Dismiss() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, h := range c.idle {
		close(h.work)
	}
	c.idle = nil
}
