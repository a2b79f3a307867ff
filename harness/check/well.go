package check

import (
	"time"

	"anchorage/harness/history"
)

// relinkedAmid says whether an owner relinked within a failed round: while the outage
// lasted, as far as can be seen from outside.
func relinkedAmid(v *view) bool {
	for _, m := range v.mailboxes {
		for _, t := range m.relinked {
			if m.failsAt(t) {
				return true
			}
		}
	}
	return false
}

// wellAfterARound (R3): whose owner has relinked while the outage lasts is not called
// well before a round has completed.
func wellAfterARound(v *view) Verdict {
	said := all[history.StateTold](v)
	if len(said) == 0 {
		return verdict(NotApplicable, 0, v.end(), "the system under test does not say how accounts are")
	}
	judged := 0
	for _, x := range said {
		m := v.mailboxes[x.d.Mailbox]
		if m == nil || !v.knownToFail(m, x.At) {
			continue
		}
		judged++
		if x.d.Well {
			return verdict(Broken, judged, x.At, "%s was called well at %s, although it was failing and no round had completed since its owner relinked",
				x.d.Mailbox, instant(x.At)).proven(x.Event).about([]string{x.d.Mailbox})
		}
	}
	if judged == 0 {
		return verdict(Vacuous, 0, v.end(), "nobody relinked a mailbox of which the system had to know that it failed")
	}
	return verdict(Held, judged, v.end(), "asked %s about mailboxes whose owners had relinked while they were failing, the system called none of them well before a round had completed", plural(judged, "time", "times"))
}

// knownToFail says whether the system must know at t that a mailbox fails: it has run
// and failed for one and a half polls, so that a whole round was tried in vain.
func (v *view) knownToFail(m *mailbox, t time.Time) bool {
	for _, e := range m.episodes {
		if !e.holds(t) {
			continue
		}
		since := e.From
		for _, down := range v.downs {
			if down.From.Before(t) && down.Until.After(since) {
				since = down.Until
			}
		}
		return t.Sub(since) > 3*v.poll()/2
	}
	return false
}
