package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
)

// of lets a read speak of a minute.
func of(minutes float64) func(*history.Read) {
	return func(r *history.Read) { r.AsOf = at(minutes) }
}

func TestAsOfStepsForward(t *testing.T) {
	held := func(n string) string {
		return "in " + n + " answers as_of never went back, and no failed round advanced it"
	}
	back := "as_of of orchid-1 went back by 10m0s at 2031-05-06 09:10 UTC"
	slow := func(minutes float64, took time.Duration) func(*history.Read) {
		return func(r *history.Read) { r.AsOf, r.Took = at(minutes), took }
	}
	failed := func(read float64, asOf float64) *built {
		return world(1).fails(o(1), 60, 120).read(read, o(1), of(asOf))
	}
	advanced := "as_of of orchid-1 advanced to 2031-05-06 09:05 UTC, although it fails since 2031-05-06 09:00 UTC and no round has completed"
	promised(t, "as-of-steps-forward", []row{
		{"Held", world(1).read(60, o(1), of(50)).read(70, o(1), of(60)), check.Held, 2, held("2")},
		{"HeldTheSame", world(1).read(60, o(1), of(50)).read(70, o(1), of(50)), check.Held, 2, held("2")},
		{"HeldOthers", world(1).read(60, o(1), of(50)).read(70, h(1), of(40)), check.Held, 2, held("2")},
		{"Broken", world(1).read(60, o(1), of(50)).read(70, o(1), of(40)), check.Broken, 2, back},
		{"BrokenOverARestart", world(1).read(60, o(1), of(50)).down(61, 65).read(70, o(1), of(40)), check.Broken, 2, back},
		{"BrokenOverRelinking", world(1).read(60, o(1), of(50)).relinked(65, o(1)).read(70, o(1), of(40)), check.Broken, 2, back},
		{"BrokenAnsweredWithTheNext", world(1).read(60, o(1), slow(50, 10*time.Minute)).read(70, o(1), of(40)), check.Broken, 2, back},
		{"HeldSideBySide", world(1).read(60, o(1), slow(50, 11*time.Minute)).read(70, o(1), of(40)), check.Held, 2, held("2")},
		{"HeldWhileFailing", failed(70, 55), check.Held, 1, held("1")},
		{"HeldOfTheVeryInstant", failed(70, 60), check.Held, 1, held("1")},
		{"BrokenWhileFailing", failed(70, 65), check.Broken, 1, advanced},
		{"BrokenFailingToTheEnd", world(1).fails(o(1), 60, lasts).read(70, o(1), of(65)), check.Broken, 1, advanced},
		{"HeldHealed", failed(120, 119), check.Held, 1, held("1")},
		{"HeldHealedDuringTheRead", world(1).fails(o(1), 60, 120).read(119, o(1), slow(118, time.Minute)), check.Held, 1, held("1")},
		{"VacuousUnanswered", world(1).read(60, o(1), func(r *history.Read) { *r = history.Read{Mailbox: o(1)} }), check.Vacuous, 0, "no read was answered"},
	})
	assert.Nil(t, world(1).promise("as-of-steps-forward"), "nobody reads")
	v := world(1).read(60, o(1), of(50)).read(70, o(1), of(40)).promise("as-of-steps-forward")
	assert.Len(t, v.Evidence, 2)
	assert.Equal(t, []string{o(1)}, v.Accounts)
}
