package check

import "time"

// asOfForward (C4): for one mailbox as_of never goes back from one answer to the
// next, over restarts and relinking too, and a failed round does not advance it:
// an answer given while a mailbox fails speaks of an instant before it began to.
func asOfForward(v *view) Verdict {
	reads := answered(v)
	if len(reads) == 0 {
		return verdict(Vacuous, 0, v.end(), "no read was answered")
	}
	last := map[string]read{}
	for _, r := range reads {
		before := last[r.d.Mailbox]
		if before == nil || !r.d.AsOf.Before(before.d.AsOf) {
			last[r.d.Mailbox] = r
		} else if !ended(before).After(r.At) { // else they ran side by side
			return withReads(verdict(Broken, len(reads), r.At, "as_of of %s went back by %s at %s", r.d.Mailbox, before.d.AsOf.Sub(r.d.AsOf), instant(r.At)),
				[]read{before, r}, []string{r.d.Mailbox})
		}
		if e := v.failingAsAnswered(r); e != nil && r.d.AsOf.After(e.From) {
			return withReads(verdict(Broken, len(reads), r.At, "as_of of %s advanced to %s, although it fails since %s and no round has completed",
				r.d.Mailbox, instant(r.d.AsOf), instant(e.From)), []read{r}, []string{r.d.Mailbox})
		}
	}
	return verdict(Held, len(reads), v.end(), "in %s answers as_of never went back, and no failed round advanced it", thousands(len(reads)))
}

// ended is when a read was answered.
func ended(r read) time.Time { return r.At.Add(r.d.Took) }

// failingAsAnswered is the episode in which a read was answered; nil: none.
func (v *view) failingAsAnswered(r read) *Episode {
	m := v.mailboxes[r.d.Mailbox]
	if m == nil {
		return nil
	}
	for i := range m.episodes {
		if e := &m.episodes[i]; e.holds(ended(r)) {
			return e
		}
	}
	return nil
}
