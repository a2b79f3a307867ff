package operators_test

import (
	"slices"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/mutants/operators"
)

// What is drawn does not depend on the order in which sites are found, nor on what
// other sites there are.
func TestDrawn(t *testing.T) {
	sites, err := operators.Sites(root)
	require.NoError(t, err)
	drawn := operators.Drawn(sites)
	assert.ElementsMatch(t, sites, drawn)
	turned := slices.Clone(sites)
	slices.Reverse(turned)
	assert.Equal(t, drawn, operators.Drawn(turned))
	fewer := slices.DeleteFunc(slices.Clone(drawn), func(s operators.Site) bool { return s.Function == "round.run" })
	assert.Less(t, len(fewer), len(drawn))
	assert.Equal(t, fewer, operators.Drawn(slices.DeleteFunc(slices.Clone(sites), func(s operators.Site) bool { return s.Function == "round.run" })))
}

// Each judgement is of a site that is still there and still reads as it did then.
func TestJudgementsAreOfSites(t *testing.T) {
	sites, err := operators.Sites(root)
	require.NoError(t, err)
	known := map[string]bool{}
	for _, j := range operators.Judgements() {
		assert.False(t, known[j.Site], "%s is judged twice", j.Site)
		known[j.Site] = true
		assert.NotEmpty(t, j.Why, j.Site)
		i := slices.IndexFunc(sites, func(s operators.Site) bool { return s.Key() == j.Site })
		if assert.GreaterOrEqual(t, i, 0, "%s is gone: strike its judgement", j.Site) {
			assert.Equal(t, sites[i].Change(), j.Change, "%s is another change by now: look at it again", j.Site)
		}
	}
}
