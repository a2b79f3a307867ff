package explore

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"anchorage/harness/check"
	"anchorage/scenarios"
)

// Finding is a promise that broke, or a world that did not come to its end.
type Finding struct {
	Promise string   // "" for a crash
	Cause   string   // the first layer that broke: Cause of the verdict; of a crash its words
	Message string   // of the verdict, or of the crash
	First   Outcome  // in which it was found
	Small   Outcome  // the same failure with as little around it as could be found
	Tries   int      // worlds that shrinking took
	Least   bool     // nothing more can go from Small
	Numbers []uint64 // of all worlds that failed so, First's first
}

// Findings of a world: one for each broken promise, or one for its crash.
func (o Outcome) Findings() []Finding {
	if o.Crash != nil {
		return []Finding{{Cause: wordsOf(o.Crash.Error()), Message: o.Crash.Error(), First: o, Small: o, Numbers: []uint64{o.Number}}}
	}
	var all []Finding
	for _, v := range o.Broken() {
		all = append(all, Finding{Promise: v.Name, Cause: Cause(v), Message: v.Message, First: o, Small: o, Numbers: []uint64{o.Number}})
	}
	return all
}

// Name of a finding, for its file.
func (f Finding) Name() string {
	what := f.Promise
	if what == "" {
		what = "crash"
	}
	return fmt.Sprintf("%s-%d", what, f.First.Number)
}

// Save writes a finding as an ordinary scenario file into dir, with the files beside
// it that its settings name, and returns its path.
func (p Place) Save(f Finding, dir string) (string, error) {
	file := clone(f.Small.File)
	file.Name, file.Title = f.Name(), title(f)
	path := filepath.Join(dir, file.Name+".yaml")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("explore: %w", err)
	}
	if err := p.copyBeside(file, dir); err != nil {
		return "", err
	}
	text := Render(file, "",
		fmt.Sprintf("Found by drawing worlds, number %d, %s.", f.First.Number, f.taken()),
		fmt.Sprintf("What broke: %s.", strings.TrimSuffix(oneLine(message(f)), ".")),
		"Again with: anchorage replay "+filepath.ToSlash(path))
	if err := os.WriteFile(path, text, 0o644); err != nil {
		return "", fmt.Errorf("explore: %w", err)
	}
	return path, nil
}

// taken says how far the world has been taken apart.
func (f Finding) taken() string {
	switch {
	case f.Least:
		return "and taken apart until nothing more could go"
	case f.Tries > 0:
		return "and taken apart until the time for that was over"
	}
	return "as it was drawn"
}

func title(f Finding) string {
	if f.Promise == "" {
		return "A world that did not come to its end"
	}
	return "A world in which the promise " + f.Promise + " was broken"
}

// message is that of the small world, which the file is.
func message(f Finding) string {
	for _, v := range f.Small.Verdicts {
		if v.Name == f.Promise && v.Status == check.Broken {
			return f.Promise + ": " + v.Message
		}
	}
	return f.Message
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// copyBeside copies each file that a text of the settings names.
func (p Place) copyBeside(f *scenarios.File, dir string) error {
	var tree any
	if len(f.System) > 0 {
		decode(f.System, &tree)
	}
	for _, name := range texts(tree) {
		if !filepath.IsLocal(filepath.FromSlash(name)) {
			continue
		}
		data, err := p.readFile(name)
		if err != nil {
			continue // not every text names a file
		}
		to := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			return fmt.Errorf("explore: %w", err)
		}
		if err := os.WriteFile(to, data, 0o644); err != nil {
			return fmt.Errorf("explore: %w", err)
		}
	}
	return nil
}

// readFile reads what settings name.
func (p Place) readFile(name string) ([]byte, error) {
	if p.Dir == "" {
		return scenarios.ShippedFile(name)
	}
	return os.ReadFile(filepath.Join(p.Dir, filepath.FromSlash(name)))
}

// texts are all that stand in a tree of JSON.
func texts(tree any) []string {
	switch v := tree.(type) {
	case string:
		return []string{v}
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, texts(item)...)
		}
		return all
	case map[string]any:
		var all []string
		for _, e := range entriesOf(json.RawMessage(raw(v))) {
			all = append(all, texts(v[e.key])...)
		}
		return all
	}
	return nil
}
