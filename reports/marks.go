package reports

import (
	"fmt"
	"html/template"
	"slices"
	"strings"
)

const (
	laneHeight = 22.0
	maxRows    = 4 // of one lane; what overlaps even then is drawn over one another
)

// row is a line of the panel of lanes: bars that do not overlap, or instants.
type row struct {
	name  string // "" where a lane goes on
	marks []mark
}

// arrange gives a lane as many rows as its bars need to stand side by side.
func arrange(a axis, all []lane) []row {
	var out []row
	for _, l := range all {
		var rows []row
		for _, m := range l.marks {
			i := slices.IndexFunc(rows, func(r row) bool {
				last := r.marks[len(r.marks)-1]
				return m.until.IsZero() || last.until.IsZero() || !m.from.Before(last.until)
			})
			if i < 0 && len(rows) == maxRows {
				i = maxRows - 1
			}
			if i < 0 {
				i = len(rows)
				rows = append(rows, row{})
			}
			rows[i].marks = append(rows[i].marks, m)
		}
		rows[0].name = l.name
		out = append(out, rows...)
	}
	return out
}

// rows draws them from y down.
func (s *svg) rows(a axis, all []row, y float64) {
	for i, r := range all {
		top := y + laneHeight*float64(i)
		if r.name != "" {
			s.name(2, top+15, "lane", r.name)
			if i > 0 {
				s.add(`<path class="grid" d="M%s %sh%s"/>`, number(leftMargin), number(top), number(plotWidth))
			}
		}
		var instants []mark
		for _, m := range r.marks {
			if m.until.IsZero() {
				instants = append(instants, m)
			} else {
				s.bar(a, m, top)
			}
		}
		for _, p := range pills(a, instants) {
			s.pill(p, top)
		}
	}
}

// barInset is the space above and below a bar, by its class: the taller the bar,
// the more urgent.
func barInset(class string) float64 {
	switch class {
	case "review":
		return 6
	case "info", "flicker":
		return 7.5
	}
	return 3
}

// bar draws what lasts, with its label if that fits.
func (s *svg) bar(a axis, m mark, top float64) {
	x := a.x(m.from)
	width := max(a.x(m.until)-x, 1.2)
	inset := barInset(m.class)
	s.add(`<rect class="bar %s" x="%s" y="%s" width="%s" height="%s"><title>%s</title></rect>`,
		m.class, number(x), number(top+inset), number(width), number(laneHeight-2*inset), template.HTMLEscapeString(m.title))
	if inset < 5 && float64(len([]rune(m.label)))*letterWidth < width-8 {
		s.text(x+5, top+15, "on", "start", m.label)
	}
}

// pill is one instant, or several that would hide one another.
type pill struct {
	left, right float64
	marks       []mark
	at          []float64 // x of each mark
}

const pillPadding = 9.0

// pills merges instants until no two overlap.
func pills(a axis, instants []mark) []pill {
	var out []pill
	for _, m := range instants {
		p := pill{marks: []mark{m}, at: []float64{a.x(m.from)}}
		p.place()
		for len(out) > 0 && out[len(out)-1].right+1 > p.left {
			before := out[len(out)-1]
			out = out[:len(out)-1]
			p = pill{marks: slices.Concat(before.marks, p.marks), at: slices.Concat(before.at, p.at)}
			p.place()
		}
		out = append(out, p)
	}
	return out
}

// place centres the pill over its instants, within the plot.
func (p *pill) place() {
	width := max(16, pillPadding+letterWidth*float64(len([]rune(p.text()))))
	middle := (p.at[0] + p.at[len(p.at)-1]) / 2
	p.left = min(max(middle-width/2, leftMargin), figureWidth-width-1)
	p.right = p.left + width
}

// maxRuns is how many letters keep their order in a pill.
const maxRuns = 4

// text lists the letters; equal neighbours are counted, and where there are too
// many runs of them, each letter is counted over the whole pill.
func (p *pill) text() string {
	var letters []string
	var counts []int
	for _, m := range p.marks {
		if n := len(letters); n == 0 || letters[n-1] != m.glyph {
			letters, counts = append(letters, m.glyph), append(counts, 0)
		}
		counts[len(counts)-1]++
	}
	if len(letters) > maxRuns {
		letters, counts = nil, nil
		for _, m := range p.marks {
			i := slices.Index(letters, m.glyph)
			if i < 0 {
				i = len(letters)
				letters, counts = append(letters, m.glyph), append(counts, 0)
			}
			counts[i]++
		}
	}
	for i, n := range counts {
		if n > 1 {
			letters[i] = fmt.Sprintf("%d%s", n, letters[i])
		}
	}
	return strings.Join(letters, " ")
}

// class is that of its marks if they are alike, or of one that must be seen.
func (p *pill) class() string {
	class := p.marks[0].class
	for _, m := range p.marks {
		if m.class == "notice" || strings.Contains(m.class, "untrue") {
			class = m.class
		}
	}
	return class
}

// maxTitles bounds what is told on pointing at a pill.
const maxTitles = 12

func (s *svg) pill(p pill, top float64) {
	var titles []string
	for i, m := range p.marks {
		if i == maxTitles {
			titles = append(titles, fmt.Sprintf("and %d more", len(p.marks)-maxTitles))
			break
		}
		titles = append(titles, m.title)
	}
	s.add(`<g class="mark %s"><title>%s</title>`, p.class(), template.HTMLEscapeString(strings.Join(titles, "\n")))
	for i, x := range p.at { // where exactly, beneath the pill
		if i == 0 || number(x) != number(p.at[i-1]) {
			s.add(`<path d="M%s %sv3"/>`, number(x), number(top+laneHeight-3))
		}
	}
	s.add(`<rect x="%s" y="%s" width="%s" height="15" rx="7.5"/>`, number(p.left), number(top+3), number(p.right-p.left))
	s.text((p.left+p.right)/2, top+14.5, "letter", "middle", p.text())
	s.add(`</g>`)
}
