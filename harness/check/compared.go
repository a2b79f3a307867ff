package check

import "anchorage/harness/history"

func compared(v *view) bool { return len(all[history.Compared](v)) > 0 }

// caughtUp (C9): at the end of the world each calendar is shown as it truly was at an
// instant since as_of; and where it has been quiet for long enough, and the mailbox does
// not fail and was not asked to wait, that is no more than two polls ago.
func caughtUp(v *view) Verdict {
	looks, due := all[history.Compared](v), 0
	for i, x := range looks {
		broken := func(why string) Verdict {
			return verdict(Broken, i+1, x.At, "the calendar of %s, read at the end, %s", x.d.Mailbox, why).proven(x.Event).about([]string{x.d.Mailbox})
		}
		switch {
		case x.d.Error != "":
			return broken("gave no answer: " + x.d.Error)
		case x.d.Wrong != "":
			return broken("is not as it truly was: " + x.d.Wrong)
		case !v.upToDate(x.d.Mailbox):
			continue
		case x.At.Sub(x.d.AsOf) > 2*v.poll():
			return broken("is " + span(x.At.Sub(x.d.AsOf)) + " old, although nothing has kept it from being up to date")
		}
		due++
	}
	shown := plural(len(looks), "calendar was", "calendars were")
	if v.poll() == 0 {
		return verdict(Held, len(looks), v.end(), "%s, read at the end, shown as it truly was; how old it may be is not known without a poll", shown)
	}
	return verdict(Held, len(looks), v.end(), "%s, read at the end, shown as it truly was; %d had to be up to date, and none of them was older than two polls (%s)",
		shown, due, span(2*v.poll()))
}

// upToDate says whether nothing keeps a mailbox from being up to date at the end. How
// old a calendar may be, only the poll says.
func (v *view) upToDate(id string) bool {
	m, quiet := v.mailboxes[id], v.quiet()
	if m == nil || len(quiet) == 0 || v.poll() == 0 {
		return false
	}
	last := quiet[len(quiet)-1]
	if last.Until.Before(v.end()) || last.Until.Sub(last.From) <= v.h.Header.Retry+3*v.poll() {
		return false
	}
	for _, e := range m.excused() {
		if e.Until.After(v.end().Add(-2 * v.poll())) {
			return false
		}
	}
	return m.linkedAt(v.end())
}
