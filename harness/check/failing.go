package check

import (
	"time"

	"anchorage/scenarios"
	"anchorage/sim/people"
)

// failingAt splits the chosen mailboxes that were linked by t: how many there
// are, and which of them fail at t.
func (v *view) failingAt(cohort string, s people.Selector, t time.Time) (sample int, failing []string) {
	for _, id := range v.chosen(cohort, s) {
		m := v.mailboxes[id]
		if !m.linkedAt(t) {
			continue
		}
		sample++
		if m.failsAt(t) {
			failing = append(failing, id)
		}
	}
	return sample, failing
}

// begun are the events with which mailboxes began the failed round they are in.
func (v *view) begun(x Verdict, ids []string, t time.Time) Verdict {
	for _, id := range ids {
		for _, e := range v.mailboxes[id].failed {
			if e.holds(t) && len(x.Evidence) < maxEvidence {
				x.Evidence = append(x.Evidence, Evidence{At: e.From, Text: e.Mailbox + " begins to fail and fails for " + span(e.Length())})
			}
		}
	}
	return x
}

func nameFailing(e *scenarios.ExpectFailing) string {
	return join(selectionName(e.Cohort, e.Select), stamp(e.At.Time))
}

// expectFailing: the share of linked mailboxes that fail at an instant.
func expectFailing(v *view, e *scenarios.ExpectFailing) Verdict {
	at := e.At.Time
	if why := v.reached(at); why != "" {
		return verdict(Vacuous, 0, at, "%s", why)
	}
	sample, failing := v.failingAt(e.Cohort, e.Select, at)
	if sample == 0 {
		return verdict(Vacuous, 0, at, "no mailbox of %s was linked by %s", selection(e.Cohort, e.Select), instant(at))
	}
	ok := e.Share.Holds(shareOf(len(failing), sample))
	x := verdict(heldIf(ok), sample, at, "%s of %s failing at %s; expected %s", outOf(len(failing), sample), selection(e.Cohort, e.Select), instant(at), bounds(e.Share))
	if ok {
		return x
	}
	return v.begun(x.about(failing), failing, at)
}

func nameMakeup(e *scenarios.ExpectMakeup) string {
	return join(e.Cohort, "among", selectionName("", e.Select), stamp(e.At.Time))
}

// expectMakeup: of those that fail at an instant, the share of a cohort.
func expectMakeup(v *view, e *scenarios.ExpectMakeup) Verdict {
	at := e.At.Time
	if why := v.reached(at); why != "" {
		return verdict(Vacuous, 0, at, "%s", why)
	}
	_, failing := v.failingAt("", e.Select, at)
	if len(failing) == 0 {
		return verdict(Vacuous, 0, at, "no mailbox of %s failed at %s", selection("", e.Select), instant(at))
	}
	member := map[string]bool{}
	for _, id := range v.chosen(e.Cohort, people.Selector{}) {
		member[id] = true
	}
	var in, rest []string
	for _, id := range failing {
		if member[id] {
			in = append(in, id)
		} else {
			rest = append(rest, id)
		}
	}
	share := shareOf(len(in), len(failing))
	x := verdict(heldIf(e.Share.Holds(share)), len(failing), at, "%s of the mailboxes of %s that fail at %s belong to %s; expected %s",
		outOf(len(in), len(failing)), selection("", e.Select), instant(at), e.Cohort, bounds(e.Share))
	if x.Status == Held {
		return x
	}
	unexpected := in
	if share < e.Share.Min.F() {
		unexpected = rest
	}
	return v.begun(x.about(unexpected), unexpected, at)
}

// selectionName names a selection within a verdict's name.
func selectionName(cohort string, s people.Selector) string {
	if name := join(cohort, s.Provider, s.Fleet, s.Authorization, s.Address); name != "" {
		return name
	}
	return "all"
}
