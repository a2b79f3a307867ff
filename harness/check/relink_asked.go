package check

import (
	"slices"

	"anchorage/scenarios"
	"anchorage/sim/people"
)

// askedOfCohort: the share of a cohort that was ever asked, or by an instant.
func askedOfCohort(v *view, e *scenarios.ExpectRelink, asks []ask) Verdict {
	members := v.chosen(e.Cohort, people.Selector{})
	if len(members) == 0 {
		return verdict(Vacuous, 0, v.end(), "the cohort %s has no mailbox", e.Cohort)
	}
	at, when := v.end(), "ever"
	if !e.By.IsZero() {
		at, when = e.By.Time, "by "+instant(e.By.Time)
	}
	asked := distinct(asks, func(a ask) bool { return slices.Contains(members, a.d.Mailbox) && !a.At.After(at) })
	x := verdict(heldIf(e.Share.Holds(shareOf(len(asked), len(members)))), len(members), at, "%s of %s were asked %s; expected %s",
		outOf(len(asked), len(members)), e.Cohort, when, bounds(*e.Share))
	if x.Status == Broken {
		x = x.about(asked)
		for _, a := range asks {
			if slices.Contains(x.Accounts, a.d.Mailbox) {
				x = x.proven(a.Event)
			}
		}
	}
	return x
}

// askedBy: the share of all who are ever asked that has been asked by an instant.
func askedBy(v *view, e *scenarios.ExpectRelink, asks []ask) Verdict {
	by := e.By.Time
	if e.By.IsZero() {
		by = v.end()
	}
	if why := v.reached(by); why != "" {
		return verdict(Vacuous, 0, by, "%s", why)
	}
	total := distinct(asks, func(ask) bool { return true })
	asked := distinct(asks, func(a ask) bool { return !a.At.After(by) })
	return verdict(heldIf(e.Share.Holds(shareOf(len(asked), len(total)))), len(total), by, "%s who are ever asked were asked by %s; expected %s",
		outOf(len(asked), len(total)), instant(by), bounds(*e.Share)).proven(asks[0].Event, asks[len(asks)-1].Event)
}

// distinct lists the mailboxes of asks that fit, each once, by first ask.
func distinct(asks []ask, fits func(ask) bool) []string {
	seen := map[string]bool{}
	var out []string
	for _, a := range asks {
		if fits(a) && !seen[a.d.Mailbox] {
			seen[a.d.Mailbox] = true
			out = append(out, a.d.Mailbox)
		}
	}
	return out
}
