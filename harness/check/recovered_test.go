package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

func TestExpectRecovered(t *testing.T) {
	e := scenarios.Expectation{Recovered: &scenarios.ExpectRecovered{Cohort: orchid, After: "storm", Share: scenarios.Bounds{Min: 0.5, Max: 0.75}, By: until(300)}}
	text := " of orchid.example recovered by 2031-05-06 13:00 UTC; expected 50-75 %"
	expected(t, e, []row{
		{"Held", storm(2).fails(o(1), 65, 200).fails(o(2), 65, 400), check.Held, 2, "1 of 2 (50 %)" + text},
		{"HeldAtTheInstant", storm(2).fails(o(1), 65, 300).fails(o(2), 65, 400), check.Held, 2, "1 of 2 (50 %)" + text},
		{"BrokenJustAfter", storm(2).fails(o(1), 65, 300.01).fails(o(2), 65, 400), check.Broken, 2, "0 of 2 (0 %)" + text},
		{"BrokenAbove", storm(2).fails(o(1), 65, 200).fails(o(2), 65, 200), check.Broken, 2, "2 of 2 (100 %)" + text},
		{"NeverRecovers", storm(2).fails(o(1), 65, 200).fails(o(2), 65, lasts), check.Held, 2, "1 of 2 (50 %)" + text},
		{"UnaffectedAreNotInTheSample", storm(4).fails(o(1), 65, 200).fails(o(2), 65, 400).fails(o(3), 65, 70).fails(o(4), 10, 40), check.Held, 2, "1 of 2 (50 %)" + text},
		{"OtherProvidersAreNotInTheSample", storm(2).fails(o(1), 65, 200).fails(o(2), 65, 400).fails(h(1), 65, 200), check.Held, 2, "1 of 2 (50 %)" + text},
		{"BegunBeforeTheFault", storm(2).fails(o(1), 50, 200).fails(o(2), 65, 400), check.Held, 2, "1 of 2 (50 %)" + text},
		{"EndedAsTheFaultBegan", storm(2).fails(o(1), 20, 60).fails(o(2), 65, 400), check.Broken, 1, "0 of 1 (0 %)" + text},
		{"BegunAsTheFaultEnded", storm(2).fails(o(1), 120, 200).fails(o(2), 65, 400), check.Broken, 1, "0 of 1 (0 %)" + text},
		{"BegunJustBeforeTheFaultEnded", storm(2).fails(o(1), 119.9, 200).fails(o(2), 65, 400), check.Held, 2, "1 of 2 (50 %)" + text},
		{"NotYetAffected", world(2).fault("storm", 60, 350, 5).fails(o(1), 65, 200).fails(o(2), 301, 400), check.Broken, 1, "1 of 1 (100 %)" + text},
		{"AffectedAtTheInstant", world(2).fault("storm", 60, 350, 5).fails(o(1), 65, 200).fails(o(2), 300, 400), check.Held, 2, "1 of 2 (50 %)" + text},
		{"RelapseWithinTwoPolls", storm(2).fails(o(1), 65, 200).fails(o(1), 220, 350).fails(o(2), 65, 200), check.Held, 2, "1 of 2 (50 %)" + text},
		{"RelapseAfterTwoPolls", storm(2).fails(o(1), 65, 200).fails(o(1), 220.01, 350).fails(o(2), 65, 400), check.Held, 2, "1 of 2 (50 %)" + text},
		{"FlickerIsNoRelapse", storm(2).fails(o(1), 65, 200).fails(o(1), 205, 216).fails(o(2), 65, 400), check.Held, 2, "1 of 2 (50 %)" + text},
		{"VacuousNobodyAffected", storm(2).fails(o(1), 65, 70), check.Vacuous, 0, "storm affected no mailbox of orchid.example by 2031-05-06 13:00 UTC"},
		{"VacuousNoHit", world(2).fault("storm", 60, 120, 0).fails(o(1), 65, 200), check.Vacuous, 0, "the fault storm hit no request"},
	})
	v := storm(3).fails(o(1), 65, 200).fails(o(2), 65, lasts).fails(o(3), 65, 250).expect(t, e)
	assert.Equal(t, []check.Evidence{{At: at(200), Text: "the first to recover: orchid-1, after 2 h 15 min"}, {At: at(250), Text: "the last to recover: orchid-3, after 3 h 05 min"}}, v.Evidence)
	assert.Equal(t, at(300), v.At)
	assert.Len(t, storm(2).fails(o(1), 65, 200).fails(o(2), 65, 400).expect(t, e).Evidence, 1, "the first is the last")
	below := storm(2).fails(o(1), 65, 400).fails(o(2), 65, lasts).expect(t, e)
	assert.Equal(t, []string{o(1), o(2)}, below.Accounts)
	above := storm(1).fails(o(1), 65, 200).expect(t, e)
	assert.Equal(t, []string{o(1)}, above.Accounts)
	e.Recovered.By = until(lasts + 1)
	assert.Equal(t, check.Vacuous, storm(1).fails(o(1), 65, 200).expect(t, e).Status)
}

func TestAffectedByTheRequestItBeganWith(t *testing.T) {
	e := scenarios.Expectation{Recovered: &scenarios.ExpectRecovered{After: "storm", Share: scenarios.Bounds{Min: 1, Max: 1}, By: until(300)}}
	b := storm(1).add(120.5, history.Failing{Mailbox: o(1), Faults: []string{"storm"}}).add(200, history.Healed{Mailbox: o(1)})
	v := b.expect(t, e)
	assert.Equal(t, check.Held, v.Status, "timed out after the fault had ended")
	assert.Equal(t, 1, v.Sample)
}

func TestExceptWaiting(t *testing.T) {
	e := scenarios.Expectation{Recovered: &scenarios.ExpectRecovered{Cohort: orchid, After: "storm", Share: scenarios.Bounds{Min: 1, Max: 1}, By: until(300), ExceptWaiting: true}}
	text := " of orchid.example, except those waiting for their owner, recovered by 2031-05-06 13:00 UTC; expected 100 %"
	two := func() *built { return storm(2).fails(o(1), 65, 200).fails(o(2), 65, lasts) }
	expected(t, e, []row{
		{"Held", two().ask(250, o(2), true), check.Held, 1, "1 of 1 (100 %)" + text},
		{"AskedAtTheInstant", two().ask(300, o(2), true), check.Held, 1, "1 of 1 (100 %)" + text},
		{"AskedAsItBegan", storm(2).fails(o(1), 65, 200).fails(o(2), 65, lasts).ask(65, o(2), true), check.Held, 1, "1 of 1 (100 %)" + text},
		{"AskedLater", two().ask(301, o(2), true), check.Broken, 2, "1 of 2 (50 %)" + text},
		{"Answered", two().ask(250, o(2), true).relinked(280, o(2)), check.Broken, 2, "1 of 2 (50 %)" + text},
		{"AnsweredAtTheInstant", two().ask(250, o(2), true).relinked(300, o(2)), check.Broken, 2, "1 of 2 (50 %)" + text},
		{"AnsweredInVain", two().ask(250, o(2), true).add(280, history.RelinkAnswered{Mailbox: o(2), Outcome: "expired"}), check.Held, 1, "1 of 1 (100 %)" + text},
		{"AskedAgainAfterAnswering", two().ask(250, o(2), true).relinked(280, o(2)).ask(290, o(2), true), check.Held, 1, "1 of 1 (100 %)" + text},
		{"AskedInAnEarlierEpisode", storm(2).fails(o(1), 65, 200).ask(70, o(2), true).fails(o(2), 65, 210).fails(o(2), 225, lasts), check.Broken, 2, "1 of 2 (50 %)" + text},
		{"RecoveredOnesStay", storm(1).fails(o(1), 65, 200).ask(150, o(1), true), check.Held, 1, "1 of 1 (100 %)" + text},
		{"VacuousAllWait", storm(1).fails(o(1), 65, lasts).ask(150, o(1), true), check.Vacuous, 0, "storm affected no mailbox of orchid.example, except those waiting for their owner, by 2031-05-06 13:00 UTC"},
	})
}
