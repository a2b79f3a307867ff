package operators

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"anchorage/harness/mutants"
)

// Campaign makes the changes of a sample, one after the other.
type Campaign struct {
	Root  string // of the module, absolute
	Cache string // folder for answers, which is made if it is missing
	Size  int    // how many changes that compile
	Kept  bool   // take what is in the cache, and ask nothing
	Told  func(Outcome)
}

// Run returns the outcomes in the order of the sample, without those that do not
// compile. That the source as it is does not pass is an error.
func (c Campaign) Run(ctx context.Context) ([]Outcome, error) {
	sites, err := Sites(c.Root)
	if err != nil {
		return nil, err
	}
	t, err := c.trier(ctx)
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(t.dir)
	for _, folder := range Folders {
		if err := t.unaltered(ctx, Site{File: folder + "/"}, Layers[:1]); err != nil {
			return nil, err
		}
	}
	sample, err := t.sample(ctx, sites, c)
	if err != nil || c.Kept {
		return sample, err
	}
	// The worlds are the same for all folders.
	if err := t.unaltered(ctx, Site{File: Folders[0] + "/"}, Layers); err != nil {
		return sample, err
	}
	for i := range sample {
		if sample[i].Noticed != "" {
			continue
		}
		if sample[i], err = t.try(ctx, sample[i].Site, Layers); err != nil {
			return sample, err
		}
		c.Told(sample[i])
	}
	return sample, nil
}

// sample is the first of the sites that compile, each shown to its tests: those are
// cheap, so that what they miss is known before anything else is begun.
func (t *trier) sample(ctx context.Context, sites []Site, c Campaign) ([]Outcome, error) {
	var all []Outcome
	for _, s := range Drawn(sites) {
		if len(all) == c.Size {
			break
		}
		asked := Layers[:1]
		if c.Kept {
			asked = Layers
		}
		o, err := t.try(ctx, s, asked)
		if err != nil {
			return all, err
		}
		if !o.Unbuilt {
			all = append(all, o)
		}
		if o.Noticed != "" || o.Unbuilt {
			c.Told(o)
		}
	}
	return all, nil
}

// trier shows changes to the layers.
type trier struct {
	root, dir      string
	cache          cache
	shared, broken []mutants.World
}

func (c Campaign) trier(ctx context.Context) (*trier, error) {
	if err := os.MkdirAll(c.Cache, 0o755); err != nil {
		return nil, fmt.Errorf("folder for answers: %w", err)
	}
	t := &trier{root: c.Root, shared: sharedWorlds()}
	var err error
	if t.broken, err = regressions(c.Root); err != nil {
		return nil, err
	}
	var files []string
	for _, w := range append(t.shared, t.broken...) {
		files = append(files, w.File)
	}
	t.cache.dir, t.cache.only = c.Cache, c.Kept
	if t.cache.trees, err = treesOf(ctx, c.Root, files); err != nil {
		return nil, err
	}
	if t.dir, err = os.MkdirTemp("", "operators-"); err != nil {
		return nil, fmt.Errorf("folder: %w", err)
	}
	return t, nil
}

// unaltered makes sure that the source as it is passes: s is of no change.
func (t *trier) unaltered(ctx context.Context, s Site, asked []Layer) error {
	o, err := t.show(ctx, s, "", nil, asked)
	switch {
	case err != nil:
		return err
	case o.Unbuilt:
		return errors.New("the source as it is does not compile")
	case o.Noticed != "" && o.Noticed != Nobody:
		return fmt.Errorf("the source as it is does not pass: %s: %s", o.Noticed, o.By)
	}
	return nil
}

// try makes one change.
func (t *trier) try(ctx context.Context, s Site, asked []Layer) (Outcome, error) {
	text, err := os.ReadFile(filepath.Join(t.root, filepath.FromSlash(s.File)))
	if err != nil {
		return Outcome{}, fmt.Errorf("source: %w", err)
	}
	altered := s.apply(string(text))
	return t.show(ctx, s, altered, map[string]string{s.File: altered}, asked)
}

// show asks layers in turn until one notices. An outcome whose Noticed is "" says that
// not all have been asked.
func (t *trier) show(ctx context.Context, s Site, altered string, files map[string]string, asked []Layer) (Outcome, error) {
	o := Outcome{Site: s}
	answers := t.answers(ctx, s, files)
	for _, l := range asked {
		if l == Nobody {
			o.Noticed = Nobody
			break
		}
		a, err := t.cache.ask(l, s, altered, answers[l])
		if errors.Is(err, errNotKept) {
			break
		}
		if err != nil {
			return o, err
		}
		o.CPU += a.CPU
		if o.Unbuilt = a.Unbuilt; o.Unbuilt {
			break
		}
		if a.Noticed {
			o.Noticed, o.By = l, a.By
			break
		}
	}
	return o, nil
}

// answers are how each layer is asked about altered files.
func (t *trier) answers(ctx context.Context, s Site, files map[string]string) map[Layer]func() (answer, error) {
	var p *mutants.Program // built when it is first needed
	world := func(ask func(*mutants.Program) (answer, error)) func() (answer, error) {
		return func() (answer, error) {
			if p == nil {
				var err error
				if p, err = build(ctx, t.root, t.dir, files); err != nil || p == nil {
					return answer{Unbuilt: p == nil}, err
				}
			}
			before := p.CPU
			a, err := ask(p)
			a.CPU = p.CPU - before
			return a, err
		}
	}
	return map[Layer]func() (answer, error){
		Tests:       func() (answer, error) { return askTests(ctx, t.root, t.dir, s, files) },
		Worlds:      world(func(p *mutants.Program) (answer, error) { return askWorlds(ctx, p, t.shared, inShared) }),
		Regressions: world(func(p *mutants.Program) (answer, error) { return askWorlds(ctx, p, t.broken, inBroken) }),
		Fresh:       world(func(p *mutants.Program) (answer, error) { return askFresh(ctx, p) }),
	}
}
