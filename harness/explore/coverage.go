package explore

import (
	"maps"
	"slices"
	"time"

	"anchorage/harness/check"
	"anchorage/sim/fault"
)

// Coverage counts what a campaign has met.
type Coverage struct {
	Worlds, Crashes int
	Virtual         time.Duration                   // of all clocks
	MailboxTime     time.Duration                   // likewise, times the mailboxes of each
	Hits            map[string]map[string]int       // requests that a fault acted on, by kind and operation
	Drawn           map[string]int                  // rules, by kind
	Promises        map[string]map[check.Status]int // worlds
}

// NewCoverage has met nothing.
func NewCoverage() *Coverage {
	c := &Coverage{Hits: map[string]map[string]int{}, Drawn: map[string]int{}, Promises: map[string]map[check.Status]int{}}
	for _, k := range fault.Kinds() {
		c.Hits[k] = map[string]int{}
	}
	for _, name := range check.Promises() {
		c.Promises[name] = map[check.Status]int{}
	}
	return c
}

// Add counts a world. A promise for which it had no occasion is not applicable.
func (c *Coverage) Add(o Outcome) {
	c.Worlds++
	c.Virtual += o.Virtual
	for _, f := range o.File.Fleet {
		c.MailboxTime += time.Duration(f.Mailboxes) * o.Virtual
	}
	if o.Crash != nil {
		c.Crashes++
		return
	}
	judged := map[string]check.Status{}
	for _, v := range o.Verdicts {
		judged[v.Name] = v.Status
	}
	for name, counts := range c.Promises {
		status, ok := judged[name]
		if !ok {
			status = check.NotApplicable
		}
		counts[status]++
	}
	for i, r := range o.File.Faults {
		for _, kind := range KindsOf(r.Inject) {
			c.Drawn[kind]++
			if i < len(o.Faults) {
				for operation, n := range o.Faults[i].Operations {
					c.Hits[kind][operation] += n
				}
			}
		}
	}
}

// seldom is the share of worlds above which a promise without occasion, or without
// anything to judge, points at a lazy generator.
const (
	seldom     = 0.20
	manyWorlds = 20 // below which shares say little
)

// Lazy names the promises that had too seldom occasion to break.
func (c *Coverage) Lazy() []string {
	var all []string
	for _, name := range slices.Sorted(maps.Keys(c.Promises)) {
		p := c.Promises[name]
		judged := p[check.Held] + p[check.Broken]
		if n := c.Worlds - c.Crashes; n >= manyWorlds && float64(n-judged) > seldom*float64(n) {
			all = append(all, name)
		}
	}
	return all
}
