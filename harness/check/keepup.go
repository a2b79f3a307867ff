package check

import (
	"slices"
	"time"
)

// disguised begin the words of faults whose answers look well in the provider's
// journal, so that it does not tell who fails, or that make rounds longer.
var disguised = []string{"an HTML page", "JSON that", "body cut", "latency"}

// sampled says whether the history has minutes that can be judged.
func sampled(v *view) bool {
	if v.poll() <= 0 {
		return false
	}
	spans := v.unfair()
	for _, c := range v.h.Header.Cohorts {
		for i := range v.h.Series[c.Name] {
			if !anyHolds(spans, v.minute(i)) {
				return true
			}
		}
	}
	return false
}

// calendarsKeepUp (C9, C11): only who fails grows old. In no minute have more
// mailboxes of a cohort been without a complete round for two polls than fail at
// that instant.
func calendarsKeepUp(v *view) Verdict {
	judged := 0
	spans := v.unfair()
	for _, c := range v.h.Header.Cohorts {
		series := v.h.Series[c.Name]
		failing := v.failingByMinute(c.Members, len(series))
		for i, m := range series {
			at := v.minute(i)
			if anyHolds(spans, at) {
				continue
			}
			judged++
			if m.Stale > failing[i] {
				return verdict(Broken, judged, at, "at %s %s of %s had no complete round for two polls (%s), and %d of them failed",
					instant(at), plural(m.Stale, "mailbox", "mailboxes"), c.Name, span(2*v.poll()), failing[i])
			}
		}
	}
	return verdict(Held, judged, v.end(), "in %s minutes of cohorts only mailboxes that failed were older than two polls (%s)", thousands(judged), span(2*v.poll()))
}

// unfair are the spans in which somebody may be late without failing: two polls
// after an interruption of the system, when rounds begin anew one after the other,
// and after answers that only look well.
func (v *view) unfair() []Span {
	spans := slices.Clone(v.downs)
	for _, f := range v.h.Header.Faults {
		if f.Hits > 0 && speaksOf(f.What, disguised) {
			spans = append(spans, v.faults[f.Name].windows...)
		}
	}
	for i := range spans {
		spans[i].Until = spans[i].Until.Add(2 * v.poll())
	}
	return spans
}

func anyHolds(spans []Span, t time.Time) bool {
	return slices.ContainsFunc(spans, func(s Span) bool { return s.within(t) })
}

// minute is the instant of sample i of a series.
func (v *view) minute(i int) time.Time {
	return v.h.Header.From.Add(time.Duration(i+1) * time.Minute)
}

// excused are the spans in which a mailbox may have no round: it fails, or the
// provider asked it to wait. They do not overlap.
func (m *mailbox) excused() []Span {
	spans := slices.Clone(m.held)
	for _, e := range m.episodes {
		spans = append(spans, e.Span)
	}
	slices.SortFunc(spans, func(a, b Span) int { return a.From.Compare(b.From) })
	var out []Span
	for _, s := range spans {
		if n := len(out); n > 0 && !s.From.After(out[n-1].Until) {
			out[n-1].Until = latest(out[n-1].Until, s.Until)
			continue
		}
		out = append(out, s)
	}
	return out
}

// elsewhere are the spans in which a mailbox may have no round since its owner, whose
// account was well, has linked that anew, maybe with somebody else's mailbox: until it is
// seen to be excused for something else, or for good. They do not overlap those.
func (m *mailbox) elsewhere(excused []Span, end time.Time) []Span {
	var out []Span
	for _, at := range m.relinked {
		s := Span{at, end}
		for _, e := range excused {
			if e.Until.After(at) && e.From.Before(s.Until) {
				s.Until = e.From
			}
		}
		if n := len(out); s.Until.After(at) && (n == 0 || !at.Before(out[n-1].Until)) {
			out = append(out, s)
		}
	}
	return out
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// failingByMinute counts the members that may have no round at the instant of each sample.
func (v *view) failingByMinute(members []string, samples int) []int {
	changes := make([]int, samples+1)
	for _, id := range members {
		m := v.mailboxes[id]
		if m == nil {
			continue
		}
		excused := m.excused()
		for _, e := range append(m.elsewhere(excused, v.end()), excused...) {
			// An episode that ends at the very instant counts: the sample may have
			// been taken before.
			first, last := v.samplesBefore(e.From), v.samplesBefore(e.Until.Add(1))
			changes[min(first, samples)]++
			changes[min(max(first, last), samples)]--
		}
	}
	n := 0
	for i, c := range changes {
		n += c
		changes[i] = n
	}
	return changes[:samples]
}

// samplesBefore is how many samples lie before t.
func (v *view) samplesBefore(t time.Time) int {
	since := t.Sub(v.h.Header.From)
	if since <= time.Minute {
		return 0
	}
	return int((since - 1) / time.Minute)
}
