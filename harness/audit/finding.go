package audit

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Classes of findings.
const (
	Gap    = "gap"    // a level that must speak did not, or a weaker one did
	Late   = "late"   // it spoke, but too late
	Noise  = "noise"  // a level spoke that should not
	Closes = "closes" // an alert outlasts the failure, or never closes
	Other  = "other"  // a provider alerts that does not fail
	Deaf   = "deaf"   // the dead-man's switch hears nothing (A7)
)

// Finding is where what a failure brought differs from what it must bring.
type Finding struct {
	Class    string
	Sentence string // for people
	Cells    []Cell // in which it was found: one provider, kind and duration, several starts
}

// problem is a finding in one cell.
type problem struct {
	class, about string // about tells problems of one class in one cell apart
	tell         string // completes "outlook.com: all requests fail for 26 h"
	need         Need   // that was missed, if any
}

// problems of one cell.
func (o *Outcome) problems() []problem {
	e := o.expected()
	var all []problem
	for _, n := range e.Needs {
		if p := o.missed(n); p != nil {
			all = append(all, *p)
		}
	}
	for _, t := range o.Told {
		if rank(t.Level) > rank(e.AtMost) {
			all = append(all, problem{class: Noise, about: t.Level, tell: fmt.Sprintf(" and %s %s (%s); expected %s",
				somebody[t.Level], times(t.Times), strings.Join(t.Alerts, ", "), atMost(e.AtMost))})
		}
		if len(t.Slow) > 0 {
			all = append(all, problem{class: Closes, about: t.Level, tell: fmt.Sprintf(" and %s closes %s after the end; expected within %s",
				strings.Join(t.Slow, ", "), spoken(t.Closed), spoken(o.mustCloseWithin()))})
		}
		if len(t.Open) > 0 {
			all = append(all, problem{class: Closes, about: t.Level + " open", tell: fmt.Sprintf(" and %s has not closed %s after the end",
				strings.Join(t.Open, ", "), spoken(o.until().Sub(o.end())))})
		}
	}
	if len(o.Early) > 0 {
		all = append(all, problem{class: Noise, about: "early", tell: " and " + strings.Join(o.Early, ", ") + " was open before"})
	}
	if len(o.Others) > 0 && !o.Kind.EverySystem {
		all = append(all, problem{class: Other, tell: " and another provider alerts: " + strings.Join(o.Others, ", ")})
	}
	return all
}

// missed says what became of a need; nil when it was met.
func (o *Outcome) missed(n Need) *problem {
	after, level := o.spoke(n.Level)
	switch {
	case level == Nothing:
		return &problem{class: Gap, about: n.Level, tell: " and " + nobody[n.Level], need: n}
	case after.Round(time.Minute) > n.Within:
		return &problem{class: Late, about: n.Level, tell: fmt.Sprintf(" and %s only after %s; expected within %s", somebody[level], spoken(after), spoken(n.Within)), need: n}
	}
	return nil
}

// spoke is when a level, or a stronger one, spoke first, and which; Nothing when
// none did.
func (o *Outcome) spoke(level string) (after time.Duration, first string) {
	for _, t := range o.Told {
		if rank(t.Level) >= rank(level) && (first == Nothing || t.After < after) {
			after, first = t.After, t.Level
		}
	}
	return after, first
}

// rank orders levels; that of Nothing is the lowest.
func rank(level string) int { return slices.Index(Levels, level) }

var (
	nobody   = map[string]string{LookNow: "nobody is paged", ReviewSoon: "nobody is asked to review it", Informational: "nobody is told"}
	somebody = map[string]string{LookNow: "somebody is paged", ReviewSoon: "somebody is asked to review it", Informational: "the chat is told"}
	does     = map[string]string{LookNow: "pages after", ReviewSoon: "asks for a review after", Informational: "tells the chat after"}
	begins   = map[string]string{"working": "in working hours", "night": "at night", "weekend": "at the weekend"}
)

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

func atMost(level string) string {
	if level == Nothing {
		return "nothing"
	}
	return level + " at most"
}

// Find judges outcomes. One finding stands for a problem at all starts and at all
// durations: its sentence is about the longest of them.
func Find(outcomes []Outcome) []Finding {
	type found struct {
		problem
		outcomes []*Outcome
	}
	var order []string
	all := map[string]*found{} // key: provider, kind, class and what it is about
	for i := range outcomes {
		o := &outcomes[i]
		for _, p := range o.problems() {
			key := strings.Join([]string{o.Provider, o.Kind.Name, p.class, p.about}, "\x00")
			f := all[key]
			switch {
			case f == nil:
				order = append(order, key)
				all[key] = &found{p, []*Outcome{o}}
			case f.outcomes[0].Lasts < o.Lasts:
				*f = found{p, []*Outcome{o}}
			case f.outcomes[0].Lasts == o.Lasts:
				f.outcomes = append(f.outcomes, o)
			}
		}
	}
	var findings []Finding
	for _, key := range order {
		f := all[key]
		sentence := f.outcomes[0].title() + when(f.outcomes, outcomes) + f.tell + contrast(f.problem, f.outcomes[0], outcomes)
		findings = append(findings, Finding{Class: f.class, Sentence: sentence, Cells: cellsOf(f.outcomes)})
	}
	return append(findings, deaf(outcomes)...)
}

// deaf tells of a silent dead-man's switch, once for all cells.
func deaf(outcomes []Outcome) []Finding {
	var cells []Cell
	for _, o := range outcomes {
		if o.Deaf {
			cells = append(cells, o.Cell)
		}
	}
	if len(cells) == 0 {
		return nil
	}
	return []Finding{{Class: Deaf, Cells: cells, Sentence: fmt.Sprintf(
		"the dead-man's switch hears nothing in %d of %d cells: were alerting dead, nobody would know", len(cells), len(outcomes))}}
}

// title is the failure in words, as "outlook.com: all requests fail for 26 h".
func (c Cell) title() string { return c.Provider + ": " + c.Kind.Words + " for " + spoken(c.Lasts) }

// when names the starts, unless all that were audited are concerned.
func when(some []*Outcome, all []Outcome) string {
	audited := 0
	for _, o := range all {
		if o.Provider == some[0].Provider && o.Kind.Name == some[0].Kind.Name && o.Lasts == some[0].Lasts {
			audited++
		}
	}
	if audited == len(some) {
		return ""
	}
	var names []string
	for _, o := range some {
		names = append(names, begins[o.Start.Name])
	}
	return ", begun " + strings.Join(names, " or ") + ","
}

// contrast names another provider for which that level speaks, though perhaps late.
func contrast(p problem, missed *Outcome, all []Outcome) string {
	if p.class != Gap {
		return ""
	}
	for i := range all {
		o := &all[i]
		if o.Provider == missed.Provider || o.Kind.Name != missed.Kind.Name || o.Lasts != missed.Lasts || o.Start != missed.Start {
			continue
		}
		if after, level := o.spoke(p.need.Level); level != Nothing {
			return fmt.Sprintf("; %s %s %s", o.Provider, does[level], spoken(after))
		}
	}
	return ""
}

func cellsOf(outcomes []*Outcome) []Cell {
	var all []Cell
	for _, o := range outcomes {
		all = append(all, o.Cell)
	}
	return all
}

// Vacuous are the cells whose failure met no request, so that they show nothing.
func Vacuous(outcomes []Outcome) []Cell {
	var all []Cell
	for _, o := range outcomes {
		if o.Hits == 0 && o.Kind.Inject != "" && !o.Kind.MayMiss {
			all = append(all, o.Cell)
		}
	}
	return all
}
