package explore_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/explore"
)

func TestCause(t *testing.T) {
	proof := func(text string) check.Verdict {
		return check.Verdict{Message: "3 of 8 answers were wrong", Evidence: []check.Evidence{{Text: text}, {Text: "more"}}}
	}
	lacks := proof(`a-0001 was told of 2024-05-07 09:00:00.000 UTC: it lacks "Series 1" (10:00 to 11:00)`)
	assert.Equal(t, "was told of UTC it lacks to", explore.Cause(lacks))
	assert.Equal(t, explore.Cause(lacks), explore.Cause(proof(`b-0012 was told of 2022-06-14 12:30:00.000 UTC: it lacks "Lunch" (13:00 to 14:00)`)))
	assert.NotEqual(t, explore.Cause(lacks), explore.Cause(proof(`a-0001 was told of 2024-05-07 09:00:00.000 UTC: it has "Lunch" twice`)))
	assert.Equal(t, "of answers were wrong", explore.Cause(check.Verdict{Message: "3 of 8 answers were wrong"}))
	assert.Equal(t, "in goroutine", explore.Cause(check.Verdict{Message: "panic_1: 0xc000 in goroutine 12"}))
}
