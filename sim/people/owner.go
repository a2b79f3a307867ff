package people

import (
	"context"
	"slices"
	"sync"
	"time"
)

// owner is one mailbox owner: a goroutine that sleeps from one edit or look to
// the next. Only the state of mails is touched from elsewhere.
type owner struct {
	Owner
	people    *People
	key       string // of draws and lanes
	lane      time.Duration
	mailLane  time.Duration // clicks run beside edits and looks
	complains bool
	answers   bool
	way       Way // of answering

	edits  uint64 // made so far
	memory memory
	seen   []Event   // by the last look
	writes uint64    // made so far
	made   []written // created through the system, not deleted through it
	last   string    // key of the one of made that was written last; "" for none

	mu       sync.Mutex
	mails    uint64 // that asked to relink
	followed uint64 // number of the newest mail whose link was followed
	link     string // of the newest mail
}

// busy says whether there is anything to do on a day.
func (o *owner) busy() bool {
	c := o.people.config.Owners
	return c.EditsPerDay > 0 && o.Calendar != nil || c.ReadsPerDay > 0 || o.writing()
}

// deed is one thing planned for a day.
type deed struct {
	at time.Time
	do func(*owner, context.Context)
}

// live goes through the days until ctx ends.
func (o *owner) live(ctx context.Context) {
	clk := o.people.config.Clock
	started := clk.Now()
	for d := dayOf(started, o.people.waking.Zones[0]); ; d = d.add(1) {
		for _, deed := range o.plan(d) {
			if deed.at.Before(started) {
				continue // the world began in the middle of that day
			}
			if sleepUntil(ctx, clk, deed.at) != nil {
				return
			}
			o.people.crew.Do(func() { deed.do(o, ctx) })
		}
		_, until, _ := o.people.waking.span(d, o.people.waking.Zones[0])
		if sleepUntil(ctx, clk, until.Add(o.lane)) != nil {
			return
		}
	}
}

// plan draws the edits and looks of a day, in order of time.
func (o *owner) plan(d day) []deed {
	c := o.people.config
	from, until, _ := o.people.waking.span(d, o.people.waking.Zones[0])
	instants := func(operation string, rate float64) []time.Time {
		return spread(c.Seed, o.key, operation, d, perDay(c.Seed, o.key, operation, rate, d), from, until)
	}
	var deeds []deed
	if o.Calendar != nil {
		for _, at := range instants("edit", c.Owners.EditsPerDay) {
			deeds = append(deeds, deed{at.Add(o.lane), (*owner).edit})
		}
	}
	for _, at := range instants("read", c.Owners.ReadsPerDay) {
		deeds = append(deeds, deed{at.Add(o.lane), (*owner).look})
	}
	if o.writing() {
		deeds = append(deeds, o.writeDeeds(d, instants("write", c.Owners.WritesPerDay))...)
	}
	slices.SortStableFunc(deeds, func(a, b deed) int { return a.at.Compare(b.at) })
	return deeds
}
