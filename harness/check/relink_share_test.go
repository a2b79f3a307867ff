package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/scenarios"
)

// The share of a cohort that was asked, up to an instant and at it.
func TestRelinkShareOfACohort(t *testing.T) {
	half := &scenarios.Bounds{Min: 0.5, Max: 0.5}
	by := relinking(scenarios.ExpectRelink{Cohort: "standard", Share: half, By: until(120)})
	says := " of standard were asked by 2031-05-06 10:00 UTC; expected 50 %"
	expected(t, by, []row{
		{"HeldOneOfTwo", world(4).ask(110, o(1), true), check.Held, 2, "1 of 2 (50 %)" + says},
		{"HeldAtTheInstant", world(4).ask(120, o(1), true), check.Held, 2, "1 of 2 (50 %)" + says},
		{"BrokenAMomentLate", world(4).ask(off(120, moment), o(1), true), check.Broken, 2, "0 of 2 (0 %)" + says},
		{"HeldTheOtherOneMomentLate", world(4).ask(110, o(1), true).ask(off(120, moment), o(3), true), check.Held, 2, "1 of 2 (50 %)" + says},
		{"BrokenBothInTime", world(4).ask(110, o(1), true).ask(120, o(3), true), check.Broken, 2, "2 of 2 (100 %)" + says},
		{"HeldTheSameOneTwice", world(4).ask(110, o(1), true).ask(115, o(1), true), check.Held, 2, "1 of 2 (50 %)" + says},
		{"BrokenOnlyOthers", world(4).ask(110, o(2), true).ask(111, h(1), true), check.Broken, 2, "0 of 2 (0 %)" + says},
	})
	v := world(4).ask(110, o(1), true).expect(t, by)
	wholly(t, check.Verdict{Status: check.Held, Sample: 2, At: at(120), Message: "1 of 2 (50 %)" + says}, &v)
	v = world(4).ask(109, o(2), true).ask(110, o(3), true).ask(111, o(1), true).expect(t, by)
	wholly(t, check.Verdict{Status: check.Broken, Sample: 2, At: at(120), Message: "2 of 2 (100 %)" + says,
		Accounts: []string{o(1), o(3)}, Evidence: []check.Evidence{proof(110, ailing(o(3))), proof(111, ailing(o(1)))}}, &v)
	v = world(4).ask(110, o(1), true).expect(t, relinking(scenarios.ExpectRelink{Cohort: "standard", Share: &scenarios.Bounds{}}))
	assert.Equal(t, at(lasts), v.At, "without an instant: at the end")
	v = world(4).ask(110, o(1), true).expect(t, relinking(scenarios.ExpectRelink{Cohort: "lilac", Share: half}))
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: "the cohort lilac has no mailbox"}, &v)
}

// The pace: of all who are ever asked, how many were by an instant.
func TestRelinkPaceTells(t *testing.T) {
	half := &scenarios.Bounds{Min: 0.5, Max: 0.5}
	pace := func(by float64) scenarios.Expectation {
		return relinking(scenarios.ExpectRelink{Share: half, By: until(by)})
	}
	asked := func() *built { return world(4).ask(110, o(1), true).ask(111, o(1), true).ask(130, h(2), false) }
	v := asked().expect(t, pace(120))
	wholly(t, check.Verdict{Status: check.Held, Sample: 2, At: at(120), Message: "1 of 2 (50 %) who are ever asked were asked by 2031-05-06 10:00 UTC; expected 50 %",
		Evidence: []check.Evidence{proof(110, ailing(o(1))), proof(130, healthy(h(2)))}}, &v)
	v = asked().expect(t, pace(lasts))
	assert.Equal(t, check.Broken, v.Status, "the end of the world is still reached")
	v = asked().expect(t, pace(off(lasts, moment)))
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(off(lasts, moment)), Message: "the world never reaches 2031-05-06 18:00 UTC"}, &v)
	v = asked().expect(t, pace(-1))
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(-1), Message: "the world never reaches 2031-05-06 07:59 UTC"}, &v)
}
