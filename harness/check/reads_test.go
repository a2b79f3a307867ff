package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

func TestReadsAnswered(t *testing.T) {
	unanswered := func(r *history.Read) { r.Answered, r.Error = false, "status 500" }
	through := func(r *history.Read) { r.Requests = 2 }
	took := func(d time.Duration) func(*history.Read) { return func(r *history.Read) { r.Took = d } }
	unlinked := world(1)
	unlinked.Events = nil
	promised(t, "reads-answered-from-cache", []row{
		{"Held", world(1).read(5, o(1), nil).read(6, h(1), nil), check.Held, 2, "all 2 reads were answered, none sent a request to the provider"},
		{"BrokenUnanswered", world(1).read(5, o(1), nil).read(6, h(1), unanswered), check.Broken, 2, "1 of 2 reads got no answer, the first at 2031-05-06 08:06 UTC: status 500"},
		{"BrokenThrough", world(1).read(5, o(1), nil).read(6, h(1), through), check.Broken, 2, "1 of 2 reads sent requests to the provider, the first at 2031-05-06 08:06 UTC"},
		{"ThroughIsToldBeforeUnanswered", world(1).read(5, o(1), unanswered).read(6, h(1), through), check.Broken, 2, "1 of 2 reads sent requests to the provider, the first at 2031-05-06 08:06 UTC"},
		{"HeldAtTheLimit", world(1).read(5, o(1), took(5*time.Second)), check.Held, 1, "all 1 reads were answered, none sent a request to the provider"},
		{"BrokenBeyondTheLimit", world(1).read(5, o(1), took(5001*time.Millisecond)), check.Broken, 1, "1 of 1 reads took longer than 5 s, the first 5 s"},
		{"UnansweredBeforeLinked", unlinked.read(1, o(1), unanswered).add(2, history.Linked{Mailbox: o(1)}), check.Vacuous, 0, "no linked mailbox was read"},
		{"UnansweredJustAfterLinked", world(1).read(0.99, o(1), unanswered), check.Vacuous, 0, "no linked mailbox was read"},
		{"UnansweredAMinuteAfterLinked", world(1).read(1, o(1), unanswered), check.Broken, 1, "1 of 1 reads got no answer, the first at 2031-05-06 08:01 UTC: status 500"},
	})
	assert.Nil(t, world(1).promise("reads-answered-from-cache"), "nobody reads")
	v := world(2).read(5, o(2), unanswered).read(6, o(1), unanswered).read(7, o(2), unanswered).promise("reads-answered-from-cache")
	assert.Equal(t, []string{o(1), o(2)}, v.Accounts)
	assert.Equal(t, at(5), v.At)
	assert.Equal(t, "the owner of orchid-2 reads and gets no answer: status 500", v.Evidence[0].Text)
}

func TestReadsTrue(t *testing.T) {
	wrong := func(r *history.Read) { r.Wrong = "it lacks x" }
	promised(t, "reads-true", []row{
		{"Held", world(1).read(5, o(1), nil), check.Held, 1, "all 1 answers equal the provider's truth at an instant that they may speak of"},
		{"Broken", world(1).read(5, o(1), nil).read(7, o(1), wrong).read(8, o(1), wrong), check.Broken, 3,
			"2 of 3 answers were wrong; the first, of orchid-1 at 2031-05-06 08:07 UTC: it lacks x"},
		{"Vacuous", world(1).read(5, o(1), func(r *history.Read) { r.Answered = false }), check.Vacuous, 0, "no read was answered"},
	})
}

func TestStaleSaySo(t *testing.T) {
	age := func(minutes float64, says bool, took time.Duration) func(*history.Read) {
		return func(r *history.Read) { r.AsOf, r.Stale, r.Took = at(100-minutes), says, took }
	}
	unknown := world(1).read(100, o(1), nil)
	unknown.Header.Poll = 0
	held := "all 1 answers say truly whether they are older than two polls (20 min); "
	promised(t, "stale-answers-say-so", []row{
		{"HeldFresh", world(1).read(100, o(1), age(5, false, 0)), check.Held, 1, held + "0 are"},
		{"HeldOld", world(1).read(100, o(1), age(30, true, 0)), check.Held, 1, held + "1 are"},
		{"HeldAtTwoPolls", world(1).read(100, o(1), age(20, false, 0)), check.Held, 1, held + "0 are"},
		{"BrokenJustBeyond", world(1).read(100, o(1), age(20.001, false, 0)), check.Broken, 1, "1 of 1 answers were older than two polls (20 min) and did not say so, the first at 2031-05-06 09:40 UTC"},
		{"BrokenCriesAtTwoPolls", world(1).read(100, o(1), age(20, true, 0)), check.Broken, 1, "1 of 1 answers called themselves old within two polls (20 min), the first at 2031-05-06 09:40 UTC"},
		{"EitherWhileCrossing", world(1).read(100, o(1), age(19.99, true, time.Second)).read(100, o(1), age(19.99, false, time.Second)), check.Held, 2,
			"all 2 answers say truly whether they are older than two polls (20 min); 1 are"},
		{"NotApplicable", unknown, check.NotApplicable, 0, "the system under test does not say how often it polls"},
		{"Vacuous", world(1).read(5, o(1), func(r *history.Read) { r.Answered = false }), check.Vacuous, 0, "no read was answered"},
	})
}

func TestExpectCache(t *testing.T) {
	unanswered := func(r *history.Read) { r.Answered = false }
	silent := func(r *history.Read) { r.AsOf = at(0) }
	reads := func(answered, lost int) *built {
		b := world(1)
		for i := range answered + lost {
			if i < answered {
				b.read(5+float64(i), o(1), nil)
			} else {
				b.read(5+float64(i), o(1), unanswered)
			}
		}
		return b
	}
	expected(t, scenarios.Expectation{Cache: &scenarios.ExpectCache{Reads: "answered", Share: 0.75, StaleOnesSaySo: true}}, []row{
		{"Held", reads(4, 0), check.Held, 4, "4 of 4 (100 %) reads answered; expected at least 75 %; all older than two polls say so"},
		{"HeldAtTheShare", reads(3, 1), check.Held, 4, "3 of 4 (75 %) reads answered; expected at least 75 %; all older than two polls say so"},
		{"BrokenBelow", reads(2, 1), check.Broken, 3, "2 of 3 (66.7 %) reads answered; expected at least 75 %"},
		{"BrokenSilent", reads(3, 0).read(90, o(1), silent), check.Broken, 4, "4 of 4 (100 %) reads answered; expected at least 75 %; 1 answer older than two polls did not say so"},
		{"Vacuous", world(1), check.Vacuous, 0, "no linked mailbox was read"},
	})
	atTwoPolls := func(r *history.Read) { r.AsOf = at(70) }
	border := reads(3, 0).read(90, o(1), atTwoPolls).expect(t, scenarios.Expectation{Cache: &scenarios.ExpectCache{Share: 1, StaleOnesSaySo: true}})
	assert.Equal(t, check.Held, border.Status, "two polls old exactly")
	unknown := reads(3, 0)
	unknown.Header.Poll = 0
	unstated := unknown.expect(t, scenarios.Expectation{Cache: &scenarios.ExpectCache{Share: 1, StaleOnesSaySo: true}})
	assert.Equal(t, check.NotApplicable, unstated.Status)
	assert.Equal(t, "3 of 3 (100 %) reads answered; expected at least 100 %; the system under test does not say how often it polls", unstated.Message)
	v := reads(3, 0).read(90, o(1), silent).expect(t, scenarios.Expectation{Cache: &scenarios.ExpectCache{Share: 1}})
	assert.Equal(t, check.Held, v.Status, "age is judged only when asked for")
}
