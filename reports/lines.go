package reports

import (
	"fmt"
	"math"
	"strings"
	"time"

	"anchorage/harness/history"
)

// line is one series of a chart.
type line struct {
	name  string
	style int // index of colour and dash pattern
	value func(history.Minute) float64
	of    []history.Minute
}

// buckets is how many columns a series is thinned to: one for each pixel of an
// ordinary screen. Each keeps its lowest and highest value, so no spike is lost.
const buckets = 840

// chart draws lines over a common axis into s, from y down.
func (s *svg) chart(a axis, title string, y, height, top float64, format func(float64) string, lines []line) {
	s.frame(a, y, height, true)
	s.text(8, y+14, "lane", "start", title)
	for _, v := range []float64{0, top / 2, top} {
		py := y + height*(1-v/top)
		s.text(leftMargin-6, py+4, "tick", "end", format(v))
		s.add(`<line class="grid" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, leftMargin, figureWidth-rightMargin, py, py)
	}
	for i, l := range lines {
		s.add(`<path class="series s%d" d="%s"/>`, l.style, path(a, l, y, height, top))
		s.add(`<line class="series s%d" x1="8" x2="34" y1="%.1f" y2="%.1f"/>`, l.style, y+30+16*float64(i), y+30+16*float64(i))
		s.text(40, y+34+16*float64(i), "legend", "start", l.name)
	}
}

// path is the thinned line: within each bucket its first, lowest, highest and
// last values in that order of time.
func path(a axis, l line, y, height, top float64) string {
	var b strings.Builder
	n := len(l.of)
	width := max(1, (n+buckets-1)/buckets)
	lastX, lastY := math.NaN(), math.NaN()
	point := func(i int, v float64) {
		x := a.x(a.from.Add(time.Duration(i+1) * time.Minute))
		py := y + height*(1-math.Min(v/top, 1))
		switch {
		case math.IsNaN(lastY):
			fmt.Fprintf(&b, "M%.1f %.1f", x, py)
		case py == lastY && i+1 < n:
			return
		default:
			if x > lastX {
				fmt.Fprintf(&b, "H%.1f", x)
			}
			fmt.Fprintf(&b, "V%.1f", py)
		}
		lastX, lastY = x, py
	}
	for start := 0; start < n; start += width {
		end := min(start+width, n)
		low, high := start, start
		for i := start; i < end; i++ {
			v := l.value(l.of[i])
			if v < l.value(l.of[low]) {
				low = i
			}
			if v > l.value(l.of[high]) {
				high = i
			}
		}
		for _, i := range []int{start, min(low, high), max(low, high), end - 1} {
			point(i, l.value(l.of[i]))
		}
	}
	return b.String()
}

// healthChart and ageChart are the two charts of a run.
func (s *svg) healthChart(a axis, h *history.History, y, height float64) {
	var lines []line
	for i, c := range h.Header.Cohorts {
		members := float64(max(len(c.Members), 1))
		lines = append(lines, line{name: c.Name, style: i, of: h.Series[c.Name],
			value: func(m history.Minute) float64 { return 1 - float64(m.Failing)/members }})
	}
	s.chart(a, "healthy", y, height, 1, func(v float64) string { return fmt.Sprintf("%.0f %%", 100*v) }, lines)
}

func (s *svg) ageChart(a axis, h *history.History, y, height float64) {
	top := 1.0
	var lines []line
	for i, c := range h.Header.Cohorts {
		for _, m := range h.Series[c.Name] {
			top = math.Max(top, float64(m.AgeMax)/3600)
		}
		lines = append(lines, line{name: c.Name, style: i, of: h.Series[c.Name],
			value: func(m history.Minute) float64 { return float64(m.AgeMax) / 3600 }})
	}
	top = niceTop(top)
	s.chart(a, "oldest calendar", y, height, top, func(v float64) string { return fmt.Sprintf("%g h", v) }, lines)
}

// niceTop rounds up to an even number of hours that halves well.
func niceTop(v float64) float64 {
	for _, t := range []float64{1, 2, 4, 8, 12, 24, 48, 72, 96, 120, 144, 168} {
		if v <= t {
			return t
		}
	}
	return math.Ceil(v/48) * 48
}
