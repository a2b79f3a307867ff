package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

var requestsChange = scenarios.Expectation{Tried: &scenarios.ExpectTried{Changes: "requests"}}

// trying is a world in which the team tries something over a span; orchid-2 fails all
// the time.
func trying(from float64, lasting time.Duration) *built {
	return world(2).fails(o(2), 10, lasts).add(from, history.Acted{Action: "try", What: `{"hint":"email"}`, For: lasting})
}

var deep = history.Shape{Dialect: "graph", Host: "api.example.com", Hint: "email"}

// shaped is a request of a shape that nobody has sent before, or not for an hour.
func (b *built) shaped(minutes float64, mailbox string) *built {
	return b.add(minutes, history.ShapeSeen{Shape: deep, Mailbox: mailbox})
}

// counted are requests of a shape in whole minutes, given as minute and number.
func (b *built) counted(shape history.Shape, counts map[int]int) *built {
	minutes := make([]int, lasts)
	for minute, n := range counts {
		minutes[minute] = n
	}
	b.Shapes = append(b.Shapes, history.ShapeCount{Shape: shape, Minutes: minutes})
	return b
}

const (
	triedWell  = "1 try changed requests and healed no mailbox"
	triedAt    = "the try of 2031-05-06 09:40 UTC, hint = email, "
	changedNil = triedAt + "changed no request that the provider saw within its "
)

// A try is judged from its instant on until the last before its end.
func TestTriedWithinItsSpan(t *testing.T) {
	expected(t, requestsChange, []row{
		{"BrokenAMomentBeforeIt", trying(100, time.Minute).shaped(off(100, -moment), o(2)), check.Broken, 1, changedNil + "60 s"},
		{"HeldAMomentBeforeItsEnd", trying(100, time.Minute).shaped(off(101, -moment), o(2)), check.Held, 1, triedWell},
		{"BrokenAtItsEnd", trying(100, time.Minute).shaped(101, o(2)), check.Broken, 1, changedNil + "60 s"},
		{"HeldTwentyMinutesWhereItDoesNotSay", trying(100, 0).shaped(off(120, -moment), o(2)), check.Held, 1, triedWell},
		{"BrokenAfterTheseTwenty", trying(100, 0).shaped(120, o(2)), check.Broken, 1, changedNil + "20 min"},
	})
}

// Whoever sends the new shape must be failing, be it for a moment.
func TestTriedByWhoFails(t *testing.T) {
	by := func(from, to float64) *built { // orchid-1 sends it at minute 110
		return world(2).fails(o(1), from, to).add(100, history.Acted{Action: "try", What: `{"hint":"email"}`}).shaped(110, o(1))
	}
	expected(t, requestsChange, []row{
		{"HeldItHasJustBegunToFail", by(110, 112), check.Held, 1, triedWell},
		{"BrokenItBeginsAMomentLater", by(off(110, moment), 112), check.Broken, 1, changedNil + "20 min"},
		{"HeldItIsHealedAMomentLater", by(105, off(110, moment)), check.Held, 1, triedWell},
		{"BrokenItHasJustBeenHealed", by(105, 110), check.Broken, 1, changedNil + "20 min"},
		{"BrokenItFailedLongBefore", by(10, 50), check.Broken, 1, changedNil + "20 min"},
		{"BrokenNobodyKnowsTheMailbox", trying(100, 0).shaped(110, "nobody"), check.Broken, 1, changedNil + "20 min"},
	})
}

// New is what nobody has sent in the hour before the try.
func TestTriedAnew(t *testing.T) {
	other := history.Shape{Dialect: "graph", Host: "api.example.com", Hint: "none"}
	expected(t, requestsChange, []row{
		{"BrokenSentAnHourBefore", trying(100, 0).shaped(40, h(1)).shaped(110, o(2)), check.Broken, 1, changedNil + "20 min"},
		{"HeldSentAMomentEarlier", trying(100, 0).shaped(off(40, -moment), h(1)).shaped(110, o(2)), check.Held, 1, triedWell},
		{"BrokenSentAMomentBeforeTheTry", trying(100, 0).shaped(off(100, -moment), h(1)).shaped(110, o(2)), check.Broken, 1, changedNil + "20 min"},
		{"HeldSentByAnotherWithinTheTry", trying(100, 0).shaped(101, h(1)).shaped(110, o(2)), check.Held, 1, triedWell},
		{"BrokenCountedWithinTheHour", trying(100, 0).shaped(110, o(2)).counted(deep, map[int]int{40: 1}), check.Broken, 1, changedNil + "20 min"},
		{"HeldCountedBeforeTheHour", trying(100, 0).shaped(110, o(2)).counted(deep, map[int]int{39: 1}), check.Held, 1, triedWell},
		{"HeldAnotherShapeWasCounted", trying(100, 0).shaped(110, o(2)).counted(other, map[int]int{99: 1}).counted(deep, nil), check.Held, 1, triedWell},
		{"HeldAnotherShapeWasSeen", trying(100, 0).add(90, history.ShapeSeen{Shape: other, Mailbox: o(2)}).shaped(110, o(2)), check.Held, 1, triedWell},
	})
}

// Unless it may, no try heals anybody; what a retry heals is none of it.
func TestTriedHealsNobody(t *testing.T) {
	healing := func(from, to float64) *built { return trying(100, 0).shaped(110, o(2)).fails(o(1), from, to) }
	healed := "1 mailbox recovered during " + triedAt[:len(triedAt)-2] + "; expected none"
	expected(t, requestsChange, []row{
		{"BrokenAsItBegins", healing(50, 100), check.Broken, 1, healed},
		{"HeldAMomentBefore", healing(50, off(100, -moment)), check.Held, 1, triedWell},
		{"BrokenAMomentBeforeItsEnd", healing(50, off(120, -moment)), check.Broken, 1, healed},
		{"HeldAtItsEnd", healing(50, 120), check.Held, 1, triedWell},
		{"HeldItWasNoFailedRound", healing(95, 110), check.Held, 1, triedWell},
		{"BrokenItJustWasOne", healing(off(95, -moment), 110), check.Broken, 1, healed},
		{"HeldItFailsAtTheEndOfTheWorld", trying(lasts-5, 0).shaped(lasts-1, o(2)).fails(o(1), 500, lasts), check.Held, 1, triedWell},
	})
	second := trying(70, time.Minute).shaped(70, o(2)).fails(o(1), 50, 115).add(100, history.Acted{Action: "try", What: `{"hint":"none"}`}).
		add(101, history.ShapeSeen{Shape: history.Shape{Dialect: "graph"}, Mailbox: o(2)}).expect(t, requestsChange)
	assert.Equal(t, "1 mailbox recovered during the try of 2031-05-06 09:40 UTC, hint = none; expected none", second.Message)
	two := trying(100, 0).shaped(110, o(2)).fails(o(1), 50, 115).fails(h(2), 50, 112).expect(t, requestsChange)
	wholly(t, check.Verdict{Status: check.Broken, Sample: 1, At: at(112), Message: "2 mailboxes recovered during " + triedAt[:len(triedAt)-2] + "; expected none",
		Accounts: []string{o(1), h(2)}, Evidence: []check.Evidence{proof(100, "the team does: try hint = email")}}, &two)
	may := trying(100, 0).shaped(110, o(2)).fails(o(1), 50, 115).expect(t, scenarios.Expectation{Tried: &scenarios.ExpectTried{Changes: "requests", Heals: true}})
	assert.Equal(t, check.Held, may.Status)
	assert.Equal(t, "1 try changed requests", may.Message)
}
