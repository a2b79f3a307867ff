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

// buckets is how many columns a series is thinned to: one for two units of the
// figure's width. Each keeps its lowest and highest value, so no spike is lost.
const buckets = 400

// styles is how many colours and dash patterns there are.
const styles = 8

const legendStep = 16.0

// chart draws lines over the axis into s, from y down, and their legend in the
// column of names.
func (s *svg) chart(a axis, title string, y, height, top float64, format func(float64) string, lines []line) {
	s.name(2, y+12, "lane", title)
	for _, v := range []float64{0, top / 2, top} {
		py := y + height*(1-v/top)
		s.text(leftMargin-6, min(max(py+4, y+9), y+height), "tick", "end", format(v))
		s.add(`<path class="grid" d="M%s %sh%s"/>`, number(leftMargin), number(py), number(plotWidth))
	}
	for i, l := range lines {
		s.add(`<path class="series s%d" d="%s"/>`, l.style, path(a, l, y, height, top))
		row := y + 30 + legendStep*float64(i)
		s.add(`<path class="series s%d" d="M2 %sh26"/>`, l.style, number(row))
		s.name(34, row+4, "legend", l.name)
	}
}

// path is the thinned line, drawn in steps.
func path(a axis, l line, y, height, top float64) string {
	var b strings.Builder
	lastX, lastY := "", ""
	for i, p := range thin(l) {
		x := number(a.x(a.from.Add(time.Duration(p.minute+1) * time.Minute)))
		py := number(y + height*(1-math.Min(p.value/top, 1)))
		if i == 0 {
			fmt.Fprintf(&b, "M%s %s", x, py)
			lastX, lastY = x, py
			continue
		}
		if py == lastY && p.minute != len(l.of)-1 {
			continue
		}
		if x != lastX {
			b.WriteString("H" + x)
		}
		if py != lastY {
			b.WriteString("V" + py)
		}
		lastX, lastY = x, py
	}
	return b.String()
}

// point is one value of a series that is kept.
type point struct {
	minute int
	value  float64
}

// thin keeps the first, lowest, highest and last value of each bucket, in their
// order of time.
func thin(l line) []point {
	var out []point
	n := len(l.of)
	width := max(1, (n+buckets-1)/buckets)
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
		last := -1
		for _, i := range []int{start, min(low, high), max(low, high), end - 1} {
			if i != last {
				out = append(out, point{i, l.value(l.of[i])})
			}
			last = i
		}
	}
	return out
}

// healthChart and ageChart are the two charts of a run.
func (s *svg) healthChart(a axis, h *history.History, y, height float64) {
	lines := cohortLines(h, func(c history.Cohort, m history.Minute) float64 { return healthy(c, m) })
	s.chart(a, "healthy mailboxes", y, height, 1, func(v float64) string { return fmt.Sprintf("%.0f %%", 100*v) }, lines)
}

func (s *svg) ageChart(a axis, h *history.History, y, height float64) {
	lines := cohortLines(h, func(_ history.Cohort, m history.Minute) float64 { return float64(m.AgeMax) / 3600 })
	top := 1.0
	for _, l := range lines {
		for _, m := range l.of {
			top = math.Max(top, l.value(m))
		}
	}
	s.chart(a, "oldest calendar", y, height, niceTop(top), func(v float64) string { return fmt.Sprintf("%g h", v) }, lines)
}

// healthy is the share of a cohort that does not fail.
func healthy(c history.Cohort, m history.Minute) float64 {
	return 1 - float64(m.Failing)/float64(max(len(c.Members), 1))
}

// cohortLines has one line a cohort, in the order of the header: providers
// first, so that narrower cohorts, drawn later, lie over them.
func cohortLines(h *history.History, value func(history.Cohort, history.Minute) float64) []line {
	var lines []line
	for i, c := range h.Header.Cohorts {
		lines = append(lines, line{name: c.Name, style: i % styles, of: h.Series[c.Name],
			value: func(m history.Minute) float64 { return value(c, m) }})
	}
	return lines
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
