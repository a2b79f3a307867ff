package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/explore"
	"anchorage/harness/worker"
	"anchorage/sim/fault"
)

// search is a campaign as it is told to a person.
type search struct {
	app      *app
	ctx      context.Context
	place    explore.Place
	flags    exploreFlags
	coverage *explore.Coverage
	found    []*explore.Finding // equal failures once: the same promise, and the same first layer that broke
	failed   error              // a file that could not be written
	start    time.Time
	said     time.Time
}

func newSearch(a *app, ctx context.Context, place explore.Place, f exploreFlags) *search {
	now := time.Now()
	return &search{app: a, ctx: ctx, place: place, flags: f, coverage: explore.NewCoverage(), start: now, said: now}
}

// told takes the next world; false ends the campaign.
func (s *search) told(o explore.Outcome) bool {
	s.coverage.Add(o)
	goOn := true
	for _, f := range o.Findings() {
		s.finding(f)
		goOn = goOn && (f.Promise == "" || s.flags.keepGoing)
	}
	if time.Since(s.said) >= quietEvery {
		s.said = time.Now()
		fmt.Fprintln(s.app.err, s.speed())
	}
	return goOn
}

func (s *search) speed() string {
	wall := max(time.Since(s.start).Seconds(), 0.001)
	c := s.coverage
	text := fmt.Sprintf("%d worlds, %.1f worlds/s, %.0f virtual hours/s, %.0f mailbox-hours/s, %d findings",
		c.Worlds, float64(c.Worlds)/wall, c.Virtual.Hours()/wall, c.MailboxTime.Hours()/wall, len(s.found))
	if c.Crashes > 0 {
		text += fmt.Sprintf(", %d crashes", c.Crashes)
	}
	return text
}

// finding tells a failure once; an equal one is only counted.
func (s *search) finding(f explore.Finding) {
	i := slices.IndexFunc(s.found, func(g *explore.Finding) bool {
		return g.Promise == f.Promise && g.Cause == f.Cause
	})
	if i >= 0 {
		s.found[i].Numbers = append(s.found[i].Numbers, f.Numbers...)
		return
	}
	s.found = append(s.found, &f)
	fmt.Fprintf(s.app.out, "\nworld %d: ", f.First.Number) // what follows is the same for the same worlds
	if f.Promise == "" {
		s.tellCrash(f)
	} else {
		fmt.Fprintf(s.app.out, "BROKEN %s: %s\n", f.Promise, f.Message)
	}
	if s.flags.shrink > 0 {
		s.place.Shrink(s.ctx, &f, s.flags.shrink)
	}
	path, err := s.place.Save(f, s.flags.out)
	if err != nil {
		s.failed = err
		fmt.Fprintln(s.app.err, "anchorage:", err)
		return
	}
	fmt.Fprintf(s.app.out, "  again with: anchorage replay %s\n", path)
	if s.flags.shrink > 0 {
		fmt.Fprintf(s.app.err, "%d smaller worlds were tried\n", f.Tries) // as many as the time allowed
	}
}

func (s *search) tellCrash(f explore.Finding) {
	crash, ok := errors.AsType[*worker.Crash](f.First.Crash)
	if !ok {
		fmt.Fprintf(s.app.out, "no world: %v\n", f.First.Crash)
		return
	}
	var b strings.Builder
	fmt.Fprintf(&b, "CRASH %s\n  virtual time: %s\n", crash.Reason, reached(crash.Progress))
	tellBlame(&b, crash)
	fmt.Fprint(s.app.out, b.String())
}

// summary tells what was met, whatever ended the campaign.
func (s *search) summary() {
	out := s.app.out
	fmt.Fprintf(s.app.err, "%s\n", s.speed())
	fmt.Fprintf(out, "\n%d worlds of %.0f virtual hours\n\n", s.coverage.Worlds, s.coverage.Virtual.Hours())
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "promise\theld\tbroken\tvacuous\tnot applicable")
	for _, name := range check.Promises() {
		p := s.coverage.Promises[name]
		fmt.Fprintf(t, "%s\t%d\t%d\t%d\t%d\n", name, p[check.Held], p[check.Broken], p[check.Vacuous], p[check.NotApplicable])
	}
	fmt.Fprintln(t, "\nfault\tdrawn\tacted\trequests hit, by operation\tby state of the mailbox")
	for _, kind := range fault.Kinds() {
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\n", kind, s.coverage.Drawn[kind], s.coverage.Acted[kind], hits(s.coverage.Hits[kind]), hits(s.coverage.States[kind]))
	}
	t.Flush()
	for _, sentence := range s.coverage.Lazy() {
		fmt.Fprintf(out, "\nlazy: %s\n", sentence)
	}
	for _, f := range s.found {
		what := f.Promise
		if what == "" {
			what = f.Message
		}
		fmt.Fprintf(out, "\n%s: %d of %d worlds, numbers %s\n", what, len(f.Numbers), s.coverage.Worlds, numbers(f.Numbers))
	}
}

// shownNumbers of the worlds that failed alike.
const shownNumbers = 10

func numbers(all []uint64) string {
	var parts []string
	for i, n := range all {
		if i == shownNumbers {
			parts = append(parts, "...")
			break
		}
		parts = append(parts, fmt.Sprint(n))
	}
	return strings.Join(parts, ", ")
}

// hits lists operations, the most often hit first.
func hits(of map[string]int) string {
	var names []string
	for name := range of {
		names = append(names, name)
	}
	slices.SortFunc(names, func(a, b string) int {
		if of[a] != of[b] {
			return of[b] - of[a]
		}
		return strings.Compare(a, b)
	})
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = fmt.Sprintf("%s %d", name, of[name])
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}

// exit is the code that the findings ask for.
func (s *search) exit() error {
	code := exitHeld
	for _, f := range s.found {
		if f.Promise == "" {
			code = strongest(code, exitHarness)
		} else {
			code = strongest(code, exitBroken)
		}
	}
	if s.failed != nil {
		code = strongest(code, exitUnusable)
	}
	if code == exitHeld {
		return nil
	}
	return &exitError{code: code}
}
