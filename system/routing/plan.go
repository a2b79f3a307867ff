package routing

import (
	"cmp"
	"slices"

	"anchorage/system"
)

// maxRelinkPilots is how many owners are asked before the first recovery shows
// that it helps to ask.
const maxRelinkPilots = 5

// plan is what a look at the failing accounts leads to.
type plan struct {
	begin    []system.Experiment // to begin now
	ask      []system.Account    // whose owners may be asked to relink now
	remedies map[system.AccountID]system.Remedy
	unhelped map[system.Provider]int
}

// trial is a rung to be tried with a group.
type trial struct {
	group system.RoutingGroup
	to    system.Hint
}

// plan decides about all failing accounts at once. draw orders those who may take
// part in an experiment. It is a pure function.
func (c climb) plan(failing []system.Account, draw func(a system.Account, n uint64) uint64) plan {
	p := plan{remedies: map[system.AccountID]system.Remedy{}, unhelped: map[system.Provider]int{}}
	var trials []trial // in order of first need: accounts come by id
	candidates := map[trial][]system.Account{}
	for _, a := range failing {
		curable, known := c.curable(a)
		if !c.lasting(a) || !known {
			continue
		}
		next := system.Hint("")
		if curable {
			next = c.next(a)
		}
		p.remedies[a.ID] = c.remedy(a, curable, next)
		switch {
		case curable && (!c.settled(a) || c.piloting(a)):
		case p.remedies[a.ID].Helpless:
			p.unhelped[a.Provider]++
		case next == system.HintRelink && c.mayAsk(a):
			p.ask = append(p.ask, a)
		case next != "" && !c.offered(a, next):
			t := trial{system.GroupOf(a), next}
			if candidates[t] == nil {
				trials = append(trials, t)
			}
			candidates[t] = append(candidates[t], a)
		}
	}
	busy := map[system.RoutingGroup]bool{}
	for _, t := range trials {
		_, running := c.running(t.group, t.to == system.HintRelink)
		if running || busy[t.group] || c.resting(t.group, t.to) {
			continue
		}
		busy[t.group] = true
		n := uint64(len(c.experiments) + len(p.begin))
		p.begin = append(p.begin, c.experiment(t, candidates[t], func(a system.Account) uint64 { return draw(a, n) }))
	}
	return p
}

// experiment divides the candidates into pilots and those who are left alone. Of
// a few, half are left alone.
func (c climb) experiment(t trial, from []system.Account, draw func(system.Account) uint64) system.Experiment {
	from = slices.Clone(from)
	slices.SortStableFunc(from, func(a, b system.Account) int { return cmp.Compare(draw(a), draw(b)) })
	settings := c.settings.Routing.Experiment
	e := system.Experiment{Group: t.group, From: c.sends(from[0]), To: t.to, StartedAt: c.now}
	if t.to == system.HintRelink {
		e.Into = c.enabled(t.group.Provider)
		e.Pilots = ids(from[:min(len(from), settings.Pilots, maxRelinkPilots)])
		return e
	}
	pilots := min(settings.Pilots, (len(from)+1)/2)
	e.Pilots = ids(from[:pilots])
	e.Control = ids(from[pilots:min(len(from), pilots+settings.Control)])
	return e
}

func ids(all []system.Account) []system.AccountID {
	out := make([]system.AccountID, len(all))
	for i, a := range all {
		out[i] = a.ID
	}
	return out
}

func takesPart(ids []system.AccountID, id system.AccountID) bool { return slices.Contains(ids, id) }
