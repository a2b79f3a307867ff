package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/people"
)

func TestFailedRounds(t *testing.T) {
	mailboxes := func(b *built) []string {
		var out []string
		for _, e := range check.FailedRounds(b.sorted()) {
			out = append(out, e.Mailbox)
		}
		return out
	}
	assert.Empty(t, mailboxes(world(1).fails(o(1), 10, 25)), "one and a half polls exactly")
	assert.Equal(t, []string{o(1)}, mailboxes(world(1).fails(o(1), 10, 25.01)))
	assert.Empty(t, mailboxes(world(1).fails(o(1), lasts-15, lasts)), "not known to be one before the world ends")
	assert.Equal(t, []string{o(1)}, mailboxes(world(1).fails(o(1), lasts-15.01, lasts)))
	assert.Equal(t, []string{o(2), h(1), o(1), o(2)}, mailboxes(world(2).fails(o(1), 40, 80).fails(o(2), 10, 30).fails(o(2), 50, 90).fails(h(1), 30, 60)), "by start")
	all := check.FailedRounds(world(2).fails(o(1), 40, lasts).fails(o(2), 40, 90).sorted())
	assert.True(t, all[0].Open)
	assert.Equal(t, at(lasts), all[0].Until)
	assert.False(t, all[1].Open)
	assert.Equal(t, 50.0, all[1].Length().Minutes())
}

func TestExpectFailing(t *testing.T) {
	half := scenarios.Bounds{Min: 0.5, Max: 0.5}
	late := world(2)
	late.Events = late.Events[1:] // orchid-1 is never linked
	expected(t, scenarios.Expectation{Failing: &scenarios.ExpectFailing{Cohort: orchid, Share: half, At: until(50)}}, []row{
		{"Held", world(4).fails(o(1), 10, 90).fails(o(2), 20, lasts).fails(h(1), 10, 90), check.Held, 4, "2 of 4 (50 %) of orchid.example failing at 2031-05-06 08:50 UTC; expected 50 %"},
		{"HeldFromTheFirstInstant", world(2).fails(o(1), 50, 90), check.Held, 2, "1 of 2 (50 %) of orchid.example failing at 2031-05-06 08:50 UTC; expected 50 %"},
		{"BrokenAtTheLastInstant", world(2).fails(o(1), 10, 50), check.Broken, 2, "0 of 2 (0 %) of orchid.example failing at 2031-05-06 08:50 UTC; expected 50 %"},
		{"BrokenTooMany", world(2).fails(o(1), 10, 90).fails(o(2), 10, 90), check.Broken, 2, "2 of 2 (100 %) of orchid.example failing at 2031-05-06 08:50 UTC; expected 50 %"},
		{"BrokenByFlickerThatHeals", world(2).fails(o(1), 45, 56), check.Broken, 2, "0 of 2 (0 %) of orchid.example failing at 2031-05-06 08:50 UTC; expected 50 %"},
		{"OnlyLinkedOnesCount", late.fails(o(1), 10, 90).fails(o(2), 60, 90), check.Broken, 1, "0 of 1 (0 %) of orchid.example failing at 2031-05-06 08:50 UTC; expected 50 %"},
	})
	v := world(2).fails(o(1), 10, 90).fails(o(2), 10, 90).expect(t, scenarios.Expectation{Failing: &scenarios.ExpectFailing{Cohort: orchid, Share: half, At: until(50)}})
	assert.Equal(t, []string{o(1), o(2)}, v.Accounts)
	assert.Equal(t, check.Evidence{At: at(10), Text: "orchid-1 begins to fail and fails for 80 min"}, v.Evidence[0])
	assert.Equal(t, "failing-orchid.example-2031-05-06T08:50Z", v.Name)

	t.Run("Selector", func(t *testing.T) {
		e := scenarios.ExpectFailing{Select: people.Selector{Provider: orchid, Address: "custom_domain"}, Share: scenarios.Bounds{Min: 1, Max: 1}, At: until(50)}
		v := world(2).fails(o(2), 10, 90).expect(t, scenarios.Expectation{Failing: &e})
		assert.Equal(t, check.Held, v.Status)
		assert.Equal(t, 1, v.Sample)
	})
	t.Run("AtTheEndOfTheWorld", func(t *testing.T) {
		v := world(1).fails(o(1), 10, lasts).expect(t, scenarios.Expectation{Failing: &scenarios.ExpectFailing{Cohort: orchid, Share: scenarios.Bounds{Min: 1, Max: 1}, At: until(lasts)}})
		assert.Equal(t, check.Held, v.Status)
	})
	for name, e := range map[string]scenarios.ExpectFailing{
		"the world never reaches 2031-05-06 18:01 UTC":              {Cohort: orchid, At: until(lasts + 1)},
		"no mailbox of lilac was linked by 2031-05-06 08:50 UTC":    {Cohort: "lilac", At: until(50)},
		"no mailbox of other was linked by 2031-05-06 08:50 UTC":    {Select: people.Selector{Fleet: "other"}, At: until(50)},
		"the world never reaches 2031-05-06 07:59 UTC":              {At: until(-1)},
		"no mailbox of lilac-x was linked by 2031-05-06 08:50 UTC":  {Cohort: "lilac", Select: people.Selector{Provider: "x"}, At: until(50)},
		"no mailbox of custom-y was linked by 2031-05-06 08:50 UTC": {Cohort: "custom", Select: people.Selector{Address: "y"}, At: until(50)},
	} {
		v := world(2).expect(t, scenarios.Expectation{Failing: &e})
		assert.Equal(t, check.Vacuous, v.Status)
		assert.Equal(t, name, v.Message)
	}
}

func TestExpectMakeup(t *testing.T) {
	e := scenarios.ExpectMakeup{Select: people.Selector{Provider: orchid}, At: until(50), Cohort: "custom", Share: scenarios.Bounds{Min: 0.5, Max: 0.75}}
	expected(t, scenarios.Expectation{Makeup: &e}, []row{
		{"HeldAtTheLowerBound", world(4).fails(o(1), 10, 90).fails(o(2), 10, 90).fails(h(1), 10, 90), check.Held, 2,
			"1 of 2 (50 %) of the mailboxes of orchid.example that fail at 2031-05-06 08:50 UTC belong to custom; expected 50-75 %"},
		{"BrokenAbove", world(4).fails(o(4), 10, 90).fails(o(2), 10, 90), check.Broken, 2,
			"2 of 2 (100 %) of the mailboxes of orchid.example that fail at 2031-05-06 08:50 UTC belong to custom; expected 50-75 %"},
		{"BrokenBelow", world(4).fails(o(1), 10, 90), check.Broken, 1,
			"0 of 1 (0 %) of the mailboxes of orchid.example that fail at 2031-05-06 08:50 UTC belong to custom; expected 50-75 %"},
		{"Vacuous", world(4).fails(o(1), 60, 90), check.Vacuous, 0, "no mailbox of orchid.example failed at 2031-05-06 08:50 UTC"},
	})
	above := world(4).fails(o(4), 10, 90).fails(o(2), 10, 90).expect(t, scenarios.Expectation{Makeup: &e})
	assert.Equal(t, []string{o(2), o(4)}, above.Accounts, "those of the cohort are too many")
	below := world(4).fails(o(1), 10, 90).expect(t, scenarios.Expectation{Makeup: &e})
	assert.Equal(t, []string{o(1)}, below.Accounts, "the others are too many")
	e.At = until(lasts + 1)
	assert.Equal(t, check.Vacuous, world(4).expect(t, scenarios.Expectation{Makeup: &e}).Status)
}

func TestAccountsAreBounded(t *testing.T) {
	b := world(30)
	for i := 1; i <= 30; i++ {
		b.fails(o(i), 10, 90)
	}
	v := b.expect(t, scenarios.Expectation{Failing: &scenarios.ExpectFailing{Cohort: orchid, At: until(50)}})
	assert.Len(t, v.Accounts, check.MaxAccounts)
	assert.Len(t, v.Evidence, 6)
	assert.Contains(t, v.Message, "30 of 30 (100 %)")
}

func TestStrangersAreIgnored(t *testing.T) {
	b := world(1).add(5, history.Failing{Mailbox: "stranger"}).add(6, history.Healed{Mailbox: "stranger"}).add(7, history.Linked{Mailbox: "stranger"}).
		add(8, history.RelinkAnswered{Mailbox: "stranger", Outcome: "linked"}).add(9, history.FaultStarted{Rule: "stranger"}).add(9, history.FaultEnded{Rule: "stranger"}).
		add(10, history.Healed{Mailbox: o(1)})
	assert.Empty(t, check.FailedRounds(b.sorted()))
}
