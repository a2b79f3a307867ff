package check

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"anchorage/harness/history"
)

// Episode is a span in which a mailbox was failing.
type Episode struct {
	Mailbox string
	Span
	Open   bool          // it lasts at the end of the world, which is then Until
	faults []string      // that acted on the request with which it began
	code   string        // of the answer to that request
	wait   time.Duration // that this answer asked for, or a change's before any round
}

// Length is how long the episode lasts.
func (e Episode) Length() time.Duration { return e.Until.Sub(e.From) }

// FailedRounds lists the failed rounds of a history, as this package defines
// them, by start and mailbox.
func FailedRounds(h *history.History) []Episode {
	v := newView(h)
	var out []Episode
	for _, id := range v.ids {
		out = append(out, v.mailboxes[id].failed...)
	}
	slices.SortStableFunc(out, func(a, b Episode) int {
		return cmp.Or(a.From.Compare(b.From), strings.Compare(a.Mailbox, b.Mailbox))
	})
	return out
}

// failsAt says whether t lies within a failed round.
func (m *mailbox) failsAt(t time.Time) bool {
	return slices.ContainsFunc(m.failed, func(e Episode) bool { return e.holds(t) })
}

// holds says whether the mailbox was failing at t by this episode. One that is
// open at the end of the world holds at that end too.
func (e Episode) holds(t time.Time) bool {
	return e.within(t) || e.Open && t.Equal(e.Until)
}

// linkedAt says whether a round had completed by t.
func (m *mailbox) linkedAt(t time.Time) bool { return !m.linked.IsZero() && !m.linked.After(t) }

// waitingAt says whether the mailbox waits for its owner at t.
func (m *mailbox) waitingAt(t time.Time) bool {
	for _, s := range m.waits() {
		if s.holds(t) {
			return true
		}
	}
	return false
}

// waits are the spans of waiting: within an episode, from the first mail that no
// relinking answered before.
func (m *mailbox) waits() []Episode {
	var out []Episode
	for _, e := range m.episodes {
		from := e.From
		for {
			i := slices.IndexFunc(m.asked, func(t time.Time) bool { return !t.Before(from) && e.holds(t) })
			if i < 0 {
				break
			}
			wait := Episode{Mailbox: m.ID, Span: Span{m.asked[i], e.Until}, Open: e.Open}
			answer := slices.IndexFunc(m.relinked, func(t time.Time) bool { return t.After(wait.From) && !t.After(wait.Until) })
			if answer < 0 {
				out = append(out, wait)
				break
			}
			wait.Until, wait.Open = m.relinked[answer], false
			out = append(out, wait)
			from = wait.Until
		}
	}
	return out
}

// recovery is how one affected mailbox fared.
type recovery struct {
	mailbox string
	since   time.Time // start of the failed round that affected it first
	at      time.Time // recovered; zero: never
}

// by says whether it had recovered at t.
func (r recovery) by(t time.Time) bool { return !r.at.IsZero() && !r.at.After(t) }

// recoveryOf tells when a mailbox recovered from what counts says affected it;
// false when nothing did.
func (v *view) recoveryOf(m *mailbox, counts func(Episode) bool) (recovery, bool) {
	first := slices.IndexFunc(m.failed, counts)
	if first < 0 {
		return recovery{}, false
	}
	r := recovery{mailbox: m.ID, since: m.failed[first].From}
	for i := first; i < len(m.failed); i++ {
		e := m.failed[i]
		relapses := i+1 < len(m.failed) && m.failed[i+1].From.Sub(e.Until) <= 2*v.poll()
		if !e.Open && !relapses {
			r.at = e.Until
			break
		}
	}
	return r, true
}

// affects says whether a failed round overlaps a window of the fault or began
// with a request that the fault acted on.
func (f *fault) affects(e Episode) bool {
	return slices.Contains(e.faults, f.Name) || slices.ContainsFunc(f.windows, func(w Span) bool {
		return e.From.Before(w.Until) && w.From.Before(e.Until)
	})
}

func sortByEnd(all []Episode) {
	slices.SortStableFunc(all, func(a, b Episode) int { return a.Until.Compare(b.Until) })
}

// recoveries lists how every mailbox fared that has a failed round at all, by
// mailbox.
func (v *view) recoveries() []recovery {
	var out []recovery
	for _, id := range v.ids {
		if r, affected := v.recoveryOf(v.mailboxes[id], func(Episode) bool { return true }); affected {
			out = append(out, r)
		}
	}
	return out
}
