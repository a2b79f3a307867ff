package scenarios

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Problem is one mistake in a scenario file.
type Problem struct {
	File       string // as the caller named it
	Line       int    // from 1
	Column     int    // from 1, in characters
	Excerpt    string // the line of the file and below it a caret, without a final newline; "" when the line can't be shown
	Message    string // what is wrong
	Expected   string // what would have been right; may be empty
	Suggestion string // the name that was probably meant; may be empty
}

// String is the problem in one line, without the excerpt.
func (p Problem) String() string {
	s := fmt.Sprintf("%s:%d:%d: %s", p.File, p.Line, p.Column, p.Message)
	if p.Expected != "" {
		s += "; expected " + p.Expected
	}
	if p.Suggestion != "" {
		s += fmt.Sprintf("; did you mean %q?", p.Suggestion)
	}
	return s
}

// Problems are all mistakes of one file, by position. It is the error of Load
// and Parse.
type Problems []Problem

// Bounds on the text of an error, and on what is kept of a file that is wrong
// throughout.
const (
	shownProblems = 40
	keptProblems  = 1000
)

// Error implements error: each problem with its excerpt.
func (p Problems) Error() string {
	var b strings.Builder
	for i, problem := range p {
		if i == shownProblems {
			fmt.Fprintf(&b, "\nand %d more", len(p)-i)
			break
		}
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(problem.String())
		if problem.Excerpt != "" {
			b.WriteString("\n" + problem.Excerpt)
		}
	}
	return b.String()
}

// position is a place in the file, from 1.
type position struct{ line, column int }

// report gathers the problems of one file.
type report struct {
	file    string
	lines   []string
	found   Problems
	seen    map[string]bool
	taken   map[position]bool
	variant *variantSpan // set while a variant is read
}

// variantSpan is where a variant stands in the file.
type variantSpan struct {
	name        string
	first, last int // lines
}

func newReport(file string, text []byte) *report {
	return &report{file: file, lines: strings.Split(string(text), "\n"), seen: map[string]bool{}, taken: map[position]bool{}}
}

// add records a problem. The same problem met again, as in each variant that
// inherits the line, is recorded once; one that only a variant has, at a line
// outside of it, names the variant.
func (r *report) add(at position, message, expected, suggestion string) {
	p := Problem{File: r.file, Line: at.line, Column: at.column, Message: message, Expected: expected, Suggestion: suggestion}
	key := p.String()
	if r.seen[key] || len(r.found) == keptProblems {
		return
	}
	r.seen[key], r.taken[at] = true, true
	if v := r.variant; v != nil && (at.line < v.first || at.line > v.last) {
		p.Message += fmt.Sprintf(" (in variant %s)", v.name)
	}
	p.Excerpt = r.excerpt(at)
	r.found = append(r.found, p)
}

// addUnlessTold records a problem where none is known at that place: of two
// checks that see one mistake, the first speaks.
func (r *report) addUnlessTold(at position, message, expected string) {
	if !r.taken[at] {
		r.add(at, message, expected, "")
	}
}

// addBeside records a problem in a file that the scenario names at named.
func (r *report) addBeside(file string, text []byte, at position, message string, named position) {
	other := newReport(file, text)
	if at.column == 0 && at.line <= len(other.lines) {
		line := other.lines[at.line-1]
		at.column = 1 + len(line) - len(strings.TrimLeft(line, " "))
	}
	other.add(at, fmt.Sprintf("%s (the file is named in %s:%d:%d)", message, r.file, named.line, named.column), "", "")
	for _, p := range other.found {
		if key := p.String(); !r.seen[key] && len(r.found) < keptProblems {
			r.seen[key] = true
			r.found = append(r.found, p)
		}
	}
}

// toldWithin says whether a problem is known at n or within it.
func (r *report) toldWithin(n *node) bool {
	if n == nil {
		return false
	}
	if r.taken[n.at] || slices.ContainsFunc(n.list, r.toldWithin) {
		return true
	}
	return slices.ContainsFunc(n.keys, func(e entry) bool { return r.taken[e.at] || r.toldWithin(e.value) })
}

// err is everything found, by position, what lies in other files last; nil if
// nothing was.
func (r *report) err() error {
	if len(r.found) == 0 {
		return nil
	}
	slices.SortStableFunc(r.found, func(a, b Problem) int {
		return cmp.Or(r.compareFiles(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	return r.found
}

// printed keeps what would act on a terminal from it.
func printed(c rune) rune {
	if c != '\t' && unicode.IsControl(c) {
		return utf8.RuneError
	}
	return c
}

func (r *report) compareFiles(a, b string) int {
	if (a == r.file) != (b == r.file) {
		if a == r.file {
			return -1
		}
		return 1
	}
	return cmp.Compare(a, b)
}

// Of a long line only a window around the place is shown.
const (
	excerptBefore = 70 // characters
	excerptWidth  = 120
)

// excerpt is the line and a caret under the column.
func (r *report) excerpt(at position) string {
	if at.line < 1 || at.line > len(r.lines) {
		return ""
	}
	line := strings.Map(printed, strings.TrimRight(r.lines[at.line-1], "\r"))
	if strings.TrimSpace(line) == "" || !utf8.ValidString(r.lines[at.line-1]) || strings.ContainsRune(r.lines[at.line-1], 0) {
		return ""
	}
	text := []rune(line)
	caret := min(max(at.column-1, 0), len(text))
	left, right := "", ""
	if start := caret - excerptBefore; start > 0 && len(text) > excerptWidth {
		text, caret, left = text[start:], excerptBefore, "..."
	}
	if len(text) > excerptWidth {
		text, right = text[:excerptWidth], "..."
	}
	pad := []rune(left + string(text[:caret]))
	for i, c := range pad {
		if c != '\t' {
			pad[i] = ' '
		}
	}
	return "    " + left + string(text) + right + "\n    " + string(pad) + "^"
}
