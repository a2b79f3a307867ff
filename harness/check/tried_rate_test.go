package check_test

import (
	"maps"
	"strings"
	"testing"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// everyMinute counts the same number in every minute of a span.
func everyMinute(from, until, n int) map[int]int {
	out := map[int]int{}
	for i := from; i < until; i++ {
		out[i] = n
	}
	return out
}

func together(all ...map[int]int) map[int]int {
	out := map[int]int{}
	for _, one := range all {
		maps.Copy(out, one)
	}
	return out
}

// Requests that are known before must become twice as frequent as in the hour before,
// and one in twenty of all.
func TestTriedByRate(t *testing.T) {
	rest := history.Shape{Dialect: "graph", Host: "other.example.com"}
	// Of the requests of minutes 40 to 99 there is one a minute, so that twice as many
	// within 20 minutes are 40, which is one in twenty of 800.
	doubled := func(n, last, others int) *built {
		return trying(100, 0).
			counted(deep, together(everyMinute(40, 100, 1), everyMinute(100, 119, n), map[int]int{119: last})).
			counted(rest, together(everyMinute(40, 119, 38), map[int]int{119: others}))
	}
	// A burst in one minute, and two a minute in those of the try.
	burst := func(minute int, from float64) *built {
		return trying(from, 0).counted(deep, together(map[int]int{minute: 60}, everyMinute(100, 121, 2)))
	}
	expected(t, requestsChange, []row{
		{"HeldTwiceAndOneInTwenty", doubled(2, 2, 38), check.Held, 1, triedWell},
		{"BrokenOneMoreOfTheOthers", doubled(2, 2, 39), check.Broken, 1, changedNil + "20 min"},
		{"BrokenNotQuiteTwice", doubled(2, 1, 0), check.Broken, 1, changedNil + "20 min"},
		{"HeldOneBesideOneInAnHour", trying(100, 0).counted(deep, map[int]int{50: 1, 110: 1}), check.Held, 1, triedWell},
		{"BrokenNoneAtAll", trying(100, 0).counted(deep, map[int]int{50: 1}), check.Broken, 1, changedNil + "20 min"},
		{"BrokenNoneBefore", trying(100, 0).counted(deep, map[int]int{39: 9, 110: 9}), check.Broken, 1, changedNil + "20 min"},
		{"HeldTheBurstWasWithinTheHour", burst(40, 100), check.Held, 1, triedWell},
		{"BrokenAMomentLessThanWithinTheHour", burst(40, off(100, moment)), check.Broken, 1, changedNil + "20 min"},
		{"HeldTheLastMinuteBeforeTheTry", burst(99, 100), check.Held, 1, triedWell},
		{"BrokenTheBurstHadNotEnded", burst(99, off(100, -moment)), check.Broken, 1, strings.Replace(changedNil, "09:40", "09:39:59", 1) + "20 min"},
		{"BrokenItLastsNoWholeMinute", trying(100, 59*time.Second).counted(deep, map[int]int{50: 1, 100: 9}), check.Broken, 1, changedNil + "59 s"},
		{"HeldItLastsOne", trying(100, time.Minute).counted(deep, together(everyMinute(40, 100, 1), map[int]int{100: 2})), check.Held, 1, triedWell},
		{"BrokenItBeginsAMomentAfterTheRise", trying(off(100, moment), 0).counted(deep, together(everyMinute(40, 100, 1), map[int]int{100: 60})), check.Broken, 1, changedNil + "20 min"},
		{"HeldTheSecondShapeRises", trying(100, 0).counted(rest, everyMinute(40, 120, 1)).counted(deep, together(everyMinute(40, 100, 1), everyMinute(100, 120, 2))), check.Held, 1, triedWell},
	})
}

func TestTriedTells(t *testing.T) {
	does := "the team does: try hint = email"
	seen := "requests of a new shape reach the provider: graph at api.example.com with the e-mail address as routing hint"
	v := trying(100, 0).shaped(110, o(2)).expect(t, requestsChange)
	wholly(t, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts), Message: triedWell, Evidence: []check.Evidence{proof(100, does), proof(110, seen)}}, &v)
	v = trying(100, 0).counted(deep, map[int]int{50: 60, 110: 60}).expect(t, requestsChange)
	wholly(t, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts), Message: triedWell,
		Evidence: []check.Evidence{proof(100, does), proof(100, "requests in the dialect graph to api.example.com rise from 1.0 to 3.0 a minute")}}, &v)
	again := func(b *built, minutes float64) *built {
		return b.add(minutes, history.Acted{Action: "try", What: `{"hint":"email"}`})
	}
	v = again(trying(100, 0).shaped(110, o(2)), 200).expect(t, requestsChange)
	wholly(t, check.Verdict{Status: check.Broken, Sample: 2, At: at(200),
		Message:  "the try of 2031-05-06 11:20 UTC, hint = email, changed no request that the provider saw within its 20 min",
		Evidence: []check.Evidence{proof(200, does)}}, &v)
	b, want := world(2).fails(o(2), 10, lasts), []check.Evidence{}
	for i := range 4 {
		from := 100 + 100*float64(i)
		again(b, from).shaped(from+1, o(2))
		want = append(want, proof(from, does), proof(from+1, seen))
	}
	v = b.expect(t, requestsChange)
	wholly(t, check.Verdict{Status: check.Held, Sample: 4, At: at(lasts), Message: "4 tries all changed requests and healed no mailbox", Evidence: want[:6]}, &v)
	fixed := func(b *built) *built { b.Header.Fixed = true; return b }
	v = fixed(trying(100, 0)).expect(t, requestsChange)
	wholly(t, check.Verdict{Status: check.NotApplicable, At: at(lasts), Message: "the settings of the system under test cannot be changed while it runs"}, &v)
	v = fixed(world(2)).expect(t, requestsChange)
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: "the team tried nothing"}, &v)
}
