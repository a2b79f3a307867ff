package scenarios

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"anchorage/sim/fault"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// checker finds what types can't tell: names that lead nowhere, times outside
// the clock, shares that do not add up. What did not decode is zero, and nothing
// more is said about it.
type checker struct {
	report *report
	file   *File
	root   *node
}

func (c *checker) all() {
	checkName(c.report, c.root.place("name"), c.file.Name)
	c.clock()
	c.fleets()
	c.cohorts()
	c.owners()
	c.faults()
	c.chances()
	c.sinks()
	c.kills()
	c.team()
	c.operators()
	c.expectations()
}

// where leads to a value of the file: keys and indices.
type where []any

// below is p with more steps.
func (p where) below(steps ...any) where { return append(slices.Clone(p), steps...) }

func (c *checker) add(p where, message, expected string) {
	c.report.add(c.root.place(p...), message, expected, "")
}

const (
	maxClock     = 366 * 24 * time.Hour
	maxMailboxes = 100_000 // of a fleet, and of all
)

var namePattern = regexp.MustCompile(`^[a-z0-9][a-z0-9-]*$`)

// checkName holds names of files, fleets, cohorts, faults and variants to what
// is safe in metrics, file names and command lines.
func checkName(r *report, at position, name string) {
	if name != "" && !namePattern.MatchString(name) {
		r.add(at, fmt.Sprintf("%q is not a name", name), "lower case letters, digits and dashes", "")
	}
}

func (c *checker) clock() {
	from, until := c.file.Clock.From, c.file.Clock.Until
	if from.IsZero() || until.IsZero() {
		return
	}
	switch span := until.Sub(from.Time); {
	case span <= 0:
		c.add(where{"clock", "until"}, "the clock ends at or before its start", "an instant after "+instant(from))
	case span > maxClock:
		c.add(where{"clock", "until"}, fmt.Sprintf("the clock runs for %d days", int(span.Hours()/24)), "a year at most")
	}
	if from.Nanosecond()%int(time.Millisecond) != 0 {
		c.add(where{"clock", "from"}, "the clock starts within a millisecond", "whole milliseconds")
	}
}

// within checks that an instant lies on the clock; zero is no instant.
func (c *checker) within(p where, t units.Time) {
	from, until := c.file.Clock.From, c.file.Clock.Until
	if t.IsZero() || from.IsZero() || until.IsZero() || !from.Before(until.Time) {
		return
	}
	if t.Before(from.Time) || t.After(until.Time) {
		c.add(p, instant(t)+" lies outside of the clock", fmt.Sprintf("an instant from %s until %s", instant(from), instant(until)))
	}
}

func instant(t units.Time) string { return t.UTC().Format(time.RFC3339) }

// known checks a reference to something that the file names elsewhere.
func (c *checker) known(p where, what, name string, names []string) {
	if name == "" || slices.Contains(names, name) {
		return
	}
	expected := "one of " + strings.Join(names, ", ")
	if len(names) == 0 {
		expected = "none: the file names no " + what
	}
	c.report.add(c.root.place(p...), fmt.Sprintf("no %s is called %q", what, name), expected, suggest(name, names))
}

func (c *checker) cohort(p where, name string) {
	c.known(p, "cohort", name, sortedNames(c.file.Cohorts))
}

// fault checks the name of a fault, unless the faults themselves are in doubt.
func (c *checker) fault(p where, name string) {
	var names []string
	for _, f := range c.file.Faults {
		if f.Name == "" {
			return
		}
		names = append(names, f.Name)
	}
	c.known(p, "fault", name, names)
}

func (c *checker) selector(p where, s people.Selector) {
	var names []string
	for _, f := range c.file.Fleet {
		if f.Name == "" {
			return
		}
		names = append(names, f.Name)
	}
	c.known(p.below("fleet"), "fleet", s.Fleet, names)
}

func (c *checker) cohorts() {
	for _, e := range entriesOf(c.root.get("cohorts")) {
		checkName(c.report, e.at, e.name)
		c.selector(where{"cohorts", e.name}, c.file.Cohorts[e.name])
		if slices.Contains(providers, e.name) {
			c.report.add(e.at, fmt.Sprintf("%q is the cohort of that provider already", e.name), "another name", "")
		}
	}
}

func entriesOf(n *node) []entry {
	if n == nil {
		return nil
	}
	return n.keys
}

// faults asks the package that carries them out, and checks what needs the rest
// of the file.
func (c *checker) faults() {
	for i, f := range c.file.Faults {
		p := where{"faults", i}
		checkName(c.report, c.root.place(p.below("name")...), f.Name)
		c.within(p.below("at"), f.At)
		c.within(p.below("until"), f.Until)
		c.cohort(p.below("match", "cohort"), f.Match.Cohort)
	}
	for _, problem := range fault.Validate(c.file.Faults) {
		p := where{"faults", problem.Index}
		if problem.Field == "name" && c.file.Faults[problem.Index].Name == "" {
			continue // told when it was decoded
		}
		var key string
		for key = range strings.SplitSeq(problem.Field, ".") {
			p = p.below(key)
		}
		if c.report.toldWithin(c.node(p)) || c.windowTold(problem.Index, key) {
			continue // it speaks of a value that did not decode
		}
		message, expected, _ := strings.Cut(problem.Message, "; expected ")
		c.report.addUnlessTold(c.root.place(p...), strings.TrimSpace(key+" "+message), expected)
	}
}

// windowTold says whether a mistake is known in the times of a fault: they are
// judged together.
func (c *checker) windowTold(i int, key string) bool {
	times := []string{"at", "until", "every", "for"}
	return slices.Contains(times, key) && slices.ContainsFunc(times, func(k string) bool { return c.report.toldWithin(c.node(where{"faults", i, k})) })
}

// settings lets the system's adapter judge each part that is its own.
func (c *checker) settings(s *Source, o Options) {
	if o.CheckSettings == nil {
		return
	}
	judge := func(raw []byte, p where) {
		if len(raw) == 0 || c.report.toldWithin(c.node(p)) {
			return // it would speak of mistakes that are told already
		}
		for _, problem := range o.CheckSettings(raw, s.ReadFile) {
			named := c.root.place(p.below(steps(problem.Path)...)...)
			if text, err := s.ReadFile(problem.File); problem.File != "" && err == nil {
				c.report.addBeside(s.besidePath(problem.File), text, position{problem.Line, problem.Column}, problem.Message, named)
				continue
			}
			c.report.addUnlessTold(named, problem.Message, "")
		}
	}
	judge(c.file.System, where{"system"})
	for i, step := range c.file.Operators {
		p := where{"operators", i}
		judge(step.Try, p.below("try"))
		judge(step.Deploy, p.below("deploy"))
		judge(step.Enable, p.below("enable"))
	}
}

// steps turns the path of a settings problem into ours.
func steps(keys []string) []any {
	var all []any
	for _, k := range keys {
		if i, err := strconv.Atoi(k); err == nil {
			all = append(all, i)
			continue
		}
		all = append(all, k)
	}
	return all
}
