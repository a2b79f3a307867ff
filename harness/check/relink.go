package check

import (
	"slices"
	"strings"

	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/people"
)

type ask = happening[history.RelinkAsked]

// ordered says whether the team asked the system to relink.
func (v *view) ordered() bool {
	return slices.ContainsFunc(all[history.Acted](v), func(a happening[history.Acted]) bool { return a.d.Action == "relink" })
}

func relinksOrdered(v *view) bool { return v.ordered() || len(all[history.RelinkAsked](v)) > 0 }

// relinksOnlyFailing (R1): whoever is asked to relink fails at that instant.
func relinksOnlyFailing(v *view) Verdict {
	if !v.h.Header.Relinks {
		return verdict(NotApplicable, 0, v.end(), "the system under test does not relink")
	}
	asks := all[history.RelinkAsked](v)
	if len(asks) == 0 {
		return verdict(Vacuous, 0, v.end(), "relinking was ordered, but nobody was asked")
	}
	return askedOnlyFailing(v, asks)
}

func askedOnlyFailing(v *view, asks []ask) Verdict {
	var needless []ask
	var ids []string
	for _, a := range asks {
		if !a.d.Failing {
			needless = append(needless, a)
			ids = append(ids, a.d.Mailbox)
		}
	}
	if len(needless) == 0 {
		return verdict(Held, len(asks), v.end(), "%s", plural(len(asks), "mailbox was asked to relink, while it was failing", "mailboxes were asked to relink, each while it was failing"))
	}
	x := verdict(Broken, len(asks), needless[0].At, "%s asked to relink were not failing, the first of them %s at %s",
		outOf(len(needless), len(asks)), needless[0].d.Mailbox, instant(needless[0].At)).about(ids)
	for _, a := range needless {
		x = x.proven(a.Event)
	}
	return x
}

func nameRelink(e *scenarios.ExpectRelink) string {
	var parts []string
	add := func(set bool, words ...string) {
		if set {
			parts = append(parts, words...)
		}
	}
	add(e.Asked != "", strings.ReplaceAll(e.Asked, "_", "-"))
	add(e.Cohort != "", e.Cohort)
	add(e.Share != nil && e.Cohort == "", "pace")
	add(!e.By.IsZero(), "by", stamp(e.By.Time))
	add(e.FirstRecoveryWithin > 0, "first-recovery")
	add(!e.NoneHealedBy.IsZero(), "none-healed-by", stamp(e.NoneHealedBy.Time))
	return join(parts...)
}

// expectRelink judges every part that the expectation states; the worst of them
// is the verdict, and its message has the figures of all up to there.
func expectRelink(v *view, e *scenarios.ExpectRelink) Verdict {
	if !v.h.Header.Relinks {
		return verdict(NotApplicable, 0, v.end(), "the system under test does not relink")
	}
	asks := all[history.RelinkAsked](v)
	if len(asks) == 0 && !v.ordered() {
		if forbidden(e) {
			return nobodyAsked(v, e.Cohort)
		}
		return verdict(Vacuous, 0, v.end(), "nobody was asked to relink, and nobody ordered it")
	}
	var parts []Verdict
	if e.Asked == "failing_only" {
		parts = append(parts, orVacuous(v, asks, func() Verdict { return askedOnlyFailing(v, asks) }))
	}
	if e.Share != nil && e.Cohort != "" {
		parts = append(parts, askedOfCohort(v, e, asks))
	} else if e.Share != nil {
		parts = append(parts, orVacuous(v, asks, func() Verdict { return askedBy(v, e, asks) }))
	}
	if e.FirstRecoveryWithin > 0 {
		parts = append(parts, orVacuous(v, asks, func() Verdict { return firstRelinked(v, e.FirstRecoveryWithin.D(), asks) }))
	}
	if !e.NoneHealedBy.IsZero() {
		parts = append(parts, noneHealed(v, e.NoneHealedBy.Time, asks))
	}
	return worst(v, parts)
}

// forbidden says whether the expectation is no more than that nobody is asked.
func forbidden(e *scenarios.ExpectRelink) bool {
	return e.Cohort != "" && e.Share != nil && e.Share.Max == 0 && e.Asked == "" && e.FirstRecoveryWithin == 0 && e.NoneHealedBy.IsZero()
}

// nobodyAsked: without an order, the occasion to ask somebody is that they fail.
func nobodyAsked(v *view, cohort string) Verdict {
	members, failed := v.chosen(cohort, people.Selector{}), 0
	for _, id := range members {
		if len(v.mailboxes[id].episodes) > 0 {
			failed++
		}
	}
	if failed == 0 {
		return verdict(Vacuous, 0, v.end(), "nobody was asked to relink, nobody ordered it, and no mailbox of %s ever failed", cohort)
	}
	return verdict(Held, failed, v.end(), "nobody was asked to relink, although %s of %s failed at some time", outOf(failed, len(members)), cohort)
}

func orVacuous(v *view, asks []ask, judge func() Verdict) Verdict {
	if len(asks) == 0 {
		return verdict(Vacuous, 0, v.end(), "nobody was asked to relink")
	}
	return judge()
}

// worst picks the broken part, else the vacuous one; if all held, their messages
// together.
func worst(v *view, parts []Verdict) Verdict {
	if len(parts) == 0 {
		return verdict(Vacuous, 0, v.end(), "the expectation states nothing")
	}
	for _, s := range []Status{Broken, Vacuous} {
		for _, p := range parts {
			if p.Status == s {
				return p
			}
		}
	}
	out := parts[0]
	for _, p := range parts[1:] {
		out.Message += "; " + p.Message
		out.Evidence = append(out.Evidence, p.Evidence...)
	}
	return out
}
