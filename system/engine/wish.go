package engine

import (
	"time"

	"anchorage/system"
)

// wish is what others want of a poller. Several may be open at once.
type wish uint32

const (
	wishAccount  wish = 1 << iota // read the account again and do a round
	wishDelivery                  // a write was accepted
	wishNews                      // the provider says that something changed
)

const (
	// newsGap is the least time between the starts of two rounds when notifications
	// ask for the second: a burst of them is one piece of news.
	newsGap = 5 * time.Second
	// newsGapFailing is the same while an account fails: thousands of failing
	// accounts must not multiply the load on a provider in trouble.
	newsGapFailing = time.Minute
)

// make leaves a wish and wakes the poller. It does not wait.
func (p *poller) make(w wish) {
	p.wishes.Or(uint32(w))
	select {
	case p.wake <- struct{}{}:
	default: // it will look at all wishes when it wakes
	}
}

// heed turns open wishes into plans. Only the poller's goroutine calls it.
func (p *poller) heed() {
	w := wish(p.wishes.Swap(0))
	now := time.Now()
	if held := p.held.Swap(0); held != 0 {
		p.waitUntil = later(p.waitUntil, time.Unix(0, held))
		p.roundAt = later(p.roundAt, p.cadence.soonest(p.waitUntil))
		p.planDelivery()
	}
	if w&wishAccount != 0 {
		p.loaded = false
		p.roundAt = p.cadence.soonest(later(now, p.waitUntil))
	}
	if w&wishNews != 0 && !waitsForOwner(p.account.State) {
		gap := newsGap
		if p.account.State == system.StateFailing {
			gap = newsGapFailing
		}
		at := p.cadence.soonest(later(later(now, p.begun.Add(gap)), p.waitUntil))
		if at.Before(p.roundAt) {
			p.roundAt = at
		}
	}
	if w&wishDelivery != 0 {
		p.mayHaveWrites, p.retryAt = true, now
		p.planDelivery()
	}
}

// planDelivery sets when writes go out without a round. While an account fails
// they wait until a round has shown that it works again.
func (p *poller) planDelivery() {
	p.deliverAt = time.Time{}
	if p.mayHaveWrites && !p.retryAt.IsZero() && p.trusted() {
		p.deliverAt = p.cadence.soonest(later(p.retryAt, p.waitUntil))
	}
}

// trusted says whether the account's last round gives no reason to expect failure.
func (p *poller) trusted() bool {
	return p.account.State == system.StateHealthy || p.account.State == system.StatePending
}
