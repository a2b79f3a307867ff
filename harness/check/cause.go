package check

import (
	"slices"
	"time"
)

// lookback is how long what has been over may still be told of: rules remember an
// hour, beside what an alert and its notice take.
const lookback = 2 * time.Hour

// aboutSomebody lists the alerts about a provider.
func (v *view) aboutSomebody() []told {
	return slices.DeleteFunc(slices.Clone(v.tellings()), func(a told) bool { return a.d.Provider == "" })
}

func alertsAboutSomebody(v *view) bool { return hasContract(v) && len(v.aboutSomebody()) > 0 }

// alertsOfWhoFails (A2): an alert about a provider comes only when one of that
// provider's mailboxes has failed, or grown old without failing, and never for what
// happens at another.
func alertsOfWhoFails(v *view) Verdict {
	alerts := v.aboutSomebody()
	for i, a := range alerts {
		if v.anyFailed(a.d.Provider, v.leadUp(a)) || v.anyStale(a.d.Provider, v.leadUp(a)) {
			continue
		}
		return verdict(Broken, i+1, a.At, "%s for %s came to the %s at %s, although none of its mailboxes had failed for %s",
			a.d.Alert, a.d.Provider, a.d.Sink, instant(a.At), span(lookback)).proven(a.Event)
	}
	return verdict(Held, len(alerts), v.end(), "%s came about providers of which a mailbox had failed", plural(len(alerts), "alert", "alerts"))
}

// leadUp is the span of which an alert may tell: longer while its sink refused, and
// while it was held back for a look_now.
func (v *view) leadUp(a told) Span {
	from := a.At
	for grown := true; grown; {
		grown = false
		before := func(s Span) {
			if s.From.Before(from) && !s.Until.Before(from.Add(-lookback)) {
				from, grown = s.From, true
			}
		}
		for _, x := range v.refusals {
			if x.sink == a.d.Sink {
				before(x.Span)
			}
		}
		for _, other := range v.tellings() {
			if a.d.Level == reviewSoon && other.d.Level == lookNow && other.d.Provider == a.d.Provider {
				before(v.openSpan(other))
			}
		}
	}
	return Span{from.Add(-lookback), a.At}
}

// anyFailed says whether a mailbox of a provider may have counted as failing within a
// span.
func (v *view) anyFailed(provider string, s Span) bool {
	return slices.ContainsFunc(v.possibly(provider, 0), func(x Span) bool { return overlap(x, s) })
}

// anyStale says whether a mailbox of a provider had been without a complete round for
// two polls in a minute of a span.
func (v *view) anyStale(provider string, s Span) bool {
	for i, m := range v.h.Series[provider] {
		if at := v.minute(i); m.Stale > 0 && !at.Before(s.From) && !at.After(s.Until) {
			return true
		}
	}
	return false
}

// overlap says whether two spans have an instant in common, ends included.
func overlap(a, b Span) bool { return !a.From.After(b.Until) && !b.From.After(a.Until) }

// damping is the shortest time that failures last before an alert on them may fire.
func (v *view) damping() time.Duration {
	c := v.h.Header.Contract
	shortest := c.Rules[0].For
	for _, r := range c.Rules {
		shortest = min(shortest, r.For)
	}
	return shortest - c.Scrape
}

// damped are the spans of a provider in which mailboxes failed and were all well again
// within the damping.
func (v *view) damped(provider string) []Span {
	return slices.DeleteFunc(v.possibly(provider, 0), func(s Span) bool { return s.Until.Sub(s.From) >= v.damping() })
}

// providers are those of the contract, each once, in its order.
func (v *view) providers() []string {
	var out []string
	for _, r := range v.h.Header.Contract.Rules {
		if !slices.Contains(out, r.Provider) {
			out = append(out, r.Provider)
		}
	}
	return out
}

func healedInTime(v *view) bool {
	return hasContract(v) && slices.ContainsFunc(v.providers(), func(p string) bool { return len(v.damped(p)) > 0 })
}

// healedIsSilent (A3): failures that are healed within the damping of every alert are
// told to nobody. An alert within their time, or soon after, needs failures that
// lasted.
func healedIsSilent(v *view) Verdict {
	judged := 0
	for _, p := range v.providers() {
		judged += len(v.damped(p))
	}
	for _, a := range v.aboutSomebody() {
		lead := v.leadUp(a)
		lasted := slices.ContainsFunc(v.possibly(a.d.Provider, 0), func(s Span) bool {
			return overlap(s, lead) && s.Until.Sub(s.From) >= v.damping()
		})
		if lasted || v.anyStale(a.d.Provider, lead) || !v.anyFailed(a.d.Provider, lead) {
			continue
		}
		return verdict(Broken, judged, a.At, "%s for %s came to the %s at %s, although all failures of the %s before were healed within %s; expected none",
			a.d.Alert, a.d.Provider, a.d.Sink, instant(a.At), span(a.At.Sub(lead.From)), span(v.damping())).proven(a.Event)
	}
	return verdict(Held, judged, v.end(), "%s of a provider that healed within %s brought no alert", plural(judged, "spell", "spells"), span(v.damping()))
}
