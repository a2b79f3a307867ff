package check

import (
	"slices"
	"time"

	"anchorage/harness/history"
)

// maxPilots is how many owners the system asks of its own accord before the first of
// them has come back.
const maxPilots = 5

// unordered lists the asks that nobody of the team had ordered, before the first that
// somebody had, of mailboxes whose credentials were not rejected.
func (v *view) unordered() []ask {
	var out []ask
	for _, a := range all[history.RelinkAsked](v) {
		if !a.d.Rejected && a.At.Before(v.firstOrder()) {
			out = append(out, a)
		}
	}
	return out
}

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

// firstOrder is when somebody of the team first asks to relink; the end of the world if
// nobody does.
func (v *view) firstOrder() time.Time {
	for _, a := range all[history.Acted](v) {
		if a.d.Action == "relink" {
			return a.At
		}
	}
	return v.end().Add(1)
}

// tempted is the largest number of mailboxes of one provider that the system might have
// asked at once, of its own accord: that failed for longer than a failed round takes
// before somebody ordered it, and did not begin to by credentials that were rejected.
func (v *view) tempted() int {
	counts, most := map[string]int{}, 0
	for _, id := range v.ids {
		m := v.mailboxes[id]
		if slices.ContainsFunc(m.failed, func(e Episode) bool {
			return e.code != rejectedCode && earlier(e.Until, v.firstOrder()).Sub(e.From) > 3*v.poll()/2
		}) {
			counts[m.Provider]++
			most = max(most, counts[m.Provider])
		}
	}
	return most
}

// rejectedCode is the answer of the token endpoint that rejects credentials for good.
const rejectedCode = "invalid_grant"

// askedUnordered: the system asked somebody of its own accord, promises not to where
// somebody failed, or might have asked more than it may.
func askedUnordered(v *view) bool {
	return v.h.Header.Relinks && (len(v.unordered()) > 0 || v.leftAlone() > 0 || v.tempted() > maxPilots)
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
	if len(asks) == 0 {
		n := v.tempted()
		return verdict(Held, n, v.end(), "the system asked nobody of its own accord, although %d mailboxes of a provider failed", n)
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
