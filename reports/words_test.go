package reports

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
)

func TestSpan(t *testing.T) {
	assert.Equal(t, "never", Span(nil))
	for d, want := range map[time.Duration]string{
		0:                               "0 s",
		119 * time.Second:               "119 s",
		2 * time.Minute:                 "2 min",
		89*time.Minute + 40*time.Second: "90 min",
		2 * time.Hour:                   "2 h",
		35*time.Hour + 56*time.Minute:   "35 h 56 min",
		47*time.Hour + 59*time.Minute + 40*time.Second: "48 h",
		26*time.Hour + 3*time.Minute:                   "26 h 03 min",
	} {
		seconds := d.Seconds()
		assert.Equal(t, want, Span(&seconds), d)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -999: "-999"} {
		assert.Equal(t, want, Thousands(n))
	}
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", 1: "100 %", 0.5: "50 %", 0.9995: "99.9 %", 0.99999: "99.9 %", 0.0004: "under 0.1 %", 0.001: "0.1 %", 0.1234: "12.3 %", 0.8602: "86 %",
	} {
		assert.Equal(t, want, percent(share), share)
	}
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
	assert.Equal(t, "1 mail", plural(1, "mail"))
	assert.Equal(t, "2,000 mails", plural(2000, "mail"))
	assert.Equal(t, "Abc", sentence("abc"))
	assert.Empty(t, sentence(""))
	assert.Equal(t, "06:00 and 07:30 on Wednesday 17 September", between(at(0), at(90)))
	assert.Equal(t, "06:00 on Wednesday 17 September and 06:00 on Thursday 18 September", between(at(0), at(1440)))
	assert.Equal(t, "somebody acting", noticeWords("action"))
	assert.Equal(t, "a dream", noticeWords("a_dream"))
}

func TestSettings(t *testing.T) {
	assert.Equal(t, "hint: deep, sync pace: slow, sync retry count: 3", settings(`{"sync":{"retry_count":3,"pace":"slow"},"hint":"deep"}`))
	assert.Equal(t, "not JSON", settings("not JSON"))
}
