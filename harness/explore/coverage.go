package explore

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/sim/fault"
)

// Coverage counts what a campaign has met.
type Coverage struct {
	Worlds, Crashes int
	Virtual         time.Duration                   // of all clocks
	MailboxTime     time.Duration                   // likewise, times the mailboxes of each
	Hits            map[string]map[string]int       // requests that a fault acted on, by kind and operation
	States          map[string]map[string]int       // such requests of mailboxes, by kind and state of the mailbox
	Drawn           map[string]int                  // rules, by kind
	Acted           map[string]int                  // of these, how many acted on anything
	Promises        map[string]map[check.Status]int // worlds
}

// NewCoverage has met nothing.
func NewCoverage() *Coverage {
	c := &Coverage{Hits: map[string]map[string]int{}, States: map[string]map[string]int{},
		Drawn: map[string]int{}, Acted: map[string]int{}, Promises: map[string]map[check.Status]int{}}
	for _, k := range fault.Kinds() {
		c.Hits[k], c.States[k] = map[string]int{}, map[string]int{}
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
				c.acted(kind, o.Faults[i])
			}
		}
	}
}

func (c *Coverage) acted(kind string, f history.FaultSummary) {
	if f.Hits > 0 {
		c.Acted[kind]++
	}
	for operation, n := range f.Operations {
		c.Hits[kind][operation] += n
	}
	for state, n := range f.States {
		c.States[kind][state] += n
	}
}

// seldom is the share of worlds above which a promise without occasion, or without
// anything to judge, points at a lazy generator.
const (
	seldom      = 0.20
	manyWorlds  = 20   // below which shares say little
	neverWorlds = 1000 // in which everything is to have had its occasion
	// byRule is the promise that each fault acts. It is meant for a file that somebody
	// wrote, whose every rule has a purpose. Of five rules that were drawn one may have
	// been too short to meet a request, which edges are for: that is no wasted world.
	// So here it is counted by the rule.
	byRule = "faults-fired"
)

// Lazy says which promises had too seldom occasion to break, and which faults too
// seldom met a request, a sentence each.
func (c *Coverage) Lazy() []string {
	var all []string
	n := c.Worlds - c.Crashes
	if n < manyWorlds {
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(c.Promises)) {
		p := c.Promises[name]
		judged := p[check.Held] + p[check.Broken]
		switch {
		case judged == 0 && n >= neverWorlds:
			all = append(all, fmt.Sprintf("%s never had anything to judge in %d worlds", name, n))
		case name != byRule && float64(n-judged) > seldom*float64(n):
			all = append(all, fmt.Sprintf("%s had nothing to judge in %d of %d worlds", name, n-judged, n))
		}
	}
	drawn, acted := 0, 0
	for _, kind := range fault.Kinds() {
		drawn, acted = drawn+c.Drawn[kind], acted+c.Acted[kind]
		if c.Drawn[kind] >= manyWorlds && 2*c.Acted[kind] < c.Drawn[kind] {
			all = append(all, fmt.Sprintf("%s acted on nothing in %d of %d rules", kind, c.Drawn[kind]-c.Acted[kind], c.Drawn[kind]))
		}
	}
	if drawn > 0 && float64(drawn-acted) > seldom*float64(drawn) {
		all = append(all, fmt.Sprintf("%d of %d rules acted on nothing", drawn-acted, drawn))
	}
	return append(all, c.unmet(n)...)
}

// unmet names the states in which no fault ever met a mailbox.
func (c *Coverage) unmet(worlds int) []string {
	var all []string
	if worlds < neverWorlds {
		return nil
	}
	for _, state := range history.States() {
		if !slices.ContainsFunc(fault.Kinds(), func(kind string) bool { return c.States[kind][state] > 0 }) && state != history.StateLinking {
			all = append(all, fmt.Sprintf("no fault met a mailbox that was %s", state))
		}
	}
	return all
}
