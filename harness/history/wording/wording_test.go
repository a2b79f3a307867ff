package wording_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history/wording"
)

func TestSpan(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 s", 250 * time.Millisecond: "250 ms", 999 * time.Millisecond: "999 ms", time.Second: "1 s", 1499 * time.Millisecond: "1 s",
		119 * time.Second: "119 s", 119*time.Second + 600*time.Millisecond: "2 min", 2 * time.Minute: "2 min",
		89*time.Minute + 40*time.Second: "90 min", 119 * time.Minute: "119 min", 119*time.Minute + 40*time.Second: "2 h",
		2 * time.Hour: "2 h", 19*time.Hour + 31*time.Minute: "19 h 31 min", 26*time.Hour + 3*time.Minute: "26 h 03 min",
		47*time.Hour + 59*time.Minute + 40*time.Second: "48 h",
	} {
		assert.Equal(t, want, wording.Span(d), d)
	}
}

func TestThousands(t *testing.T) {
	for n, want := range map[int]string{0: "0", 123: "123", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1000: "-1,000", -999: "-999"} {
		assert.Equal(t, want, wording.Thousands(n))
	}
}

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", 0.00001: "under 0.1 %", 0.001: "0.1 %", 0.932: "93.2 %", 0.9324: "93.2 %", 0.5: "50 %", 2.0 / 3: "66.7 %", 0.9995: "99.9 %", 0.99999: "99.9 %", 1: "100 %",
	} {
		assert.Equal(t, want, wording.Percent(share), share)
	}
}

func TestCount(t *testing.T) {
	assert.Equal(t, "1 mailbox", wording.Count(1, "mailbox", "mailboxes"))
	assert.Equal(t, "0 mailboxes", wording.Count(0, "mailbox", "mailboxes"))
	assert.Equal(t, "2,000 mails", wording.Plural(2000, "mail"))
}
