package explore

import (
	"encoding/json"
	"maps"
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/people"
)

// plan is what the parts of a world have to know of each other, so that each promise
// finds its occasion: what heals at once comes before what lasts, the system is killed
// while alerts are open, and those whom nothing can help are others than those who are
// asked to relink.
type plan struct {
	climbs   bool            // the whole ladder, up to owners whom nobody of the team had asked
	poll     time.Duration   // between rounds, by the settings
	hinted   bool            // requests carry a routing hint, by the settings
	last     bool            // and no system knows another hint to try
	tries    bool            // the system tries other hints with those who fail
	patience time.Duration   // how long they fail before it does
	prepared json.RawMessage // what the team deploys before anything goes wrong; nil for nothing
	quiet    time.Time       // until then nothing goes wrong that a retry does not heal
	spared   string          // fleet that the outage leaves alone; "" for none
	order    time.Time       // when the team asks who fails to relink; zero: never
	lost     time.Time       // when the spared fleet is lost for the rest of the world; zero: never
}

// Spans that promises count in.
const (
	// helpless is how long somebody fails whom nothing can help, before the system has
	// to list them: beside two polls, as harness/check has it. A minute is for rounds.
	helpless = time.Hour + time.Minute
	// tokenLife is how long tokens that were fetched last, and a good while more.
	tokenLife = 65 * time.Minute
	// shortestOutage is long enough for alerts, and for owners who follow their link.
	shortestOutage = 80 * time.Minute
)

// planned draws who is spared, once the fleets and settings of a world are known.
func planned(f *scenarios.File, climbs bool) *plan {
	p := &plan{climbs: climbs, poll: ordinaryPoll, patience: ordinaryPatience}
	p.read(f)
	p.quiet = f.Clock.From.Add(settled + p.poll + 2*time.Minute)
	if n := len(f.Fleet); n > 1 {
		p.spare(f, f.Fleet[n-1].Name)
	}
	return p
}

// spare names cohorts of the fleets, if the names are free and time allows to lose one.
func (p *plan) spare(f *scenarios.File, name string) {
	if p.lastOutage(f, 0).Before(p.quiet) {
		return
	}
	all := maps.Clone(f.Cohorts)
	if all == nil {
		all = map[string]people.Selector{}
	}
	for _, fleet := range f.Fleet {
		if _, taken := all[cohortOf(fleet.Name)]; taken {
			return
		}
		all[cohortOf(fleet.Name)] = people.Selector{Fleet: fleet.Name}
	}
	f.Cohorts, p.spared = all, name
}

func cohortOf(fleet string) string { return "fleet-" + fleet }

// lastLoss is the last instant at which a fleet can be lost, so that it must be listed
// at the end: it may notice a poll later.
func (p *plan) lastLoss(f *scenarios.File) time.Time {
	return f.Clock.Until.Add(-helpless - 3*p.poll - 4*time.Minute)
}

// lastOutage is the last instant at which an outage can begin that is felt after a delay.
func (p *plan) lastOutage(f *scenarios.File, felt time.Duration) time.Time {
	last := f.Clock.Until.Add(-shortestOutage - felt)
	if first := p.lastLoss(f).Add(-p.failed() - laterMails - felt - time.Minute); p.spared != "" && first.Before(last) {
		return first
	}
	return last
}

// failed is how long after an outage is felt all whom it hits have failed for so long
// that somebody might ask them: a poll until they notice, and a failed round of one and
// a half.
func (p *plan) failed() time.Duration { return max(31*time.Minute, 5*p.poll/2+2*time.Minute) }

// laterMails is how much later the team asks who fails to relink, at times.
const laterMails = 14 * time.Minute

// feltAfter is how long after its beginning a fault is felt by everybody that it hits:
// one at the token endpoint when tokens have run out.
func feltAfter(in fault.Inject) time.Duration {
	if in.Token != "" {
		return tokenLife
	}
	return 0
}

// read takes what settings of our own system say.
func (p *plan) read(f *scenarios.File) {
	var s serviceSettings
	if json.Unmarshal(f.System, &s) != nil {
		return
	}
	take := func(into *time.Duration, text string) {
		if d, err := time.ParseDuration(text); err == nil && d > 0 {
			*into = d
		}
	}
	take(&p.poll, s.Sync.Poll)
	p.hinted = s.Routing.Hint != "" && s.Routing.Hint != "none"
	p.tries = s.Routing.Remediation != "" && s.Routing.Remediation != "manual"
	if s.Routing.Experiment != nil {
		take(&p.patience, s.Routing.Experiment.After)
	}
	p.last = s.Routing.Hint == "mailbox_id"
}

// What settings mean that do not say it.
const (
	ordinaryPoll     = 15 * time.Minute
	ordinaryPatience = time.Hour
)

// prepare lets the team, mostly, have the system try hints where it would not, or has no
// other to try.
func (p *plan) prepare(t *rapid.T) {
	if p.tries && !p.last || !chance(t, "prepared", 85) {
		return
	}
	p.hinted, p.tries, p.patience = false, true, 10*time.Minute
	p.prepared = raw(map[string]any{"routing": map[string]any{
		"hint": "none", "remediation": oneOf(t, "prepared for", "assisted", "auto"), "experiment": map[string]string{"after": "10m"},
	}})
}

// preparation is the step of the team that a plan has, early enough for every mailbox to
// have had a round by it before anything fails.
func (p *plan) preparation(t *rapid.T, f *scenarios.File) people.Step {
	return people.Step{At: instant(f.Clock.From.Add(time.Duration(180+below(t, "prepared at", 300)) * time.Second)), Deploy: p.prepared}
}
