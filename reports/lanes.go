package reports

import (
	"fmt"
	"html/template"
	"time"

	"anchorage/harness/history"
)

const laneHeight = 22.0

// mark is one thing in a lane: a bar when it lasts, a symbol when it does not.
type mark struct {
	from, until time.Time // until zero: an instant
	class       string
	title       string // told on hover and by screen readers
	glyph       string // for instants: a letter, so that colour is never alone
}

// lane is a named row of marks.
type lane struct {
	name  string
	marks []mark
}

// lanes of a run, in the order of cause and effect; empty ones are left out.
func lanes(r Run) []lane {
	h := r.History
	all := []lane{faultLane(h)}
	all = append(all, alertLanes(h)...)
	all = append(all, peopleLane(h), actionLane(h), relinkLane(h), statusLane(r))
	out := all[:0]
	for _, l := range all {
		if len(l.marks) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// draw puts lanes below y and returns the y after the last.
func (s *svg) lanes(a axis, all []lane, y float64) float64 {
	height := laneHeight * float64(len(all))
	s.frame(a, y, height, true)
	for i, l := range all {
		top := y + laneHeight*float64(i)
		s.text(8, top+15, "lane", "start", l.name)
		for _, m := range l.marks {
			title := template.HTMLEscapeString(m.title)
			x := a.x(m.from)
			if m.until.IsZero() {
				s.add(`<g class="mark %s"><title>%s</title><circle cx="%.1f" cy="%.1f" r="7"/><text x="%.1f" y="%.1f" text-anchor="middle">%s</text></g>`,
					m.class, title, x, top+11, x, top+14.5, m.glyph)
				continue
			}
			width := max(a.x(m.until)-x, 1.2)
			s.add(`<rect class="bar %s" x="%.1f" y="%.1f" width="%.1f" height="%.0f"><title>%s</title></rect>`, m.class, x, top+4, width, laneHeight-8, title)
		}
	}
	return y + height + 26
}

func faultLane(h *history.History) lane {
	l := lane{name: "faults"}
	flicker, what := map[string]bool{}, map[string]string{}
	for _, f := range h.Header.Faults {
		flicker[f.Name], what[f.Name] = f.Flicker, f.What
	}
	open := map[string]time.Time{}
	add := func(rule string, from, until time.Time) {
		class := "fault"
		if flicker[rule] {
			class = "flicker"
		}
		l.marks = append(l.marks, mark{from: from, until: until, class: class, title: fmt.Sprintf("%s: %s, %s to %s", rule, what[rule], stamp(from), stamp(until))})
	}
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.FaultStarted:
			open[d.Rule] = e.At
		case history.FaultEnded:
			if from, ok := open[d.Rule]; ok {
				add(d.Rule, from, e.At)
				delete(open, d.Rule)
			}
		}
	}
	for _, rule := range sortedKeys(open) {
		add(rule, open[rule], h.Header.Until)
	}
	return l
}

// alertLanes: one lane a level, a bar from each notice to its closure.
func alertLanes(h *history.History) []lane {
	levels := []struct{ level, name, class string }{
		{"look_now", "look-now pages", "looknow"}, {"review_soon", "review-soon pages", "review"}, {"informational", "chat alerts", "info"},
	}
	out := make([]lane, len(levels))
	for i, level := range levels {
		out[i].name = level.name
		open := map[string]int{}
		for _, e := range h.Events {
			d, ok := e.Data.(history.Notice)
			if !ok || d.Level != level.level {
				continue
			}
			if j, known := open[d.Key]; known {
				if d.Status == "resolved" {
					out[i].marks[j].until = e.At
					out[i].marks[j].title += ", closed " + stamp(e.At)
					delete(open, d.Key)
				}
				continue
			}
			if d.Status == "firing" {
				open[d.Key] = len(out[i].marks)
				out[i].marks = append(out[i].marks, mark{from: e.At, class: level.class, title: fmt.Sprintf("%s %s, delivered to the %s %s", d.Alert, d.Provider, d.Sink, stamp(e.At))})
			}
		}
		for _, j := range open {
			out[i].marks[j].until = h.Header.Until
			out[i].marks[j].title += ", never closed"
		}
	}
	return out
}

func peopleLane(h *history.History) lane {
	l := lane{name: "people notice"}
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.Noticed:
			l.marks = append(l.marks, mark{from: e.At, class: "notice", glyph: "!", title: stamp(e.At) + ": noticed by " + noticeWords(d.By) + ": " + d.What})
		case history.TicketOpened:
			l.marks = append(l.marks, mark{from: e.At, class: "ticket", glyph: "T", title: stamp(e.At) + ": ticket " + d.Ticket + " from an owner with " + d.Provider})
		case history.Skimmed:
			if len(d.OpenAlerts) > 0 {
				l.marks = append(l.marks, mark{from: e.At, class: "skim", glyph: "s", title: fmt.Sprintf("%s: the chat is skimmed, %d messages, chance to see an open alert %.0f %%, seen: %d", stamp(e.At), d.Messages, 100*d.Chance, len(d.Saw))})
			}
		}
	}
	return l
}

func actionLane(h *history.History) lane {
	l := lane{name: "people act"}
	glyphs := map[string]string{"try": "t", "deploy": "D", "enable": "E", "relink": "R"}
	for _, e := range h.Events {
		if d, ok := e.Data.(history.Acted); ok {
			l.marks = append(l.marks, mark{from: e.At, class: "act", glyph: glyphs[d.Action], title: fmt.Sprintf("%s: %s %s %s", stamp(e.At), d.Action, d.What, d.Note)})
		}
	}
	return l
}

// relinkLane merges the asks into bars: a mark for each would hide the lane.
func relinkLane(h *history.History) lane {
	l := lane{name: "relink mails"}
	n := 0
	for _, e := range h.Events {
		if _, ok := e.Data.(history.RelinkAsked); !ok {
			continue
		}
		last := len(l.marks) - 1
		if last >= 0 && e.At.Sub(l.marks[last].until) <= time.Hour {
			n++
			l.marks[last].until = e.At
		} else {
			n = 1
			l.marks = append(l.marks, mark{from: e.At, until: e.At.Add(time.Minute), class: "ask"})
			last++
		}
		l.marks[last].title = fmt.Sprintf("%d mails, %s to %s", n, stamp(l.marks[last].from), stamp(e.At))
	}
	return l
}

func statusLane(r Run) lane {
	l := lane{name: "status page"}
	for _, p := range posts(r.History) {
		m := mark{from: p.At, class: "post", glyph: "P", title: stamp(p.At) + ": " + p.State + ": " + p.Text}
		if p.Untrue {
			m.class, m.glyph = "post untrue", "✗"
			m.title += " (" + p.Truth + ")"
		}
		l.marks = append(l.marks, m)
	}
	return l
}

func stamp(t time.Time) string { return t.UTC().Format("Mon 2 Jan 15:04") }
