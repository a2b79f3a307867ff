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

func relinking(e scenarios.ExpectRelink) scenarios.Expectation {
	return scenarios.Expectation{Relink: &e}
}

// healthy and ailing are what a mail to an owner says in evidence.
func healthy(mailbox string) string {
	return "the owner of " + mailbox + ", which is healthy, is asked to relink"
}

func ailing(mailbox string) string {
	return "the owner of " + mailbox + ", which is failing, is asked to relink"
}

func TestRelinksOnlyFailingTells(t *testing.T) {
	const name = "relinks-only-failing"
	wholly(t, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts), Message: "1 mailbox was asked to relink, while it was failing"},
		world(2).ask(110, o(1), true).promise(name))
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: "relinking was ordered, but nobody was asked"}, ordered(world(1)).promise(name))
	wholly(t, check.Verdict{Status: check.NotApplicable, At: at(lasts), Message: "the system under test does not relink"}, unable(ordered(world(1))).promise(name))
	wholly(t, check.Verdict{Status: check.Broken, Sample: 4, At: at(111),
		Message:  "3 of 4 (75 %) asked to relink were not failing, the first of them orchid-2 at 2031-05-06 09:51 UTC",
		Accounts: []string{o(1), o(2)}, Evidence: []check.Evidence{proof(111, healthy(o(2))), proof(112, healthy(o(1))), proof(113, healthy(o(2)))}},
		world(2).ask(110, o(1), true).ask(111, o(2), false).ask(112, o(1), false).ask(113, o(2), false).promise(name))
	for _, action := range []string{"try", "deploy", "enable"} {
		assert.Nil(t, world(1).add(100, history.Acted{Action: action}).promise(name), "%s orders no relinking", action)
	}
}

// Nobody ordered relinking and nobody was asked: only an expectation that is no more
// than "none of a cohort" can be judged.
func TestExpectNobodyAskedAndMore(t *testing.T) {
	none := &scenarios.Bounds{}
	nothingAsked := "nobody was asked to relink, and nobody ordered it"
	for _, row := range []struct {
		name   string
		relink scenarios.ExpectRelink
		held   bool
	}{
		{"NoneOfACohort", scenarios.ExpectRelink{Cohort: "standard", Share: none}, true},
		{"NoneOfAll", scenarios.ExpectRelink{Share: none, By: until(200)}, false},
		{"ACohortWithoutAShare", scenarios.ExpectRelink{Cohort: "standard"}, false},
		{"AShareThatMayBeAsked", scenarios.ExpectRelink{Cohort: "standard", Share: &scenarios.Bounds{Max: 0.01}}, false},
		{"AndOnlyFailing", scenarios.ExpectRelink{Cohort: "standard", Share: none, Asked: "failing_only"}, false},
		{"AndAFirstRecovery", scenarios.ExpectRelink{Cohort: "standard", Share: none, FirstRecoveryWithin: units.Duration(time.Nanosecond)}, false},
		{"AndNoneHealed", scenarios.ExpectRelink{Cohort: "standard", Share: none, NoneHealedBy: until(200)}, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := world(4).fails(o(1), 50, 90).expect(t, relinking(row.relink))
			if row.held {
				wholly(t, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts), Message: "nobody was asked to relink, although 1 of 2 (50 %) of standard failed at some time"}, &v)
				return
			}
			wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: nothingAsked}, &v)
		})
	}
	v := world(4).fails(o(2), 50, 90).expect(t, relinking(scenarios.ExpectRelink{Cohort: "standard", Share: none}))
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: "nobody was asked to relink, nobody ordered it, and no mailbox of standard ever failed"}, &v)
	v = unable(world(4)).expect(t, relinking(scenarios.ExpectRelink{Cohort: "standard", Share: none}))
	wholly(t, check.Verdict{Status: check.NotApplicable, At: at(lasts), Message: "the system under test does not relink"}, &v)
}

// Of several parts the worst is the verdict; when all hold, it has the figures and the
// evidence of all.
func TestExpectRelinkInParts(t *testing.T) {
	half := &scenarios.Bounds{Min: 0.5, Max: 0.5}
	e := relinking(scenarios.ExpectRelink{Asked: "failing_only", Share: half, By: until(110), FirstRecoveryWithin: units.Duration(time.Hour), NoneHealedBy: until(200)})
	history := func() *built { // orchid-1 is asked, relinks and recovers; so does thyme-2, without
		return world(2).fails(h(2), 50, 90).fails(o(1), 50, 130).fails(o(2), 50, lasts).ask(100, o(1), true).relinked(120, o(1))
	}
	held := history().ask(140, o(2), true).expect(t, e)
	wholly(t, check.Verdict{Status: check.Held, Sample: 2, At: at(lasts),
		Message: "2 mailboxes were asked to relink, each while it was failing" +
			"; 1 of 2 (50 %) who are ever asked were asked by 2031-05-06 09:50 UTC; expected 50 %" +
			"; the first recovery after relinking came 30 min after the first mail; expected within 60 min" +
			"; 0 of 2 (0 %) that had recovered by 2031-05-06 11:20 UTC were asked to relink afterwards; expected none",
		Evidence: []check.Evidence{
			proof(100, ailing(o(1))), proof(140, ailing(o(2))),
			proof(100, ailing(o(1))), proof(120, "the owner of orchid-1 follows the relink mail: linked"),
			proof(130, "orchid-1 completes a round again after 80 min and 2 failed requests, with the e-mail address as routing hint"),
		}}, &held)
	for _, row := range []row{
		{"BrokenTheFirstPart", history().ask(140, o(2), false), check.Broken, 2, "1 of 2 (50 %) asked to relink were not failing, the first of them orchid-2 at 2031-05-06 10:20 UTC"},
		{"BrokenTheSecondPart", history(), check.Broken, 1, "1 of 1 (100 %) who are ever asked were asked by 2031-05-06 09:50 UTC; expected 50 %"},
		{"BrokenTheLastPart", history().ask(205, h(2), true), check.Broken, 2, "1 of 2 (50 %) that had recovered by 2031-05-06 11:20 UTC were asked to relink afterwards; expected none"},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := row.b.expect(t, e)
			row.is(t, &v)
		})
	}
	brokenLater := world(2).fails(o(1), 50, lasts).ask(100, o(1), true).ask(140, o(2), false).expect(t,
		relinking(scenarios.ExpectRelink{Share: half, By: until(lasts + 1), NoneHealedBy: until(lasts + 1), Asked: "failing_only"}))
	assert.Equal(t, check.Broken, brokenLater.Status, "broken is worse than vacuous")
	vacuous := history().ask(140, o(2), true).expect(t, relinking(scenarios.ExpectRelink{Share: half, By: until(110), NoneHealedBy: until(80)}))
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(80), Message: "no mailbox had recovered by 2031-05-06 09:20 UTC"}, &vacuous)
	without := world(4).ask(110, o(1), true).expect(t, relinking(scenarios.ExpectRelink{Asked: "failing_only", Cohort: "custom"}))
	wholly(t, check.Verdict{Status: check.Held, Sample: 1, At: at(lasts), Message: "1 mailbox was asked to relink, while it was failing"}, &without)
	nothing := world(4).ask(110, o(1), true).expect(t, relinking(scenarios.ExpectRelink{}))
	wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: "the expectation states nothing"}, &nothing)
	for _, of := range []scenarios.ExpectRelink{{Asked: "failing_only"}, {Share: half, By: until(110)}, {FirstRecoveryWithin: units.Duration(time.Hour)}} {
		v := ordered(world(4)).expect(t, relinking(of))
		wholly(t, check.Verdict{Status: check.Vacuous, At: at(lasts), Message: "nobody was asked to relink"}, &v)
	}
}
