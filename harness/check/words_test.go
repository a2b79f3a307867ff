package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/scenarios"
)

func TestOutOf(t *testing.T) {
	assert.Equal(t, "932 of 1,000 (93.2 %)", outOf(932, 1000))
	assert.Equal(t, "0 of 0 (0 %)", outOf(0, 0))
	assert.Equal(t, "1 of 12,345 (under 0.1 %)", outOf(1, 12345))
	assert.Equal(t, "9,999 of 10,000 (99.9 %)", outOf(9999, 10000))
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

func TestJoin(t *testing.T) {
	assert.Equal(t, "a-b", join("a", "", "b"))
	assert.Empty(t, join("", ""))
	assert.Empty(t, stamp(time.Time{}))
}
