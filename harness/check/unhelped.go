package check

import (
	"slices"
	"time"

	"anchorage/harness/history"
)

// beyondAfter is how long a mailbox must have been beyond help to have a place on the
// list: an hour, within which it may come back by itself, and two polls.
func (v *view) beyondAfter() time.Duration { return time.Hour + 2*v.poll() }

// beyond lists who must be on the list, and who is; nil when the system has none.
func (v *view) beyond() (must []history.Beyond, listed []string, told *history.Event) {
	for _, x := range all[history.Unhelped](v) {
		for _, b := range x.d.Beyond {
			since := b.Since
			for _, down := range v.downs { // what it has not seen since it runs it can't know
				if down.Until.After(since) {
					since = down.Until
				}
			}
			if x.At.Sub(since) >= v.beyondAfter() {
				must = append(must, b)
			}
		}
		listed, told = x.d.Listed, x.Event
	}
	return must, listed, told
}

func someBeyond(v *view) bool {
	must, _, _ := v.beyond()
	return len(must) > 0
}

// helplessListed (R7): who fails at the end of the world, whom no routing hint can help
// and whose owner nobody has asked, is on the system's list with a reason.
func helplessListed(v *view) Verdict {
	must, listed, told := v.beyond()
	var missing []string
	for _, b := range must {
		if !slices.Contains(listed, b.Mailbox) {
			missing = append(missing, b.Mailbox)
		}
	}
	if len(missing) == 0 {
		return verdict(Held, len(must), v.end(), "%s, and the system lists all of them", plural(len(must), "mailbox is beyond help at the end", "mailboxes are beyond help at the end"))
	}
	first := must[slices.IndexFunc(must, func(b history.Beyond) bool { return b.Mailbox == missing[0] })]
	return verdict(Broken, len(must), told.At, "%s of those whom nothing can help are not on the system's list, the first of them %s since %s: %s",
		outOf(len(missing), len(must)), first.Mailbox, instant(first.Since), first.Why).proven(told).about(missing)
}
