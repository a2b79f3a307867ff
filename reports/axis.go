package reports

import (
	"fmt"
	"html/template"
	"strings"
	"time"
)

// Geometry of the figures, in SVG units. One time axis serves every panel of a
// run, so that cause stands beside effect.
const (
	figureWidth = 1000.0
	leftMargin  = 148.0 // names of lanes and values
	rightMargin = 12.0
)

// axis maps instants to x.
type axis struct{ from, until time.Time }

func (a axis) x(t time.Time) float64 {
	if t.Before(a.from) {
		t = a.from
	}
	if t.After(a.until) {
		t = a.until
	}
	return leftMargin + (figureWidth-leftMargin-rightMargin)*float64(t.Sub(a.from))/float64(a.until.Sub(a.from))
}

// tick is a labelled instant of the axis.
type tick struct {
	at    time.Time
	label string
	major bool
}

// ticks are whole steps that leave room for their labels.
func (a axis) ticks() []tick {
	span := a.until.Sub(a.from)
	step := 24 * time.Hour
	for _, s := range []time.Duration{5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour, 2 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour} {
		if span/s <= 12 {
			step = s
			break
		}
	}
	var out []tick
	for t := a.from.Truncate(step).Add(step); t.Before(a.until); t = t.Add(step) {
		midnight := t.Equal(t.Truncate(24 * time.Hour))
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
	height float64
}

func (s *svg) add(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }

// text places an escaped label.
func (s *svg) text(x, y float64, class, anchor, text string) {
	s.add(`<text x="%.1f" y="%.1f" class="%s" text-anchor="%s">%s</text>`, x, y, class, anchor, template.HTMLEscapeString(text))
}

// frame draws grid, labels and the border of a panel from y to y+height.
func (s *svg) frame(a axis, y, height float64, labels bool) {
	for _, t := range a.ticks() {
		class := "grid"
		if t.major {
			class = "grid major"
		}
		s.add(`<line class="%s" x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f"/>`, class, a.x(t.at), a.x(t.at), y, y+height)
		if labels {
			s.text(a.x(t.at), y+height+14, "tick", "middle", t.label)
		}
	}
	s.add(`<rect class="border" x="%.1f" y="%.1f" width="%.1f" height="%.1f"/>`, leftMargin, y, figureWidth-leftMargin-rightMargin, height)
}

// html closes the figure. label is read out by screen readers.
func (s *svg) html(label string) template.HTML {
	return template.HTML(fmt.Sprintf(`<svg viewBox="0 0 %.0f %.0f" role="img" aria-label="%s">%s</svg>`,
		figureWidth, s.height, template.HTMLEscapeString(label), s.String()))
}
