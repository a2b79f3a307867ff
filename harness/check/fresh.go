package check

import (
	"math"
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
)

// edit is one change that an owner made in the provider after the system had read
// the mailbox once, and when a round had told the system of it; zero: never.
type edit struct {
	*history.Event
	mailbox string
	seen    time.Time
}

// edits lists them in order. EditSeen names an edit by its distance.
func (v *view) edits() []edit {
	var out []edit
	type made struct {
		mailbox string
		at      int64
	}
	index := map[made][]int{}
	for i := range v.h.Events {
		e := &v.h.Events[i]
		switch d := e.Data.(type) {
		case history.Edited:
			if m := v.mailboxes[d.Mailbox]; m != nil && m.linkedAt(e.At) {
				k := made{d.Mailbox, e.At.UnixNano()}
				index[k] = append(index[k], len(out))
				out = append(out, edit{Event: e, mailbox: d.Mailbox})
			}
		case history.EditSeen:
			for _, n := range index[made{d.Mailbox, e.At.Add(-d.After).UnixNano()}] {
				out[n].seen = e.At
			}
		}
	}
	return out
}

func nameFresh(e *scenarios.ExpectFresh) string {
	return join(selectionName(e.Cohort, e.Select), "from", stamp(e.From.Time), "until", stamp(e.Until.Time), "within", e.Within.D().String())
}

// expectFresh: the share of edits within a span that the system knew of in time.
// An edit whose time is not over at the end of the world does not count.
func expectFresh(v *view, e *scenarios.ExpectFresh) Verdict {
	end := e.Until.Time
	if why := v.reached(end); why != "" {
		return verdict(Vacuous, 0, end, "%s", why)
	}
	chosen := map[string]bool{}
	for _, id := range v.chosen(e.Cohort, e.Select) {
		chosen[id] = true
	}
	sample, inTime := 0, 0
	var late []edit
	for _, x := range v.edits() {
		limit := x.At.Add(e.Within.D())
		if !chosen[x.mailbox] || x.At.Before(e.From.Time) || !x.At.Before(end) || limit.After(v.end()) {
			continue
		}
		sample++
		if !x.seen.IsZero() && !x.seen.After(limit) {
			inTime++
		} else {
			late = append(late, x)
		}
	}
	who := selection(e.Cohort, e.Select)
	if sample == 0 {
		return verdict(Vacuous, 0, end, "no owner of %s edited anything between %s and %s", who, instant(e.From.Time), instant(end))
	}
	ok := e.Share.Holds(shareOf(inTime, sample))
	x := verdict(heldIf(ok), sample, end, "the system knew of %s edits of %s between %s and %s within %s; expected %s",
		outOf(inTime, sample), who, instant(e.From.Time), instant(end), span(e.Within.D()), bounds(e.Share))
	var ids []string
	for _, l := range late {
		if len(x.Evidence) < maxEvidence {
			x = x.proven(l.Event)
		}
		ids = append(ids, l.mailbox)
	}
	return x.about(ids)
}

// measureEdits says how old the news of edits is.
func (v *view) measureEdits(m *Measures) {
	var after []time.Duration
	for _, x := range all[history.EditSeen](v) {
		after = append(after, x.d.After)
	}
	slices.Sort(after)
	quantile := func(q float64) *float64 {
		if len(after) == 0 {
			return nil
		}
		return seconds(after[max(0, int(math.Ceil(q*float64(len(after))))-1)])
	}
	m.EditsSeenMedianSeconds, m.EditsSeen95Seconds = quantile(0.5), quantile(0.95)
}
