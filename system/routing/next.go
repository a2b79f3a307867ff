package routing

import (
	"time"

	"anchorage/system"
)

// hintRungs are those above none, from cheapest to dearest.
var hintRungs = []system.Hint{system.HintEmail, system.HintMailboxID}

// climb is what the ladder knows when it decides about accounts that fail.
type climb struct {
	sight
	experiments []system.Experiment
	rungs       rungs
	// curable says of an account's last round whether it failed in a way that a hint
	// may cure; it is not known before the first round after a start, and with new
	// credentials.
	curable func(system.Account) (curable, known bool)
}

// lasting says whether an account has failed for long enough to do something.
func (c climb) lasting(a system.Account) bool {
	return a.State == system.StateFailing && c.now.Sub(a.FailingSince) >= c.settings.Routing.Experiment.After.D()
}

// settled says whether an account has tried what its group sends now.
func (c climb) settled(a system.Account) bool {
	settled := c.now.Add(-2 * c.settings.Sync.Poll.D())
	for _, e := range c.experiments {
		if e.Group == system.GroupOf(a) && e.To != system.HintRelink && e.EndedAt.After(settled) {
			return false
		}
	}
	return true
}

// sends is the rung that an account sends now.
func (c climb) sends(a system.Account) system.Hint {
	return c.rungs.sent(Choose(c.settings.Routing, a), a)
}

// next is the cheapest rung above the one that an account fails on, that is
// possible for it and has not failed in its group since it began to fail; "" when
// there is none. HintRelink comes last, in auto only, and only where the
// authorization that is enabled yields a hint that the account lacks.
func (c climb) next(a system.Account) system.Hint {
	now := rank(c.sends(a))
	for _, h := range hintRungs {
		if rank(h) > now && possible(h, a) && !c.failed(a, h) {
			return h
		}
	}
	if c.settings.Routing.Remediation == system.RemediationAuto && c.relinkHelps(a) {
		return system.HintRelink
	}
	return ""
}

func (c climb) relinkHelps(a system.Account) bool {
	enabled := c.enabled(a.Provider)
	return a.MailboxID == "" && enabled != a.Authorization && enabled == system.IdentityPlatform
}

// failed says whether a rung was tried in the account's group since it began to
// fail, lately, and did not help.
func (c climb) failed(a system.Account, h system.Hint) bool {
	since := later(a.FailingSince, c.now.Add(-c.settings.Routing.Experiment.Again.D()))
	for _, e := range c.experiments {
		if e.Group == system.GroupOf(a) && e.To == h && e.EndedAt.After(since) &&
			(e.Result == system.ExperimentNoHelp || e.Result == system.ExperimentHarmed) {
			return true
		}
	}
	return false
}

// offered says whether it is a person's turn to deploy a rung that helped.
func (c climb) offered(a system.Account, h system.Hint) bool {
	for _, e := range c.experiments {
		if e.Group == system.GroupOf(a) && e.To == h && e.Result == system.ExperimentOffered && e.EndedAt.After(a.FailingSince) {
			return true
		}
	}
	return false
}

// running is the experiment under way with a group, of a kind: with hints, or
// with relinking.
func (c climb) running(g system.RoutingGroup, relink bool) (system.Experiment, bool) {
	for _, e := range c.experiments {
		if e.Group == g && e.Result == system.ExperimentRunning && (e.To == system.HintRelink) == relink {
			return e, true
		}
	}
	return system.Experiment{}, false
}

// piloting says whether an account tries a hint now, so that nothing dearer is its turn
// before that is known to fail.
func (c climb) piloting(a system.Account) bool {
	e, running := c.running(system.GroupOf(a), false)
	return running && takesPart(e.Pilots, a.ID)
}

// resting says whether a rung was tried too lately to be tried again.
func (c climb) resting(g system.RoutingGroup, h system.Hint) bool {
	for _, e := range c.experiments {
		if e.Group == g && e.To == h && e.EndedAt.After(c.now.Add(-c.settings.Routing.Experiment.After.D())) {
			return true
		}
	}
	return false
}

// mayAsk says whether the owner of an account whose next rung is HintRelink may
// be asked now: a pilot's, or, once a pilot has recovered, everybody's who was
// failing with it then.
func (c climb) mayAsk(a system.Account) bool {
	for _, e := range c.experiments {
		if e.Group != system.GroupOf(a) || e.To != system.HintRelink || e.Into != c.enabled(a.Provider) {
			continue
		}
		switch e.Result {
		case system.ExperimentPromoted:
			if a.FailingSince.Before(e.EndedAt) {
				return true
			}
		case system.ExperimentRunning:
			if takesPart(e.Pilots, a.ID) {
				return true
			}
		}
	}
	return false
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
