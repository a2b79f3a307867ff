package routing

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

func TestWords(t *testing.T) {
	e := ended(live, system.HintEmail, system.ExperimentRunning, named("a", "b"), named("b"))
	e.Control = named("c")
	assert.Equal(t, "2 accounts linked by live and failing with the hint none try the hint email; 1 beside them is left alone", begun(e))
	assert.Equal(t, "the hint email has healed 1 of 2; those left alone get one round more", helped(e))
	for _, result := range system.ExperimentResults {
		e.Result = result
		assert.Regexp(t, "^the hint email: [a-z].*[a-z]$", over(e), result)
	}
	relink := ended(live, system.HintRelink, system.ExperimentPromoted, named("a"), nil)
	assert.Equal(t, "no hint is left for accounts linked by live that still fail; 1 owner may be asked to link again by identity_platform first", begun(relink))
	assert.Equal(t, "linking again: it has helped, so that the other accounts that still fail follow", over(relink))
}
