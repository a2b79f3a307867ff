package check

import (
	"fmt"
	"slices"
	"strings"

	"anchorage/harness/history"
)

func always(*view) bool { return true }

// noViolations: nothing happened that must never happen in a world.
func noViolations(v *view) Verdict {
	found := all[history.Violation](v)
	if len(found) == 0 {
		return verdict(Held, v.h.Requests, v.end(), "nothing forbidden happened in a world of %s", plural(v.h.Requests, "request", "requests"))
	}
	x := verdict(Broken, v.h.Requests, found[0].At, "%s, the first: %s", plural(len(found), "thing that must never happen", "things that must never happen"), found[0].d.What)
	for _, f := range found {
		x = x.proven(f.Event)
	}
	return x
}

// mustFire: at least one rule must not miss.
func mustFire(v *view) bool {
	return slices.ContainsFunc(v.h.Header.Faults, func(f history.FaultSummary) bool { return !f.MayMiss })
}

// faultsFired: a rule that never acted proves nothing, so that the run is
// vacuous, however well everything else held.
func faultsFired(v *view) Verdict {
	var idle []string
	rules, hits := 0, 0
	for _, f := range v.h.Header.Faults {
		if f.MayMiss {
			continue
		}
		rules++
		hits += f.Hits
		if why := v.idle(f.Name); why != "" {
			idle = append(idle, why)
		}
	}
	if len(idle) > 0 {
		return verdict(Vacuous, rules, v.end(), "%s", strings.Join(idle, "; "))
	}
	return verdict(Held, rules, v.end(), "%s fired, %s in all", plural(rules, "fault", "faults"), plural(hits, "hit", "hits"))
}

// idle says why a rule never acted; "" when it did.
func (v *view) idle(name string) string {
	f := v.faults[name]
	switch {
	case f.Hits > 0:
		return ""
	case len(f.windows) == 0:
		return fmt.Sprintf("the fault %s never begins within the world", name)
	}
	return fmt.Sprintf("the fault %s hit no request while in force (%s met all of its conditions but one)", name, plural(f.NearMisses, "request", "requests"))
}
