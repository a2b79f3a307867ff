package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/units"
)

func ordered(b *built) *built { return b.add(100, history.Acted{Action: "relink", What: "{}"}) }

func unable(b *built) *built {
	b.Header.Relinks = false
	return b
}

func TestRelinksOnlyFailing(t *testing.T) {
	assert.Nil(t, world(1).promise("relinks-only-failing"), "nobody ordered it")
	promised(t, "relinks-only-failing", []row{
		{"Held", world(2).ask(110, o(1), true).ask(111, o(2), true), check.Held, 2, "2 mailboxes were asked to relink, each while it was failing"},
		{"Broken", world(2).ask(110, o(1), true).ask(111, o(2), false), check.Broken, 2, "1 of 2 (50 %) asked to relink were not failing, the first of them orchid-2 at 2031-05-06 09:51 UTC"},
		{"Vacuous", ordered(world(1)), check.Vacuous, 0, "relinking was ordered, but nobody was asked"},
		{"NotApplicable", unable(ordered(world(1))), check.NotApplicable, 0, "the system under test does not relink"},
	})
	v := world(2).ask(110, o(1), true).ask(111, o(2), false).promise("relinks-only-failing")
	assert.Equal(t, []string{o(2)}, v.Accounts)
	assert.Equal(t, "the owner of orchid-2, which is healthy, is asked to relink", v.Evidence[0].Text)
}

func TestExpectRelinkCohort(t *testing.T) {
	zero := scenarios.Bounds{}
	e := scenarios.Expectation{Relink: &scenarios.ExpectRelink{Asked: "failing_only", Cohort: "standard", Share: &zero}}
	expected(t, e, []row{
		{"Held", world(4).ask(110, o(2), true), check.Held, 1, "1 mailbox was asked to relink, while it was failing; 0 of 2 (0 %) of standard were asked ever; expected 0 %"},
		{"BrokenCohort", world(4).ask(110, o(2), true).ask(120, o(3), true), check.Broken, 2, "1 of 2 (50 %) of standard were asked ever; expected 0 %"},
		{"BrokenHealthy", world(4).ask(110, o(2), false), check.Broken, 1, "1 of 1 (100 %) asked to relink were not failing, the first of them orchid-2 at 2031-05-06 09:50 UTC"},
		{"VacuousOrdered", ordered(world(4)), check.Vacuous, 0, "nobody was asked to relink"},
		{"VacuousNotOrdered", world(4), check.Vacuous, 0, "nobody was asked to relink, and nobody ordered it"},
		{"NotApplicable", unable(world(4)), check.NotApplicable, 0, "the system under test does not relink"},
	})
	broken := world(4).ask(110, o(2), true).ask(120, o(3), true).expect(t, e)
	assert.Equal(t, []string{o(3)}, broken.Accounts)
	assert.Equal(t, at(120), broken.Evidence[0].At)

	half := scenarios.Bounds{Min: 0.5, Max: 0.5}
	by := scenarios.Expectation{Relink: &scenarios.ExpectRelink{Cohort: "standard", Share: &half, By: until(120)}}
	assert.Equal(t, check.Held, world(4).ask(120, o(1), true).ask(120.1, o(3), true).expect(t, by).Status)
	assert.Equal(t, check.Broken, ordered(world(4)).expect(t, by).Status, "ordered, yet none of the cohort was asked")
	nobody := scenarios.Expectation{Relink: &scenarios.ExpectRelink{Cohort: "lilac", Share: &half}}
	lilac := world(4).ask(110, o(1), true).expect(t, nobody)
	assert.Equal(t, "the cohort lilac has no mailbox", lilac.Message)
	assert.Equal(t, check.Vacuous, lilac.Status)
	nothing := world(4).ask(110, o(1), true).expect(t, scenarios.Expectation{Relink: &scenarios.ExpectRelink{}})
	assert.Equal(t, check.Vacuous, nothing.Status)
	assert.Equal(t, "relink", nothing.Name)
}

func TestExpectRelinkPace(t *testing.T) {
	half := scenarios.Bounds{Min: 0.5, Max: 0.5}
	e := scenarios.Expectation{Relink: &scenarios.ExpectRelink{Share: &half, By: until(120)}}
	text := " who are ever asked were asked by 2031-05-06 10:00 UTC; expected 50 %"
	expected(t, e, []row{
		{"Held", world(4).ask(110, o(1), true).ask(130, o(2), true), check.Held, 2, "1 of 2 (50 %)" + text},
		{"HeldAtTheInstant", world(4).ask(120, o(1), true).ask(120.01, o(2), true), check.Held, 2, "1 of 2 (50 %)" + text},
		{"HeldAskedTwice", world(4).ask(110, o(1), true).ask(115, o(1), true).ask(130, o(2), true), check.Held, 2, "1 of 2 (50 %)" + text},
		{"BrokenFast", world(4).ask(110, o(1), true).ask(111, o(2), true), check.Broken, 2, "2 of 2 (100 %)" + text},
		{"BrokenSlow", world(4).ask(130, o(1), true), check.Broken, 1, "0 of 1 (0 %)" + text},
		{"Vacuous", ordered(world(4)), check.Vacuous, 0, "nobody was asked to relink"},
	})
	e.Relink.By = until(lasts + 5)
	assert.Equal(t, check.Vacuous, world(4).ask(110, o(1), true).expect(t, e).Status)
	e.Relink.By = units.Time{}
	assert.Equal(t, check.Broken, world(4).ask(110, o(1), true).expect(t, e).Status, "without an instant: by the end")
}

func TestExpectFirstRecovery(t *testing.T) {
	e := scenarios.Expectation{Relink: &scenarios.ExpectRelink{FirstRecoveryWithin: units.Duration(time.Hour)}}
	failing := func(to float64) *built { return world(2).fails(o(1), 50, to).ask(100, o(1), true) }
	expected(t, e, []row{
		{"Held", failing(130).relinked(120, o(1)), check.Held, 1, "the first recovery after relinking came 30 min after the first mail; expected within 60 min"},
		{"HeldAtTheLimit", failing(160).relinked(120, o(1)), check.Held, 1, "the first recovery after relinking came 60 min after the first mail; expected within 60 min"},
		{"BrokenLate", failing(161).relinked(120, o(1)), check.Broken, 1, "the first recovery after relinking came 61 min after the first mail; expected within 60 min"},
		{"BrokenNoneRecovers", failing(lasts).relinked(120, o(1)), check.Broken, 1, "1 mailbox relinked and none recovered by the end; expected a first recovery within 60 min"},
		{"RecoveryWithoutRelinkingDoesNotCount", failing(lasts).relinked(120, o(1)).fails(o(2), 50, 130), check.Broken, 1, "1 mailbox relinked and none recovered by the end; expected a first recovery within 60 min"},
		{"RecoveryBeforeRelinkingDoesNotCount", failing(110).relinked(120, o(1)).fails(o(1), 125, 127), check.Broken, 1, "1 mailbox relinked and none recovered by the end; expected a first recovery within 60 min"},
		{"HeldRelinkedAtOnce", failing(130).relinked(100, o(1)), check.Held, 1, "the first recovery after relinking came 30 min after the first mail; expected within 60 min"},
		{"HeldFailedAsItRelinked", world(2).ask(100, o(2), true).fails(o(1), 120, 150).relinked(120, o(1)), check.Held, 1, "the first recovery after relinking came 50 min after the first mail; expected within 60 min"},
		{"RelinkingInVainDoesNotCount", failing(130).add(120, history.RelinkAnswered{Mailbox: o(1), Outcome: "expired"}), check.Vacuous, 0, "nobody relinked"},
		{"BrokenWorldJustLongEnough", world(1).fails(o(1), 50, lasts).ask(lasts-60, o(1), true).relinked(lasts-20, o(1)), check.Broken, 1, "1 mailbox relinked and none recovered by the end; expected a first recovery within 60 min"},
		{"VacuousNobodyRelinks", failing(130), check.Vacuous, 0, "nobody relinked"},
		{"VacuousWorldTooShort", world(1).fails(o(1), 50, lasts).ask(lasts-30, o(1), true).relinked(lasts-20, o(1)), check.Vacuous, 1, "the world ends 30 min after the first mail"},
	})
	v := failing(130).relinked(120, o(1)).expect(t, e)
	assert.Len(t, v.Evidence, 3)
	assert.Equal(t, []string{o(1)}, v.Accounts)
}

func TestExpectNoneHealed(t *testing.T) {
	e := scenarios.Expectation{Relink: &scenarios.ExpectRelink{NoneHealedBy: until(200)}}
	text := " that had recovered by 2031-05-06 11:20 UTC were asked to relink afterwards; expected none"
	two := func() *built { return ordered(storm(2).fails(o(1), 65, 200).fails(o(2), 65, 400)) }
	expected(t, e, []row{
		{"Held", two().ask(210, o(2), true), check.Held, 1, "0 of 1 (0 %)" + text},
		{"HeldAskedBefore", two().ask(200, o(1), true), check.Held, 1, "0 of 1 (0 %)" + text},
		{"Broken", two().ask(210, o(1), false), check.Broken, 1, "1 of 1 (100 %)" + text},
		{"Vacuous", ordered(storm(2).fails(o(1), 65, 200.1)), check.Vacuous, 0, "no mailbox had recovered by 2031-05-06 11:20 UTC"},
	})
	broken := two().ask(150, o(1), true).ask(205, o(2), true).ask(210, o(1), false).expect(t, e)
	assert.Equal(t, []string{o(1)}, broken.Accounts)
	assert.Equal(t, []check.Evidence{{At: at(210), Text: "the owner of orchid-1, which is healthy, is asked to relink"}}, broken.Evidence)
	e.Relink.NoneHealedBy = until(lasts + 1)
	assert.Equal(t, check.Vacuous, two().expect(t, e).Status)
}

// Nobody ordered relinking, so that a mailbox that fails is the occasion to ask.
func TestExpectNobodyAsked(t *testing.T) {
	zero := scenarios.Bounds{}
	e := scenarios.Expectation{Relink: &scenarios.ExpectRelink{Cohort: "standard", Share: &zero}}
	expected(t, e, []row{
		{"Held", world(4).fails(o(1), 50, 90), check.Held, 1, "nobody was asked to relink, although 1 of 2 (50 %) of standard failed at some time"},
		{"HeldWhileFailing", world(4).fails(o(1), 50, lasts).fails(o(3), 50, lasts), check.Held, 2, "nobody was asked to relink, although 2 of 2 (100 %) of standard failed at some time"},
		{"Broken", world(4).fails(o(1), 50, 90).ask(60, o(1), true), check.Broken, 2, "1 of 2 (50 %) of standard were asked ever; expected 0 %"},
		{"VacuousNobodyFails", world(4).fails(h(1), 50, 90), check.Vacuous, 0, "nobody was asked to relink, nobody ordered it, and no mailbox of standard ever failed"},
		{"NotApplicable", unable(world(4).fails(o(1), 50, 90)), check.NotApplicable, 0, "the system under test does not relink"},
	})
	some := scenarios.Bounds{Max: 0.5}
	e.Relink.Share = &some
	assert.Equal(t, check.Vacuous, world(4).fails(o(1), 50, 90).expect(t, e).Status, "a share that may be asked needs somebody who asks")
}
