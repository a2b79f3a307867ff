package check_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/scenarios"
)

// recovering expects that half to three quarters of those whom the storm affected have
// recovered by minute 300.
func recovering(exceptWaiting bool) scenarios.Expectation {
	return scenarios.Expectation{Recovered: &scenarios.ExpectRecovered{Cohort: orchid, After: "storm", Share: scenarios.Bounds{Min: 0.5, Max: 0.75}, By: until(300), ExceptWaiting: exceptWaiting}}
}

func TestExpectRecoveredProves(t *testing.T) {
	// The first of the list is the last to recover.
	v := storm(4).fails(o(1), 65, 250).fails(o(2), 70, 200).fails(o(3), 75, 225).fails(o(4), 65, 400).expect(t, recovering(false))
	assert.Equal(t, check.Held, v.Status, v.Message)
	assert.Equal(t, []check.Evidence{{At: at(200), Text: "the first to recover: orchid-2, after 2 h 10 min"}, {At: at(250), Text: "the last to recover: orchid-1, after 3 h 05 min"}}, v.Evidence)
	assert.Empty(t, v.Accounts, "the share is as expected")

	v = storm(3).fails(o(1), 65, 250).fails(o(2), 70, 350).fails(o(3), 75, lasts).expect(t, recovering(false))
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, []string{o(2), o(3)}, v.Accounts, "too few are back: those who are not")
	assert.Len(t, v.Evidence, 1)

	v = storm(5).fails(o(1), 65, 250).fails(o(2), 70, 290).fails(o(3), 75, 300).fails(o(4), 80, 110).fails(o(5), 80, 500).expect(t, recovering(false))
	assert.Equal(t, check.Broken, v.Status)
	assert.Equal(t, []string{o(1), o(2), o(3), o(4)}, v.Accounts, "too many are back: those who are")
	assert.Equal(t, at(300), v.At)

	v = storm(1).fails(o(1), 65, lasts).expect(t, recovering(false))
	assert.Equal(t, check.Broken, v.Status)
	assert.Empty(t, v.Evidence, "nobody recovered")

	late := recovering(false)
	late.Recovered.By = until(lasts + nanosecond)
	v = storm(1).fails(o(1), 65, 200).expect(t, late)
	assert.Equal(t, check.Vacuous, v.Status)
	assert.Zero(t, v.Sample)
	assert.Equal(t, at(lasts+nanosecond), v.At)
	late.Recovered.By = until(lasts)
	v = storm(1).fails(o(1), 65, 200).expect(t, late)
	assert.Equal(t, check.Broken, v.Status, "the last instant can be judged: %s", v.Message)
}

// Whoever has recovered counts, even if they fail and wait for something else by now.
func TestRecoveredAndWaitingAnew(t *testing.T) {
	text := " of orchid.example, except those waiting for their owner, recovered by 2031-05-06 13:00 UTC; expected 50-75 %"
	again := func() *built { return storm(2).fails(o(1), 65, 200).fails(o(1), 250, lasts).ask(260, o(1), true) }
	expected(t, recovering(true), []row{
		{"HeldOneOfTwo", again().fails(o(2), 65, 400), check.Held, 2, "1 of 2 (50 %)" + text},
		{"BrokenAlone", again(), check.Broken, 1, "1 of 1 (100 %)" + text},
		{"BrokenTheOtherWaits", again().fails(o(2), 65, lasts).ask(270, o(2), true), check.Broken, 1, "1 of 1 (100 %)" + text},
		{"HeldTheOtherIsAskedJustAfter", again().fails(o(2), 65, lasts).ask(300+nanosecond, o(2), true), check.Held, 2, "1 of 2 (50 %)" + text},
	})
}
