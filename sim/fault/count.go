package fault

import (
	"slices"

	"anchorage/sim/journal"
)

// Count is how often one rule mattered.
type Count struct {
	Rule       string
	Hits       int // requests on which it acted
	NearMisses int // requests, while it was in force, for which all conditions but exactly one held
	Overruled  int // requests that it matched, but that an earlier rule had answered
}

// Counts returns the counts so far, in file order.
func (e *Engine) Counts() []Count {
	all := make([]Count, len(e.rules))
	for i, r := range e.rules {
		all[i] = Count{r.Name, int(r.hits.Load()), int(r.nearMisses.Load()), int(r.overruled.Load())}
	}
	return all
}

// Operations returns, for each rule in file order, the operations on which it acted
// so far and how often; nil for a rule that did not.
func (e *Engine) Operations() []map[string]int {
	all := make([]map[string]int, len(e.rules))
	for i, r := range e.rules {
		for j, name := range journal.Operations {
			n := int(r.operations[j].Load())
			if n > 0 && all[i] == nil {
				all[i] = map[string]int{}
			}
			if n > 0 {
				all[i][name] = n
			}
		}
	}
	return all
}

// hit counts a request on which the rule acted.
func (r *rule) hit(operation string) {
	r.hits.Add(1)
	if i := slices.Index(journal.Operations, operation); i >= 0 {
		r.operations[i].Add(1)
	}
}
