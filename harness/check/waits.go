package check

import (
	"slices"
	"strings"
	"time"

	"anchorage/harness/history"
	"anchorage/sim/journal"
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
// asked its mailbox for. A system that was down in between can't know of it. Who has
// signed in while the owner looks on may be asked for at once: people don't wait.
func waitsHonoured(v *view) Verdict {
	var bad []happening[history.TooEarly]
	var ids []string
	for _, x := range all[history.TooEarly](v) {
		if !v.interrupted(Span{From: x.d.Asked, Until: x.At}) && !v.whileLinking(x) && !v.ofAStranger(x) {
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

// linkingTakes is the longest time from the first request of a link that is followed
// to its answer: a few requests, each with its time limit.
const linkingTakes = 2 * time.Minute

// whileLinking says whether a request asked whose calendar it is that an owner had just
// signed in to, or belonged to the round that begins at once when that is known. The
// mailbox may be another one than they were asked about: that it was asked to wait can't
// be known before it is known which it is, which may take until the other one's wait is
// over, or as long as the one they were asked about fails.
func (v *view) whileLinking(x happening[history.TooEarly]) bool {
	whose := x.d.Operation == journal.DefaultCalendar || x.d.Operation == journal.Me
	if !whose && x.d.Operation != journal.Delta {
		return false
	}
	for _, answered := range all[history.RelinkAnswered](v) {
		after := x.At.Sub(answered.At)
		stranger := answered.d.Mailbox != x.d.Mailbox && (!answered.At.Before(x.d.Asked) || v.failsThrough(answered.d.Mailbox, answered.At, x.At))
		if after >= 0 && after < time.Second || whose && stranger && after >= 0 || whose && after < 0 && after >= -linkingTakes {
			return true
		}
	}
	return false
}

// ofAStranger says whether a wait may have been asked of another owner, who has signed
// in to this mailbox instead of the own one: from the first request of their link on, and
// for as long as the own one fails. Whose it is can't be known, nor so who is to wait.
func (v *view) ofAStranger(x happening[history.TooEarly]) bool {
	return slices.ContainsFunc(all[history.RelinkAnswered](v), func(answered happening[history.RelinkAnswered]) bool {
		asked := x.d.Asked
		return answered.d.Mailbox != x.d.Mailbox && answered.At.Before(x.At) && !asked.Before(answered.At.Add(-linkingTakes)) &&
			v.failsThrough(answered.d.Mailbox, answered.At, later(asked, answered.At))
	})
}

// failsThrough says whether a mailbox failed from one instant to another.
func (v *view) failsThrough(mailbox string, from, until time.Time) bool {
	m := v.mailboxes[mailbox]
	return m != nil && slices.ContainsFunc(m.episodes, func(e Episode) bool { return e.holds(from) && e.holds(until) })
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
