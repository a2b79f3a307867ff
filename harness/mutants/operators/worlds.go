package operators

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"

	"anchorage/harness/check"
	"anchorage/harness/mutants"
)

const (
	freshWorlds = 6    // that are drawn for each change that is left
	freshFirst  = 4200 // number of the first
)

// dearest are worlds that take longer than a few seconds: they come last.
var dearest = []string{"recovery-storm", "linked-anew", "out-of-reach", "climbing", "outlook-2022-03"}

// sharedWorlds are those of the other mutants, the cheapest first.
func sharedWorlds() []mutants.World {
	all := mutants.Worlds()
	price := func(w mutants.World) int {
		name := path.Base(w.File)
		return slices.Index(dearest, name[:len(name)-len(path.Ext(name))])
	}
	slices.SortStableFunc(all, func(a, b mutants.World) int { return cmp.Compare(price(a), price(b)) })
	return all
}

// regressions are the worlds in which something once broke.
func regressions(root string) ([]mutants.World, error) {
	files, err := filepath.Glob(filepath.Join(root, "scenarios", "regressions", "*.yaml"))
	if err != nil {
		return nil, fmt.Errorf("regressions: %w", err)
	}
	all := make([]mutants.World, len(files))
	for i, f := range files {
		all[i].File = "scenarios/regressions/" + filepath.Base(f)
	}
	return all, nil
}

// Verdicts that are noticed, the worst first. What once broke in a world is all that its
// file was kept for: other promises may find no occasion in it, changed or not.
var (
	inShared = []check.Status{check.Broken, check.Vacuous}
	inBroken = []check.Status{check.Broken}
)

// askWorlds replays worlds until a verdict in one of them is noticed.
func askWorlds(ctx context.Context, p *mutants.Program, worlds []mutants.World, noticed []check.Status) (answer, error) {
	for _, w := range worlds {
		all, stuck, err := p.Verdicts(ctx, w)
		switch {
		case err != nil:
			return answer{}, err
		case stuck != "":
			return answer{Noticed: true, By: w.String() + ": it crashes or stands still"}, nil
		}
		if name := unheld(all, noticed); name != "" {
			return answer{Noticed: true, By: w.String() + ": " + name}, nil
		}
	}
	return answer{}, nil
}

// unheld names the first verdict of the first status that any has; "" if none has one.
func unheld(all []check.Verdict, noticed []check.Status) string {
	for _, s := range noticed {
		if i := slices.IndexFunc(all, func(v check.Verdict) bool { return v.Status == s }); i >= 0 {
			return all[i].Name
		}
	}
	return ""
}

// askFresh draws worlds.
func askFresh(ctx context.Context, p *mutants.Program) (answer, error) {
	found, err := p.Explore(ctx, freshFirst, freshWorlds)
	if err != nil || found == "" {
		return answer{}, err
	}
	return answer{Noticed: true, By: found}, nil
}

// build makes the program; nil says that it does not compile.
func build(ctx context.Context, root, dir string, files map[string]string) (*mutants.Program, error) {
	p, err := mutants.Build(ctx, root, dir, files)
	if errors.Is(err, mutants.ErrUnbuilt) {
		return nil, nil
	}
	return p, err
}
