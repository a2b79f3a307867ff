package reports

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"anchorage/harness/history"
)

// figure stacks the panels of one run over the axis of all runs: lanes, then
// charts. Faults shade all of them, so that cause stands beside effect.
func figure(r Run, a axis) template.HTML {
	const top, gap, labels = 8.0, 12.0, 18.0
	h := r.History
	rows := arrange(a, lanes(r))
	lanesHeight := laneHeight * float64(len(rows))
	legend := 34 + legendStep*float64(len(h.Header.Cohorts))
	health, age := max(130, legend), max(110, legend)
	healthTop := top + lanesHeight + labels + gap
	ageTop := healthTop + health + labels + gap
	s := &svg{}
	for _, panel := range [][2]float64{{top, lanesHeight}, {healthTop, health}, {ageTop, age}} {
		s.shade(a, h, panel[0], panel[1])
		s.frame(a, panel[0], panel[1], true)
	}
	s.rows(a, rows, top)
	s.healthChart(a, h, healthTop, health)
	s.ageChart(a, h, ageTop, age)
	return s.html(ageTop+age+labels+6, fmt.Sprintf("%s over time: faults, alerts, people, healthy mailboxes and the age of the oldest calendar. The text and the tables below tell the same.", h.Header.Variant))
}

// shade darkens a panel while a fault is in force that does not merely flicker.
func (s *svg) shade(a axis, h *history.History, y, height float64) {
	for _, w := range faultWindows(h) {
		if !w.flicker {
			s.add(`<rect class="shade" x="%s" y="%s" width="%s" height="%s"/>`,
				number(a.x(w.from)), number(y), number(max(a.x(w.until)-a.x(w.from), 1)), number(height))
		}
	}
}

// faultWindow is one span in which a rule was in force.
type faultWindow struct {
	rule        string
	from, until time.Time
	flicker     bool
	ended       bool // false: the world ended first
}

// faultWindows lists them in order of their start.
func faultWindows(h *history.History) []faultWindow {
	flicker := map[string]bool{}
	for _, f := range h.Header.Faults {
		flicker[f.Name] = f.Flicker
	}
	var out []faultWindow
	open := map[string]int{}
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.FaultStarted:
			open[d.Rule] = len(out)
			out = append(out, faultWindow{rule: d.Rule, from: e.At, until: h.Header.Until, flicker: flicker[d.Rule]})
		case history.FaultEnded:
			if i, ok := open[d.Rule]; ok {
				out[i].until, out[i].ended = e.At, true
				delete(open, d.Rule)
			}
		}
	}
	return out
}

// key explains the letters that a run's lanes use.
func key(r Run) string {
	used := map[string]bool{}
	for _, l := range lanes(r) {
		for _, m := range l.marks {
			used[m.glyph] = true
		}
	}
	var parts []string
	for _, g := range glyphs {
		if used[g.letter] {
			parts = append(parts, g.letter+" "+g.meaning)
		}
	}
	return strings.Join(parts, ", ")
}

// glyphs are the letters of instants, with what they mean in the caption.
var glyphs = []struct{ letter, meaning string }{
	{noticeGlyph, "somebody notices"},
	{ticketGlyph, "a ticket"},
	{skimGlyph, "the chat is skimmed while an alert is open"},
	{"t", "a change is tried"},
	{"D", "deployed"},
	{"E", "enabled"},
	{"R", "relinking begins"},
	{otherGlyph, "another action"},
	{postGlyph, "a post"},
	{untrueGlyph, "a post whose claim is untrue"},
}

const (
	noticeGlyph = "!"
	ticketGlyph = "T"
	skimGlyph   = "s"
	otherGlyph  = "A"
	postGlyph   = "P"
	untrueGlyph = "✗"
)

// actionGlyphs by kind of action.
var actionGlyphs = map[string]string{"try": "t", "deploy": "D", "enable": "E", "relink": "R"}

func actionGlyph(action string) string {
	if g := actionGlyphs[action]; g != "" {
		return g
	}
	return otherGlyph
}
