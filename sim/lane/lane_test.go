package lane_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/sim/lane"
)

func TestLanesAreUniqueAndStable(t *testing.T) {
	var a lane.Allocator
	seen := map[time.Duration]bool{}
	for i := range 60_000 { // 13,000 mailboxes with several actors each
		d := a.Lane(fmt.Sprint("actor/", i))
		assert.True(t, d > 0 && d < lane.Width && !seen[d])
		seen[d] = true
	}
	assert.Equal(t, a.Lane("actor/7"), a.Lane("actor/7"))
}

func TestErrTooManyActors(t *testing.T) {
	var a lane.Allocator
	for i := range int(lane.Width) - 1 {
		a.Lane(fmt.Sprint(i))
	}
	assert.PanicsWithValue(t, "lane: one-more is actor number 500000, more than the 499999 lanes of a world", func() { a.Lane("one-more") })
}
