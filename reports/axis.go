package reports

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"
)

// Geometry of the figures, in SVG units. One time axis serves every panel and
// every variant, so that cause stands beside effect. Left of the plot there are
// two columns that never meet: names at the far left, values beside the axis.
const (
	figureWidth = 1000.0
	leftMargin  = 190.0
	nameColumn  = 146.0 // names end here; values use the rest
	rightMargin = 14.0
	plotWidth   = figureWidth - leftMargin - rightMargin
)

// axis maps instants to x.
type axis struct{ from, until time.Time }

// sharedAxis spans all runs.
func sharedAxis(runs []Run) axis {
	a := axis{runs[0].History.Header.From, runs[0].History.Header.Until}
	for _, r := range runs {
		if h := r.History.Header; h.From.Before(a.from) {
			a.from = h.From
		}
		a.until = maxTime(a.until, r.History.Header.Until)
	}
	return a
}

func (a axis) x(t time.Time) float64 {
	if t.Before(a.from) {
		t = a.from
	}
	if t.After(a.until) {
		t = a.until
	}
	return leftMargin + plotWidth*float64(t.Sub(a.from))/float64(max(a.until.Sub(a.from), 1))
}

// tick is a labelled instant of the axis.
type tick struct {
	at    time.Time
	label string
	major bool
}

var tickSteps = []time.Duration{
	time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour,
}

// ticks are whole steps that leave room for their labels.
func (a axis) ticks() []tick {
	const most = 12
	day := 24 * time.Hour
	step := day * max(1, (a.until.Sub(a.from)+most*day-1)/(most*day))
	for _, s := range tickSteps {
		if a.until.Sub(a.from)/s <= most {
			step = s
			break
		}
	}
	var out []tick
	for t := a.from.UTC().Truncate(step); t.Before(a.until); t = t.Add(step) {
		if t.Before(a.from) {
			continue
		}
		midnight := t.Equal(t.Truncate(day))
		label := t.Format("15:04")
		if midnight {
			label = t.Format("Mon 2 Jan")
		}
		out = append(out, tick{t, label, midnight})
	}
	return out
}

// svg collects the elements of one figure.
type svg struct {
	strings.Builder
}

func (s *svg) add(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }

// text places an escaped label.
func (s *svg) text(x, y float64, class, anchor, text string) {
	s.add(`<text x="%s" y="%s" class="%s" text-anchor="%s">%s</text>`, number(x), number(y), class, anchor, template.HTMLEscapeString(text))
}

// name places a label in the column of names, cut to fit; what is cut can be
// read by pointing at it.
func (s *svg) name(x, y float64, class, text string) {
	if cut := fit(text, nameColumn-x); cut != text {
		s.add(`<text x="%s" y="%s" class="%s">%s<title>%s</title></text>`, number(x), number(y), class, template.HTMLEscapeString(cut), template.HTMLEscapeString(text))
		return
	}
	s.text(x, y, class, "start", text)
}

// letterWidth is that of an average letter of a label.
const letterWidth = 6.8

// fit cuts a text to a width in SVG units.
func fit(text string, width float64) string {
	letters := []rune(text)
	if room := max(1, int(width/letterWidth)); len(letters) > room {
		return string(letters[:room-1]) + "…"
	}
	return text
}

// frame draws the grid and the border of a panel from y to y+height.
func (s *svg) frame(a axis, y, height float64, labels bool) {
	for _, t := range a.ticks() {
		class := "grid"
		if t.major {
			class = "grid major"
		}
		s.add(`<path class="%s" d="M%s %sv%s"/>`, class, number(a.x(t.at)), number(y), number(height))
		if labels {
			s.text(min(a.x(t.at), figureWidth-28), y+height+14, "tick", "middle", t.label)
		}
	}
	s.add(`<rect class="border" x="%s" y="%s" width="%s" height="%s"/>`, number(leftMargin), number(y), number(plotWidth), number(height))
}

// html closes the figure. label is read out by screen readers.
func (s *svg) html(height float64, label string) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %s %s" role="img" aria-label="%s">%s</svg>`,
		number(figureWidth), number(height), template.HTMLEscapeString(label), s.String()))
}

// number writes a coordinate, to a tenth.
func number(f float64) string {
	text := strconv.FormatFloat(f, 'f', 1, 64)
	return strings.TrimSuffix(text, ".0")
}
