package explore

import (
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"time"

	"anchorage/scenarios"
)

// smaller yields worlds with something taken away, what saves most first.
func smaller(o Outcome, promise string) iter.Seq[*scenarios.File] {
	return func(yield func(*scenarios.File) bool) {
		for _, part := range []iter.Seq[*scenarios.File]{
			shorter(o, promise), fewer(o.File), smallerFleets(o.File), without(o.File), rounder(o.File),
		} {
			for f := range part {
				if !yield(f) {
					return
				}
			}
		}
	}
}

// shorter ends the clock soon after the instant that decided, or halves it.
func shorter(o Outcome, promise string) iter.Seq[*scenarios.File] {
	return func(yield func(*scenarios.File) bool) {
		from, until := o.File.Clock.From.Time, o.File.Clock.Until.Time
		ends := []time.Time{from.Add(until.Sub(from) / 2), from.Add(until.Sub(from) * 3 / 4)}
		for _, v := range o.Broken() {
			if v.Name == promise && !v.At.IsZero() {
				ends = append([]time.Time{v.At.Add(time.Minute), v.At.Add(time.Hour)}, ends...)
			}
		}
		for _, end := range ends {
			end = end.Truncate(time.Minute)
			if end.After(from.Add(settled)) && end.Before(until) && !yield(endingAt(o.File, end)) {
				return
			}
		}
	}
}

// endingAt leaves out what is later than the end.
func endingAt(f *scenarios.File, end time.Time) *scenarios.File {
	g := clone(f)
	g.Clock.Until = instant(end)
	g.Faults = kept(g.Faults, func(i int) bool { return g.Faults[i].At.Before(end) })
	for i := range g.Faults {
		if !g.Faults[i].Until.Before(end) {
			g.Faults[i].Until = instant(time.Time{})
		}
	}
	g.Sinks = kept(g.Sinks, func(i int) bool { return g.Sinks[i].Down.From.Before(end) })
	for i := range g.Sinks {
		if !g.Sinks[i].Down.Until.Before(end) {
			g.Sinks[i].Down.Until = instant(time.Time{})
		}
	}
	g.Kills = kept(g.Kills, func(i int) bool { return g.Kills[i].Until().Before(end) })
	g.Operators = kept(g.Operators, func(i int) bool { return g.Operators[i].At.Before(end) })
	return g
}

func kept[V any](all []V, keep func(i int) bool) []V {
	var out []V
	for i := range all {
		if keep(i) {
			out = append(out, all[i])
		}
	}
	return out
}

// fewer leaves out all, halves and single ones of what goes wrong and what is done.
func fewer(f *scenarios.File) iter.Seq[*scenarios.File] {
	return func(yield func(*scenarios.File) bool) {
		for _, list := range []struct {
			n    int
			drop func(g *scenarios.File, keep func(i int) bool)
		}{
			{len(f.Operators), func(g *scenarios.File, keep func(int) bool) { g.Operators = kept(g.Operators, keep) }},
			{len(f.Kills), func(g *scenarios.File, keep func(int) bool) { g.Kills = kept(g.Kills, keep) }},
			{len(f.Sinks), func(g *scenarios.File, keep func(int) bool) { g.Sinks = kept(g.Sinks, keep) }},
			{len(f.Faults), func(g *scenarios.File, keep func(int) bool) { g.Faults = kept(g.Faults, keep) }},
			{len(f.Fleet), func(g *scenarios.File, keep func(int) bool) { g.Fleet = kept(g.Fleet, keep) }},
		} {
			for _, span := range spans(list.n) {
				g := clone(f)
				list.drop(g, func(i int) bool { return i < span[0] || i >= span[1] })
				if !yield(g) {
					return
				}
			}
		}
	}
}

// spans of a list to leave out: all, each half, each one.
func spans(n int) [][2]int {
	if n == 0 {
		return nil
	}
	all := [][2]int{{0, n}}
	if n > 2 {
		all = append(all, [2]int{0, n / 2}, [2]int{n / 2, n})
	}
	for i := range n {
		if n > 1 {
			all = append(all, [2]int{i, i + 1})
		}
	}
	return all
}

// smallerFleets have one mailbox, half as many, or one less.
func smallerFleets(f *scenarios.File) iter.Seq[*scenarios.File] {
	return func(yield func(*scenarios.File) bool) {
		for i, fleet := range f.Fleet {
			for _, n := range []int{1, fleet.Mailboxes / 2, fleet.Mailboxes - 1} {
				if n < 1 || n >= fleet.Mailboxes {
					continue
				}
				g := clone(f)
				g.Fleet[i].Mailboxes = n
				if !yield(g) {
					return
				}
			}
		}
	}
}

// without leaves out what a file may leave to its defaults, one key at a time.
func without(f *scenarios.File) iter.Seq[*scenarios.File] {
	return func(yield func(*scenarios.File) bool) {
		var tree map[string]any
		decode(raw(f), &tree)
		for _, top := range []string{"provider", "owners", "system", "faults", "fleet", "kills", "team", "cohorts"} {
			for drop := range droppable(tree[top]) {
				undo := drop()
				g := new(scenarios.File)
				err := json.Unmarshal(raw(tree), g)
				undo()
				if err == nil && !yield(g) {
					return
				}
			}
		}
	}
}

// droppable yields a function for each key below a value: it takes the key away and
// returns what puts it back.
func droppable(value any) iter.Seq[func() (undo func())] {
	return func(yield func(func() func()) bool) { eachKey(value, yield) }
}

// essential are keys that stay: a fault without a beginning would begin before the
// fleet is linked, and what has no name can't be spoken of.
var essential = []string{"name", "at"}

func eachKey(value any, yield func(func() func()) bool) bool {
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			if !eachKey(item, yield) {
				return false
			}
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			was := v[key]
			if slices.Contains(essential, key) {
				continue
			}
			drop := func() func() {
				delete(v, key)
				return func() { v[key] = was }
			}
			if !yield(drop) || !eachKey(was, yield) {
				return false
			}
		}
	}
	return true
}

// rounder makes flickers windows, and times full minutes.
func rounder(f *scenarios.File) iter.Seq[*scenarios.File] {
	return func(yield func(*scenarios.File) bool) {
		for i, r := range f.Faults {
			if r.Every != 0 {
				g := clone(f)
				g.Faults[i].Every, g.Faults[i].For = 0, 0
				if !yield(g) {
					return
				}
			}
			if at := r.At.Truncate(5 * time.Minute); !at.Equal(r.At.Time) && at.After(f.Clock.From.Time) {
				g := clone(f)
				g.Faults[i].At = instant(at)
				if !yield(g) {
					return
				}
			}
			if until := r.Until.Truncate(5 * time.Minute).Add(5 * time.Minute); !r.Until.IsZero() && r.Until.Truncate(5*time.Minute) != r.Until.Time && until.Before(f.Clock.Until.Time) {
				g := clone(f)
				g.Faults[i].Until = instant(until)
				if !yield(g) {
					return
				}
			}
		}
	}
}

// clone shares nothing with f.
func clone(f *scenarios.File) *scenarios.File {
	g := new(scenarios.File)
	decode(raw(f), g)
	return g
}
