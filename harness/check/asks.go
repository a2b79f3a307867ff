package check

import (
	"time"

	"anchorage/harness/history"
)

// askPause is the time for which an ask stays open where the system does not say when
// it reminds owners, or when links wear out.
const askPause = 24 * time.Hour

// oneOpenAsk (R1): whoever was asked to relink and has not followed the link yet is
// not asked again within a day.
func oneOpenAsk(v *view) Verdict {
	if !v.h.Header.Relinks {
		return verdict(NotApplicable, 0, v.end(), "the system under test does not relink")
	}
	open, asked, pause := map[string]ask{}, 0, v.h.Header.AskAgain
	if pause == 0 {
		pause = askPause
	}
	for i := range v.h.Events {
		e := &v.h.Events[i]
		switch d := e.Data.(type) {
		case history.RelinkAnswered:
			delete(open, d.Mailbox)
		case history.RelinkAsked:
			asked++
			if before, is := open[d.Mailbox]; is && e.At.Sub(before.At) < pause {
				return verdict(Broken, asked, e.At, "%s was asked to relink at %s and, without having answered, %s later again", d.Mailbox, instant(before.At), span(e.At.Sub(before.At))).
					proven(before.Event, e).about([]string{d.Mailbox})
			}
			open[d.Mailbox] = ask{e, d}
		}
	}
	if asked == 0 {
		return verdict(Vacuous, 0, v.end(), "relinking was ordered, but nobody was asked")
	}
	return verdict(Held, asked, v.end(), "%s, and nobody a second time within %s without having answered", plural(asked, "mail asked to relink", "mails asked to relink"), span(pause))
}

// maxPilots is how many owners the system asks of its own accord before the first of
// them has come back.
const maxPilots = 5

// unordered lists the asks that nobody of the team had ordered, before the first that
// somebody had, of mailboxes whose credentials were not rejected.
func (v *view) unordered() []ask {
	var out []ask
	for i := range v.h.Events {
		switch d := v.h.Events[i].Data.(type) {
		case history.Acted:
			if d.Action == "relink" {
				return out
			}
		case history.RelinkAsked:
			if !d.Rejected {
				out = append(out, ask{&v.h.Events[i], d})
			}
		}
	}
	return out
}

// askedUnordered says whether the system asked of its own accord, or promises not to
// where somebody failed.
func askedUnordered(v *view) bool { return len(v.unordered()) > 0 || v.leftAlone() > 0 }

// leftAlone counts the mailboxes that failed under settings with which the system
// promises to ask nobody of its own accord.
func (v *view) leftAlone() int {
	if !v.h.Header.Relinks || !v.h.Header.OrderedOnly {
		return 0
	}
	changed, n := v.settingsChanged(), 0
	for _, m := range v.mailboxes {
		if len(m.failed) > 0 && (changed.IsZero() || m.failed[0].From.Before(changed)) {
			n++
		}
	}
	return n
}

// settingsChanged is when the team first changed settings; zero: never.
func (v *view) settingsChanged() time.Time {
	for _, a := range all[history.Acted](v) {
		if a.d.Action != "relink" {
			return a.At
		}
	}
	return time.Time{}
}

// needless says why the system should not have asked, of its own accord, an owner who
// had not been asked before; "" when it may have been right. Settings changed at an
// instant, zero for never.
func (v *view) needless(a ask, changed time.Time) string {
	switch {
	case v.h.Header.OrderedOnly && (changed.IsZero() || a.At.Before(changed)):
		return "which nobody had ordered, although with its settings the system promises to wait for that"
	case a.d.Unroutable:
		return "which nobody had ordered, although it had only been throttled, or got no answer or no token, since it began to fail"
	}
	return ""
}

// fewAskedUnordered (R2): of its own accord the system asks at most five owners of a
// provider whose credentials are good, until one of them has relinked and come back; none
// where it promises so, and none whose mailbox fails in a way that asking can't change.
func fewAskedUnordered(v *view) Verdict {
	asks, changed := v.unordered(), v.settingsChanged()
	pilots := map[string]map[string]time.Time{} // by provider: when each was first asked
	for _, a := range asks {
		m := v.mailboxes[a.d.Mailbox]
		if m == nil {
			continue
		}
		group := pilots[m.Provider]
		if group == nil {
			group = map[string]time.Time{}
			pilots[m.Provider] = group
		}
		if _, asked := group[m.ID]; asked {
			continue
		}
		if why := v.needless(a, changed); why != "" {
			return verdict(Broken, len(asks), a.At, "the owner of %s was asked to relink at %s, %s", m.ID, instant(a.At), why).proven(a.Event).about([]string{m.ID})
		}
		if len(group) >= maxPilots && !v.anyBack(group, a.At) {
			return verdict(Broken, len(asks), a.At, "the owner of %s was asked to relink at %s, which nobody had ordered, although none of the %d of %s who had been asked before had come back by it",
				m.ID, instant(a.At), len(group), m.Provider).proven(a.Event).about([]string{m.ID})
		}
		group[m.ID] = a.At
	}
	if alone := v.leftAlone(); alone > 0 && len(asks) == 0 {
		return verdict(Held, alone, v.end(), "%s, and the system asked no owner whose credentials were good of its own accord, as it promises", plural(alone, "mailbox failed", "mailboxes failed"))
	}
	return verdict(Held, len(asks), v.end(), "%s whom the system asked of its own accord; after the first %d others had to wait until one had come back", plural(len(asks), "owner", "owners"), maxPilots)
}

// anyBack says whether one of those asked has relinked since, and completed a round
// before t.
func (v *view) anyBack(asked map[string]time.Time, t time.Time) bool {
	for id, at := range asked {
		if v.mailboxes[id].backAfter(at, t) {
			return true
		}
	}
	return false
}

// backAfter says whether the owner has relinked since an instant, and the mailbox has
// been well at some instant from then until another.
func (m *mailbox) backAfter(asked, until time.Time) bool {
	for _, r := range m.relinked {
		if r.Before(asked) || r.After(until) {
			continue
		}
		well := r
		for _, e := range m.episodes {
			if e.within(well) {
				well = e.Until
			}
		}
		if !well.After(until) {
			return true
		}
	}
	return false
}
