package reports

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestSpan(t *testing.T) {
	assert.Equal(t, "never", Span(nil))
	seconds := 5340.0
	assert.Equal(t, "89 min", Span(&seconds))
}

func TestPercentOf(t *testing.T) {
	for _, c := range []struct {
		n, of int
		want  string
	}{
		{0, 0, "0 %"}, {0, 9, "0 %"}, {9, 9, "100 %"}, {8, 9, "89 %"}, {80, 93, "86 %"},
		{1, 500, "under 1 %"}, {499, 500, "over 99 %"}, {907, 1000, "90.7 %"}, {9999, 10000, "99.9 %"},
	} {
		assert.Equal(t, c.want, percentOf(c.n, c.of), "%d of %d", c.n, c.of)
	}
}

func TestSentenceParts(t *testing.T) {
	assert.Equal(t, "", series(nil))
	assert.Equal(t, "a", series([]string{"a"}))
	assert.Equal(t, "a, b and c", series([]string{"a", "b", "c"}))
	assert.Equal(t, "none of the 3", countWords(0, 3))
	assert.Equal(t, "all 1,200", countWords(1200, 1200))
	assert.Equal(t, "1 of the 3", countWords(1, 3))
	assert.Equal(t, "Abc", sentence("abc"))
	assert.Empty(t, sentence(""))
	assert.Equal(t, "06:00 and 07:30 on Wednesday 17 September", between(at(0), at(90)))
	assert.Equal(t, "06:00 on Wednesday 17 September and 06:00 on Thursday 18 September", between(at(0), at(1440)))
	assert.Equal(t, "somebody acting", noticeWords("action"))
	assert.Equal(t, "a dream", noticeWords("a_dream"))
}
