package check

import (
	"fmt"
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/history/wording"
	"anchorage/scenarios"
)

// defaultTry is how long a try lasts that does not say so.
const defaultTry = 20 * time.Minute

type action = happening[history.Acted]

func nameTried(e *scenarios.ExpectTried) string { return join("changes", e.Changes) }

// expectTried: every try shows in the provider's journal: as requests of failing
// mailboxes in a shape that the hour before did not see, or as a shape that
// becomes much more frequent. And, unless it may, none heals a mailbox.
func expectTried(v *view, e *scenarios.ExpectTried) Verdict {
	var tries []action
	for _, a := range all[history.Acted](v) {
		if a.d.Action == "try" {
			tries = append(tries, a)
		}
	}
	if len(tries) > 0 && v.h.Header.Fixed {
		return verdict(NotApplicable, 0, v.end(), "the settings of the system under test cannot be changed while it runs")
	}
	if len(tries) == 0 {
		return verdict(Vacuous, 0, v.end(), "the team tried nothing")
	}
	x := verdict(Held, len(tries), v.end(), "%s requests", plural(len(tries), "try changed", "tries all changed"))
	for _, a := range tries {
		seen := v.change(trySpan(a))
		if seen == nil {
			return verdict(Broken, len(tries), a.At, "the try of %s, %s, changed no request that the provider saw within its %s%s",
				instant(a.At), wording.Settings(a.d.What), span(trySpan(a).Until.Sub(a.At)), failure(a)).proven(a.Event)
		}
		x = x.proven(a.Event)
		if len(x.Evidence) < maxEvidence {
			x.Evidence = append(x.Evidence, *seen)
		}
	}
	if e.Heals {
		return x
	}
	for _, a := range tries {
		if healed := v.healedWithin(trySpan(a)); len(healed) > 0 {
			return verdict(Broken, len(tries), healed[0].Until, "%s recovered during the try of %s, %s; expected none",
				plural(len(healed), "mailbox", "mailboxes"), instant(a.At), wording.Settings(a.d.What)).about(mailboxesIn(healed)).proven(a.Event)
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

// change is how requests changed within a span; nil when they did not.
func (v *view) change(s Span) *Evidence {
	for _, x := range all[history.ShapeSeen](v) {
		if s.within(x.At) && v.failsNow(x.d.Mailbox, x.At) && !v.sentWithin(x.d.Shape, Span{s.From.Add(-baseline), s.From}) {
			return &Evidence{At: x.At, Text: history.Describe(*x.Event)}
		}
	}
	total := 0
	for _, c := range v.h.Shapes {
		n, _ := v.rate(c, s)
		total += n
	}
	for _, c := range v.h.Shapes {
		n, rate := v.rate(c, s)
		_, before := v.rate(c, Span{s.From.Add(-baseline), s.From})
		if before > 0 && rate >= surge*before && n*noticeable >= total {
			return &Evidence{At: s.From, Text: fmt.Sprintf("requests in the dialect %s to %s rise from %.1f to %.1f a minute", c.Shape.Dialect, c.Shape.Host, before, rate)}
		}
	}
	return nil
}

// failsNow says whether an attempt of the mailbox had failed and no round has
// completed since, however short a time that is.
func (v *view) failsNow(id string, t time.Time) bool {
	m := v.mailboxes[id]
	return m != nil && slices.ContainsFunc(m.episodes, func(e Episode) bool { return e.holds(t) })
}

// sentWithin says whether a request of a shape fell into a span.
func (v *view) sentWithin(shape history.Shape, s Span) bool {
	for _, x := range all[history.ShapeSeen](v) {
		if x.d.Shape == shape && s.within(x.At) {
			return true
		}
	}
	for _, c := range v.h.Shapes {
		if c.Shape == shape {
			n, _ := v.rate(c, s)
			return n > 0
		}
	}
	return false
}

// A try that sends the same requests more often, as one that renews every token,
// changes them when a shape becomes surge times as frequent as in the baseline
// before it and is at least one in noticeable of all requests.
const (
	surge      = 2
	baseline   = time.Hour
	noticeable = 20
)

// rate is how many requests of a shape ended within the whole minutes of a span,
// and how many that is a minute.
func (v *view) rate(c history.ShapeCount, s Span) (n int, perMinute float64) {
	minutes := 0
	for i, count := range c.Minutes {
		end := v.h.Header.From.Add(time.Duration(i+1) * time.Minute)
		if begin := end.Add(-time.Minute); !begin.Before(s.From) && !end.After(s.Until) {
			n += count
			minutes++
		}
	}
	return n, float64(n) / float64(max(minutes, 1))
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
