package explore

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/people"
)

// posts draws what the team tells on its status page. A team that errs would break the
// promise by itself, so it claims what is true of any system that does its work: that
// all calendars are well before anything has gone wrong, that those are of a fleet that
// no fault reaches, and that all are again when everything has been over for long enough.
func posts(t *rapid.T, f *scenarios.File, p *plan) []people.Step {
	first, last := f.Clock.From.Add(settled-2*time.Minute), f.Clock.Until.Add(-5*time.Minute)
	all := []people.Step{postAt(first, claimed(t, f, p, first))}
	instants := []time.Time{last}
	for _, r := range f.Faults {
		if r.Name == nameOutage {
			instants = append(instants, r.At.Add(40*time.Minute))
		}
		if (r.Name == nameOutage || r.Name == nameSpell) && !r.Until.IsZero() {
			instants = append(instants, r.Until.Add(p.recovery(r)))
		}
	}
	for range 1 + below(t, "posts", 2) {
		instants = append(instants, within(t, "post", p.quiet, last, time.Minute))
	}
	for _, at := range instants {
		if !at.After(last) && chance(t, "posted", 95) {
			all = append(all, postAt(at, claimed(t, f, p, at)))
		}
	}
	return all
}

func postAt(at time.Time, post people.Post) people.Step {
	return people.Step{At: instant(at), Post: &post}
}

// claimed is a post of an instant, with a claim if something can be claimed.
func claimed(t *rapid.T, f *scenarios.File, p *plan, at time.Time) people.Post {
	var well []scenarios.Fleet
	for _, fleet := range f.Fleet {
		if p.untouched(f, fleet, at) {
			well = append(well, fleet)
		}
	}
	switch {
	case len(well) == len(f.Fleet):
		return people.Post{State: "resolved", Text: "All calendars are up to date.", Claims: people.Claims{Healthy: &people.HealthClaim{Share: 1}}}
	case len(well) > 0:
		fleet := oneOf(t, "which fleet", well...)
		return people.Post{State: "identified", Text: "Some calendars are not up to date. Those of " + fleet.Name + " are.",
			Claims: people.Claims{Healthy: &people.HealthClaim{Select: people.Selector{Fleet: fleet.Name}, Share: 1}}}
	}
	return people.Post{State: "investigating", Text: "Some calendars are not up to date. We are looking into it."}
}

// recovery is how long after a fault everybody is well again: a few rounds, and the
// longest wait that one asks for, or that an account has whose credentials are no good.
// A spell is about neither.
func (p *plan) recovery(r fault.Rule) time.Duration {
	if r.Name == nameSpell {
		return 3*p.poll + 10*time.Minute
	}
	return max(time.Hour, 3*p.poll+longestPause.D()) + 10*time.Minute
}

// delayed is how much longer recovery takes since the system was killed in a span: nobody
// recovers while it is down, and each mailbox whose round it was in waits for another.
func (p *plan) delayed(f *scenarios.File, from, until time.Time) time.Duration {
	var all time.Duration
	for _, k := range f.Kills {
		if k.Until().After(from) && k.At.Before(until) {
			all += k.Until().Sub(k.At.Time) + p.poll
		}
	}
	return all
}

// untouched says whether no fault has reached a fleet for long enough. What one retry
// heals has not: the next round is well in any case.
func (p *plan) untouched(f *scenarios.File, fleet scenarios.Fleet, at time.Time) bool {
	return !slices.ContainsFunc(f.Faults, func(r fault.Rule) bool {
		forGood := r.Inject.Token == fault.TokenRevoked || r.Inject.Token == fault.TokenConsentLost
		over := !r.Until.IsZero() && !forGood && !at.Before(r.Until.Add(p.recovery(r)+p.delayed(f, r.Until.Time, at)))
		return r.Name != nameHiccup && !r.At.After(at) && !over && reaches(f, r, fleet)
	})
}

// reaches says whether a fault may hit a mailbox of a fleet.
func reaches(f *scenarios.File, r fault.Rule, fleet scenarios.Fleet) bool {
	is := func(want, have string) bool { return want == "" || want == have }
	of := f.Cohorts[r.Match.Cohort]
	return is(r.Match.Provider, fleet.Provider) && is(of.Provider, fleet.Provider) && is(of.Fleet, fleet.Name) && is(of.Authorization, fleet.Authorization)
}
