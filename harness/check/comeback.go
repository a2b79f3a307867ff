package check

import (
	"slices"
	"time"

	"anchorage/harness/history"
)

// comeback is a mailbox that was failing as trouble ended.
type comeback struct {
	mailbox string
	quiet   Span
	back    time.Time // its round; zero: none as long as it was quiet
}

// comebacks lists them, but for those that need their owner: of credentials that were
// rejected, or whose owner was asked or had answered within the episode.
func (v *view) comebacks() []comeback {
	if v.allBacks != nil {
		return v.allBacks
	}
	rejected := map[string][]time.Time{} // key: mailbox
	for _, x := range all[history.Rejected](v) {
		rejected[x.d.Mailbox] = append(rejected[x.d.Mailbox], x.At)
	}
	quiet := v.quiet()
	var out []comeback
	for _, id := range v.ids {
		m := v.mailboxes[id]
		for _, e := range m.episodes {
			if e.anyHeld(rejected[id]) || e.anyHeld(m.asked) || e.anyHeld(m.relinked) || e.anyHeld(m.strayed) {
				continue
			}
			// Spans of quiet are in order, and in a world that flickers they are many.
			first, _ := slices.BinarySearchFunc(quiet, e.From, func(q Span, t time.Time) int { return q.From.Compare(t) })
			for _, q := range quiet[first:] {
				if !e.holds(q.From) {
					break
				}
				if q.From.Equal(e.From) {
					continue
				}
				c := comeback{mailbox: id, quiet: q}
				if !e.Open && !e.Until.After(q.Until) {
					c.back = e.Until
				}
				out = append(out, c)
			}
		}
	}
	v.allBacks = out
	return out
}

// anyHeld says whether an instant lies within the episode.
func (e Episode) anyHeld(instants []time.Time) bool {
	for _, t := range instants {
		if e.holds(t) {
			return true
		}
	}
	return false
}

func someComeBack(v *view) bool { return len(v.comebacks()) > 0 }

// backInTime (T1, C9): who fails as trouble ends, and needs nothing of its owner, has
// completed a round within the longest time between two attempts and a poll, however
// many return at once.
func backInTime(v *view) Verdict {
	within := v.comesBackWithin()
	if within == 0 {
		return verdict(NotApplicable, 0, v.end(), "the system under test does not say how long an account that fails waits for its next attempt")
	}
	judged, most, storm := 0, 0, map[time.Time]int{}
	for _, c := range v.comebacks() {
		due := c.quiet.From.Add(within)
		switch {
		case !c.back.IsZero() && !c.back.After(due):
		case c.quiet.Until.After(due):
			return verdict(Broken, judged+1, due, "%s was failing when all trouble had ended at %s, and was not back within %s", c.mailbox, instant(c.quiet.From), span(within)).about([]string{c.mailbox})
		default:
			continue // trouble began anew before it was due
		}
		judged++
		storm[c.quiet.From]++
		most = max(most, storm[c.quiet.From])
	}
	if judged == 0 {
		return verdict(Vacuous, 0, v.end(), "it was never quiet for long enough for mailboxes that were failing to come back")
	}
	return verdict(Held, judged, v.end(), "%s within %s of the end of all trouble, up to %d at once", plural(judged, "mailbox that was failing was back", "mailboxes that were failing were back"), span(within), most)
}
