package history

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestFirstDifference(t *testing.T) {
	file := lines(t, written(t, full("x")))
	for _, row := range []struct {
		name   string
		edit   func([]string) []string
		line   int
		actor  string
		second string // contained in the second file's line
	}{
		{"Event", func(l []string) []string { l[2] = strings.Replace(l[2], `"a":"actor"`, `"a":"other"`, 1); return l }, 3, "actor", `"a":"other"`},
		{"EventMissing", func(l []string) []string { return append(l[:2:2], l[3:]...) }, 3, "actor", `"n":3`},
		{"Header", func(l []string) []string { l[0] = strings.Replace(l[0], `"version":1`, `"version":2`, 1); return l }, 1, "the header", `"version":2`},
		{"Series", func(l []string) []string { return replaceLine(l, `"column":"stale"`, "[0,0]", "[0,1]") }, 0, ", column stale", "[0,1]"},
		{"Ended", func(l []string) []string { return l[:4] }, 5, "actor", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			other := compressed(t, row.edit(append([]string{}, file...)))
			d, err := FirstDifference(compressed(t, file), other)
			require.NoError(t, err)
			require.NotNil(t, d)
			if row.line > 0 {
				assert.Equal(t, row.line, d.Line)
			}
			assert.Contains(t, d.Actor, row.actor)
			assert.NotEqual(t, d.First, d.Second)
			assert.Contains(t, d.Second, row.second)
		})
	}
	t.Run("OK", func(t *testing.T) {
		d, err := FirstDifference(compressed(t, file), compressed(t, file))
		require.NoError(t, err)
		assert.Nil(t, d)
	})
	t.Run("ErrNoHistory", func(t *testing.T) {
		_, err := FirstDifference(compressed(t, file), bytes.NewReader([]byte("a: b\n")))
		assert.ErrorContains(t, err, "history: the second file: ")
	})
}
