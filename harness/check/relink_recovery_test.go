package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/scenarios"
	"anchorage/sim/units"
)

// From the first mail to the first recovery of somebody who followed one while failing.
func TestFirstRecoveryAfterRelinking(t *testing.T) {
	e := relinking(scenarios.ExpectRelink{FirstRecoveryWithin: units.Duration(time.Hour)})
	took := func(span string) string {
		return "the first recovery after relinking came " + span + " after the first mail; expected within 60 min"
	}
	failing := func(to float64) *built { return world(2).fails(o(1), 50, to).ask(100, o(1), true) }
	late := func(left float64) *built { // the world ends so long after the mail, and the mailbox fails on
		return world(1).fails(o(1), 50, lasts).ask(off(lasts-left, 0), o(1), true).relinked(lasts-10, o(1))
	}
	none := "1 mailbox relinked and none recovered by the end; expected a first recovery within 60 min"
	expected(t, e, []row{
		{"HeldJustInTime", failing(160).relinked(120, o(1)), check.Held, 1, took("60 min")},
		{"BrokenAMomentLate", failing(off(160, moment)).relinked(120, o(1)), check.Broken, 1, took("60 min")},
		{"VacuousRelinkedBeforeTheFirstMail", failing(130).relinked(90, o(1)), check.Vacuous, 0, "nobody relinked"},
		{"VacuousRelinkedAMomentBefore", failing(130).relinked(off(100, -moment), o(1)), check.Vacuous, 0, "nobody relinked"},
		{"BrokenItBeganToFailAMomentLater", world(2).ask(100, o(2), true).fails(o(1), off(120, moment), 150).relinked(120, o(1)), check.Broken, 1, none},
		{"HeldTheFirstOfTwo", failing(150).fails(o(2), 50, 140).relinked(120, o(1)).relinked(125, o(2)), check.Held, 2, took("40 min")},
		{"HeldWhoWasNotAskedFirst", failing(lasts).ask(105, o(2), true).fails(o(2), 50, 140).relinked(125, o(2)), check.Held, 1, took("40 min")},
		{"BrokenTheWorldLastsJustLongEnough", late(60), check.Broken, 1, none},
	})
	v := failing(150).fails(o(2), 50, 140).relinked(120, o(1)).relinked(125, o(2)).expect(t, e)
	wholly(t, check.Verdict{Status: check.Held, Sample: 2, At: at(140), Message: took("40 min"), Accounts: []string{o(2)},
		Evidence: []check.Evidence{proof(100, ailing(o(1))), proof(125, "the owner of orchid-2 follows the relink mail: linked"),
			proof(140, "orchid-2 completes a round again after 90 min and 2 failed requests, with the e-mail address as routing hint")}}, &v)
	v = failing(lasts).relinked(120, o(1)).relinked(121, o(2)).expect(t, e)
	wholly(t, check.Verdict{Status: check.Broken, Sample: 2, At: at(lasts), Message: "2 mailboxes relinked and none recovered by the end; expected a first recovery within 60 min",
		Evidence: []check.Evidence{proof(100, ailing(o(1)))}}, &v)
	v = late(59).expect(t, e)
	wholly(t, check.Verdict{Status: check.Vacuous, Sample: 1, At: at(lasts), Message: "the world ends 59 min after the first mail"}, &v)
	short := world(1).fails(o(1), 50, lasts).ask(off(lasts-60, moment), o(1), true).relinked(lasts-10, o(1)).expect(t, e)
	assert.Equal(t, check.Vacuous, short.Status, "a moment too short to tell")
	v = failing(130).expect(t, e)
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: "nobody relinked"}, &v)
}

// Whoever had recovered by an instant is asked no more after it.
func TestNoneHealedIsAsked(t *testing.T) {
	e := relinking(scenarios.ExpectRelink{NoneHealedBy: until(200)})
	says := " that had recovered by 2031-05-06 11:20 UTC were asked to relink afterwards; expected none"
	healed := func(to float64) *built { return storm(2).fails(o(1), 65, to).fails(o(2), 65, 400) }
	expected(t, e, []row{
		{"HeldAskedAtTheInstant", healed(150).ask(200, o(1), false), check.Held, 1, "0 of 1 (0 %)" + says},
		{"BrokenAskedAMomentLater", healed(150).ask(off(200, moment), o(1), false), check.Broken, 1, "1 of 1 (100 %)" + says},
		{"BrokenHealedAtTheInstant", healed(200).ask(210, o(1), false), check.Broken, 1, "1 of 1 (100 %)" + says},
		{"VacuousHealedAMomentLater", healed(off(200, moment)).ask(210, o(1), false), check.Vacuous, 0, "no mailbox had recovered by 2031-05-06 11:20 UTC"},
		{"HeldItRelapsedWithinTwoPolls", storm(2).fails(o(2), 65, 100).fails(o(1), 65, 150).fails(o(1), 170, 300).ask(210, o(1), true), check.Held, 1, "0 of 1 (0 %)" + says},
	})
	v := healed(150).ask(190, o(1), true).ask(200, o(1), false).ask(205, o(2), true).ask(210, o(1), false).ask(220, o(1), false).expect(t, e)
	wholly(t, check.Verdict{Status: check.Broken, Sample: 1, At: at(200), Message: "1 of 1 (100 %)" + says,
		Accounts: []string{o(1)}, Evidence: []check.Evidence{proof(210, healthy(o(1))), proof(220, healthy(o(1)))}}, &v)
	v = ordered(healed(300)).expect(t, e)
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(200), Message: "no mailbox had recovered by 2031-05-06 11:20 UTC"}, &v)
	v = healed(150).ask(100, o(1), true).expect(t, relinking(scenarios.ExpectRelink{NoneHealedBy: until(lasts + 1)}))
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts + 1), Message: "the world never reaches 2031-05-06 18:01 UTC"}, &v)
}
