package check

import (
	"strings"

	"anchorage/harness/history"
)

// asksToWait begins the words of faults whose answers say how long to wait.
const asksToWait = "429, Retry-After"

// toldToWait says whether somebody was asked to wait, or did not.
func toldToWait(v *view) bool { return v.asksToWait() > 0 || len(all[history.TooEarly](v)) > 0 }

// asksToWait counts the answers of faults that say how long to wait.
func (v *view) asksToWait() int {
	n := 0
	for _, f := range v.h.Header.Faults {
		if strings.Contains(f.What, asksToWait) {
			n += f.Hits
		}
	}
	return n
}

// waitsHonoured (C9): no request comes before the end of the wait that the provider
// asked its mailbox for. A system that was down in between can't know of it.
func waitsHonoured(v *view) Verdict {
	var bad []happening[history.TooEarly]
	var ids []string
	for _, x := range all[history.TooEarly](v) {
		if !v.interrupted(Span{From: x.d.Asked, Until: x.At}) {
			bad = append(bad, x)
			ids = append(ids, x.d.Mailbox)
		}
	}
	asked := v.asksToWait()
	if len(bad) == 0 {
		return verdict(Held, asked, v.end(), "%s to wait, and nobody came too early", plural(asked, "answer asked", "answers asked"))
	}
	first := bad[0]
	x := verdict(Broken, asked, first.At, "%s came before the end of a wait that the provider had asked for, the first at %s: %s by %s, %s too early",
		plural(len(bad), "request", "requests"), instant(first.At), first.d.Operation, first.d.Mailbox, first.d.By).about(ids)
	for _, b := range bad {
		x = x.proven(b.Event)
	}
	return x
}

// interrupted says whether the system did not run at some instant of a span.
func (v *view) interrupted(s Span) bool {
	for _, down := range v.downs {
		if down.From.Before(s.Until) && s.From.Before(down.Until) {
			return true
		}
	}
	return false
}
