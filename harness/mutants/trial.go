package mutants

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"anchorage/harness/check"
)

// Try plants a mutant and replays its worlds until the verdict that its row names is
// broken. An error says that nothing could be found out.
func Try(ctx context.Context, root string, m Mutant) (Outcome, error) {
	if m.Open != "" {
		return Outcome{Status: Open, Detail: m.Open}, nil
	}
	return planted(ctx, root, m.Edits, m.Worlds, Survived, func(all []check.Verdict) (Status, string) {
		if v, ok := broken(all, m.Caught); ok {
			return Caught, v.Message
		}
		return "", others(all)
	})
}

// TryHarmless makes a harmless change and replays all of its worlds.
func TryHarmless(ctx context.Context, root string, h Harmless) (Outcome, error) {
	return planted(ctx, root, h.Edits, h.Worlds, Quiet, func(all []check.Verdict) (Status, string) {
		if check.Overall(all) != 0 {
			return Flagged, others(all)
		}
		return "", ""
	})
}

// planted builds and replays until judge names a status; otherwise it is what is
// left, with what judge said of each world.
func planted(ctx context.Context, root string, edits []Edit, worlds []World, left Status, judge func([]check.Verdict) (Status, string)) (Outcome, error) {
	dir, err := os.MkdirTemp("", "mutant-")
	if err != nil {
		return Outcome{}, fmt.Errorf("folder: %w", err)
	}
	defer os.RemoveAll(dir)
	p, err := build(ctx, root, dir, edits)
	if errors.Is(err, ErrUnbuilt) {
		return Outcome{Status: Unbuilt, Detail: err.Error()}, nil
	}
	if err != nil {
		return Outcome{}, err
	}
	var said []string
	for _, w := range worlds {
		all, stuck, err := p.Verdicts(ctx, w)
		if err != nil {
			return Outcome{}, err
		}
		o := Outcome{Worlds: p.Worlds, CPU: p.CPU, In: w}
		if stuck != "" {
			o.Status, o.Detail = Stuck, stuck
			return o, nil
		}
		if o.Status, o.Detail = judge(all); o.Status != "" {
			return o, nil
		}
		if o.Detail != "" {
			said = append(said, w.String()+": "+o.Detail)
		}
	}
	return Outcome{Status: left, Worlds: p.Worlds, CPU: p.CPU, Detail: strings.Join(said, "; ")}, nil
}

// Unaltered replays each world with the source as it is and returns what does not
// hold there: a verdict that a row waits for must hold before it can break.
func Unaltered(ctx context.Context, root string, table []Mutant, harmless []Harmless) ([]string, error) {
	dir, err := os.MkdirTemp("", "mutant-")
	if err != nil {
		return nil, fmt.Errorf("folder: %w", err)
	}
	defer os.RemoveAll(dir)
	p, err := build(ctx, root, dir, nil)
	if err != nil {
		return nil, err
	}
	var wrong []string
	for _, w := range worldsOf(table, harmless) {
		all, stuck, err := p.Verdicts(ctx, w)
		if err != nil {
			return nil, err
		}
		if stuck != "" || check.Overall(all) != 0 {
			wrong = append(wrong, fmt.Sprintf("%s, unaltered: %s%s", w, stuck, others(all)))
		}
		wrong = append(wrong, unheld(table, w, all)...)
	}
	return wrong, nil
}

// unheld lists the rows that wait for a verdict which their world does not give, or
// which does not hold there.
func unheld(table []Mutant, w World, all []check.Verdict) []string {
	held := map[string]bool{}
	for _, v := range all {
		held[v.Name] = v.Status == check.Held
	}
	var wrong []string
	for _, m := range table {
		if m.Open != "" || held[m.Caught] {
			continue
		}
		for _, of := range m.Worlds {
			if of == w {
				wrong = append(wrong, fmt.Sprintf("mutant %d waits for %q, which does not hold in %s, unaltered", m.Number, m.Caught, w))
			}
		}
	}
	return wrong
}

// worldsOf lists the worlds of all rows, each once.
func worldsOf(table []Mutant, harmless []Harmless) []World {
	var all []World
	known := map[World]bool{}
	add := func(worlds []World) {
		for _, w := range worlds {
			if !known[w] {
				known[w] = true
				all = append(all, w)
			}
		}
	}
	for _, m := range table {
		if m.Open == "" {
			add(m.Worlds)
		}
	}
	for _, h := range harmless {
		add(h.Worlds)
	}
	return all
}
