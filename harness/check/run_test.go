package check_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

func TestRun(t *testing.T) {
	t.Run("PromisesOnlyWithOccasion", func(t *testing.T) {
		all := check.Run(world(1).sorted())
		require.Len(t, all, 1)
		assert.Equal(t, "no-violations", all[0].Name)
		assert.Equal(t, check.Held, all[0].Status)
	})
	t.Run("PromisesThenExpectationsInOrder", func(t *testing.T) {
		b := world(1).fault("storm", 10, 20, 1).read(5, o(1), nil).fails(o(1), 10, 60).ask(30, o(1), true)
		b.Header.Expect = []scenarios.Expectation{
			{Silence: &scenarios.ExpectSilence{}},
			{Name: "reads", Cache: &scenarios.ExpectCache{Reads: "answered"}},
			{Silence: &scenarios.ExpectSilence{}},
			{Name: "reads", Cache: &scenarios.ExpectCache{Reads: "answered"}},
		}
		var names []string
		for _, v := range check.Run(b.sorted()) {
			names = append(names, v.Kind+" "+v.Name)
		}
		assert.Equal(t, []string{
			"promise no-violations", "promise faults-fired", "promise reads-answered-from-cache", "promise reads-true", "promise stale-answers-say-so", "promise relinks-only-failing",
			"promise as-of-steps-forward", "promise one-open-ask", "promise asks-keep-pace", "promise few-asked-unordered",
			"expectation silence-longest", "expectation reads", "expectation silence-longest-2", "expectation reads-2",
		}, names)
	})
	t.Run("SameHistorySameVerdicts", func(t *testing.T) {
		h := world(3).fault("storm", 10, 20, 1).fails(o(1), 10, 60).fails(o(2), 11, 70).sorted()
		assert.Equal(t, check.Run(h), check.Run(h))
	})
	t.Run("EmptyExpectation", func(t *testing.T) {
		v := world(1).expect(t, scenarios.Expectation{})
		assert.Equal(t, check.Vacuous, v.Status)
		assert.Equal(t, "empty", v.Name)
	})
}

// TestEveryExpectationIsJudged sets each field of scenarios.Expectation in turn.
func TestEveryExpectationIsJudged(t *testing.T) {
	kind := reflect.TypeFor[scenarios.Expectation]()
	for i := range kind.NumField() {
		field := kind.Field(i)
		if field.Type.Kind() != reflect.Pointer {
			continue
		}
		t.Run(field.Name, func(t *testing.T) {
			var e scenarios.Expectation
			reflect.ValueOf(&e).Elem().Field(i).Set(reflect.New(field.Type.Elem()))
			v := world(1).expect(t, e)
			assert.True(t, strings.HasPrefix(v.Name, strings.ToLower(field.Name)), "%s is the name of an expectation of kind %s", v.Name, field.Name)
			assert.NotEqual(t, "the expectation states nothing", v.Message)
		})
	}
}

func TestOverall(t *testing.T) {
	verdicts := func(all ...check.Status) []check.Verdict {
		var out []check.Verdict
		for _, s := range all {
			out = append(out, check.Verdict{Status: s})
		}
		return out
	}
	assert.Equal(t, 0, check.Overall(nil))
	assert.Equal(t, 0, check.Overall(verdicts(check.Held, check.NotApplicable)))
	assert.Equal(t, 3, check.Overall(verdicts(check.Held, check.Vacuous, check.Held)))
	assert.Equal(t, 1, check.Overall(verdicts(check.Vacuous, check.Broken, check.Vacuous)))
}

func TestNoViolations(t *testing.T) {
	quiet := world(1)
	quiet.Requests = 1200
	promised(t, "no-violations", []row{
		{"Held", quiet, check.Held, 1200, "nothing forbidden happened in a world of 1,200 requests"},
		{"Broken", world(1).add(3, history.Violation{What: "GET https://x.example.com/"}).add(4, history.Violation{What: "another"}), check.Broken, 0,
			"2 things that must never happen, the first: GET https://x.example.com/"},
	})
	v := world(1).add(3, history.Violation{What: "GET https://x.example.com/"}).promise("no-violations")
	assert.Equal(t, at(3), v.At)
	assert.Equal(t, []check.Evidence{{At: at(3), Text: "must never happen: GET https://x.example.com/"}}, v.Evidence)
}

func TestFaultsFired(t *testing.T) {
	optional := world(1).fault("storm", 10, 20, 0)
	optional.Header.Faults[0].MayMiss = true
	assert.Nil(t, optional.promise("faults-fired"), "no rule must fire")
	mixed := world(1).fault("calm", 10, 20, 0).fault("storm", 10, 20, 3)
	mixed.Header.Faults[0].MayMiss = true
	promised(t, "faults-fired", []row{
		{"Held", world(1).fault("storm", 10, 20, 3).fault("hail", 10, 20, 1), check.Held, 2, "2 faults fired, 4 hits in all"},
		{"HeldBesideOneThatMayMiss", mixed, check.Held, 1, "1 fault fired, 3 hits in all"},
		{"VacuousNoHits", world(1).fault("storm", 10, 20, 3).fault("hail", 10, 20, 0), check.Vacuous, 2,
			"the fault hail hit no request while in force (7 requests met all of its conditions but one)"},
		{"EndWithoutBeginning", world(1).add(5, history.FaultEnded{Rule: "storm"}).fault("storm", 10, 20, 3), check.Held, 1, "1 fault fired, 3 hits in all"},
		{"VacuousNeverBegins", world(1).fault("storm", lasts, lasts+5, 0), check.Vacuous, 1, "the fault storm never begins within the world"},
	})
}

func BenchmarkRunAndMeasure(b *testing.B) {
	w := world(500).fault("storm", 60, 120, 5)
	for i := 1; i <= 500; i++ {
		w.fails(o(i), 65, 300)
	}
	for i := range 60000 {
		w.Events = append(w.Events, history.Event{At: at(301), Actor: "reader", Seq: uint64(i), Data: history.Read{Mailbox: o(1 + i%500), Answered: true, AsOf: at(300)}})
	}
	w.Header.Expect = []scenarios.Expectation{{Recovered: &scenarios.ExpectRecovered{Cohort: orchid, After: "storm", By: until(300)}}, {Cache: &scenarios.ExpectCache{Share: 1}}}
	h := &w.History
	b.ResetTimer()
	for b.Loop() {
		check.Run(h)
		check.Measure(h)
	}
}
