package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/people"
)

// half expects that half of the mailboxes of Orchid fail at minute 50.
func half(cohort string) scenarios.Expectation {
	return scenarios.Expectation{Failing: &scenarios.ExpectFailing{Cohort: cohort, Share: scenarios.Bounds{Min: 0.5, Max: 0.5}, At: until(50)}}
}

func TestExpectFailingProves(t *testing.T) {
	twice := world(2).fails(o(1), 5, 30).fails(o(1), 40, 90).fails(o(2), 45, lasts).fails(o(1), 200, 300)
	v := twice.expect(t, half(orchid))
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, at(50), v.At)
	assert.Equal(t, []string{o(1), o(2)}, v.Accounts)
	assert.Equal(t, []check.Evidence{
		{At: at(40), Text: "orchid-1 begins to fail and fails for 50 min"},
		{At: at(45), Text: "orchid-2 begins to fail and fails for 9 h 15 min"},
	}, v.Evidence, "only the failed round that lasts at that instant")
	v = world(2).fails(o(1), 40, 90).expect(t, half(orchid))
	assert.Equal(t, check.Held, v.Status)
	assert.Empty(t, v.Accounts, "nobody is to blame")
	assert.Empty(t, v.Evidence)
}

// A mailbox that no header knows, and one that was linked too late, are in no sample.
func TestExpectFailingOfWhoIsLinked(t *testing.T) {
	linked := func(minutes float64) *built {
		b := world(2).fails(o(1), 40, 90)
		b.Header.Mailboxes = append(b.Header.Mailboxes, history.Mailbox{ID: "orchid-9", Provider: orchid})
		b.Header.Cohorts[0].Members = append(b.Header.Cohorts[0].Members, "orchid-9", "stranger")
		return b.add(minutes, history.Linked{Mailbox: "orchid-9"})
	}
	expected(t, half(orchid), []row{
		{"HeldLinkedJustAfter", linked(50 + nanosecond), check.Held, 2, "1 of 2 (50 %) of orchid.example failing at 2031-05-06 08:50 UTC; expected 50 %"},
		{"BrokenLinkedAtTheInstant", linked(50), check.Broken, 3, "1 of 3 (33.3 %) of orchid.example failing at 2031-05-06 08:50 UTC; expected 50 %"},
	})
}

// The first and the last instant of the world can be judged, and none beyond.
func TestExpectFailingWithinTheWorld(t *testing.T) {
	for _, r := range []struct {
		name   string
		at     float64
		status check.Status
		sample int
	}{
		{"JustBefore", -nanosecond, check.Vacuous, 0},
		{"TheFirst", 0, check.Broken, 1},
		{"TheLast", lasts, check.Broken, 1},
		{"JustAfter", lasts + nanosecond, check.Vacuous, 0},
	} {
		t.Run(r.name, func(t *testing.T) {
			e := half(orchid)
			e.Failing.At = until(r.at)
			v := world(1).expect(t, e)
			assert.Equal(t, r.status, v.Status, v.Message)
			assert.Equal(t, r.sample, v.Sample)
			m := world(1).fails(o(1), 0, lasts).expect(t, scenarios.Expectation{Makeup: &scenarios.ExpectMakeup{Cohort: "custom", At: until(r.at), Share: scenarios.Bounds{Min: 1, Max: 1}}})
			assert.Equal(t, r.status, m.Status, m.Message)
			assert.Equal(t, r.sample, m.Sample)
			assert.Equal(t, at(r.at), m.At)
		})
	}
}

func TestExpectMakeupProves(t *testing.T) {
	e := scenarios.Expectation{Makeup: &scenarios.ExpectMakeup{Select: people.Selector{Provider: orchid}, At: until(50), Cohort: "custom", Share: scenarios.Bounds{Min: 0.5, Max: 0.75}}}
	v := world(4).fails(o(1), 10, 90).fails(o(2), 10, 90).expect(t, e)
	assert.Equal(t, check.Held, v.Status)
	assert.Empty(t, v.Accounts, "nobody is unexpected")
	assert.Empty(t, v.Evidence)
	v = world(6).fails(o(1), 10, 90).fails(o(2), 20, 90).fails(o(3), 30, 90).expect(t, e)
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, []string{o(1), o(3)}, v.Accounts, "those of no such cohort are too many")
	assert.Equal(t, []check.Evidence{{At: at(10), Text: "orchid-1 begins to fail and fails for 80 min"}, {At: at(30), Text: "orchid-3 begins to fail and fails for 60 min"}}, v.Evidence)
	v = world(4).fails(o(1), 60, 90).expect(t, e)
	assert.Equal(t, check.Vacuous, v.Status)
	assert.Zero(t, v.Sample)
	e.Makeup.At = until(lasts + 1)
	assert.Equal(t, "the world never reaches 2031-05-06 18:01 UTC", world(4).fails(o(1), 10, lasts).expect(t, e).Message)
}

// What is chosen must fit in every respect.
func TestSelections(t *testing.T) {
	b := func() *built {
		b := world(2).fails(o(1), 10, 90)
		b.Header.Mailboxes[1].Authorization = "modern" // orchid-2, which is well
		return b
	}
	for _, r := range []struct {
		name   string
		sel    people.Selector
		cohort string
		sample int
	}{
		{"All", people.Selector{}, "", 4},
		{"Provider", people.Selector{Provider: thyme}, "", 2},
		{"Fleet", people.Selector{Fleet: "orchi"}, "", 2},
		{"Authorization", people.Selector{Authorization: "modern"}, "", 1},
		{"Address", people.Selector{Address: "custom_domain"}, "", 1},
		{"ProviderAndAuthorization", people.Selector{Provider: orchid, Authorization: "live"}, "", 1},
		{"FleetAndAuthorization", people.Selector{Fleet: "thyme", Authorization: "modern"}, "", 0},
		{"CohortAndAuthorization", people.Selector{Authorization: "live"}, "custom", 0},
		{"CohortAndAddress", people.Selector{Address: "custom_domain"}, "custom", 1},
	} {
		e := half(r.cohort)
		e.Failing.Select = r.sel
		assert.Equal(t, r.sample, b().expect(t, e).Sample, r.name)
	}
}
