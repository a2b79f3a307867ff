package outlook

import (
	"container/heap"
	"context"
	"sync"
	"time"
)

// notices is the queue of what is to be told and who tells it: one dispatcher,
// and one goroutine for each mailbox that is being told something right now.
type notices struct {
	mu      sync.Mutex
	queue   queue
	ctx     context.Context      // of Start; nil before
	wake    context.CancelFunc   // ends the dispatcher's sleep
	waiting map[string][]*notice // key: Spec.ID of a mailbox being told something; what is due meanwhile
	running sync.WaitGroup
}

// Start begins to tell subscribers of changes, those from now on, until ctx ends.
// It may be called once.
func (s *Server) Start(ctx context.Context) {
	n := &s.notices
	n.mu.Lock()
	n.ctx, n.waiting = ctx, map[string][]*notice{}
	n.mu.Unlock()
	s.Store.OnChange(s.changed)
	n.running.Go(func() { s.dispatch(ctx) })
}

// Wait returns once all that Start began has ended.
func (s *Server) Wait() { s.notices.running.Wait() }

func (n *notices) ended() bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.ctx == nil || n.ctx.Err() != nil
}

// dispatch sleeps from one due notice to the next.
func (s *Server) dispatch(ctx context.Context) {
	for ctx.Err() == nil {
		due, asleep, until := s.notices.take(ctx, s.Clock.Now())
		for _, batch := range due {
			s.notices.running.Go(func() { s.deliver(ctx, batch) })
		}
		if until.IsZero() {
			<-asleep.Done()
		} else {
			_ = s.Clock.Sleep(asleep, until.Sub(s.Clock.Now())) // due or woken: either way, look again
		}
		s.notices.awake()
	}
}

// take removes what is due and returns it by mailbox, the context that ends when
// something is due earlier than what is next now, and when that is; zero for never.
// What is due to a mailbox that is being told something waits for its turn.
func (n *notices) take(ctx context.Context, now time.Time) (due [][]*notice, asleep context.Context, until time.Time) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for len(n.queue) > 0 && !n.queue[0].due.After(now) {
		x := heap.Pop(&n.queue).(*notice)
		if x.to.held == x {
			x.to.held = nil
		}
		id := x.change.Mailbox
		_, busy := n.waiting[id]
		switch last := len(due) - 1; {
		case last >= 0 && due[last][0].change.Mailbox == id:
			due[last] = append(due[last], x)
		case busy:
			n.waiting[id] = append(n.waiting[id], x)
		default:
			due = append(due, []*notice{x})
			n.waiting[id] = nil
		}
	}
	if len(n.queue) > 0 {
		until = n.queue[0].due
	}
	asleep, n.wake = context.WithCancel(ctx)
	return due, asleep, until
}

// awake frees the context of the sleep that is over.
func (n *notices) awake() {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.wake()
}

// schedule puts a notice into the queue. One that is out of order is held until
// the next of its subscription is scheduled, which then goes out before it.
func (n *notices) schedule(x *notice, reordered bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	held := x.to.held
	switch {
	case held != nil && x.copy == 0:
		x.to.held = nil
		if after := x.due.Add(tick); after.Before(held.due) {
			held.due = after
			heap.Fix(&n.queue, held.index)
		}
	case reordered && held == nil:
		x.due = x.due.Add(heldAtMost)
		x.to.held = x
	}
	n.pushLocked(x)
}

// pushLocked adds a notice; the dispatcher sleeps no longer than until the first.
func (n *notices) pushLocked(x *notice) {
	heap.Push(&n.queue, x)
	if n.wake != nil {
		n.wake()
	}
}

// next is what has become due to a mailbox while it was being told something; nil
// ends its turn.
func (n *notices) next(mailbox string) []*notice {
	n.mu.Lock()
	defer n.mu.Unlock()
	waiting := n.waiting[mailbox]
	if len(waiting) == 0 {
		delete(n.waiting, mailbox)
		return nil
	}
	n.waiting[mailbox] = nil
	return waiting
}

// again schedules another attempt.
func (n *notices) again(x *notice) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.pushLocked(x)
}
