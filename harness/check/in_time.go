package check

import (
	"slices"
	"time"

	"anchorage/harness/sut"
)

// alertsInTime (A1): where a larger share of a provider's accounts fails than a rule
// allows, and goes on failing, its alert is open in time; where not, none comes.
//
// The system knows of a failure when the round has ended in which it began, and its
// figures are read once in a while: so there is a span in which an alert may come or
// not. It is as long as the contract's figures make it, and longer where the journal
// does not tell who fails (standing.go, share.go). What waits for a sink that refuses
// is judged by notices-arrive, and what a stop of the system delays by
// alerts-outlast-restarts.
func alertsInTime(v *view) Verdict {
	judged := 0
	for _, d := range v.dues() {
		if d.amid || d.behind {
			continue
		}
		judged++
		if v.missing(d) {
			return v.lacking(judged, d)
		}
	}
	for _, r := range v.h.Header.Contract.Rules {
		for _, a := range v.toldOf(r) {
			judged++
			if !v.caused(r, a.At) {
				return verdict(Broken, judged, a.At, "%s for %s came to the %s at %s, although no more than %s of its accounts had failed for %s; expected none",
					r.Alert, r.Provider, r.Sink, instant(a.At), percent(r.Share), span(r.For)).proven(a.Event)
			}
		}
	}
	return verdict(Held, judged, v.end(), "%s came when due and not without cause", plural(judged, "alert", "alerts"))
}

// alertsTimed: something was due, or came.
func alertsTimed(v *view) bool {
	if !hasContract(v) {
		return false
	}
	for _, r := range v.h.Header.Contract.Rules {
		if len(v.toldOf(r)) > 0 {
			return true
		}
	}
	for _, d := range v.dues() {
		if !d.amid && !d.behind {
			return true
		}
	}
	return false
}

// lacking is the verdict on an alert that is due and not open.
func (v *view) lacking(judged int, d due) Verdict {
	return verdict(Broken, judged, d.by, "%s for %s is not open at the %s at %s, although more than %s of its accounts have failed since %s; expected within %s",
		d.rule.Alert, d.rule.Provider, d.rule.Sink, instant(d.by), percent(d.rule.Share), instant(d.since), span(d.by.Sub(d.since)))
}

// caused says whether the condition of a rule may have held for so long that its
// notice arrives at t.
func (v *view) caused(r sut.AlertRule, t time.Time) bool {
	last := t.Add(-v.reach(r))
	for _, x := range slices.Backward(v.refusals) { // from the last: a sink may refuse again before it has told
		if x.sink == r.Sink && !x.From.After(t) && !x.Until.Add(v.h.Header.Contract.Redelivery).Before(last) {
			last = x.From.Add(-v.reach(r))
		}
	}
	damped := r.For - v.h.Header.Contract.Scrape // between the first and the last figures that show it
	for _, s := range v.possibly(r.Provider, r.Share) {
		if earlier(s.Until, t).Sub(s.From) >= damped && !v.carried(r, s).Before(last) {
			return true
		}
	}
	return false
}

// carried is until when an alert may stay open that fired in a span: while the share
// at which it closes is exceeded, and for review_soon while a look_now is open.
func (v *view) carried(r sut.AlertRule, s Span) time.Time {
	until := s.Until
	extend := func(x Span) bool {
		if x.From.After(until.Add(v.reach(r))) || !x.Until.After(until) {
			return false
		}
		until = x.Until
		return true
	}
	for grown := true; grown; {
		grown = false
		for _, x := range v.possibly(r.Provider, r.Closes) {
			grown = extend(x) || grown
		}
		if r.Level != reviewSoon {
			continue
		}
		for _, a := range v.tellings() {
			if a.d.Level == lookNow && a.d.Provider == r.Provider {
				grown = extend(v.openSpan(a)) || grown
			}
		}
	}
	return until
}

// openSpan is the span for which a sink had an alert open.
func (v *view) openSpan(a told) Span {
	if a.closed == nil {
		return Span{a.At, v.end()}
	}
	return Span{a.At, a.closed.At}
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
