package check_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

func claim(share units.Share, exceptWaiting bool) *people.HealthClaim {
	return &people.HealthClaim{Select: people.Selector{Provider: orchid}, Share: share, ExceptWaiting: exceptWaiting}
}

func TestClaimTruth(t *testing.T) {
	b := world(4).fails(o(1), 50, 150).fails(o(2), 50, lasts).fails(o(3), 95, 106).ask(80, o(2), true)
	for _, row := range []struct {
		minutes float64
		except  bool
		share   float64
		sample  int
	}{
		{49.9, false, 1, 4}, {50, false, 0.5, 4}, {100, false, 0.5, 4}, {150, false, 0.75, 4}, {100, true, 2.0 / 3, 3}, {79, true, 0.5, 4}, {150, true, 1, 3}, {lasts, false, 0.75, 4},
	} {
		share, sample := check.ClaimTruth(b.sorted(), *claim(1, row.except), at(row.minutes))
		assert.InDelta(t, row.share, share, 1e-9, "at %v, except waiting: %v", row.minutes, row.except)
		assert.Equal(t, row.sample, sample)
	}
	share, sample := check.ClaimTruth(b.sorted(), people.HealthClaim{Select: people.Selector{Provider: "none"}}, at(100))
	assert.Equal(t, 1.0, share)
	assert.Zero(t, sample)
}

func TestExpectClaim(t *testing.T) {
	failing := func() *built { return world(4).fails(o(1), 50, 150) }
	start := "the post of 2031-05-06 09:40 UTC claims that at least "
	untrue := scenarios.Expectation{Claim: &scenarios.ExpectClaim{At: until(100), Holds: false}}
	expected(t, untrue, []row{
		{"Held", failing().post(100, claim(1, false)), check.Held, 4, start + "100 % of orchid.example are healthy; 3 of 4 (75 %) are, so the claim is untrue; expected untrue"},
		{"BrokenAtTheShare", failing().post(100, claim(0.75, false)), check.Broken, 4, start + "75 % of orchid.example are healthy; 3 of 4 (75 %) are, so the claim is true; expected untrue"},
		{"VacuousNoPost", failing().post(99, claim(1, false)).post(101.1, claim(1, false)), check.Vacuous, 0, "no post with a claim was made at 2031-05-06 09:40 UTC"},
		{"VacuousNoClaim", failing().post(100, nil), check.Vacuous, 0, "no post with a claim was made at 2031-05-06 09:40 UTC"},
		{"VacuousNoMailbox", failing().post(100, &people.HealthClaim{Select: people.Selector{Provider: "none"}, Share: 1}), check.Vacuous, 0, "the claim of 2031-05-06 09:40 UTC is about no linked mailbox"},
	})
	trueOne := scenarios.Expectation{Claim: &scenarios.ExpectClaim{At: until(100), Holds: true}}
	expected(t, trueOne, []row{
		{"HeldAMomentLater", failing().post(100.01, claim(0.75, false)), check.Held, 4, start + "75 % of orchid.example are healthy; 3 of 4 (75 %) are, so the claim is true; expected true"},
		{"BrokenJustAbove", failing().post(100, claim(0.7501, false)), check.Broken, 4, start + "75 % of orchid.example are healthy; 3 of 4 (75 %) are, so the claim is untrue; expected true"},
		{"ExceptWaiting", failing().ask(60, o(1), true).post(100, claim(1, true)), check.Held, 3,
			start + "100 % of orchid.example, except those waiting for their owner, are healthy; 3 of 3 (100 %) are, so the claim is true; expected true"},
	})
}

func TestExpectSilence(t *testing.T) {
	posts := func(minutes ...float64) *built {
		b := world(1)
		for _, m := range minutes {
			b.post(m, nil)
		}
		return b
	}
	e := scenarios.Expectation{Silence: &scenarios.ExpectSilence{AtLeast: units.Duration(time.Hour), AtMost: units.Duration(2 * time.Hour)}}
	text := "; expected at least 60 min at most 2 h"
	expected(t, e, []row{
		{"HeldAtLeast", posts(10, 70, 80), check.Held, 2, "the longest silence lasted 60 min, from 2031-05-06 08:10 UTC to 2031-05-06 09:10 UTC" + text},
		{"HeldAtMost", posts(10, 130), check.Held, 1, "the longest silence lasted 2 h, from 2031-05-06 08:10 UTC to 2031-05-06 10:10 UTC" + text},
		{"BrokenShort", posts(10, 69), check.Broken, 1, "the longest silence lasted 59 min, from 2031-05-06 08:10 UTC to 2031-05-06 09:09 UTC" + text},
		{"BrokenLong", posts(10, 131), check.Broken, 1, "the longest silence lasted 2 h 01 min, from 2031-05-06 08:10 UTC to 2031-05-06 10:11 UTC" + text},
		{"TheFirstOfEqualOnes", posts(10, 70, 130), check.Held, 2, "the longest silence lasted 60 min, from 2031-05-06 08:10 UTC to 2031-05-06 09:10 UTC" + text},
		{"VacuousOne", posts(10), check.Vacuous, 0, "a silence lies between two posts; the status page got 1 post"},
		{"VacuousNone", posts(), check.Vacuous, 0, "a silence lies between two posts; the status page got 0 posts"},
	})
	one := scenarios.Expectation{Silence: &scenarios.ExpectSilence{AtLeast: units.Duration(time.Hour)}}
	v := posts(10, 500).expect(t, one)
	assert.Equal(t, check.Held, v.Status, "no upper bound")
	assert.Contains(t, v.Message, "expected at least 60 min")
	assert.NotContains(t, v.Message, "at most")
	one.Silence.AtLeast, one.Silence.AtMost = 0, units.Duration(time.Hour)
	v = posts(10, 20).expect(t, one)
	assert.Equal(t, check.Held, v.Status, "no lower bound")
	assert.NotContains(t, v.Message, "at least")
}

func TestExpectTried(t *testing.T) {
	try := func(b *built, minutes float64) *built {
		return b.add(minutes, history.Acted{Action: "try", What: `{"a":1}`, For: 20 * time.Minute})
	}
	agent := 1
	from := func(b *built, minutes float64, mailbox string) *built {
		agent++ // each time another shape
		return b.add(minutes, history.ShapeSeen{Shape: history.Shape{Dialect: "d", Host: "h", UserAgent: fmt.Sprint("a/", agent)}, Mailbox: mailbox})
	}
	// The mailbox that sends it has been failing for long and goes on.
	shape := func(b *built, minutes float64) *built { return from(b.fails(o(2), 10, lasts), minutes, o(2)) }
	sent := func(b *built, from, until int) *built {
		minutes := make([]int, lasts)
		for i := from; i < until; i++ {
			minutes[i] = 1
		}
		b.Shapes = []history.ShapeCount{{Shape: history.Shape{Dialect: "d", Host: "h", UserAgent: fmt.Sprint("a/", agent)}, Minutes: minutes}}
		return b
	}
	refused := world(2).add(100, history.Acted{Action: "try", What: `{}`, For: 20 * time.Minute, Error: "no such setting"})
	none := `the try of 2031-05-06 09:40 UTC, a = 1, changed no request that the provider saw within its 20 min`
	fixed := try(world(2), 100)
	fixed.Header.Fixed = true
	e := scenarios.Expectation{Tried: &scenarios.ExpectTried{Changes: "requests"}}
	expected(t, e, []row{
		{"NotApplicable", fixed, check.NotApplicable, 0, "the settings of the system under test cannot be changed while it runs"},
		{"Held", shape(try(world(2), 100), 110), check.Held, 1, "1 try changed requests and healed no mailbox"},
		{"HeldAtTheFirstInstant", shape(try(world(2), 100), 100), check.Held, 1, "1 try changed requests and healed no mailbox"},
		{"BrokenAtItsEnd", shape(try(world(2), 100), 120), check.Broken, 1, none},
		{"BrokenSeenBefore", shape(try(world(2), 100), 99), check.Broken, 1, none},
		{"BrokenOfAHealthyMailbox", from(try(world(2), 100), 110, o(2)), check.Broken, 1, none},
		{"BrokenOfNoMailbox", from(try(world(2), 100), 110, ""), check.Broken, 1, none},
		{"BrokenNotNew", sent(shape(try(world(2), 100), 110), 50, 51), check.Broken, 1, none},
		{"NewAgainAfterAnHour", sent(shape(try(world(2), 100), 110), 30, 40), check.Held, 1, "1 try changed requests and healed no mailbox"},
		{"BrokenSecond", shape(try(try(world(2), 70), 100), 75), check.Broken, 2, none},
		{"BrokenRefused", refused, check.Broken, 1, "the try of 2031-05-06 09:40 UTC, , changed no request that the provider saw within its 20 min (it was refused: no such setting)"},
		{"BrokenHeals", shape(try(world(2), 100), 110).fails(o(1), 80, 115), check.Broken, 1, `1 mailbox recovered during the try of 2031-05-06 09:40 UTC, a = 1; expected none`},
		{"FlickerMayHeal", shape(try(world(2), 100), 110).fails(o(1), 105, 115), check.Held, 1, "1 try changed requests and healed no mailbox"},
		{"HealedAfterwards", shape(try(world(2), 100), 110).fails(o(1), 80, 120), check.Held, 1, "1 try changed requests and healed no mailbox"},
		{"Vacuous", world(2).add(100, history.Acted{Action: "deploy"}), check.Vacuous, 0, "the team tried nothing"},
	})
	e.Tried.Heals = true
	assert.Equal(t, check.Held, shape(try(world(2), 100), 110).fails(o(1), 80, 115).expect(t, e).Status, "it may heal")
	many := world(2)
	for i := range 5 {
		shape(try(many, 100+30*float64(i)), 101+30*float64(i))
	}
	assert.Len(t, many.expect(t, e).Evidence, 6)
	short := world(2).add(100, history.Acted{Action: "try", What: "{}"})
	assert.Contains(t, short.expect(t, e).Message, "within its 20 min", "twenty minutes unless it says otherwise")
}

// TestTriedByFrequency: a try that renews every token sends known requests, only
// more of them.
func TestTriedByFrequency(t *testing.T) {
	counts := func(before, during, others int) *built {
		b := world(1).add(100, history.Acted{Action: "try", What: `{"fresh":true}`, For: 20 * time.Minute})
		tokens, rest := make([]int, lasts), make([]int, lasts)
		for i := range lasts {
			tokens[i], rest[i] = before, others
			if i >= 100 && i < 120 {
				tokens[i] = during
			}
		}
		b.Shapes = []history.ShapeCount{{Shape: history.Shape{Dialect: "oauth", Host: "login.example.com"}, Minutes: tokens}, {Shape: history.Shape{Dialect: "graph_v1"}, Minutes: rest}}
		return b
	}
	e := scenarios.Expectation{Tried: &scenarios.ExpectTried{Changes: "requests"}}
	for _, row := range []struct {
		name                   string
		before, during, others int
		status                 check.Status
	}{
		{"Twice", 5, 10, 50, check.Held},
		{"NotQuiteTwice", 5, 9, 50, check.Broken},
		{"FromNothing", 0, 10, 50, check.Broken}, // that is a new shape, and no failing mailbox has sent it
		{"TooFewToNotice", 1, 2, 50, check.Broken},
		{"Steady", 5, 5, 0, check.Broken},
		{"None", 0, 0, 0, check.Broken},
	} {
		t.Run(row.name, func(t *testing.T) {
			v := counts(row.before, row.during, row.others).expect(t, e)
			assert.Equal(t, row.status, v.Status, v.Message)
		})
	}
	border := func(minute int) check.Status {
		b := counts(1, 1, 0)
		b.Shapes[0].Minutes[minute] += 20
		return b.expect(t, e).Status
	}
	assert.Equal(t, check.Broken, border(99), "the minute before the try")
	assert.Equal(t, check.Held, border(100), "its first minute")
	assert.Equal(t, check.Held, border(119), "its last minute")
	assert.Equal(t, check.Broken, border(120), "the minute after it")
	v := counts(5, 10, 50).expect(t, e)
	assert.Equal(t, "requests in the dialect oauth to login.example.com rise from 5.0 to 10.0 a minute", v.Evidence[1].Text)
}
