package check

import (
	"slices"
	"time"

	"anchorage/harness/sut"
)

// escalationsJudged: an informational alert or one for the next working day came.
func escalationsJudged(v *view) bool {
	return hasContract(v) && slices.ContainsFunc(v.tellings(), func(a told) bool {
		return a.d.Level == informational || a.d.Level == reviewSoon
	})
}

// escalated (A8): an informational alert that stays open becomes one of review_soon,
// once, and not before its time; while a look_now of a provider is open, no review_soon
// of that provider comes, but afterwards, if it is still true.
func escalated(v *view) Verdict {
	judged := 0
	for _, a := range v.tellings() {
		if a.d.Level == informational {
			judged++
			if x, wrong := v.notEscalated(judged, a); wrong {
				return x
			}
		}
		if a.d.Level == reviewSoon {
			judged++
			if x, wrong := v.notInhibited(judged, a); wrong {
				return x
			}
			if x, wrong := v.notDue(judged, a); wrong {
				return x
			}
		}
	}
	return verdict(Held, judged, v.end(), "%s escalated when due, or had no reason to, and none was told beside a look-now alert", plural(judged, "alert", "alerts"))
}

// escalation is the rule for alerts of a provider.
func (v *view) escalation(provider string) sut.AlertRule {
	r := v.h.Header.Contract.Escalation.Rule
	r.Provider = provider
	return r
}

// surelyOpen is the span in which an informational alert was open for sure: its notice
// is late, and that of its closure may be as late, or come only when the chat takes
// notices again.
func (v *view) surelyOpen(a told) Span {
	s := v.openSpan(a)
	late := -v.gatheredMost(informational)
	if a.closed != nil {
		s.Until = s.Until.Add(late)
	}
	for _, x := range v.refusals {
		if x.sink == a.d.Sink && !x.From.Before(s.From) {
			s.Until = earlier(s.Until, x.From.Add(late))
		}
	}
	return s
}

// notEscalated judges an informational alert that stays open.
func (v *view) notEscalated(judged int, a told) (Verdict, bool) {
	r := v.escalation(a.d.Provider)
	open := v.surelyOpen(a)
	by := open.From.Add(v.h.Header.Contract.Escalation.After + 2*r.Evaluation + v.gathered(r))
	by = v.whenAllowed(r, by)
	if !by.Before(open.Until) {
		return Verdict{}, false
	}
	for _, e := range v.toldOf(r) {
		closedAmid := e.closed != nil && e.At.After(open.From) && e.closed.At.Before(open.Until) && e.closed.At.After(by)
		if closedAmid && !v.refused(r.Sink, Span{e.At, e.closed.At}) {
			return verdict(Broken, judged, e.closed.At, "%s for %s closed at %s, although %s had been open since %s; expected it to be told once, and to stay open",
				r.Alert, r.Provider, instant(e.closed.At), a.d.Alert, instant(a.At)).proven(a.Event, e.Event, e.closed.Event), true
		}
	}
	if slices.ContainsFunc(v.toldOf(r), func(e told) bool { return e.openAt(by) }) {
		return Verdict{}, false
	}
	return verdict(Broken, judged, by, "%s for %s has been open at the %s since %s, and no %s is at the %s by %s",
		a.d.Alert, a.d.Provider, a.d.Sink, instant(a.At), r.Alert, r.Sink, instant(by)).proven(a.Event), true
}

// whenAllowed is the instant, t or later, by which a notice of a rule must have
// arrived, for all that its sink refuses and a look_now holds back meanwhile.
func (v *view) whenAllowed(r sut.AlertRule, t time.Time) time.Time {
	for moved := true; moved; {
		moved = false
		wait := func(s Span, more time.Duration) {
			if until := s.Until.Add(more); !s.From.After(t) && until.After(t) {
				t, moved = until, true
			}
		}
		for _, x := range v.refusals {
			if x.sink == r.Sink {
				wait(x.Span, v.h.Header.Contract.Redelivery)
			}
		}
		for _, a := range v.tellings() {
			if a.d.Level == lookNow && a.d.Provider == r.Provider {
				wait(v.openSpan(a), r.Evaluation+v.gathered(r))
			}
		}
	}
	return t
}

// notInhibited judges an alert of review_soon that came beside a look_now.
func (v *view) notInhibited(judged int, a told) (Verdict, bool) {
	held := v.gatheredMost(lookNow)
	if v.refused(a.d.Sink, Span{a.At.Add(-v.gatheredMost(reviewSoon)), a.At}) {
		return Verdict{}, false
	}
	for _, other := range v.tellings() {
		over := other.closed != nil && !a.At.Before(other.closed.At.Add(-held))
		if other.d.Level != lookNow || other.d.Provider != a.d.Provider || !other.At.Before(a.At) || over {
			continue
		}
		return verdict(Broken, judged, a.At, "%s for %s came to the %s at %s, although %s had been open since %s; expected it to be held back",
			a.d.Alert, a.d.Provider, a.d.Sink, instant(a.At), other.d.Alert, instant(other.At)).proven(other.Event, a.Event), true
	}
	return Verdict{}, false
}

// notDue judges an escalation that came before its time. One whose chat refused is not
// judged: nobody knows when it opened.
func (v *view) notDue(judged int, a told) (Verdict, bool) {
	r := v.escalation(a.d.Provider)
	after := v.h.Header.Contract.Escalation.After
	early := v.gatheredMost(informational)
	lead := Span{a.At.Add(-after - early - lookback), a.At}
	if !isOf(r, a.notice) || v.refused(chat, lead) || v.lookNowOpen(r.Provider, Span{a.At.Add(-v.reach(r)), a.At}) {
		return Verdict{}, false
	}
	for _, i := range v.tellings() {
		open := v.openSpan(i)
		if i.d.Level == informational && i.d.Provider == r.Provider && !open.From.Add(after-early).After(a.At) && !open.Until.Before(a.At.Add(-v.reach(r))) {
			return Verdict{}, false
		}
	}
	return verdict(Broken, judged, a.At, "%s for %s came to the %s at %s, although no informational alert had been open for %s",
		r.Alert, r.Provider, r.Sink, instant(a.At), span(after)).proven(a.Event), true
}
