package check_test

import (
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// What is told of mailboxes, faults and sinks that no header knows changes nothing.
func TestNobodyKnowsStrangers(t *testing.T) {
	b := world(1).fault("storm", 60, 120, 5).fails(o(1), 65, 100).read(70, o(1), nil)
	before := check.Run(b.sorted())
	measured := check.Measure(b.sorted())
	b.add(50, history.HeldOff{Mailbox: "stranger", For: time.Minute}).add(51, history.FaultStarted{Rule: "strange"}).add(52, history.FaultEnded{Rule: "strange"}).
		add(53, history.Failing{Mailbox: "stranger"}).add(54, history.Healed{Mailbox: "stranger"}).add(55, history.Linked{Mailbox: "stranger"}).
		add(56, history.RelinkAnswered{Mailbox: "stranger", Outcome: "declined"}).add(57, history.SinkUp{Sink: "pager"}).add(58, history.SystemUp{})
	assert.Equal(t, before, check.Run(b.sorted()))
	assert.Equal(t, measured, check.Measure(b.sorted()))
	m := check.Measure(world(1).ask(50, "stranger", true).accepted(51, "stranger", "a").relinked(52, "stranger").sorted())
	assert.Equal(t, []int{1, 1, 1}, []int{m.RelinksAsked, m.RelinksAnswered, m.WritesAccepted}, "but each event is counted")
}

// However a header lists mailboxes, they are judged and told in the order of their names.
func TestMailboxesAreToldInOrder(t *testing.T) {
	reversed := func(b *built) *built {
		slices.Reverse(b.Header.Mailboxes)
		for _, c := range b.Header.Cohorts {
			slices.Reverse(c.Members)
		}
		return b
	}
	for _, cohort := range []string{"", orchid} {
		e := half(cohort)
		e.Failing.Select.Provider = orchid
		v := reversed(world(3).fails(o(3), 10, 90).fails(o(2), 20, 90).fails(o(1), 30, 90)).expect(t, e)
		assert.Equal(t, []string{o(1), o(2), o(3)}, v.Accounts)
		assert.Equal(t, []time.Time{at(30), at(20), at(10)}, []time.Time{v.Evidence[0].At, v.Evidence[1].At, v.Evidence[2].At}, "cohort %q", cohort)
	}
	stuck := world(3).fault("storm", 60, 120, 5).fails(o(3), 65, lasts).fails(o(2), 65, lasts)
	stuck.Header.Retry = 30 * time.Minute
	v := reversed(stuck).promise("back-in-time")
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, []string{o(2)}, v.Accounts, "the first by name is told")
}

// Spans that nothing ends last until the end of the world; a span ends once.
func TestOpenSpans(t *testing.T) {
	failing := func(b *built) []check.Episode { return check.FailedRounds(b.sorted()) }
	open := failing(world(1).fails(o(1), 100, lasts))[0]
	assert.Equal(t, []time.Time{at(100), at(lasts)}, []time.Time{open.From, open.Until})
	again := failing(world(1).fails(o(1), 100, 200).fails(o(1), 300, lasts))
	assert.Equal(t, []bool{false, true}, []bool{again[0].Open, again[1].Open})
	assert.Equal(t, at(200), again[0].Until, "the end of the second is not that of the first")

	unanswered := func(r *history.Read) { r.Answered, r.Error = false, "none" }
	twice := world(1).down(100, 110).down(200, lasts).read(105, o(1), unanswered).read(lasts-1, o(1), unanswered).promise("reads-answered-from-cache")
	assert.Equal(t, check.Vacuous, twice.Status, "it does not run at either")
	between := world(1).down(100, 110).down(200, lasts).read(150, o(1), unanswered).promise("reads-answered-from-cache")
	assert.Equal(t, check.Broken, between.Status)

	endless := storm(1)
	endless.Header.Faults[0].Operations = map[string]int{"event.update": 1}
	endless.Events = slices.DeleteFunc(endless.Events, func(e history.Event) bool { _, ended := e.Data.(history.FaultEnded); return ended })
	assert.Equal(t, check.Vacuous, endless.accepted(10, o(1), "a").promise("writes-once-in-order").Status, "the fault is in force to the end")
}

// A fault that comes and goes is in force in each of its windows, and not between them.
func TestFlickeringFault(t *testing.T) {
	flicker := func(accepted float64) *built {
		return storm(1).add(200, history.FaultStarted{Rule: "storm"}).add(260, history.FaultEnded{Rule: "storm"}).
			fails(o(1), 65, 280).accepted(accepted, o(1), "a").landed(285, o(1), "a", "")
	}
	for _, r := range []struct {
		name   string
		at     float64
		sample int
	}{
		{"JustBeforeTheFirst", 65 - nanosecond, 0}, // the mailbox does not fail yet
		{"TheFirst", 65, 1},
		{"JustBeforeTheFirstEnds", 120 - nanosecond, 1},
		{"AsTheFirstEnds", 120, 0},
		{"JustBeforeTheSecond", 200 - nanosecond, 0},
		{"TheSecond", 200, 1},
		{"AsTheSecondEnds", 260, 0},
	} {
		v := flicker(r.at).expect(t, writesOfStorm())
		assert.Equal(t, r.sample, v.Sample, r.name)
	}
}
