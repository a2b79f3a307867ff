package explore

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/units"
)

// kindDraw says how the values of one kind of fault are drawn.
type kindDraw struct {
	kind   string
	inject func(*rapid.T) fault.Inject
	on     []string // operations that it may be held to, one at a time; none: it is never held to one
	rare   bool     // it acts on what is rare, so it lasts long and spares nobody
}

var (
	requests = []string{journal.Delta, journal.Delta, journal.Token, journal.CreateEvent, journal.UpdateEvent, journal.DeleteEvent, journal.Renew}
	answers  = []string{journal.Delta, journal.Delta, journal.Token, journal.CreateEvent, journal.UpdateEvent}
)

// kindDraws has a row for each kind of the registry.
var kindDraws = []kindDraw{
	{"routing", func(*rapid.T) fault.Inject { return fault.Inject{Routing: fault.HintRequired} }, nil, false},
	{"status", func(t *rapid.T) fault.Inject {
		return fault.Inject{Status: oneOf(t, "status", 503, 503, 500, 502, 504, 401, 403, 404)}
	}, requests, false},
	{"throttle", func(t *rapid.T) fault.Inject {
		return fault.Inject{Throttle: &fault.Throttle{RetryAfter: oneOf(t, "retry after", 0, seconds(1), seconds(30), minutes(5))}}
	}, requests, false},
	{"timeout", func(*rapid.T) fault.Inject { return fault.Inject{Timeout: true} }, requests, false},
	{"refuse", func(*rapid.T) fault.Inject { return fault.Inject{Refuse: true} }, requests, false},
	{"reset", func(t *rapid.T) fault.Inject {
		return fault.Inject{Reset: oneOf(t, "reset", fault.ResetBefore, fault.ResetAfter, fault.ResetAfter)}
	}, requests, false},
	{"cut_body", func(t *rapid.T) fault.Inject {
		return fault.Inject{CutBody: oneOf(t, "cut", units.Share(0.5), 0.1, 0.9, 0.99)}
	}, answers, false},
	{"malformed", func(*rapid.T) fault.Inject { return fault.Inject{Malformed: true} }, answers, false},
	{"html", func(*rapid.T) fault.Inject { return fault.Inject{HTML: true} }, answers, false},
	{"gone", func(*rapid.T) fault.Inject { return fault.Inject{Gone: true} }, []string{journal.Delta}, false},
	{"token", func(t *rapid.T) fault.Inject {
		return fault.Inject{Token: oneOf(t, "token", fault.TokenRefreshFails, fault.TokenRevoked, fault.TokenConsentLost)}
	}, []string{journal.Token}, true},
	{"notifications", func(t *rapid.T) fault.Inject {
		return fault.Inject{Notifications: oneOf(t, "notices", &fault.Notification{Lost: true}, &fault.Notification{Late: minutes(20)},
			&fault.Notification{Late: seconds(40)}, &fault.Notification{Doubled: true}, &fault.Notification{Reordered: true})}
	}, nil, true},
	{"subscription", func(*rapid.T) fault.Inject { return fault.Inject{Subscription: fault.SubscriptionRemoved} }, nil, true},
	{"stale_reads", func(t *rapid.T) fault.Inject {
		return fault.Inject{StaleReads: oneOf(t, "behind", minutes(4), seconds(20), minutes(30))}
	}, []string{journal.Delta}, false},
	{"latency", func(t *rapid.T) fault.Inject {
		return fault.Inject{Latency: oneOf(t, "latency", &fault.Latency{Median: seconds(2), P95: seconds(10)},
			&fault.Latency{Median: seconds(20), P95: minutes(2)}, &fault.Latency{Median: minutes(10)})}
	}, requests, false},
}

// faults draws up to maxFaults, which may overlap.
func faults(t *rapid.T, f *scenarios.File, p *plan) []fault.Rule {
	if chance(t, "a good day", 2) {
		return nil
	}
	var all, bad []fault.Rule
	if chance(t, "a hiccup", 97) {
		all = append(all, hiccup(t, f, p))
	}
	if r, ok := spell(t, f, p); ok {
		all = append(all, r)
	}
	if chance(t, "a bad day", 98) {
		bad = append(bad, outage(t, f, p))
	}
	if chance(t, "a busy provider", 93) {
		all = append(all, busy(t, f, p))
	}
	all = append(all, bad...)
	if r, ok := lose(t, f, p); ok {
		all = append(all, r)
	}
	for i := range below(t, "others", maxFaults-len(all)+1) {
		k := oneOf(t, "kind", suitable(f)...)
		r := fault.Rule{Name: fmt.Sprintf("f%d", i+1), Inject: k.inject(t), Match: match(t, f, p, k)}
		timing(t, f.Clock, p.quiet, &r, k.rare)
		if k.kind != "latency" && k.kind != "notifications" && k.kind != "subscription" && chance(t, "slow", 10) {
			r.Inject.Latency = &fault.Latency{Median: seconds(3), P95: seconds(12)} // so that faults begin and end within rounds
		}
		all = append(all, r)
	}
	return all
}

// suitable leaves out what is about notifications where nobody is notified.
func suitable(f *scenarios.File) []kindDraw {
	if notified(f) {
		return kindDraws
	}
	return slices.DeleteFunc(slices.Clone(kindDraws), func(k kindDraw) bool { return k.kind == "notifications" || k.kind == "subscription" })
}

// notified says whether the settings of our own system ask for notifications.
func notified(f *scenarios.File) bool {
	var s serviceSettings
	return json.Unmarshal(f.System, &s) == nil && s.Sync.Notifications
}

// happens says whether an operation is anything that the world would see.
func happens(f *scenarios.File, operation string) bool {
	switch operation {
	case journal.CreateEvent, journal.UpdateEvent, journal.DeleteEvent:
		return f.Owners.WritesPerDay > 0
	case journal.Renew:
		return notified(f)
	}
	return true
}

// match draws whom a fault hits: often everybody, or all of one provider; mostly not
// those who are spared until they are lost.
func match(t *rapid.T, f *scenarios.File, p *plan, k kindDraw) fault.Match {
	var m fault.Match
	if chance(t, "of a provider", 40) {
		m.Provider = oneOf(t, "whose", f.Fleet...).Provider
	}
	if !k.rare && chance(t, "some mailboxes", 25) {
		m.Share = share(t, "share")
	} else if len(f.Cohorts) > 0 && chance(t, "a cohort", 30) {
		m.Cohort = oneOf(t, "which cohort", slices.Sorted(maps.Keys(f.Cohorts))...)
		m.Provider = ""
	}
	if m.Cohort == "" && p.spared != "" && chance(t, "but for the spared", 60) {
		m.Cohort, m.Provider = cohortOf(oneOf(t, "which fleet", f.Fleet[:len(f.Fleet)-1]...).Name), ""
	}
	if len(k.on) > 0 && chance(t, "of an operation", 60) {
		if o := oneOf(t, "operation", k.on...); happens(f, o) {
			m.Operation = []string{o}
		}
	}
	if k.rare {
		return m
	}
	switch below(t, "which requests", 8) {
	case 0, 1:
		m.Probability = oneOf(t, "probability", units.Share(0.1), 0.3, 0.5, 0.8)
	case 2:
		m.Nth = oneOf(t, "nth", fault.Nth{From: 1, Until: 1}, fault.Nth{From: 1, Until: 3}, fault.Nth{From: 2, Until: 2}, fault.Nth{From: 3})
	}
	return m
}

// lengths of faults: shorter than any poll, about the delays of alert rules, and
// longer than lives of tokens.
var lengths = []time.Duration{
	time.Second, 30 * time.Second, 4 * time.Minute, 9 * time.Minute, 10 * time.Minute, 11 * time.Minute, 16 * time.Minute, 16 * time.Minute,
	31 * time.Minute, 31 * time.Minute, 45 * time.Minute, time.Hour, time.Hour, time.Hour, 90 * time.Minute, 90 * time.Minute, 3 * time.Hour, 3 * time.Hour, 7 * time.Hour, 7 * time.Hour, 26 * time.Hour,
}

// timing draws when a fault is in force, not before an instant: a window or a flicker,
// from any second or about an edge.
func timing(t *rapid.T, c scenarios.Clock, first time.Time, r *fault.Rule, rare bool) {
	at := within(t, "at", first, c.Until.Add(-5*time.Minute), time.Second)
	length := oneOf(t, "length", lengths...)
	if rare {
		length = max(length, 90*time.Minute)
		at = within(t, "at", first, c.Until.Add(-90*time.Minute), time.Second)
	}
	if all := edges(c); len(all) > 0 && chance(t, "edge", 35) {
		edge := oneOf(t, "which edge", all...)
		// Just before, across, and just after.
		at = edge.Add(oneOf(t, "lead", -time.Second, 0, time.Second, -length/2, -length).Truncate(time.Second))
	}
	if at.Before(first) {
		at = first
	}
	r.At = instant(at)
	if length < 16*time.Minute { // few send a request in so short a time, and nobody sends many
		r.Match.Nth, r.Match.Share, r.Match.Provider = fault.Nth{}, 0, ""
	}
	if until := at.Add(length); until.Before(c.Until.Time) {
		r.Until = instant(until)
	}
	if chance(t, "flicker", 20) {
		period := oneOf(t, "period", 2*time.Second, time.Minute, 7*time.Minute, 10*time.Minute, 15*time.Minute, 47*time.Minute)
		r.Every, r.For = units.Duration(period), units.Duration((period / time.Duration(oneOf(t, "part", 2, 4, 10))).Truncate(time.Millisecond))
		if length < 4*period {
			r.Until = units.Time{}
		}
	}
}

// KindsOf names the kinds that an injection asks for, in the order of the registry.
func KindsOf(in fault.Inject) []string {
	var of map[string]any
	decode(raw(in), &of)
	return slices.DeleteFunc(fault.Kinds(), func(k string) bool { _, asked := of[k]; return !asked })
}

func seconds(n int) units.Duration { return units.Duration(time.Duration(n) * time.Second) }
func minutes(n int) units.Duration { return units.Duration(time.Duration(n) * time.Minute) }
