package check

import (
	"slices"
	"time"
)

// quiet lists the spans in which no fault was in force, no answer of one was still asking
// somebody to wait, and the system ran, in order.
func (v *view) quiet() []Span {
	if v.allQuiet != nil {
		return v.allQuiet
	}
	troubles := slices.Clone(v.downs)
	for _, f := range v.faults {
		for _, w := range f.windows {
			troubles = append(troubles, Span{w.From, w.Until.Add(f.Wait)})
		}
	}
	slices.SortFunc(troubles, func(a, b Span) int { return a.From.Compare(b.From) })
	var out []Span
	since := v.h.Header.From
	for _, t := range troubles {
		if t.From.After(since) {
			out = append(out, Span{since, t.From})
		}
		since = latest(since, t.Until)
	}
	if v.end().After(since) {
		out = append(out, Span{since, v.end()})
	}
	v.allQuiet = out
	return out
}

// comesBackWithin is the longest time from the end of trouble to a complete round: until
// the next attempt, and for the round. 0: the system promises none.
func (v *view) comesBackWithin() time.Duration {
	if v.h.Header.Retry == 0 {
		return 0
	}
	return v.h.Header.Retry + v.poll()
}
