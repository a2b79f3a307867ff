package routing

import (
	"time"

	"anchorage/system"
)

// rungs is what experiments make accounts send, above what is configured. It is
// not changed once made.
type rungs struct {
	personal map[system.AccountID][]system.Hint  // of pilots, and of those healed that nothing else would keep well
	promoted map[system.RoutingGroup][]promotion // in order
}

type promotion struct {
	hint  system.Hint
	since time.Time
}

// rungsOf is a pure function of all experiments so far.
func rungsOf(all []system.Experiment) rungs {
	r := rungs{personal: map[system.AccountID][]system.Hint{}, promoted: map[system.RoutingGroup][]promotion{}}
	for _, e := range all {
		group, hint := e.Group, e.To
		if e.To == system.HintRelink {
			// Whom relinking has told the mailbox id sends it.
			group.Authorization, hint = e.Into, system.HintMailboxID
		}
		who := e.Healed
		switch e.Result {
		case system.ExperimentRunning:
			who = e.Pilots
		case system.ExperimentPromoted:
			r.promoted[group] = append(r.promoted[group], promotion{hint, e.EndedAt})
		}
		for _, id := range who {
			r.personal[id] = append(r.personal[id], hint)
		}
	}
	return r
}

// sent is the rung that the next request of a sends, base being what is
// configured. An account that is well on a rung is not moved to one that it has
// not passed itself.
func (r rungs) sent(base system.Hint, a system.Account) system.Hint {
	best := base
	consider := func(h system.Hint) {
		if possible(h, a) && (a.State != system.StateHealthy || rank(a.Hint) >= rank(h)) {
			best = higher(best, h)
		}
	}
	for _, h := range r.personal[a.ID] {
		consider(h)
	}
	for _, p := range r.promoted[system.GroupOf(a)] {
		consider(p.hint)
	}
	return best
}

// probe is how long a promotion has to have failed an account before that tries
// once in each such span whether what is configured works again.
const probe = time.Hour

// tried is sent, save that an account which others' success has not helped looks
// now and then whether it can do without: the provider may have put back what it
// had changed, and refuse the hint.
func (r rungs) tried(base system.Hint, a system.Account, now time.Time) system.Hint {
	best := r.sent(base, a)
	if a.State != system.StateFailing || rank(a.Hint) >= rank(best) || !a.LastAttempt.Before(now.Truncate(probe)) {
		return best
	}
	for _, p := range r.promoted[system.GroupOf(a)] {
		if p.hint == best && now.Sub(p.since) > probe {
			return base
		}
	}
	return best
}

// possible says whether a hint can be sent for an account.
func possible(h system.Hint, a system.Account) bool {
	switch h {
	case system.HintNone, system.HintEmail:
		return true
	case system.HintMailboxID:
		return a.MailboxID != ""
	}
	return false
}

// rank orders the rungs from cheapest to dearest. What is no rung is below them.
func rank(h system.Hint) int {
	switch h {
	case system.HintNone:
		return 1
	case system.HintEmail:
		return 2
	case system.HintMailboxID:
		return 3
	case system.HintRelink:
		return 4
	}
	return 0
}

func higher(a, b system.Hint) system.Hint {
	if rank(b) > rank(a) {
		return b
	}
	return a
}
