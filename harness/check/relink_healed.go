package check

import (
	"fmt"
	"time"

	"anchorage/harness/history"
)

// firstRelinked: from the first mail to the first complete round of a mailbox
// that relinked while it was failing.
func firstRelinked(v *view, within time.Duration, asks []ask) Verdict {
	first := asks[0]
	relinked := map[string]*history.Event{}
	for i := range v.h.Events {
		e := &v.h.Events[i]
		switch d := e.Data.(type) {
		case history.RelinkAnswered:
			if d.Outcome == history.OutcomeLinked && !e.At.Before(first.At) {
				relinked[d.Mailbox] = e
			}
		case history.Healed:
			if answer, ok := relinked[d.Mailbox]; ok && !d.Since.After(answer.At) {
				took := e.At.Sub(first.At)
				return verdict(heldIf(took <= within), len(relinked), e.At, "the first recovery after relinking came %s after the first mail; expected within %s", span(took), span(within)).
					proven(first.Event, answer, e).about([]string{d.Mailbox})
			}
		}
	}
	left := v.end().Sub(first.At)
	switch {
	case left < within:
		return verdict(Vacuous, len(relinked), v.end(), "the world ends %s after the first mail", span(left))
	case len(relinked) == 0:
		return verdict(Vacuous, 0, v.end(), "nobody relinked")
	}
	return verdict(Broken, len(relinked), v.end(), "%s relinked and none recovered by the end; expected a first recovery within %s", plural(len(relinked), "mailbox", "mailboxes"), span(within)).proven(first.Event)
}

// noneHealed: nobody who had recovered by an instant is asked afterwards.
func noneHealed(v *view, by time.Time, asks []ask) Verdict {
	if why := v.reached(by); why != "" {
		return verdict(Vacuous, 0, by, "%s", why)
	}
	healed := map[string]bool{}
	for _, r := range v.recoveries() {
		if r.by(by) {
			healed[r.mailbox] = true
		}
	}
	if len(healed) == 0 {
		return verdict(Vacuous, 0, by, "no mailbox had recovered by %s", instant(by))
	}
	wrongly := distinct(asks, func(a ask) bool { return healed[a.d.Mailbox] && a.At.After(by) })
	figures := fmt.Sprintf("%s that had recovered by %s were asked to relink afterwards; expected none", outOf(len(wrongly), len(healed)), instant(by))
	x := verdict(heldIf(len(wrongly) == 0), len(healed), by, "%s", figures).about(wrongly)
	for _, a := range asks {
		if healed[a.d.Mailbox] && a.At.After(by) {
			x = x.proven(a.Event)
		}
	}
	return x
}
