package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/scenarios"
)

func TestPercent(t *testing.T) {
	for share, want := range map[float64]string{
		0: "0 %", 0.00001: "0.1 %", 0.932: "93.2 %", 0.9324: "93.2 %", 0.5: "50 %", 0.9999: "99.9 %", 1: "100 %", 2.0 / 3: "66.7 %",
	} {
		assert.Equal(t, want, percent(share))
	}
}

func TestOutOf(t *testing.T) {
	assert.Equal(t, "932 of 1,000 (93.2 %)", outOf(932, 1000))
	assert.Equal(t, "0 of 0 (0 %)", outOf(0, 0))
	assert.Equal(t, "1,234,567", thousands(1234567))
	assert.Equal(t, "123", thousands(123))
}

func TestBoundsText(t *testing.T) {
	assert.Equal(t, "90-95 %", bounds(scenarios.Bounds{Min: 0.9, Max: 0.95}))
	assert.Equal(t, "100 %", bounds(scenarios.Bounds{Min: 1, Max: 1}))
	assert.Equal(t, "0-0.29 %", bounds(scenarios.Bounds{Max: 0.0029}))
}

func TestInstantText(t *testing.T) {
	at := time.Date(2031, 3, 3, 15, 30, 0, 999, time.FixedZone("east", 3600))
	assert.Equal(t, "2031-03-03 14:30 UTC", instant(at))
	assert.Equal(t, "2031-03-03 14:30:05 UTC", instant(at.Add(5*time.Second)))
}

func TestSpanText(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0 ms", 250 * time.Millisecond: "250 ms", 119 * time.Second: "119 s", 2 * time.Minute: "2 min", 119 * time.Minute: "119 min", 2 * time.Hour: "2 h", 19*time.Hour + 31*time.Minute: "19 h 31 min",
	} {
		assert.Equal(t, want, span(d))
	}
}

func TestJoin(t *testing.T) {
	assert.Equal(t, "a-b", join("a", "", "b"))
	assert.Empty(t, join("", ""))
	assert.Empty(t, stamp(time.Time{}))
}
