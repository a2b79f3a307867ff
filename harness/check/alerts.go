package check

import (
	"strings"
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
)

type notice = happening[history.Notice]

// Words of notices.
const (
	firing   = "firing"
	resolved = "resolved"

	informational = "informational"
	reviewSoon    = "review_soon"
	lookNow       = "look_now"

	chat  = "chat"
	pager = "pager"
)

// openings are the notices that open an alert, in order; open are those whose
// closure never came.
func (v *view) openings() (openings, open []notice) {
	at := map[string]int{} // key: sink and key of an open notice; position in openings
	closed := map[int]bool{}
	for _, n := range all[history.Notice](v) {
		key := keyAtSink(n.d)
		i, known := at[key]
		switch {
		case n.d.Status == firing && !known:
			at[key] = len(openings)
			openings = append(openings, n)
		case n.d.Status == resolved && known:
			closed[i] = true
			delete(at, key)
		}
	}
	for i, n := range openings {
		if !closed[i] {
			open = append(open, n)
		}
	}
	return openings, open
}

// keyAtSink is what a notice and its closure have in common.
func keyAtSink(n history.Notice) string {
	if n.Key == "" {
		return join(n.Sink, n.Alert, n.Provider)
	}
	return n.Sink + "\x00" + n.Key
}

func nameAlert(e *scenarios.ExpectAlert) string {
	within := "never"
	if !e.Within.Never {
		within = join("within", strings.ReplaceAll(span(e.Within.Limit.D()), " ", ""))
	}
	return join(e.Level, e.Provider, within)
}

// expectAlert: the first opening of a level for a provider after a fault began.
func expectAlert(v *view, e *scenarios.ExpectAlert) Verdict {
	if !v.h.Header.Alerts {
		return verdict(NotApplicable, 0, v.end(), "the system under test delivers no alerts")
	}
	f, why := v.fault(e.After)
	if f == nil {
		return verdict(Vacuous, 0, v.end(), "%s", why)
	}
	start := f.start()
	first := v.firstOpening(start, func(n history.Notice) bool {
		return n.Level == e.Level && n.Provider == e.Provider
	})
	what := e.Level + " alert for " + e.Provider
	if first == nil {
		return alertMissing(v, e, what, start)
	}
	took := first.At.Sub(start)
	expected := "never"
	if !e.Within.Never {
		expected = "within " + span(e.Within.Limit.D())
	}
	ok := !e.Within.Never && took <= e.Within.Limit.D()
	return verdict(heldIf(ok), 1, first.At, "the first %s came %s after %s began, at %s; expected %s", what, span(took), e.After, instant(first.At), expected).proven(first.Event)
}

// alertMissing judges an alert that did not come before the world ended.
func alertMissing(v *view, e *scenarios.ExpectAlert, what string, start time.Time) Verdict {
	left := v.end().Sub(start)
	switch {
	case e.Within.Never && !v.hasLinked(e.Provider):
		return verdict(Vacuous, 0, v.end(), "no mailbox of %s was ever linked, so there was nothing to alert for", e.Provider)
	case e.Within.Never && v.deafSince(start) != nil:
		lost := v.deafSince(start)
		return verdict(Vacuous, 0, lost.At, "alerting itself was silent from %s on, so no %s could have come", instant(lost.d.Last), what).proven(lost.Event)
	case e.Within.Never:
		return verdict(Held, 1, v.end(), "no %s came in the %s from the start of %s to the end", what, span(left), e.After)
	case left < e.Within.Limit.D():
		return verdict(Vacuous, 0, v.end(), "the world ends %s after %s began, before the %s in which a %s was expected had passed", span(left), e.After, span(e.Within.Limit.D()), what)
	}
	return verdict(Broken, 1, v.end(), "no %s came in the %s from the start of %s to the end; expected within %s", what, span(left), e.After, span(e.Within.Limit.D()))
}

// hasLinked says whether any mailbox of a provider was ever linked.
func (v *view) hasLinked(provider string) bool {
	for _, m := range v.h.Header.Mailboxes {
		if m.Provider == provider && v.mailboxes[m.ID].linkedAt(v.end()) {
			return true
		}
	}
	return false
}

// deafSince is the first loss of the heartbeat at or after t; nil for none. While
// the dead-man's switch is silent, silence of the other alerts proves nothing.
func (v *view) deafSince(t time.Time) *happening[history.HeartbeatLost] {
	for _, lost := range all[history.HeartbeatLost](v) {
		if !lost.At.Before(t) {
			return &lost
		}
	}
	return nil
}

// firstOpening is the first opening at or after t that fits; nil for none.
func (v *view) firstOpening(t time.Time, fits func(history.Notice) bool) *notice {
	openings, _ := v.openings()
	for i, n := range openings {
		if !n.At.Before(t) && fits(n.d) {
			return &openings[i]
		}
	}
	return nil
}

func nameNoticed(e *scenarios.ExpectNoticed) string { return join("by", e.First) }

// expectNoticed: how and when a person first learns of a fault.
func expectNoticed(v *view, e *scenarios.ExpectNoticed) Verdict {
	if e.First != "ticket" && !v.h.Header.Alerts {
		return verdict(NotApplicable, 0, v.end(), "the system under test delivers no alerts")
	}
	f, why := v.fault(e.After)
	if f == nil {
		return verdict(Vacuous, 0, v.end(), "%s", why)
	}
	var first *happening[history.Noticed]
	for _, n := range all[history.Noticed](v) {
		if !n.At.Before(f.start()) {
			first = &n
			break
		}
	}
	expected := "by " + e.First
	if !e.From.IsZero() {
		expected += ", not before " + instant(e.From.Time)
	}
	if !e.By.IsZero() {
		expected += ", not after " + instant(e.By.Time)
	}
	if first == nil {
		return verdict(Broken, 1, v.end(), "nobody noticed from the start of %s to the end; expected %s", e.After, expected)
	}
	ok := first.d.By == e.First && (e.From.IsZero() || !first.At.Before(e.From.Time)) && (e.By.IsZero() || !first.At.After(e.By.Time))
	return verdict(heldIf(ok), 1, first.At, "first noticed by %s at %s, %s after %s began; expected %s",
		first.d.By, instant(first.At), span(first.At.Sub(f.start())), e.After, expected).proven(first.Event)
}
