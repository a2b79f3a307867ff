package explore_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/explore"
)

func TestForeign(t *testing.T) {
	relinks := 0
	for n := range uint64(40) {
		f := explore.Draw(n, nil)
		foreign := explore.Foreign(f)
		assert.Empty(t, foreign.System)
		for _, s := range foreign.Operators {
			assert.True(t, s.Relink != nil || s.Post != nil, "nothing else is left")
			if s.Relink != nil {
				relinks++
			}
		}
		assert.Equal(t, f.Faults, foreign.Faults)
		assert.NotEmpty(t, f.System, "the drawn file keeps its own")
	}
	assert.NotZero(t, relinks)
}
