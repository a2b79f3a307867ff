package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

// answerless is a read that gets no answer.
func answerless(r *history.Read) { r.Answered, r.Error = false, "status 500" }

// Each limit, one nanosecond before it, at it and after it.
func TestReadsAtTheirLimits(t *testing.T) {
	took := func(d time.Duration) func(*history.Read) { return func(r *history.Read) { r.Took = d } }
	sent := func(n int) func(*history.Read) { return func(r *history.Read) { r.Requests = n } }
	none := "no linked mailbox was read"
	slow := "1 of 1 reads took longer than 5 s, the first 5 s"
	all := "all 1 reads were answered, none sent a request to the provider"
	promised(t, "reads-answered-from-cache", []row{
		{"HeldJustBelow", world(1).read(5, o(1), took(5*time.Second-1)), check.Held, 1, all},
		{"BrokenJustAbove", world(1).read(5, o(1), took(5*time.Second+1)), check.Broken, 1, slow},
		{"BrokenASingleRequest", world(1).read(5, o(1), sent(1)), check.Broken, 1, "1 of 1 reads sent requests to the provider, the first at 2031-05-06 08:05 UTC"},
		{"BrokenARequestForAStranger", world(1).read(5, "stranger", sent(1)), check.Broken, 1, "1 of 1 reads sent requests to the provider, the first at 2031-05-06 08:05 UTC"},
		{"VacuousJustBeforeAMinuteAfterLinking", world(1).read(1-nanosecond, o(1), answerless), check.Vacuous, 0, none},
		{"BrokenAMinuteAfterLinking", world(1).read(1, o(1), answerless), check.Broken, 1, "1 of 1 reads got no answer, the first at 2031-05-06 08:01 UTC: status 500"},
		{"VacuousAStranger", world(1).read(5, "stranger", answerless), check.Vacuous, 0, none},
		{"VacuousSlowBeforeLinking", world(1).read(0.5, o(1), took(time.Hour)), check.Vacuous, 0, none},
		{"UnansweredIsToldBeforeSlow", world(1).read(5, o(1), took(time.Hour)).read(6, o(1), answerless), check.Broken, 2,
			"1 of 2 reads got no answer, the first at 2031-05-06 08:06 UTC: status 500"},
	})
}

// An answer may call itself old, or not, while the border of two polls is crossed between
// question and answer, and at no other time.
func TestStaleAtTheBorder(t *testing.T) {
	answer := func(age float64, took time.Duration, says bool) *built {
		return world(1).read(100, o(1), func(r *history.Read) { r.AsOf, r.Took, r.Stale = at(100-age), took, says })
	}
	held := func(n string) string {
		return "all 1 answers say truly whether they are older than two polls (20 min); " + n + " are"
	}
	silent := "1 of 1 answers were older than two polls (20 min) and did not say so, the first at 2031-05-06 09:40 UTC"
	cries := "1 of 1 answers called themselves old within two polls (20 min), the first at 2031-05-06 09:40 UTC"
	promised(t, "stale-answers-say-so", []row{
		{"HeldSilentAtTwoPolls", answer(20, 0, false), check.Held, 1, held("0")},
		{"BrokenSilentJustBeyond", answer(20+nanosecond, 0, false), check.Broken, 1, silent},
		{"BrokenSilentJustBeyondHoweverQuick", answer(20+nanosecond, time.Minute, false), check.Broken, 1, silent},
		{"HeldSilentThoughItBecameOldMeanwhile", answer(20, time.Minute, false), check.Held, 1, held("0")},
		{"HeldSaysSoJustBeyond", answer(20+nanosecond, 0, true), check.Held, 1, held("1")},
		{"BrokenSaysSoAtTwoPolls", answer(20, 0, true), check.Broken, 1, cries},
		{"BrokenSaysSoThoughItWasToBeOldOnlyAtTheAnswer", answer(19, time.Minute, true), check.Broken, 1, cries},
		{"HeldSaysSoAsItBecameOldMeanwhile", answer(19, time.Minute+1, true), check.Held, 1, held("1")},
	})
}

// The first of what is wrong are the proof, and all mailboxes are named.
func TestReadsProve(t *testing.T) {
	for _, r := range []struct {
		promise string
		edit    func(*history.Read)
		says    string
	}{
		{"reads-answered-from-cache", answerless, "the owner of orchid-9 reads and gets no answer: status 500"},
		{"reads-answered-from-cache", func(r *history.Read) { r.Requests = 1 }, "the owner of orchid-9 reads and gets an answer 60 s old, after 1 request to the provider"},
		{"reads-answered-from-cache", func(r *history.Read) { r.Took = time.Minute }, "the owner of orchid-9 reads and gets an answer 60 s old"},
		{"reads-true", func(r *history.Read) { r.Wrong = "it lacks x" }, "the owner of orchid-9 reads and gets an answer 60 s old; it is wrong: it lacks x"},
		{"stale-answers-say-so", func(r *history.Read) { r.AsOf = at(2) }, "the owner of orchid-9 reads and gets an answer 38 min old"},
		{"stale-answers-say-so", func(r *history.Read) { r.Stale = true }, "the owner of orchid-9 reads and gets an answer 60 s old, which says so"},
	} {
		b := world(9).read(5, o(1), nil)
		for i := 9; i >= 1; i-- {
			b.read(49-float64(i), o(i), r.edit)
		}
		v := b.promise(r.promise)
		assert.Equal(t, check.Broken, v.Status, r.says)
		assert.Equal(t, 10, v.Sample)
		assert.Equal(t, at(40), v.At, "of the first")
		assert.Equal(t, []string{o(1), o(2), o(3), o(4), o(5), o(6), o(7), o(8), o(9)}, v.Accounts)
		assert.Len(t, v.Evidence, 6)
		assert.Equal(t, check.Evidence{At: at(40), Text: r.says}, v.Evidence[0])
		assert.Equal(t, at(45), v.Evidence[5].At)
	}
	held := world(1).read(5, o(1), nil).promise("reads-answered-from-cache")
	assert.Equal(t, at(lasts), held.At)
	assert.Empty(t, held.Evidence)
}

// A single wrong answer is enough, and of more the first is told.
func TestReadsTrueTellsTheFirst(t *testing.T) {
	wrong := func(why string) func(*history.Read) { return func(r *history.Read) { r.Wrong = why } }
	promised(t, "reads-true", []row{
		{"BrokenOne", world(1).read(5, o(1), nil).read(6, o(1), wrong("it lacks x")), check.Broken, 2, "1 of 2 answers were wrong; the first, of orchid-1 at 2031-05-06 08:06 UTC: it lacks x"},
		{"BrokenTwo", world(1).read(6, h(1), wrong("it lacks y")).read(7, o(1), wrong("it lacks x")), check.Broken, 2, "2 of 2 answers were wrong; the first, of thyme-1 at 2031-05-06 08:06 UTC: it lacks y"},
		{"VacuousWrongButUnanswered", world(1).read(5, o(1), func(r *history.Read) { r.Answered, r.Wrong = false, "it lacks x" }), check.Vacuous, 0, "no read was answered"},
	})
}

// What is expected of the cache alone, proven like the promises.
func TestExpectCacheProves(t *testing.T) {
	e := scenarios.Expectation{Cache: &scenarios.ExpectCache{Reads: "answered", Share: 0.9, StaleOnesSaySo: true}}
	v := world(2).read(5, o(1), nil).read(6, o(2), answerless).read(7, o(1), answerless).expect(t, e)
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, at(6), v.At)
	assert.Equal(t, []string{o(1), o(2)}, v.Accounts)
	assert.Equal(t, []time.Time{at(6), at(7)}, []time.Time{v.Evidence[0].At, v.Evidence[1].At})

	old := func(age float64) check.Verdict {
		return world(2).read(50, o(1), nil).read(90, o(2), of(90-age)).read(95, o(1), of(60)).expect(t, e)
	}
	assert.Equal(t, at(90), old(20+nanosecond).At, "the first of two that do not say that they are old")
	assert.Equal(t, []string{o(1), o(2)}, old(20+nanosecond).Accounts)
	assert.Equal(t, at(95), old(20).At, "two polls old exactly, the first need not say so")
	assert.Equal(t, []string{o(1)}, old(20).Accounts)

	unlinked := world(1).read(0.5, o(1), of(-60)).read(5, o(1), nil).expect(t, e)
	assert.Equal(t, check.Broken, unlinked.Status, "what is answered before it must be is judged by its age all the same")
	assert.Equal(t, 1, unlinked.Sample)
}
