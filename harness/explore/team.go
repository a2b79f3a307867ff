package explore

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"pgregory.net/rapid"

	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/mailbox"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// kills draws one while the outage is told of, mostly, and none or a few others, some
// right after each other and some in the very second in which a fault begins.
func kills(t *rapid.T, f *scenarios.File, p *plan) []scenarios.Kill {
	var all []scenarios.Kill
	var amid scenarios.Kill
	if i := indexOf(f, nameOutage); i >= 0 && chance(t, "amid alerts", 99) {
		at := f.Faults[i].At.Add(feltAfter(f.Faults[i].Inject) + p.poll + toldAfter + time.Duration(below(t, "later", 20*60))*time.Second)
		if !p.order.IsZero() {
			at = earlier(at, p.order.Add(-4*time.Minute)) // it runs as owners are asked, one after the other
		}
		if s := indexOf(f, nameSpell); s >= 0 && f.Faults[i].Inject.Token == fault.TokenRevoked {
			at = f.Faults[s].Until.Time // no alert counts who waits for their owner
		}
		amid = scenarios.Kill{At: instant(at), Down: oneOf(t, "down", 0, seconds(5), minutes(2))}
		all = append(all, amid)
	}
	for range max(0, below(t, "how many", 9)-5) {
		first := f.Clock.From.Add(settled)
		if chance(t, "not in the first hours", 80) {
			first = p.quiet
		}
		at := within(t, "kill", first, f.Clock.Until.Add(-10*time.Minute), time.Second)
		if felt := lasting(f); len(felt) > 0 && chance(t, "amid a fault", 50) {
			at = oneOf(t, "which", felt...).At.Add(oneOf(t, "lead", 0, time.Second, 90*time.Second))
		}
		k := scenarios.Kill{At: instant(at), Down: oneOf(t, "down", 0, seconds(5), minutes(2), minutes(25))}
		if !p.lost.IsZero() && k.Until().After(f.Clock.Until.Add(-helpless-2*p.poll)) && chance(t, "so late", 90) {
			continue // what it has not seen since it runs it can't tell of
		}
		if k.At.Before(p.order.Add(10*time.Minute)) && k.Until().After(p.order.Add(-2*time.Minute)) && chance(t, "as the team asks", 80) {
			continue // an order that reaches nobody is no order
		}
		if amid.At.IsZero() || k.Until().Add(toldAfter).Before(amid.At.Time) || k.At.After(amid.Until()) {
			all = append(all, k) // the alerts of the other one are open, and known
		}
	}
	return apart(all, f.Clock.Until.Time)
}

// toldAfter is how long after the first rounds have failed an alert is open.
const toldAfter = 9 * time.Minute

// indexOf finds a fault by its name; -1 for none.
func indexOf(f *scenarios.File, name string) int {
	return slices.IndexFunc(f.Faults, func(r fault.Rule) bool { return r.Name == name })
}

// lasting are the faults but for hiccups, which a restart would keep retries from, and
// spells, which everybody is to come back from by themselves.
func lasting(f *scenarios.File) []fault.Rule {
	return slices.DeleteFunc(slices.Clone(f.Faults), func(r fault.Rule) bool { return r.Name == nameHiccup || r.Name == nameSpell })
}

// apart keeps the kills that come after the system runs again, and before the end.
func apart(all []scenarios.Kill, end time.Time) []scenarios.Kill {
	slices.SortFunc(all, func(a, b scenarios.Kill) int { return a.At.Compare(b.At.Time) })
	var kept []scenarios.Kill
	for _, k := range all {
		late := len(kept) > 0 && k.At.Before(kept[len(kept)-1].Until().Add(time.Second))
		if !late && k.Until().Before(end) {
			kept = append(kept, k)
		}
	}
	return kept
}

// sinks draws outages of the services that carry messages to people.
func sinks(t *rapid.T, f *scenarios.File) []scenarios.Sink {
	var all []scenarios.Sink
	for _, name := range []string{scenarios.SinkChat, scenarios.SinkPager} {
		if !chance(t, name, 12) {
			continue
		}
		from := within(t, "down", f.Clock.From.Add(settled), f.Clock.Until.Add(-10*time.Minute), time.Minute)
		s := scenarios.Sink{Name: name, Down: scenarios.Down{From: instant(from)}}
		if until := from.Add(oneOf(t, "for", 5*time.Minute, 40*time.Minute, 3*time.Hour)); until.Before(f.Clock.Until.Time) {
			s.Down.Until = instant(until)
		}
		all = append(all, s)
	}
	return all
}

// steps draws what the team does beside its posts: nothing, single things, or the whole
// way from another hint to an authorization that tells the mailbox ID. It never asks all
// to relink: that those are asked who are well would be its doing, not the system's.
func steps(t *rapid.T, f *scenarios.File, p *plan) []people.Step {
	from, until := f.Clock.From.Add(settled), f.Clock.Until.Add(-10*time.Minute)
	var all []people.Step
	add := func(s people.Step) {
		first, faults := from, f.Faults
		if chance(t, "not in the first hours", 85) { // what a spell makes the system do is its own doing
			first, faults = later(from, earlier(p.quiet, until)), lasting(f)
		}
		s.At = instant(within(t, "step", first, until, time.Second))
		if len(faults) > 0 && chance(t, "about a fault", 60) {
			s.At = instant(earlier(oneOf(t, "which fault", faults...).At.Add(oneOf(t, "into it", 0, 40*time.Minute, 2*time.Hour)), until))
		}
		all = append(all, s)
	}
	if !p.climbs && chance(t, "hint", 25) {
		add(people.Step{Deploy: hint(oneOf(t, "which hint", "none", "email", "mailbox_id"))})
	}
	if chance(t, "try", 10) {
		add(people.Step{Try: json.RawMessage(`{"requests":{"user_agent":"anchorage-sync/1.1"}}`), For: minutes(20)})
	}
	if chance(t, "authorization", 20) {
		add(people.Step{Deploy: json.RawMessage(`{"authorization":"` + mailbox.IdentityPlatform + `"}`)})
		add(people.Step{Enable: json.RawMessage(`{"authorization":"` + mailbox.IdentityPlatform + `","routing":{"hint":"mailbox_id"}}`)})
	}
	for range below(t, "changes", 3) {
		if c := change(t); !p.climbs || !strings.Contains(string(c), "remediation") {
			add(people.Step{Deploy: c})
		}
	}
	if p.prepared != nil {
		all = append(all, p.preparation(t, f))
	}
	if p.tries && !p.climbs && chance(t, "switched off", 35) {
		all = append(all, people.Step{At: instant(p.quiet.Add(-time.Minute)), Deploy: json.RawMessage(`{"routing":{"remediation":"manual"}}`)})
	}
	if !p.order.IsZero() {
		all = append(all, relink(t, f, p.order))
	}
	all = append(all, posts(t, f, p)...)
	slices.SortStableFunc(all, func(a, b people.Step) int { return a.At.Compare(b.At.Time) })
	return all
}

// change draws settings that the team changes while the system runs. The poll is not
// among them: promises count in polls, of which a history knows one.
func change(t *rapid.T) json.RawMessage {
	return json.RawMessage(oneOf(t, "change", `{"sync":{"page_size":3}}`, `{"sync":{"notifications":true}}`,
		`{"sync":{"notifications":false}}`, `{"sync":{"retries":0}}`, `{"sync":{"timeout":"5s"}}`, `{"routing":{"remediation":"auto"}}`,
		`{"routing":{"remediation":"manual"}}`, `{"relink":{"per_hour":2}}`))
}

// relink asks those who fail at an instant of the outage. Often that ends, or the system
// is killed, while owners are on their way: about when the first of them click.
func relink(t *rapid.T, f *scenarios.File, at time.Time) people.Step {
	outage := &f.Faults[indexOf(f, nameOutage)]
	clicks := at.Add(f.Owners.Relink.After.Median.D())
	end := clicks.Add(oneOf(t, "about the click", -time.Minute, 0, time.Second, 2*time.Second, time.Minute))
	if chance(t, "it ends meanwhile", 10) && end.Before(f.Clock.Until.Time) {
		outage.Until = instant(end)
	}
	if chance(t, "killed meanwhile", 10) {
		f.Kills = apart(append(f.Kills, scenarios.Kill{At: instant(end), Down: seconds(20)}), f.Clock.Until.Add(-10*time.Minute))
	}
	return people.Step{At: instant(at), Relink: &people.Campaign{Select: "failing", PerHour: oneOf(t, "pace", units.Share(1), 1, 1, 1, 1, 0.5, 0.5, 0.2)}}
}

func hint(name string) json.RawMessage {
	return raw(map[string]any{"routing": map[string]string{"hint": name}})
}
