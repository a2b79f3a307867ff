package reports

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
)

func seriesLine(values ...int) line {
	l := line{value: func(m history.Minute) float64 { return float64(m.Failing) }}
	for _, v := range values {
		l.of = append(l.of, history.Minute{Failing: v})
	}
	return l
}

func TestThinKeepsSpikes(t *testing.T) {
	for _, minutes := range []int{1, buckets - 1, buckets, buckets + 1, 5280, 40000} {
		for _, spike := range []int{0, minutes / 3, minutes - 1} {
			values := make([]int, minutes)
			for i := range values {
				values[i] = 50
			}
			values[spike] = 99
			values[(spike+minutes/2)%minutes] -= 49
			low, high := math.Inf(1), math.Inf(-1)
			points := thin(seriesLine(values...))
			for _, p := range points {
				low, high = min(low, p.value), max(high, p.value)
				assert.Equal(t, float64(values[p.minute]), p.value)
			}
			if minutes > 1 {
				assert.Equal(t, 99.0, high, "%d minutes, spike at %d", minutes, spike)
				assert.Equal(t, 1.0, low, "%d minutes, dip", minutes)
			}
			assert.LessOrEqual(t, len(points), 4*buckets)
			assert.True(t, isOrdered(points))
			assert.Equal(t, minutes-1, points[len(points)-1].minute)
		}
	}
	assert.Empty(t, thin(seriesLine()))
}

func isOrdered(points []point) bool {
	for i := range points[1:] {
		if points[i].minute >= points[i+1].minute {
			return false
		}
	}
	return true
}

func TestPath(t *testing.T) {
	a := axis{at(0), at(4)}
	t.Run("Flat", func(t *testing.T) {
		assert.Equal(t, "M389 100H986", path(a, seriesLine(0, 0, 0, 0), 0, 100, 10))
	})
	t.Run("Steps", func(t *testing.T) {
		assert.Equal(t, "M389 100H588V50H787V100H986", path(a, seriesLine(0, 5, 0, 0), 0, 100, 10))
	})
	t.Run("AboveTheTopIsCut", func(t *testing.T) {
		assert.Equal(t, "M389 0H986", path(a, seriesLine(20, 20, 20, 30), 0, 100, 10))
	})
	t.Run("Empty", func(t *testing.T) { assert.Empty(t, path(a, seriesLine(), 0, 100, 10)) })
}

func TestNiceTop(t *testing.T) {
	for v, want := range map[float64]float64{0.2: 1, 1: 1, 1.1: 2, 87: 96, 168: 168, 169: 192, 200: 240} {
		assert.Equal(t, want, niceTop(v))
	}
}

func TestTicks(t *testing.T) {
	for name, c := range map[string]struct {
		from  float64
		hours float64
		most  string
	}{
		"Quarter": {3, 0.25, "06:05"}, "Hour": {0, 1, "06:15"}, "Day": {10, 24, "12:00"}, "Days": {0, 88, "Thu 18 Sep"}, "Weeks": {0, 24 * 60, "Fri 26 Sep"},
	} {
		t.Run(name, func(t *testing.T) {
			a := axis{at(c.from), at(c.from + 60*c.hours)}
			ticks := a.ticks()
			assert.LessOrEqual(t, len(ticks), 13)
			assert.NotEmpty(t, ticks)
			var labels []string
			for _, x := range ticks {
				labels = append(labels, x.label)
				assert.False(t, x.at.Before(a.from))
				assert.Equal(t, x.at.Equal(x.at.Truncate(24*time.Hour)), x.major)
			}
			assert.Contains(t, labels, c.most)
		})
	}
}

func TestAxisClamps(t *testing.T) {
	a := axis{at(0), at(60)}
	assert.Equal(t, leftMargin, a.x(at(-5)))
	assert.Equal(t, figureWidth-rightMargin, a.x(at(65)))
	assert.Equal(t, leftMargin, axis{at(0), at(0)}.x(at(0)), "a world without length divides by nothing")
}

func TestSharedAxis(t *testing.T) {
	early, late := build(60), build(90)
	early.Header.From = at(-30)
	a := sharedAxis([]Run{{History: late.sorted()}, {History: early.sorted()}})
	assert.Equal(t, axis{at(-30), at(90)}, a)
}

func TestNamesAreCutToTheirColumn(t *testing.T) {
	var s svg
	s.name(34, 10, "legend", strings.Repeat("long", 10))
	assert.Contains(t, s.String(), "…")
	assert.Contains(t, s.String(), "<title>"+strings.Repeat("long", 10)+"</title>")
	assert.Equal(t, "short", fit("short", 60))
	assert.Less(t, nameColumn, leftMargin-30, "values have a column of their own")
}
