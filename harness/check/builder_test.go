package check_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// The worlds of these tests last ten hours and poll every ten minutes: a failed
// round is longer than 15 minutes, stale is older than 20.
var begin = time.Date(2031, 5, 6, 8, 0, 0, 0, time.UTC)

const (
	poll   = 10 * time.Minute
	lasts  = 600 // minutes
	orchid = "orchid.example"
	thyme  = "thyme.example"
)

// at is an instant so many minutes after the beginning.
func at(minutes float64) time.Time {
	return begin.Add(time.Duration(minutes * float64(time.Minute)))
}

func until(minutes float64) units.Time { return units.Time{Time: at(minutes)} }

// built is a history under construction.
type built struct {
	history.History
	seq map[string]uint64
}

// world has n mailboxes orchid-1..n, of which the even ones have a custom
// domain, and n mailboxes thyme-1..n, all linked at minute 0.
func world(n int) *built {
	b := &built{seq: map[string]uint64{}}
	b.Header = history.Header{Version: history.Version, Scenario: "test", From: begin, Until: at(lasts), Poll: poll, Relinks: true, Alerts: true, Writes: true}
	b.Series = map[string][]history.Minute{}
	custom := history.Cohort{Name: "custom", Select: people.Selector{Provider: orchid, Address: "custom_domain"}}
	standard := history.Cohort{Name: "standard", Select: people.Selector{Provider: orchid, Address: "standard"}}
	for _, provider := range []string{orchid, thyme} {
		c := history.Cohort{Name: provider, Select: people.Selector{Provider: provider}}
		for i := 1; i <= n; i++ {
			m := history.Mailbox{ID: id(provider, i), Fleet: provider[:5], Provider: provider, Authorization: "live", Address: "standard"}
			if provider == orchid && i%2 == 0 {
				m.Address = "custom_domain"
				custom.Members = append(custom.Members, m.ID)
			} else if provider == orchid {
				standard.Members = append(standard.Members, m.ID)
			}
			c.Members = append(c.Members, m.ID)
			b.Header.Mailboxes = append(b.Header.Mailboxes, m)
			b.add(0, history.Linked{Mailbox: m.ID})
		}
		b.Header.Cohorts = append(b.Header.Cohorts, c)
	}
	b.Header.Cohorts = append(b.Header.Cohorts, custom, standard)
	return b
}

func id(provider string, i int) string { return fmt.Sprintf("%s-%d", provider[:len(provider)-8], i) }
func o(i int) string                   { return id(orchid, i) }
func h(i int) string                   { return id(thyme, i) }

// add puts an event at a minute. Events are given in order of time.
func (b *built) add(minutes float64, d history.Data) *built {
	actor := "test"
	b.seq[actor]++
	b.Events = append(b.Events, history.Event{At: at(minutes), Actor: actor, Seq: b.seq[actor], Data: d})
	return b
}

// fails lets a mailbox fail over a span; one that ends after the world does not
// end.
func (b *built) fails(mailbox string, from, to float64) *built {
	b.add(from, history.Failing{Mailbox: mailbox, Status: 503, Hint: "none"})
	if to < lasts {
		b.add(to, history.Healed{Mailbox: mailbox, Since: at(from), Attempts: 2, Hint: "email"})
	}
	return b
}

// fault adds a rule that is in force over a span and hits.
func (b *built) fault(name string, from, to float64, hits int) *built {
	b.Header.Faults = append(b.Header.Faults, history.FaultSummary{Name: name, What: "status 503", From: at(from), Until: at(to), Hits: hits, NearMisses: 7})
	if from < lasts {
		b.add(from, history.FaultStarted{Rule: name})
	}
	if to < lasts {
		b.add(to, history.FaultEnded{Rule: name})
	}
	return b
}

// faultOn adds a rule that hits one operation alone.
func (b *built) faultOn(operation string, from, to float64) *built {
	b.fault("on-"+operation, from, to, 1)
	b.Header.Faults[len(b.Header.Faults)-1].Operations = map[string]int{operation: 1}
	return b
}

func (b *built) notice(minutes float64, level, provider, status string) *built {
	sink := "pager"
	if level == "informational" {
		sink = "chat"
	}
	return b.add(minutes, history.Notice{Sink: sink, Level: level, Provider: provider, Status: status, Alert: "Fails", Key: level + provider})
}

// read adds an answered read of a fresh calendar, changed by edit.
func (b *built) read(minutes float64, mailbox string, edit func(*history.Read)) *built {
	r := history.Read{Mailbox: mailbox, Answered: true, AsOf: at(minutes - 1)}
	if edit != nil {
		edit(&r)
	}
	return b.add(minutes, r)
}

func (b *built) post(minutes float64, claim *people.HealthClaim) *built {
	return b.add(minutes, history.Posted{Post: people.Post{State: "identified", Text: "text", Claims: people.Claims{Healthy: claim}}})
}

// ask and relinked are the two halves of relinking.
func (b *built) ask(minutes float64, mailbox string, failing bool) *built {
	return b.add(minutes, history.RelinkAsked{Mailbox: mailbox, Failing: failing})
}

func (b *built) relinked(minutes float64, mailbox string) *built {
	return b.add(minutes, history.RelinkAnswered{Mailbox: mailbox, Outcome: "linked"})
}

// edit is a change that an owner makes in the provider; seen, that a round which
// ends at a minute had told the system of the edit at another.
func (b *built) edit(minutes float64, mailbox string) *built {
	return b.add(minutes, history.Edited{Mailbox: mailbox, Event: "e", Change: "updated"})
}

func (b *built) seen(minutes float64, mailbox string, edited float64) *built {
	return b.add(minutes, history.EditSeen{Mailbox: mailbox, After: at(minutes).Sub(at(edited))})
}

// accepted, landed and told are what becomes of a write.
func (b *built) accepted(minutes float64, mailbox, key string) *built {
	return b.add(minutes, history.WriteAccepted{Mailbox: mailbox, Key: key, Change: "update"})
}

func (b *built) landed(minutes float64, mailbox, key, wrong string) *built {
	return b.add(minutes, history.WriteLanded{Mailbox: mailbox, Key: key, Change: "update", Wrong: wrong})
}

func (b *built) told(minutes float64, mailbox, key, state, wrong string) *built {
	return b.add(minutes, history.WriteTold{Mailbox: mailbox, Key: key, State: state, Wrong: wrong})
}

// down lets the system not run over a span; one that ends after the world does not
// end.
func (b *built) down(from, to float64) *built {
	b.add(from, history.SystemDown{Killed: true})
	if to < lasts {
		b.add(to, history.SystemUp{})
	}
	return b
}

// sorted is the history in order of time.
func (b *built) sorted() *history.History {
	out := b.History
	out.Events = append([]history.Event(nil), b.Events...)
	for i := range out.Events { // insertion keeps the order of equal instants
		for j := i; j > 0 && out.Events[j].At.Before(out.Events[j-1].At); j-- {
			out.Events[j], out.Events[j-1] = out.Events[j-1], out.Events[j]
		}
	}
	return &out
}

// promise is the verdict of that name; nil when it is not part of the list.
func (b *built) promise(name string) *check.Verdict {
	for _, v := range check.Run(b.sorted()) {
		if v.Name == name && v.Kind == check.Promise {
			return &v
		}
	}
	return nil
}

// expect is the verdict of one expectation.
func (b *built) expect(t *testing.T, e scenarios.Expectation) check.Verdict {
	t.Helper()
	b.Header.Expect = []scenarios.Expectation{e}
	all := check.Run(b.sorted())
	last := all[len(all)-1]
	require.Equal(t, check.Expectation, last.Kind)
	return last
}

// row is one case of a table: a history, and what the verdict must be.
type row struct {
	name    string
	b       *built
	status  check.Status
	sample  int
	message string
}

func (r row) is(t *testing.T, v *check.Verdict) {
	t.Helper()
	require.NotNil(t, v, "the verdict is part of the list")
	assert.Equal(t, r.status, v.Status)
	assert.Equal(t, r.sample, v.Sample, "sample")
	assert.Equal(t, r.message, v.Message)
	assert.LessOrEqual(t, len(v.Evidence), 6)
	assert.LessOrEqual(t, len(v.Accounts), check.MaxAccounts)
}

func promised(t *testing.T, name string, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) { r.is(t, r.b.promise(name)) })
	}
}

func expected(t *testing.T, e scenarios.Expectation, rows []row) {
	t.Helper()
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			v := r.b.expect(t, e)
			r.is(t, &v)
		})
	}
}
