package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

// Who waits for their owner is left out, from the mail to the answer or the round.
func TestWaitingToTheInstant(t *testing.T) {
	asked := func() *built { return world(2).fails(o(1), 50, 150).ask(80, o(1), true) }
	open := func() *built { return world(2).fails(o(1), 500, lasts).ask(590, o(1), true) }
	for _, row := range []struct {
		name   string
		b      *built
		at     float64
		share  float64
		sample int
	}{
		{"NotAskedYet", asked(), exactly(80, -1), 0.5, 2},
		{"WaitsFromTheMailOn", asked(), 80, 1, 1},
		{"WaitsToTheRound", asked(), exactly(150, -1), 1, 1},
		{"WellAfterTheRound", asked(), 150, 1, 2},
		{"WaitsToTheAnswer", asked().relinked(100, o(1)), exactly(100, -1), 1, 1},
		{"FailsAfterTheAnswer", asked().relinked(100, o(1)), 100, 0.5, 2},
		{"AnAnswerOfThatInstantIsToAnother", asked().relinked(80, o(1)), 90, 1, 1},
		{"AnAnswerAfterTheRoundIsNone", asked().relinked(200, o(1)), 170, 1, 2},
		{"AskedAgainAndAgain", asked().relinked(100, o(1)).ask(110, o(1), true).relinked(120, o(1)).ask(130, o(1), true), 140, 1, 1},
		{"FailsBetweenTwoMails", asked().relinked(100, o(1)).ask(110, o(1), true), 105, 0.5, 2},
		{"AskedAsTheAnswerCame", asked().relinked(100, o(1)).ask(100, o(1), true), 100, 1, 1},
		{"AskedBeforeItFailed", world(2).ask(exactly(50, -1), o(1), false).fails(o(1), 50, 150), 100, 0.5, 2},
		{"AskedAfterItFailed", world(2).fails(o(1), 50, 150).ask(150, o(1), false), 160, 1, 2},
		{"WaitsAtTheEnd", open(), lasts, 1, 1},
		{"AnsweredAtTheEnd", open().relinked(lasts, o(1)), lasts, 0.5, 2},
	} {
		t.Run(row.name, func(t *testing.T) {
			share, sample := check.ClaimTruth(row.b.sorted(), *claim(1, true), at(row.at))
			assert.InDelta(t, row.share, share, 1e-9)
			assert.Equal(t, row.sample, sample)
		})
	}
}

// A failed round lasts longer than one and a half polls; all are listed by their start.
func TestFailedRoundsAreListed(t *testing.T) {
	b := world(3).fails(o(2), 20, 35).fails(o(2), 60, exactly(75, 1)).fails(o(1), 60, 100).fails(o(3), 50, lasts).fails(o(1), 585, lasts)
	var got []string
	for _, e := range check.FailedRounds(b.sorted()) {
		got = append(got, e.Mailbox+" "+e.From.Format("15:04")+" "+e.Length().String())
		assert.Equal(t, e.Mailbox == o(3), e.Open)
	}
	assert.Equal(t, []string{"orchid-3 08:50 9h10m0s", "orchid-1 09:00 40m0s", "orchid-2 09:00 15m0.000000001s"}, got)
}

// Recovered is who does not fail again within two polls, however often they did before.
func TestRecoveredInTheEnd(t *testing.T) {
	e := scenarios.Expectation{Recovered: &scenarios.ExpectRecovered{Cohort: orchid, After: "storm", Share: scenarios.Bounds{Min: 1, Max: 1}, By: until(300)}}
	text := " of orchid.example recovered by 2031-05-06 13:00 UTC; expected 100 %"
	again := func(second, third float64) *built { // fails three times
		return storm(1).fails(o(1), 65, 100).fails(o(1), second, 150).fails(o(1), third, 400)
	}
	expected(t, e, []row{
		{"HeldAfterTheSecond", again(115, 301), check.Held, 1, "1 of 1 (100 %)" + text},
		{"HeldAfterTheFirst", again(exactly(120, 1), 160), check.Held, 1, "1 of 1 (100 %)" + text},
		{"BrokenOnlyAfterTheThird", again(120, 170), check.Broken, 1, "0 of 1 (0 %)" + text},
		{"HeldAfterTheSecondJustLongEnough", again(120, exactly(170, 1)), check.Held, 1, "1 of 1 (100 %)" + text},
	})
	e.Recovered.ExceptWaiting = true
	waiting := " of orchid.example, except those waiting for their owner, recovered by 2031-05-06 13:00 UTC; expected 100 %"
	late := func(to float64) *built {
		return storm(2).fails(o(1), 65, 100).fails(o(2), 65, to).ask(250, o(2), true)
	}
	expected(t, e, []row{
		{"HeldWaitsToAnInstantLater", late(exactly(300, 1)), check.Held, 1, "1 of 1 (100 %)" + waiting},
		{"HeldBackAtThatInstant", late(300), check.Held, 2, "2 of 2 (100 %)" + waiting},
		{"HeldAnswersLater", late(400).relinked(350, o(2)), check.Held, 1, "1 of 1 (100 %)" + waiting},
	})
}

// Who recovers during a try that should heal nobody is told by the first of them.
func TestHealedDuringATryInOrder(t *testing.T) {
	e := scenarios.Expectation{Tried: &scenarios.ExpectTried{Changes: "requests"}}
	b := world(3).fails(o(1), 50, 118).fails(o(2), 50, 105).fails(o(3), 50, 111)
	b.add(100, history.Acted{Action: "try", What: `{"user_agent":"changed"}`})
	b.add(101, history.ShapeSeen{Mailbox: o(1), Shape: history.Shape{Host: "outlook.example"}})
	v := b.expect(t, e)
	assert.Equal(t, check.Broken, v.Status, v.Message)
	assert.Equal(t, at(105), v.At, "the first of them")
	assert.Equal(t, []string{o(1), o(2), o(3)}, v.Accounts)
}
