package scenarios

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"

	"github.com/google/jsonschema-go/jsonschema"

	"anchorage/sim/fault"
	"anchorage/sim/people"
)

// Names of the schema's shared parts.
const (
	defSettings = "settings"
	refPrefix   = "#/$defs/"
)

// defined are the types that have a part of their own in the schema; the rest is
// written out where it stands.
func defined() map[string]reflect.Type {
	return map[string]reflect.Type{
		"fleet":       reflect.TypeFor[Fleet](),
		"selector":    reflect.TypeFor[people.Selector](),
		"fault":       reflect.TypeFor[fault.Rule](),
		"step":        reflect.TypeFor[people.Step](),
		"expectation": reflect.TypeFor[Expectation](),
	}
}

// Schema is the JSON schema of scenario files, indented, for editors. settings is
// a value of the type (or a pointer to it) that the `system:` part is decoded
// into (sut.Factory.Settings); nil allows any map. Keys of settings must have the
// same name in their yaml and json tags.
func Schema(settings any) ([]byte, error) {
	b := schemaBuilder{known: textSchemas(), defs: map[string]*jsonschema.Schema{}}
	b.known[reflect.TypeFor[json.RawMessage]()] = &jsonschema.Schema{Ref: refPrefix + defSettings}
	if err := b.settings(settings); err != nil {
		return nil, err
	}
	parts := defined()
	for name, t := range parts {
		b.known[t] = &jsonschema.Schema{Ref: refPrefix + name}
	}
	for _, name := range sortedNames(parts) {
		s, err := b.of(parts[name])
		if err != nil {
			return nil, err
		}
		b.defs[name] = s
	}
	root, err := b.file()
	if err != nil {
		return nil, err
	}
	root.Defs = b.defs
	return indented(root)
}

func indented(s *jsonschema.Schema) ([]byte, error) {
	compact, err := json.Marshal(s)
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	var out bytes.Buffer
	if err := json.Indent(&out, compact, "", "  "); err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// schemaBuilder makes schemas of types. known holds those that are not to be
// looked into.
type schemaBuilder struct {
	known map[reflect.Type]*jsonschema.Schema
	defs  map[string]*jsonschema.Schema
}

// of is the schema of a struct type with its choices, limits and descriptions.
func (b schemaBuilder) of(t reflect.Type) (*jsonschema.Schema, error) {
	known := maps.Clone(b.known)
	delete(known, t)
	s, err := jsonschema.ForType(t, &jsonschema.ForOptions{TypeSchemas: known})
	if err != nil {
		return nil, fmt.Errorf("schema: %w", err)
	}
	b.refine(s, t)
	return s, nil
}

// refine adds what reflection alone can't know, and takes away null, which
// scenario files don't use.
func (b schemaBuilder) refine(s *jsonschema.Schema, t reflect.Type) {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	dropNull(s)
	switch {
	case s.Ref != "" || reflect.PointerTo(t).Implements(textType):
	case t.Kind() == reflect.Slice && s.Items != nil:
		b.refine(s.Items, t.Elem())
	case t.Kind() == reflect.Map && s.AdditionalProperties != nil:
		b.refine(s.AdditionalProperties, t.Elem())
	case t.Kind() == reflect.Struct && s.Properties != nil:
		b.refineStruct(s, t)
	}
}

func (b schemaBuilder) refineStruct(s *jsonschema.Schema, t reflect.Type) {
	s.Required = nil
	for _, f := range fieldsOf(t) {
		p := s.Properties[f.name]
		if p == nil {
			continue
		}
		if f.required {
			s.Required = append(s.Required, f.name)
		}
		b.refine(p, f.typ)
		if f.choices != nil {
			into := p
			if p.Items != nil {
				into = p.Items
			}
			into.Enum = anys(f.choices)
		}
		if d := describe(t, f.name); d != "" {
			p.Description = d
		}
		limit(p, t, f.name)
	}
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}

// dropNull takes null out of what a value may be.
func dropNull(s *jsonschema.Schema) {
	s.Types = slices.DeleteFunc(s.Types, func(name string) bool { return name == "null" })
	switch len(s.Types) {
	case 0:
		s.Types = nil
	case 1:
		s.Type, s.Types = s.Types[0], nil
	}
}

// limit sets bounds that the loader checks, too.
func limit(s *jsonschema.Schema, owner reflect.Type, key string) {
	named := owner == reflect.TypeFor[File]() || owner == reflect.TypeFor[Fleet]() || owner == reflect.TypeFor[fault.Rule]()
	switch {
	case key == "name" && named:
		s.Pattern = namePattern.String()
	case key == "mailboxes":
		s.Minimum, s.Maximum = jsonschema.Ptr(1.0), jsonschema.Ptr(float64(maxMailboxes))
	case key == "fleet" && owner == reflect.TypeFor[File]():
		s.MinItems = jsonschema.Ptr(1)
	case key == "edits_per_day" || key == "writes_per_day" || key == "reads_per_day":
		s.Minimum, s.Maximum = jsonschema.Ptr(0.0), jsonschema.Ptr(float64(maxPerDay))
	}
}

// settings makes the part for the system's own settings.
func (b schemaBuilder) settings(settings any) error {
	s := &jsonschema.Schema{Type: "object"}
	if settings != nil {
		t := reflect.TypeOf(settings)
		for t.Kind() == reflect.Pointer {
			t = t.Elem()
		}
		for _, text := range textTypesIn(t, map[reflect.Type]bool{}) {
			if b.known[text] == nil {
				b.known[text] = probe(text)
			}
		}
		var err error
		if s, err = b.of(t); err != nil {
			return err
		}
	}
	s.Description = "Settings of the system under test."
	b.defs[defSettings] = s
	return nil
}

// file is the schema of a whole file: a scenario, and its variants.
func (b schemaBuilder) file() (*jsonschema.Schema, error) {
	s, err := b.of(reflect.TypeFor[File]())
	if err != nil {
		return nil, err
	}
	variant := partial(s)
	delete(variant.Properties, "name")
	variant.Description = "What is different: maps merge, lists replace, expect is not inherited."
	b.defs["variant"] = variant
	s.Schema = "https://json-schema.org/draft/2020-12/schema"
	s.Title = "Anchorage scenario"
	s.Properties[keyBase] = &jsonschema.Schema{Type: "string", Pattern: namePattern.String(), Description: "Name of what the file tells outside of its variants; default " + DefaultVariant + "."}
	s.Properties[keyVariants] = &jsonschema.Schema{
		Type: "object", Description: "The same scenario, had something been different.",
		PropertyNames:        &jsonschema.Schema{Pattern: namePattern.String()},
		AdditionalProperties: &jsonschema.Schema{Ref: refPrefix + "variant"},
	}
	s.PropertyOrder = append(s.PropertyOrder, keyBase, keyVariants)
	return s, nil
}

// partial is s for a part that is merged into something: nothing is required but
// in the items of lists, which are replaced whole.
func partial(s *jsonschema.Schema) *jsonschema.Schema {
	c := s.CloneSchemas()
	var relax func(*jsonschema.Schema)
	relax = func(s *jsonschema.Schema) {
		s.Required = nil
		for _, p := range s.Properties {
			relax(p)
		}
		if s.AdditionalProperties != nil {
			relax(s.AdditionalProperties)
		}
	}
	relax(c)
	return c
}
