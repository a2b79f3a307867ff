package audit

import (
	"fmt"
	"strings"
	"time"

	"anchorage/sim/mailbox"
)

// Providers are audited in this order; each is also the witness of the others.
var Providers = []string{mailbox.OutlookCom, mailbox.Microsoft365}

// Durations of failures: shorter than anybody need be woken for, long enough to
// be looked at, and over a day, as in March 2022.
var Durations = []time.Duration{10 * time.Minute, 2 * time.Hour, 26 * time.Hour}

// Start is when a failure begins.
type Start struct {
	Name string // working, night, weekend
	At   time.Time
}

// Starts are seen from a team in London in winter, whose clocks show UTC.
var Starts = []Start{
	{"working", time.Date(2022, time.February, 8, 10, 0, 0, 0, time.UTC)}, // a Tuesday
	{"night", time.Date(2022, time.February, 8, 23, 0, 0, 0, time.UTC)},
	{"weekend", time.Date(2022, time.February, 6, 15, 0, 0, 0, time.UTC)}, // a Sunday
}

// firstSkim is when somebody first reads the chat after a start out of hours.
var firstSkim = map[string]time.Time{
	"night":   time.Date(2022, time.February, 9, 9, 15, 0, 0, time.UTC),
	"weekend": time.Date(2022, time.February, 7, 9, 15, 0, 0, time.UTC),
}

// Spans of a cell's world around the failure.
const (
	// warmUp is for linking and for the windows of rates. Tokens are renewed hourly from
	// linking on, which takes a poll: at its end a few fall due within minutes.
	warmUp = 112 * time.Minute
	settle = 4 * time.Hour    // recovery, and closures
	margin = 10 * time.Minute // after somebody has read the chat
)

// Cell is one bad day.
type Cell struct {
	Provider string
	Kind     Kind
	Lasts    time.Duration
	Start    Start

	early bool // the world ends once all has settled, although nobody has read the chat
}

// Cells is the whole matrix over some kinds, in the order in which it is printed.
func Cells(kinds []Kind) []Cell {
	var all []Cell
	for _, p := range Providers {
		for _, k := range kinds {
			for _, d := range Durations {
				for _, s := range Starts {
					all = append(all, Cell{Provider: p, Kind: k, Lasts: d, Start: s})
				}
			}
		}
	}
	return all
}

// Quick is a sample of the matrix that misses no provider and no kind: what is
// expected soonest and longest of each.
func Quick(kinds []Kind) []Cell {
	var some []Cell
	for _, c := range Cells(kinds) {
		for _, q := range c.Kind.quick {
			if c.Lasts == q.lasts && c.Start.Name == q.start {
				some = append(some, c)
			}
		}
	}
	return some
}

// Name is the cell's in lower case letters, digits and dashes, as of its scenario.
func (c Cell) Name() string {
	return strings.Join([]string{"audit", strings.ReplaceAll(c.Provider, ".", "-"), c.Kind.Name, hours(c.Lasts), c.Start.Name}, "-")
}

// from and until bound the cell's world, end its failure.
func (c Cell) from() time.Time { return c.Start.At.Add(-warmUp) }
func (c Cell) end() time.Time  { return c.Start.At.Add(c.Lasts) }

func (c Cell) until() time.Time {
	until := c.end().Add(settle)
	if skim, out := firstSkim[c.Start.Name]; out && !c.early && until.Before(skim.Add(margin)) {
		until = skim.Add(margin)
	}
	return until
}

// endingEarly is the cell in a world that ends once all has settled.
func (c Cell) endingEarly() Cell {
	c.early = true
	return c
}

// hours is a duration without its zero parts, as 10m or 26h.
func hours(d time.Duration) string {
	d = d.Round(time.Minute)
	h, m := int(d/time.Hour), int(d%time.Hour/time.Minute)
	switch {
	case h == 0:
		return fmt.Sprintf("%dm", m)
	case m == 0:
		return fmt.Sprintf("%dh", h)
	}
	return fmt.Sprintf("%dh%02dm", h, m)
}
