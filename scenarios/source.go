package scenarios

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"slices"
)

// DefaultVariant is the name of what a file tells outside of its variants.
const DefaultVariant = "as-it-happened"

// Options connect a file with the system under test.
type Options struct {
	// Settings returns a pointer to a new value of the type that `system:`,
	// `deploy:`, `enable:` and `try:` are decoded into: a struct with `yaml` tags
	// (sut.Factory.Settings). Nil accepts any map.
	Settings func() any
	// CheckSettings lets the system's own adapter judge settings that decode: raw
	// is one of those parts, readFile reads a file beside the scenario. May be nil.
	CheckSettings func(raw json.RawMessage, readFile func(string) ([]byte, error)) []SettingsProblem
}

// Source is a scenario file, read and found free of mistakes.
type Source struct {
	path     string
	text     []byte
	names    []string // of the variants, the base first
	trees    map[string]*node
	spans    map[string]*variantSpan // lines of each variant
	settings reflect.Type
	beside   func(name string) (fs.File, error)
}

// Load reads a scenario file. Mistakes in it are Problems, all at once; any
// other error means that the file can't be read. Only a regular file is: a
// scenario is read again by each process that replays it.
func Load(path string, o Options) (*Source, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, fmt.Errorf("scenario: %s can't be read: %w; expected a scenario file", path, withoutPath(err))
	}
	if err := regular(info); err != nil {
		return nil, fmt.Errorf("scenario: %s is %w; expected a scenario file", path, err)
	}
	if info.Size() > maxBytes {
		r := newReport(path, nil)
		r.add(position{1, 1}, fmt.Sprintf("the file has %d bytes", info.Size()), fmt.Sprintf("at most %d", maxBytes), "")
		return nil, r.err()
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("scenario: %s can't be read: %w", path, withoutPath(err))
	}
	return Parse(path, data, o)
}

// regular says what a file is instead of a regular one: opening a pipe waits for
// whoever writes to it, and a device may never end.
func regular(info fs.FileInfo) error {
	switch {
	case info.IsDir():
		return errors.New("a folder")
	case !info.Mode().IsRegular():
		return errors.New("a pipe or a device")
	}
	return nil
}

// withoutPath is what went wrong, for messages that name the path themselves.
func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// Parse reads a scenario from memory. name stands in messages; files that the
// scenario names are looked for in the directory of name.
func Parse(name string, data []byte, o Options) (*Source, error) {
	return parse(name, data, o, func(file string) (fs.File, error) {
		// A root keeps links from leading out of the directory, too.
		root, err := os.OpenRoot(filepath.Dir(name))
		if err != nil {
			return nil, err
		}
		defer root.Close()
		info, err := root.Stat(filepath.FromSlash(file))
		if err == nil {
			err = regular(info)
		}
		if err != nil {
			return nil, err
		}
		return root.Open(filepath.FromSlash(file))
	})
}

func parse(name string, data []byte, o Options, beside func(string) (fs.File, error)) (*Source, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	// The parser counts the lines of a file from Windows wrongly.
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	s := &Source{path: name, text: data, trees: map[string]*node{}, spans: map[string]*variantSpan{}, beside: beside}
	if o.Settings != nil {
		s.settings = reflect.TypeOf(o.Settings())
		for s.settings.Kind() == reflect.Pointer {
			s.settings = s.settings.Elem()
		}
	}
	r := newReport(name, data)
	root := readTree(r, data)
	if root == nil || root.kind == broken {
		return nil, r.err()
	}
	if root.kind != mapping {
		r.add(root.at, root.describe()+" is no scenario", "a map with name, title, clock, fleet, ...", "")
		return nil, r.err()
	}
	s.split(r, root)
	s.check(r, o)
	if err := r.err(); err != nil {
		return nil, err
	}
	return s, nil
}

// Path is the name that the file was read under.
func (s *Source) Path() string { return s.path }

// Text is the file as it was read, each line ended by a newline alone.
func (s *Source) Text() []byte { return bytes.Clone(s.text) }

// Variants names what the file tells: the base first, then the variants in file
// order.
func (s *Source) Variants() []string { return slices.Clone(s.names) }

// File is the scenario with one variant merged in; "" is the base. Each call
// returns a new value.
func (s *Source) File(variant string) (*File, error) {
	if variant == "" {
		variant = s.names[0]
	}
	tree := s.trees[variant]
	if tree == nil {
		return nil, fmt.Errorf("%s has no variant %q; it has %s", s.path, variant, oneOf(s.names))
	}
	r := newReport(s.path, s.text)
	f := new(File)
	(&decoder{report: r, settings: s.settings}).value(tree, reflect.ValueOf(f).Elem(), nil)
	if err := r.err(); err != nil {
		return nil, err
	}
	f.setDefaults()
	return f, nil
}

// Files are the scenario's files in the order of Variants.
func (s *Source) Files() ([]*File, error) {
	var all []*File
	for _, name := range s.names {
		f, err := s.File(name)
		if err != nil {
			return nil, err
		}
		all = append(all, f)
	}
	return all, nil
}

// besidePath is where a file beside the scenario lies, for messages.
func (s *Source) besidePath(name string) string {
	return filepath.Join(filepath.Dir(s.path), filepath.FromSlash(name))
}

var errNotThere = fmt.Errorf("%w; expected a file beside the scenario", fs.ErrNotExist)

// ReadFile reads a file beside the scenario: a relative path with slashes, which
// may not lead out of the scenario's directory. Files above 1 MiB are refused.
func (s *Source) ReadFile(name string) ([]byte, error) {
	if !fs.ValidPath(path.Clean(name)) {
		return nil, fmt.Errorf("%q does not lie beside %s; expected a relative path that stays there", name, s.path)
	}
	file, err := s.beside(path.Clean(name))
	if errors.Is(err, fs.ErrNotExist) {
		err = errNotThere
	}
	if err != nil {
		return nil, fmt.Errorf("%s beside %s: %w", name, s.path, withoutPath(err))
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("%s beside %s: %w", name, s.path, withoutPath(err))
	}
	if len(data) > maxBytes {
		return nil, fmt.Errorf("%s beside %s is too large; expected at most %d bytes", name, s.path, maxBytes)
	}
	return data, nil
}
