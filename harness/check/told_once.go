package check

import (
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/sut"
)

// noticesOfRules: a notice of a rule came, be it a closure alone.
func noticesOfRules(v *view) bool {
	return hasContract(v) && slices.ContainsFunc(all[history.Notice](v), func(n notice) bool {
		_, known := v.ruleOf(n)
		return known
	})
}

// toldOnce (A4, A7): what is open is not told again before it is time to repeat it,
// and what closes was open. That holds for what arrives late, too, because its sink had
// refused it.
func toldOnce(v *view) Verdict {
	open := map[string]notice{} // key: sink and key; the last notice of what is open
	judged := 0
	for _, n := range all[history.Notice](v) {
		r, known := v.ruleOf(n)
		if !known {
			continue
		}
		judged++
		last, isOpen := open[keyAtSink(n.d)]
		switch {
		case n.d.Status == firing && isOpen && n.At.Sub(last.At) < r.Repeat-r.GroupInterval:
			return verdict(Broken, judged, n.At, "%s for %s came to the %s again at %s, %s after its last notice and still open; expected a repetition after %s",
				n.d.Alert, n.d.Provider, n.d.Sink, instant(n.At), span(n.At.Sub(last.At)), span(r.Repeat)).proven(last.Event, n.Event)
		case n.d.Status == firing:
			open[keyAtSink(n.d)] = n
		case n.d.Status == resolved && !isOpen:
			return verdict(Broken, judged, n.At, "%s for %s closed at the %s at %s without having been open", n.d.Alert, n.d.Provider, n.d.Sink, instant(n.At)).proven(n.Event)
		default:
			delete(open, keyAtSink(n.d))
		}
	}
	return verdict(Held, judged, v.end(), "%s: each alert was told once and closed once", plural(judged, "notice", "notices"))
}

// ruleOf finds the rule that a notice is of.
func (v *view) ruleOf(n notice) (sut.AlertRule, bool) {
	for _, r := range v.h.Header.Contract.Rules {
		if isOf(r, n) {
			return r, true
		}
	}
	return sut.AlertRule{}, false
}

// gatheredMost is the most time that any rule's notices may be gathered.
func (v *view) gatheredMost(level string) time.Duration {
	var most time.Duration
	for _, r := range v.h.Header.Contract.Rules {
		if r.Level == level {
			most = max(most, v.gathered(r))
		}
	}
	return most
}
