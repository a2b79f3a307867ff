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

// hiccups are what a second attempt in the same round heals.
var hiccups = []fault.Inject{
	{Status: 503}, {Status: 500}, {Status: 502}, {Status: 504}, {Status: 401}, {Reset: fault.ResetBefore}, {Reset: fault.ResetAfter}, {Refuse: true}, {Timeout: true},
	{Throttle: &fault.Throttle{RetryAfter: units.Duration(time.Second)}}, {Throttle: &fault.Throttle{RetryAfter: units.Duration(30 * time.Second)}},
}

// hiccup fails one request of some mailboxes, before anything else goes wrong: nobody
// is to hear of that. Of few, for one after the other would be failures that last.
func hiccup(t *rapid.T, f *scenarios.File, p *plan) fault.Rule {
	r := fault.Rule{Name: nameHiccup, Inject: oneOf(t, "hiccup", hiccups...), Until: instant(p.quiet)}
	r.At = instant(f.Clock.From.Add(settled + time.Duration(below(t, "seconds", 90))*time.Second))
	r.Match = fault.Match{Operation: []string{journal.Delta}, Nth: fault.Nth{From: 1, Until: 1}}
	if mailboxes(f) > few {
		r.Match.Share = oneOf(t, "of them", units.Share(0.2), 0.4)
	}
	return r
}

// few mailboxes have rounds at such a distance that their failures are not one.
const few = 4

func mailboxes(f *scenarios.File) int {
	n := 0
	for _, fleet := range f.Fleet {
		n += fleet.Mailboxes
	}
	return n
}

// longestPause is longer than most polls, so that whoever polls on comes too early.
const longestPause = units.Duration(40 * time.Minute)

// busy answers that the provider wants a pause, for some requests of everybody; but who
// is to be lost later must be well when owners are asked.
func busy(t *rapid.T, f *scenarios.File, p *plan) fault.Rule {
	r, first := fault.Rule{Name: nameBusy}, p.quiet
	if p.spared != "" && chance(t, "but for the spared", 60) {
		r.Match.Cohort = cohortOf(f.Fleet[0].Name)
	} else if p.spared != "" && !p.order.IsZero() {
		first = p.order.Add(time.Second)
	}
	r.Inject.Throttle = &fault.Throttle{RetryAfter: oneOf(t, "pause", seconds(1), seconds(30), minutes(2), minutes(5), longestPause)}
	at := within(t, "busy at", first, later(first, f.Clock.Until.Add(-2*time.Hour)), time.Second)
	r.At = instant(at)
	if until := at.Add(p.poll + oneOf(t, "busy for", 20*time.Minute, time.Hour, 3*time.Hour)); until.Before(f.Clock.Until.Time) {
		r.Until = instant(until)
	}
	if chance(t, "now and then", 50) {
		r.Match.Probability = oneOf(t, "how often", units.Share(0.2), 0.5)
	} else {
		r.Match.Nth = oneOf(t, "which", fault.Nth{From: 1, Until: 1}, fault.Nth{From: 1, Until: 2}, fault.Nth{From: 2, Until: 3})
	}
	switch below(t, "of which requests", 20) {
	case 0, 1, 2: // of all of them: whoever follows a link is asked to wait as well
	case 3, 4, 5, 6, 7, 8:
		r.Match.Operation = slices.Clone(calendarRequests)
	default:
		r.Match.Operation = []string{journal.Delta}
	}
	return r
}
