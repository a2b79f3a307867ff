package reports

import (
	"fmt"
	"time"

	"anchorage/harness/history"
)

// mark is one thing in a lane: a bar when it lasts, a letter when it does not.
type mark struct {
	from, until time.Time // until zero: an instant
	class       string
	label       string // written on a bar that has room for it
	title       string // told on pointing at it
	glyph       string // of an instant, so that colour is never alone
}

// lane is a named row of marks.
type lane struct {
	name  string
	marks []mark
}

// lanes of a run, in the order of cause and effect; empty ones are left out.
func lanes(r Run) []lane {
	h := r.History
	all := faultLanes(h)
	all = append(all, alertLanes(h)...)
	all = append(all, ticketLane(h), peopleLane(h), actionLane(h), relinkLane(h), statusLane(r))
	out := all[:0]
	for _, l := range all {
		if len(l.marks) > 0 {
			out = append(out, l)
		}
	}
	return out
}

// faultLanes keeps what flickers apart: under the bar of a long fault it would
// not be seen.
func faultLanes(h *history.History) []lane {
	what := map[string]string{}
	for _, f := range h.Header.Faults {
		what[f.Name] = words(f.What) + ", for " + f.Whom
	}
	out := []lane{{name: "background"}, {name: "faults"}}
	for _, w := range faultWindows(h) {
		i, class := 1, "fault"
		if w.flicker {
			i, class = 0, "flicker"
		}
		end := "to " + stamp(w.until)
		if !w.ended {
			end = "not ended"
		}
		out[i].marks = append(out[i].marks, mark{from: w.from, until: w.until, class: class, label: w.rule,
			title: fmt.Sprintf("%s: %s, from %s, %s", w.rule, what[w.rule], stamp(w.from), end)})
	}
	return out
}

func ticketLane(h *history.History) lane {
	l := lane{name: "tickets"}
	for _, e := range h.Events {
		if d, ok := e.Data.(history.TicketOpened); ok {
			l.marks = append(l.marks, mark{from: e.At, class: "ticket", glyph: ticketGlyph, title: stamp(e.At) + ": ticket " + d.Ticket + " from an owner with " + d.Provider})
		}
	}
	return l
}

func peopleLane(h *history.History) lane {
	l := lane{name: "people notice"}
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.Noticed:
			l.marks = append(l.marks, mark{from: e.At, class: "notice", glyph: noticeGlyph, title: stamp(e.At) + ": noticed by " + noticeWords(d.By) + ": " + d.What})
		case history.Skimmed:
			if len(d.OpenAlerts) > 0 {
				l.marks = append(l.marks, mark{from: e.At, class: "skim", glyph: skimGlyph, title: fmt.Sprintf("%s: the chat is skimmed, %s, chance to see an open alert %.0f %%, seen: %d", stamp(e.At), plural(d.Messages, "message"), 100*d.Chance, len(d.Saw))})
			}
		}
	}
	return l
}

func actionLane(h *history.History) lane {
	l := lane{name: "people act"}
	for _, e := range h.Events {
		if d, ok := e.Data.(history.Acted); ok {
			l.marks = append(l.marks, mark{from: e.At, class: "act", glyph: actionGlyph(d.Action), title: stamp(e.At) + ": " + deed(d) + noteWords(d.Note)})
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
		l.marks[last].label = plural(n, "mail")
		l.marks[last].title = fmt.Sprintf("%s, %s to %s", plural(n, "mail"), stamp(l.marks[last].from), stamp(e.At))
	}
	return l
}

func statusLane(r Run) lane {
	l := lane{name: "status page"}
	for _, p := range posts(r.History) {
		m := mark{from: p.At, class: "post", glyph: postGlyph, title: stamp(p.At) + ": " + p.State + ": " + p.Text}
		if p.Untrue {
			m.class, m.glyph = "post untrue", untrueGlyph
			m.title += " (claimed " + p.Claimed + "; " + p.Truth + ")"
		}
		l.marks = append(l.marks, m)
	}
	return l
}
