package fault

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
