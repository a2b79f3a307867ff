package check

import (
	"time"

	"anchorage/harness/sut"
)

// untimely is a closure that came although the alert's condition had held too recently.
type untimely struct {
	told
	rule sut.AlertRule
	held time.Time // the condition, last
	amid bool      // the system was down meanwhile
}

// wronglyClosed says whether the closure of an alert came too early, and since when the
// condition had not held: nowhere within the time for which the alert is kept firing
// may an evaluation have seen it. Whatever was evaluated since the notice was gathered
// comes too late for it.
func (v *view) wronglyClosed(r sut.AlertRule, a told) (untimely, bool) {
	if a.closed == nil || v.refused(r.Sink, Span{a.At, a.closed.At}) {
		return untimely{}, false
	}
	at := a.closed.At
	decided := at.Add(-v.gathered(r))
	for _, s := range v.surely(r.Provider, r.Closes) {
		seen := v.seenFrom(s)
		until := earlier(decided, s.Until)
		last := until.Add(-r.Evaluation) // the last evaluation that surely saw it is not earlier
		kept := !last.Before(seen) && at.Before(last.Add(r.KeepFiring))
		within := !decided.Before(seen) && at.Before(s.Until)
		if kept || within {
			return untimely{told: a, rule: r, held: until, amid: v.downWithin(Span{last.Add(-v.h.Header.Contract.Memory), at})}, true
		}
	}
	return untimely{}, false
}

// lingers says whether an alert is one that should have closed: its condition has not held for as long
// as it is kept firing, and what evaluation and delivery take.
func (v *view) lingers(r sut.AlertRule, a told) (by time.Time, is bool) {
	quiet := v.h.Header.From
	check := func(gap Span) bool {
		since := later(gap.From, a.At)
		by = since.Add(v.h.Header.Contract.Scrape + r.KeepFiring + 3*r.Evaluation + v.gathered(r))
		meanwhile := Span{since.Add(-v.h.Header.Contract.Scrape), by}
		held := v.refused(r.Sink, meanwhile) || v.downWithin(meanwhile) || r.Level == reviewSoon && v.lookNowOpen(r.Provider, meanwhile)
		return by.Before(gap.Until) && since.Before(gap.Until) && !held && a.openAt(since) && a.openAt(by)
	}
	for _, s := range v.possibly(r.Provider, r.Closes) {
		if check(Span{quiet, s.From}) {
			return by, true
		}
		quiet = s.Until
	}
	return by, check(Span{quiet, v.end()})
}

func rulesTold(v *view) bool {
	if !hasContract(v) {
		return false
	}
	for _, r := range v.h.Header.Contract.Rules {
		if len(v.toldOf(r)) > 0 {
			return true
		}
	}
	return false
}

// gapsJoin (A5): a gap in a failure that is shorter than an alert is kept firing leaves
// it open; a longer one closes it. Between the two, by a scrape, the evaluations and
// what a notice takes, it may do either.
func gapsJoin(v *view) Verdict {
	judged := 0
	for _, r := range v.h.Header.Contract.Rules {
		for _, a := range v.toldOf(r) {
			judged++
			if u, is := v.wronglyClosed(r, a); is && !u.amid {
				return v.closedTooSoon(judged, u)
			}
			if by, is := v.lingers(r, a); is {
				return verdict(Broken, judged, by, "%s for %s, open at the %s since %s, has not closed by %s, although no more than %s of its accounts fail any longer",
					r.Alert, r.Provider, r.Sink, instant(a.At), instant(by), percent(r.Closes)).proven(a.Event)
			}
		}
	}
	return verdict(Held, judged, v.end(), "%s closed when what they tell of had been over for long enough, or are open", plural(judged, "alert", "alerts"))
}

func (v *view) closedTooSoon(judged int, u untimely) Verdict {
	expected := "expected it to stay open"
	if u.rule.KeepFiring > 0 {
		expected += " for " + span(u.rule.KeepFiring) + " from then on"
	}
	return verdict(Broken, judged, u.closed.At, "%s for %s closed at the %s at %s, although more than %s of its accounts failed until %s; %s",
		u.rule.Alert, u.rule.Provider, u.rule.Sink, instant(u.closed.At), percent(u.rule.Closes), instant(u.held), expected).proven(u.Event, u.closed.Event)
}

// restarts are the spans in which the system was down, but not for so long that alerts
// may know of it.
func (v *view) restarts() []Span {
	var out []Span
	for _, d := range v.downs {
		if d.Until.Sub(d.From) <= v.remembered() && d.Until.Before(v.end()) {
			out = append(out, d)
		}
	}
	return out
}

// overRestarts counts alerts that are open as the system goes down and comes up again,
// those that are closed too early around any stop although they are younger, and those
// that become due around one.
func (v *view) overRestarts() int {
	n := 0
	for _, r := range v.h.Header.Contract.Rules {
		for _, a := range v.toldOf(r) {
			over := 0
			for _, d := range v.restarts() {
				if a.openAt(d.From) {
					over++
				}
			}
			if u, is := v.wronglyClosed(r, a); is && u.amid {
				over = max(over, 1)
			}
			n += over
		}
	}
	for _, d := range v.dues() {
		if d.amid && !d.behind {
			n++
		}
	}
	return n
}

func restartedAmidAlerts(v *view) bool { return hasContract(v) && v.overRestarts() > 0 }

// outlastRestarts (A6): that the system is down for a while neither closes an alert
// whose condition holds nor delays one, but for the time in which its figures can't be
// read and the round that it was in.
func outlastRestarts(v *view) Verdict {
	judged := v.overRestarts()
	for _, d := range v.dues() {
		if d.amid && !d.behind && v.missing(d) {
			return v.lacking(judged, d)
		}
	}
	for _, r := range v.h.Header.Contract.Rules {
		for _, a := range v.toldOf(r) {
			if u, is := v.wronglyClosed(r, a); is && u.amid {
				return v.closedTooSoon(judged, u)
			}
		}
	}
	return verdict(Held, judged, v.end(), "%s outlasted a restart of the system, or came in spite of it", plural(judged, "alert", "alerts"))
}
