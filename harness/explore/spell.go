package explore

import (
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/units"
)

// spells are what another routing hint might cure, as far as a system can tell.
var spells = []fault.Inject{{Status: 503}, {Status: 503}, {Status: 500}, {Status: 502}, {Status: 504}, {Routing: fault.HintRequired}}

// otherSpells have nothing to do with routing.
var otherSpells = []fault.Inject{{Refuse: true}, {Timeout: true}, {Reset: fault.ResetBefore}, {Throttle: &fault.Throttle{}}, {Malformed: true}, {HTML: true}}

// spell fails rounds until it is over and all is calm: whoever failed comes back by
// itself, since it is too early for anybody to have asked its owner. Where the system
// tries hints it lasts until it does so, if time allows. What comes later waits for the
// end of the calm; in too short a world there is no spell.
func spell(t *rapid.T, f *scenarios.File, p *plan) (fault.Rule, bool) {
	r := fault.Rule{Name: nameSpell, Inject: oneOf(t, "spell", spells...)}
	lasts := p.poll + time.Duration(60+below(t, "for", 300))*time.Second
	calm := 2*p.poll + 2*time.Minute // two polls: until the next attempt, and for its round
	if long := p.patience + p.poll/3 + 2*time.Minute; p.tries && !p.lastOutage(f, 0).Before(p.quiet.Add(long+calm)) {
		lasts = max(lasts, long)
	}
	switch {
	case !p.tries && chance(t, "of another kind", 50):
		r.Inject = oneOf(t, "of which", otherSpells...)
	case r.Inject.Routing != "" && p.hinted:
		r.Inject = fault.Inject{Status: 503} // a hint leaves few that fail
	}
	ofSpell(t, f, p, &r)
	end := p.quiet.Add(lasts)
	if p.lastOutage(f, 0).Before(end.Add(calm)) || !chance(t, "a spell", 97) {
		return fault.Rule{}, false
	}
	r.At, r.Until = instant(p.quiet), instant(end)
	p.quiet = end.Add(calm)
	return r, true
}

// ofSpell draws whom it hits: at least half of a fleet, at requests for the calendar.
func ofSpell(t *rapid.T, f *scenarios.File, p *plan, r *fault.Rule) {
	switch {
	case p.hinted: // of the others many have no hint left to try
	case p.spared != "" && chance(t, "but for the spared", 40):
		r.Match.Cohort = cohortOf(f.Fleet[0].Name)
	case chance(t, "of a provider", 40):
		r.Match.Provider = f.Fleet[0].Provider
	}
	if chance(t, "most mailboxes", 25) {
		r.Match.Share = oneOf(t, "share", units.Share(0.5), 0.8)
	}
	if r.Inject.Routing == "" {
		r.Match.Operation = []string{journal.Delta}
	}
}
