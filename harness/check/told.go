package check

import (
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/sut"
)

// told is an alert as a sink had it: from the notice that opened it to its closure.
type told struct {
	notice
	closed *notice // nil: open at the end
}

// openAt says whether the sink had it open at t.
func (a told) openAt(t time.Time) bool {
	return !a.At.After(t) && (a.closed == nil || t.Before(a.closed.At))
}

// overlaps says whether the sink had it open at any time of a span, ends included.
func (a told) overlaps(s Span) bool {
	return !a.At.After(s.Until) && (a.closed == nil || !a.closed.At.Before(s.From))
}

// tellings are all alerts that arrived, in the order of opening.
func (v *view) tellings() []told {
	if v.allTold != nil {
		return v.allTold
	}
	open := map[string]int{} // key: sink and key of the notice; position in the list
	out := []told{}
	for _, n := range all[history.Notice](v) {
		key := keyAtSink(n.d)
		i, known := open[key]
		switch {
		case n.d.Status == firing && !known:
			open[key] = len(out)
			out = append(out, told{notice: n})
		case n.d.Status == resolved && known:
			out[i].closed = &n
			delete(open, key)
		}
	}
	v.allTold = out
	return out
}

// toldOf lists what a sink had of a rule.
func (v *view) toldOf(r sut.AlertRule) []told {
	return slices.DeleteFunc(slices.Clone(v.tellings()), func(a told) bool { return !isOf(r, a.notice) })
}

// isOf says whether a notice is of a rule, at the sink where it belongs.
func isOf(r sut.AlertRule, n notice) bool {
	return n.d.Alert == r.Alert && n.d.Provider == r.Provider && n.d.Level == r.Level && n.d.Sink == r.Sink
}

// lookNowOpen says whether the pager had a look_now of a provider at any time of a
// span, when none of review_soon is told.
func (v *view) lookNowOpen(provider string, s Span) bool {
	return slices.ContainsFunc(v.tellings(), func(a told) bool {
		return a.d.Level == lookNow && a.d.Provider == provider && a.overlaps(s)
	})
}

// refused says whether a sink refused notices at any time of a span, ends included.
func (v *view) refused(sink string, s Span) bool {
	return slices.ContainsFunc(v.refusals, func(r refusal) bool {
		return r.sink == sink && !r.From.After(s.Until) && !r.Until.Before(s.From)
	})
}

// downWithin says whether the system was down at any time of a span, ends included.
func (v *view) downWithin(s Span) bool {
	return slices.ContainsFunc(v.downs, func(d Span) bool { return !d.From.After(s.Until) && !d.Until.Before(s.From) })
}

// hasContract says whether the system promises anything of its alerts.
func hasContract(v *view) bool { return v.h.Header.Alerts && v.h.Header.Contract != nil }

// gathered is how long a notice may be held back for company and then delivered, by a
// sink that works.
func (v *view) gathered(r sut.AlertRule) time.Duration {
	return max(r.GroupWait, r.GroupInterval) + v.h.Header.Contract.Delivery
}

// reach is how long the figures that made a rule fire lie before its notice at most.
func (v *view) reach(r sut.AlertRule) time.Duration {
	return v.h.Header.Contract.Scrape + r.Evaluation + v.gathered(r)
}
