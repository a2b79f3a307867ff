package routing

import "anchorage/system"

// rungs is what experiments make accounts send, above what is configured. It is
// not changed once made.
type rungs struct {
	personal map[system.AccountID]system.Hint      // of pilots, and of those healed that nothing else would keep well
	promoted map[system.RoutingGroup][]system.Hint // in any order
}

// rungsOf is a pure function of all experiments so far.
func rungsOf(all []system.Experiment) rungs {
	r := rungs{personal: map[system.AccountID]system.Hint{}, promoted: map[system.RoutingGroup][]system.Hint{}}
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
			r.promoted[group] = append(r.promoted[group], hint)
		}
		for _, id := range who {
			r.personal[id] = higher(r.personal[id], hint)
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
	consider(r.personal[a.ID])
	for _, h := range r.promoted[system.GroupOf(a)] {
		consider(h)
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
