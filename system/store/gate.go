package store

import "sync"

// gate lets one caller in at a time, in the order in which they came. It stands
// before the pool of database/sql, which picks among waiting callers at random: a
// busy account could starve another, and no run would repeat. The zero value is
// open.
type gate struct {
	mu      sync.Mutex // held for a few instructions only
	busy    bool
	waiting []chan struct{} // each closed when its turn comes
}

func (g *gate) enter() {
	g.mu.Lock()
	if !g.busy {
		g.busy = true
		g.mu.Unlock()
		return
	}
	turn := make(chan struct{})
	g.waiting = append(g.waiting, turn)
	g.mu.Unlock()
	<-turn
}

// leave hands the gate to who has waited longest.
func (g *gate) leave() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(g.waiting) == 0 {
		g.busy = false
		return
	}
	next := g.waiting[0]
	g.waiting[0] = nil
	g.waiting = g.waiting[1:]
	close(next)
}
