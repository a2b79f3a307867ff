package reports

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// built is a history written by hand, on an hour of a day far from any real one.
type built struct {
	history.History
}

// begins is a Wednesday.
var begins = time.Date(2031, time.September, 17, 6, 0, 0, 0, time.UTC)

// at is an instant of a built history.
func at(minutes float64) time.Time {
	return begins.Add(time.Duration(minutes * float64(time.Minute)))
}

// build starts a world of a number of minutes, polled every ten.
func build(minutes int) *built {
	b := &built{}
	b.Header = history.Header{
		Version: history.Version, Scenario: "quota-2031", Title: "Harbour mail answers too many with too little", Variant: "as-planned",
		Seed: 77, From: begins, Until: at(float64(minutes)), Poll: 10 * time.Minute, Relinks: true, Alerts: true,
	}
	b.Series = map[string][]history.Minute{}
	return b
}

// fleet adds n mailboxes "NAME-1" ... of a provider with an address.
func (b *built) fleet(n int, name, provider, address string) *built {
	for i := range n {
		b.Header.Mailboxes = append(b.Header.Mailboxes, history.Mailbox{
			ID: fmt.Sprintf("%s-%d", name, i+1), Fleet: name, Provider: provider, Authorization: "identity_platform", Address: address,
		})
	}
	return b
}

// lasts is an end that never comes.
const lasts = 1e9

func (b *built) add(minutes float64, d history.Data) *built {
	b.Events = append(b.Events, history.Event{At: at(minutes), Actor: "test", Seq: uint64(len(b.Events)), Data: d})
	return b
}

// fails lets mailboxes fail over a span.
func (b *built) fails(from, to float64, mailboxes ...string) *built {
	for _, m := range mailboxes {
		b.add(from, history.Failing{Mailbox: m, Status: 429, Hint: "none", Faults: []string{"quota-squeeze"}})
		if to < lasts {
			b.add(to, history.Healed{Mailbox: m, Since: at(from), Attempts: 3, Hint: "none", TokenKind: "identity_platform"})
		}
	}
	return b
}

// fault adds a rule in force over a span.
func (b *built) fault(f history.FaultSummary, from, to float64) *built {
	f.From, f.Until = at(from), b.Header.Until
	b.add(from, history.FaultStarted{Rule: f.Name})
	if to < lasts {
		f.Until = at(to)
		b.add(to, history.FaultEnded{Rule: f.Name})
	}
	b.Header.Faults = append(b.Header.Faults, f)
	return b
}

func (b *built) notice(minutes float64, level, alert, provider, status string) *built {
	n := history.Notice{Sink: "pager", Level: level, Alert: alert, Provider: provider, Status: status, Key: alert + provider}
	if level == "informational" {
		n.Sink = "chat"
	}
	return b.add(minutes, n)
}

// post adds a status update; a share below 0 claims nothing.
func (b *built) post(minutes float64, text string, share float64) *built {
	p := people.Post{State: "identified", Text: text}
	if share >= 0 {
		p.Claims.Healthy = &people.HealthClaim{Share: units.Share(share)}
	}
	return b.add(minutes, history.Posted{Post: p})
}

// cohort adds one that holds all mailboxes of a provider, with the series that
// follows from the failures added so far.
func (b *built) cohort(name, provider string) *built {
	c := history.Cohort{Name: name, Select: people.Selector{Provider: provider}}
	for _, m := range b.Header.Mailboxes {
		if m.Provider == provider {
			c.Members = append(c.Members, m.ID)
		}
	}
	slices.Sort(c.Members)
	b.Header.Cohorts = append(b.Header.Cohorts, c)
	failing, since := map[string]bool{}, map[string]time.Time{}
	events, next := b.sorted().Events, 0
	for t := b.Header.From.Add(time.Minute); !t.After(b.Header.Until); t = t.Add(time.Minute) {
		for ; next < len(events) && !events[next].At.After(t); next++ {
			switch d := events[next].Data.(type) {
			case history.Failing:
				failing[d.Mailbox], since[d.Mailbox] = true, events[next].At
			case history.Healed:
				delete(failing, d.Mailbox)
			}
		}
		minute := history.Minute{AgeMax: 600}
		for _, id := range c.Members {
			if failing[id] {
				minute.Failing++
				minute.AgeMax = max(minute.AgeMax, int(t.Sub(since[id]).Seconds()))
			}
		}
		b.Series[name] = append(b.Series[name], minute)
	}
	return b
}

// sorted is the history in order of time, every mailbox linked at the start.
func (b *built) sorted() *history.History {
	h := b.History
	h.Events = nil
	for _, m := range h.Header.Mailboxes {
		h.Events = append(h.Events, history.Event{At: begins, Actor: "mailbox/" + m.ID, Data: history.Linked{Mailbox: m.ID}})
	}
	h.Events = append(h.Events, b.Events...)
	slices.SortStableFunc(h.Events, func(x, y history.Event) int { return x.At.Compare(y.At) })
	return &h
}

// run judges the history as the command line does.
func (b *built) run(t testing.TB) Run {
	t.Helper()
	h := b.sorted()
	return Run{History: h, Hash: history.Hash(h), Verdicts: check.Run(h), Measures: check.Measure(h), WallSeconds: 8.25}
}

// names lists "NAME-from" to "NAME-to".
func names(name string, from, to int) []string {
	var out []string
	for i := from; i <= to; i++ {
		out = append(out, fmt.Sprintf("%s-%d", name, i))
	}
	return out
}

// squeeze is the invented incident that most tests render: a throttle squeezes
// one of two providers on a September morning; a page comes soon; a change helps
// all but four mailboxes, whose owners sign in elsewhere and are asked to relink.
func squeeze() *built {
	b := build(600).
		fleet(16, "quay", "harbour", "standard").fleet(4, "mole", "harbour", "other_sign_in").fleet(10, "reed", "lagoon", "standard")
	b.fault(history.FaultSummary{Name: "quota-squeeze", Note: "the provider halves its allowance.", What: "throttle: 10_per_minute", Whom: "harbour", Hits: 900, NearMisses: 12}, 60, 420)
	b.fault(history.FaultSummary{Name: "drizzle", What: "status 502", Whom: "all mailboxes", Flicker: true, Hits: 9}, 5, 6)
	b.fails(62, 180, names("quay", 1, 16)...).fails(65, 430, names("mole", 1, 3)...).fails(66, lasts, "mole-4")
	b.notice(64, "informational", "AllowanceSpent", "harbour", "firing").notice(181, "informational", "AllowanceSpent", "harbour", "resolved")
	b.notice(70, "look_now", "ProviderSilent", "harbour", "firing")
	b.add(71, history.Noticed{By: "page", Provider: "harbour", What: "harbour is silent"})
	b.add(170, history.Acted{Action: "deploy", What: `{"sync":{"pace":"slow"}}`, Note: "half the pace"})
	b.post(90, "We are on it.", -1).post(190, "All is well again.", 1)
	for i, m := range names("mole", 1, 4) {
		b.add(400+float64(i), history.RelinkAsked{Mailbox: m, Failing: true})
	}
	b.add(425, history.RelinkAnswered{Mailbox: "mole-1", Outcome: history.OutcomeLinked})
	b.add(200, history.Read{Mailbox: "mole-1", Answered: true, AsOf: at(60), Stale: true}).add(201, history.Read{Mailbox: "reed-1", Answered: true, AsOf: at(199)})
	return b.cohort("harbour", "harbour").cohort("lagoon", "lagoon")
}
