package outlook

import "time"

// readFrom lets a read be answered by a replica that is behind; 0: not at all. What
// one mailbox has been read from goes never back: a replica that is further behind
// than the last answer is not asked before it has caught up with that. An assumption;
// without it a delta token would stand for a state that the replica asked next does
// not know, and what changed in between would be lost to the client or undone, which
// no client can tell.
func (c *call) readFrom(behind time.Duration) {
	now := c.server.Clock.Now()
	then := c.server.ledger.read(c.usage, now.Add(-behind))
	if !then.Before(now) {
		return
	}
	c.owner = c.owner.AsOf(then)
	c.exchange.Behind = now.Sub(then)
}

// read is the state that a read is answered from which could be answered from at.
func (l *ledger) read(a *account, at time.Time) time.Time {
	if a == nil {
		return at
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	a.seen = max(a.seen, at.UnixNano())
	return time.Unix(0, a.seen)
}
