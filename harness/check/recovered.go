package check

import (
	"slices"
	"time"

	"anchorage/scenarios"
)

func nameRecovered(e *scenarios.ExpectRecovered) string {
	except := ""
	if e.ExceptWaiting {
		except = "except-waiting"
	}
	return join(selectionName(e.Cohort, e.Select), "from", e.After, "by", stamp(e.By.Time), except)
}

// expectRecovered: the share of the affected that has recovered by an instant.
func expectRecovered(v *view, e *scenarios.ExpectRecovered) Verdict {
	by := e.By.Time
	f, why := v.fault(e.After)
	if f == nil {
		return verdict(Vacuous, 0, by, "%s", why)
	}
	if why := v.reached(by); why != "" {
		return verdict(Vacuous, 0, by, "%s", why)
	}
	sample := v.affectedBy(f, v.chosen(e.Cohort, e.Select), by)
	who := selection(e.Cohort, e.Select)
	if e.ExceptWaiting {
		sample = slices.DeleteFunc(sample, func(r recovery) bool { return !r.by(by) && v.mailboxes[r.mailbox].waitingAt(by) })
		who += ", except those waiting for their owner,"
	}
	if len(sample) == 0 {
		return verdict(Vacuous, 0, by, "%s affected no mailbox of %s by %s", e.After, who, instant(by))
	}
	var back, left []recovery
	for _, r := range sample {
		if r.by(by) {
			back = append(back, r)
		} else {
			left = append(left, r)
		}
	}
	share := shareOf(len(back), len(sample))
	ok := e.Share.Holds(share)
	x := verdict(heldIf(ok), len(sample), by, "%s of %s recovered by %s; expected %s", outOf(len(back), len(sample)), who, instant(by), bounds(e.Share))
	if !ok && share < e.Share.Min.F() {
		x = x.about(mailboxesOf(left))
	} else if !ok {
		x = x.about(mailboxesOf(back))
	}
	return x.firstAndLast(back)
}

// affectedBy lists how the mailboxes that a fault has affected by t fared.
func (v *view) affectedBy(f *fault, ids []string, t time.Time) []recovery {
	var out []recovery
	for _, id := range ids {
		if r, affected := v.recoveryOf(v.mailboxes[id], f.affects); affected && !r.since.After(t) {
			out = append(out, r)
		}
	}
	return out
}

func mailboxesOf(all []recovery) []string {
	out := make([]string, len(all))
	for i, r := range all {
		out[i] = r.mailbox
	}
	return out
}

// firstAndLast shows the first and the last recovery as evidence.
func (v Verdict) firstAndLast(back []recovery) Verdict {
	if len(back) == 0 {
		return v
	}
	back = slices.Clone(back)
	slices.SortStableFunc(back, func(a, b recovery) int { return a.at.Compare(b.at) })
	show := func(which string, r recovery) {
		v.Evidence = append(v.Evidence, Evidence{At: r.at, Text: which + " to recover: " + r.mailbox + ", after " + span(r.at.Sub(r.since))})
	}
	show("the first", back[0])
	if last := len(back) - 1; last > 0 {
		show("the last", back[last])
	}
	return v
}
