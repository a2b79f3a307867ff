package check_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
)

// TestEveryLetterIsJudged: by a promise or a kind of expectation that there is.
func TestEveryLetterIsJudged(t *testing.T) {
	there := check.Promises()
	for _, kind := range check.Expectations() {
		there = append(there, "expectation/"+kind)
	}
	seen := map[string]bool{}
	for _, l := range check.Letters {
		assert.False(t, seen[l.Letter], l.Letter)
		assert.NotEmpty(t, l.Text, l.Letter)
		assert.False(t, strings.HasSuffix(l.Text, "."), l.Letter)
		seen[l.Letter] = true
		assert.NotEmpty(t, l.Checks, l.Letter)
		for _, name := range l.Checks {
			assert.Contains(t, there, name, l.Letter)
		}
	}
	assert.Len(t, check.Letters, 30)
}

// TestEveryPromiseHasALetter: but for the one that says whether a world proves
// anything.
func TestEveryPromiseHasALetter(t *testing.T) {
	for _, name := range check.Promises() {
		named := slices.ContainsFunc(check.Letters, func(l check.Letter) bool { return slices.Contains(l.Checks, name) })
		assert.Equal(t, name != "faults-fired", named, name)
	}
}
