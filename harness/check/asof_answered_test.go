package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// lastingRead speaks of a minute and takes so many.
func lastingRead(minutes, took float64) func(*history.Read) {
	return func(r *history.Read) { r.AsOf, r.Took = at(minutes), at(took).Sub(at(0)) }
}

// What counts is when a read is answered, whatever was going on as it was asked.
func TestAsOfOfWhoFailsAsItIsAnswered(t *testing.T) {
	failing := func() *built { return world(1).fails(o(1), 60, 120) }
	held := "in 1 answers as_of never went back, and no failed round advanced it"
	advanced := "as_of of orchid-1 advanced to 2031-05-06 09:01 UTC, although it fails since 2031-05-06 09:00 UTC and no round has completed"
	promised(t, "as-of-steps-forward", []row{
		{"HeldOfTheInstantBefore", failing().read(70, o(1), of(60-nanosecond)), check.Held, 1, held},
		{"BrokenAnInstantLater", failing().read(70, o(1), of(60+nanosecond)), check.Broken, 1,
			"as_of of orchid-1 advanced to 2031-05-06 09:00 UTC, although it fails since 2031-05-06 09:00 UTC and no round has completed"},
		{"BrokenAskedWhenWell", failing().read(59, o(1), lastingRead(61, 3)), check.Broken, 1, advanced},
		{"HeldAnsweredBeforeItFails", failing().read(50, o(1), lastingRead(61, 9)), check.Held, 1, held},
		{"BrokenAnsweredJustBeforeItHealed", failing().read(119, o(1), lastingRead(61, 1-nanosecond)), check.Broken, 1, advanced},
		{"HeldAnsweredAsItHealed", failing().read(119, o(1), lastingRead(61, 1)), check.Held, 1, held},
		{"BrokenAnsweredAtTheEndOfTheWorld", world(1).fails(o(1), 60, lasts).read(lasts-1, o(1), lastingRead(61, 1)), check.Broken, 1, advanced},
		{"BrokenFailsAgain", world(1).fails(o(1), 10, 20).fails(o(1), 60, 120).read(70, o(1), of(61)), check.Broken, 1, advanced},
		{"HeldBetweenTwoFailures", world(1).fails(o(1), 10, 20).fails(o(1), 60, 120).read(40, o(1), of(39)), check.Held, 1, held},
		{"HeldAnotherFails", world(1).fails(h(1), 60, 120).read(70, o(1), of(61)), check.Held, 1, held},
		{"HeldAStranger", failing().read(70, "stranger", of(61)), check.Held, 1, held},
	})
	v := failing().read(70, o(1), of(50)).read(80, o(1), of(61)).promise("as-of-steps-forward")
	assert.Equal(t, at(80), v.At)
	assert.Equal(t, []string{o(1)}, v.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(80), Text: "the owner of orchid-1 reads and gets an answer 19 min old"}}, v.Evidence)
}

// Of reads side by side none is the earlier one, but each is earlier than what follows.
func TestAsOfOfReadsSideBySide(t *testing.T) {
	both := func(second float64) *built { // asked at 60 and 65, answered at 71 and 65
		return world(1).read(60, o(1), lastingRead(50, 11)).read(65, o(1), of(second))
	}
	held := func(n string) string {
		return "in " + n + " answers as_of never went back, and no failed round advanced it"
	}
	back := func(by string) string { return "as_of of orchid-1 went back by " + by + " at 2031-05-06 09:12 UTC" }
	promised(t, "as-of-steps-forward", []row{
		{"HeldTheSecondIsOlder", both(40).read(72, o(1), of(50)), check.Held, 3, held("3")},
		{"HeldTheSecondIsNewer", both(55).read(72, o(1), of(55)), check.Held, 3, held("3")},
		{"BrokenOlderThanTheFirst", both(40).read(72, o(1), of(45)), check.Broken, 3, back("5m0s")},
		{"BrokenOlderThanTheSecond", both(55).read(72, o(1), of(52)), check.Broken, 3, back("3m0s")},
		{"BrokenAnsweredTheVeryInstantBefore", world(1).read(60, o(1), lastingRead(50, 12)).read(72, o(1), of(45)), check.Broken, 2, back("5m0s")},
		{"HeldAnsweredAnInstantTooLate", world(1).read(60, o(1), lastingRead(50, 12+nanosecond)).read(72, o(1), of(45)), check.Held, 2, held("2")},
		{"BrokenFailingMeanwhile", world(1).fails(o(1), 60, 120).read(61, o(1), lastingRead(50, 20)).read(72, o(1), of(61)), check.Broken, 2,
			"as_of of orchid-1 advanced to 2031-05-06 09:01 UTC, although it fails since 2031-05-06 09:00 UTC and no round has completed"},
	})
	v := both(55).read(72, o(1), of(52)).promise("as-of-steps-forward")
	assert.Equal(t, at(72), v.At)
	assert.Equal(t, []time.Time{at(65), at(72)}, []time.Time{v.Evidence[0].At, v.Evidence[1].At})
}
