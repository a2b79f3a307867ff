package check

import (
	"fmt"
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
)

// defaultTry is how long a try lasts that does not say so.
const defaultTry = 20 * time.Minute

type action = happening[history.Acted]

func nameTried(e *scenarios.ExpectTried) string { return join("changes", e.Changes) }

// expectTried: every try shows in the provider's journal as requests of a shape
// that was not seen before; and, unless it may, none heals a mailbox.
func expectTried(v *view, e *scenarios.ExpectTried) Verdict {
	var tries []action
	for _, a := range all[history.Acted](v) {
		if a.d.Action == "try" {
			tries = append(tries, a)
		}
	}
	if len(tries) == 0 {
		return verdict(Vacuous, 0, v.end(), "the team tried nothing")
	}
	x := verdict(Held, len(tries), v.end(), "all %s changed requests", plural(len(tries), "try", "tries"))
	for _, a := range tries {
		seen := v.shapeSeen(trySpan(a))
		if seen == nil {
			return verdict(Broken, len(tries), a.At, "the try of %s, %s, changed no request that the provider saw within its %s%s",
				instant(a.At), a.d.What, span(trySpan(a).Until.Sub(a.At)), failure(a)).proven(a.Event)
		}
		x = x.proven(a.Event, *seen)
	}
	if e.Heals {
		return x
	}
	for _, a := range tries {
		if healed := v.healedWithin(trySpan(a)); len(healed) > 0 {
			return verdict(Broken, len(tries), healed[0].Until, "%s recovered during the try of %s, %s; expected none",
				plural(len(healed), "mailbox", "mailboxes"), instant(a.At), a.d.What).about(mailboxesIn(healed)).proven(a.Event)
		}
	}
	x.Message += " and healed no mailbox"
	return x
}

func failure(a action) string {
	if a.d.Error == "" {
		return ""
	}
	return fmt.Sprintf(" (it was refused: %s)", a.d.Error)
}

func trySpan(a action) Span {
	lasts := a.d.For
	if lasts == 0 {
		lasts = defaultTry
	}
	return Span{a.At, a.At.Add(lasts)}
}

// shapeSeen is the first new shape of requests within a span; nil for none.
func (v *view) shapeSeen(s Span) *history.Event {
	for _, x := range all[history.ShapeSeen](v) {
		if s.within(x.At) {
			return &x.Event
		}
	}
	return nil
}

// healedWithin lists the failed rounds that ended within a span, in order.
func (v *view) healedWithin(s Span) []Episode {
	var out []Episode
	for _, id := range v.ids {
		for _, e := range v.mailboxes[id].failed {
			if !e.Open && s.within(e.Until) {
				out = append(out, e)
			}
		}
	}
	sortByEnd(out)
	return out
}

func mailboxesIn(all []Episode) []string {
	out := make([]string, len(all))
	for i, e := range all {
		out[i] = e.Mailbox
	}
	return out
}
