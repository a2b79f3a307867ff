package explore

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/units"
)

// Names of the faults that others are drawn about.
const (
	nameOutage = "outage"
	nameHiccup = "hiccup"
	nameSpell  = "spell"
	nameBusy   = "busy"
	nameLost   = "lost"
)

// outages are what fails rounds for as long as it lasts.
var outages = []fault.Inject{
	{Status: 503}, {Status: 503}, {Status: 503}, {Status: 500}, {Status: 502}, {Routing: fault.HintRequired}, {Routing: fault.HintRequired}, {Refuse: true}, {Refuse: true}, {Timeout: true},
	{Reset: fault.ResetBefore}, {Throttle: &fault.Throttle{}}, {Malformed: true}, {HTML: true}, {Token: fault.TokenRevoked}, {Token: fault.TokenRefreshFails},
}

// outage is a fault of a whole provider, or of most of it, that lasts: without one
// nobody is alerted, and nobody has a reason to relink.
func outage(t *rapid.T, f *scenarios.File, p *plan) fault.Rule {
	r := fault.Rule{Name: nameOutage, Inject: oneOf(t, "outage", outages...)}
	if r.Inject.Routing != "" && p.hinted && chance(t, "hinted", 95) {
		r.Inject = fault.Inject{Status: 503} // a hint leaves few that fail
	}
	if r.Inject.Routing != "" && p.tries && chance(t, "a hint is found", 60) {
		r.Inject = fault.Inject{Status: 500} // and the system finds it soon
	}
	if p.climbs {
		r.Inject = fault.Inject{Routing: fault.HintRequired}
	}
	if p.lastOutage(f, feltAfter(r.Inject)).Before(p.quiet) && r.Inject.Token != "" {
		r.Inject = fault.Inject{Status: 503} // too short a world for tokens to run out
	}
	r.Match = ofOutage(t, f, p)
	if r.Inject.Token == "" && r.Inject.Routing == "" {
		switch below(t, "of which requests", 20) {
		case 0: // of all of them: whoever follows a link gets nowhere
		case 1, 2, 3, 4, 5, 6:
			r.Match.Operation = []string{journal.Delta}
		default:
			r.Match.Operation = slices.Clone(calendarRequests)
		}
	}
	at := outageAt(t, f, p, r.Inject)
	r.At = instant(at)
	shortest := time.Hour
	if r.Inject.Token != "" {
		shortest = 3 * time.Hour
	}
	if p.climbs {
		shortest = 7 * time.Hour // until pilots have failed on each rung
	}
	if until := at.Add(max(shortest, oneOf(t, "outage lasts", time.Hour, 90*time.Minute, 2*time.Hour, 3*time.Hour, 7*time.Hour, 26*time.Hour))); until.Before(f.Clock.Until.Time) {
		r.Until = instant(until)
	}
	p.order = ordered(t, f, p, r)
	if answered := p.order.Add(f.Owners.Relink.After.Median.D() + 2*p.poll + 10*time.Minute); !p.order.IsZero() && r.Until.Before(answered) && !r.Until.IsZero() && chance(t, "owners answer amid it", 95) {
		r.Until = instant(answered)
	}
	if !r.Until.Before(f.Clock.Until.Time) {
		r.Until = units.Time{}
	}
	return r
}

// calendarRequests are for calendars, and not about signing in.
var calendarRequests = []string{journal.DefaultCalendar, journal.Delta, journal.GetEvent, journal.CreateEvent, journal.UpdateEvent, journal.DeleteEvent, journal.Subscribe, journal.Renew}

// ofOutage draws whom it hits: everybody but the fleet that is spared, if one is.
func ofOutage(t *rapid.T, f *scenarios.File, p *plan) fault.Match {
	var m fault.Match
	first := f.Fleet[0]
	switch {
	case p.spared == "" && chance(t, "of a provider", 50):
		m.Provider = oneOf(t, "whose", f.Fleet...).Provider
	case p.spared == "":
	case f.Fleet[len(f.Fleet)-1].Provider != first.Provider && chance(t, "of a provider", 50):
		m.Provider = first.Provider
	default:
		m.Cohort = cohortOf(first.Name)
	}
	if !p.climbs && chance(t, "most mailboxes", 20) {
		m.Share = 0.8
	}
	return m
}

// outageAt draws when it begins: at any second, or at an edge.
func outageAt(t *rapid.T, f *scenarios.File, p *plan, in fault.Inject) time.Time {
	first, last := p.quiet, later(p.quiet, p.lastOutage(f, feltAfter(in)))
	if p.climbs { // it takes hours
		last = later(first, earlier(last, f.Clock.Until.Add(-climbing)))
	}
	at := within(t, "at", first, last, time.Second)
	if chance(t, "at an edge", 20) {
		if all := slices.DeleteFunc(edges(f.Clock), func(e time.Time) bool { return e.Before(first) || e.After(last) }); len(all) > 0 {
			at = oneOf(t, "which edge", all...)
		}
	}
	return at
}

// climbing is how long pilots take to fail on every rung, and owners to be asked.
const climbing = 6 * time.Hour

// ordered draws when the team asks who fails to relink: mostly well into the outage.
// Where the system is to do so of its own accord they leave it to it.
func ordered(t *rapid.T, f *scenarios.File, p *plan, r fault.Rule) time.Time {
	if p.climbs && chance(t, "left alone", 10) || chance(t, "nobody relinks", 2) {
		return time.Time{}
	}
	at := r.At.Add(feltAfter(r.Inject) + p.failed() + oneOf(t, "into the outage", 0, laterMails))
	if p.climbs {
		at = earlier(r.At.Add(climbing-time.Hour), p.lastLoss(f).Add(-time.Minute))
	}
	return earlier(at, f.Clock.Until.Add(-10*time.Minute))
}

// lose draws what the spared fleet suffers for the rest of the world: nothing that a
// hint could change, and after owners were asked, so that none of theirs are.
func lose(t *rapid.T, f *scenarios.File, p *plan) (fault.Rule, bool) {
	first := p.quiet
	if !p.order.IsZero() {
		first = p.order.Add(time.Minute)
	}
	last := p.lastLoss(f)
	if p.spared == "" || last.Before(first) || !chance(t, "lost", 98) {
		return fault.Rule{}, false
	}
	p.lost = within(t, "lost at", first, last, time.Second)
	return fault.Rule{
		Name: nameLost, At: instant(p.lost), Match: fault.Match{Cohort: cohortOf(p.spared)},
		Inject: oneOf(t, "how", fault.Inject{Refuse: true}, fault.Inject{Timeout: true}, fault.Inject{Throttle: &fault.Throttle{}},
			fault.Inject{Throttle: &fault.Throttle{RetryAfter: minutes(5)}}, fault.Inject{Throttle: &fault.Throttle{RetryAfter: seconds(30)}}),
	}, true
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
