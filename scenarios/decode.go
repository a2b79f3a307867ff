package scenarios

import (
	"encoding"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// decoder fills Go values from a tree by reflection. The YAML library has a
// decoder of its own, but that one stops at the first mistake; whoever writes a
// file wants to hear all of them at once.
type decoder struct {
	report   *report
	settings reflect.Type // of the system under test; nil accepts any map
}

// textType is the one interface by which leaves are read.
var textType = reflect.TypeFor[encoding.TextUnmarshaler]()

// value decodes n into v. choices are the texts that v may have; nil allows any.
func (d *decoder) value(n *node, v reflect.Value, choices []string) {
	if n.kind == broken {
		return
	}
	t := v.Type()
	switch {
	case t.Kind() == reflect.Pointer:
		v.Set(reflect.New(t.Elem()))
		d.value(n, v.Elem(), choices)
	case reflect.PointerTo(t).Implements(textType):
		d.textual(n, v)
	case t.Kind() == reflect.Struct:
		d.structure(n, v)
	case t.Kind() == reflect.Map:
		d.mapping(n, v)
	case t.Kind() == reflect.Slice:
		d.list(n, v, choices)
	case t.Kind() == reflect.Interface:
		if x := plain(n); x != nil {
			v.Set(reflect.ValueOf(x))
		}
	default:
		d.scalar(n, v, choices)
	}
}

// textual hands the text as written to a type that reads it itself.
func (d *decoder) textual(n *node, v reflect.Value) {
	into := v.Addr().Interface().(encoding.TextUnmarshaler)
	if n.kind != text && n.kind != number && n.kind != boolean {
		d.wrongKind(n, expectedBy(v.Type()))
		return
	}
	if err := into.UnmarshalText([]byte(n.text)); err != nil {
		message, expected, _ := strings.Cut(err.Error(), "; expected ")
		d.report.add(n.at, message, expected, "")
	}
}

func (d *decoder) wrongKind(n *node, expected string) {
	d.report.add(n.at, n.describe()+" can't stand here", expected, "")
}

func (d *decoder) structure(n *node, v reflect.Value) {
	fields := fieldsOf(v.Type())
	names := make([]string, len(fields))
	for i, f := range fields {
		names[i] = f.name
	}
	if n.kind != mapping {
		d.wrongKind(n, "a map with "+oneOf(names))
		return
	}
	for _, e := range n.keys {
		i := slices.Index(names, e.name)
		if i < 0 {
			d.report.add(e.at, fmt.Sprintf("unknown key %q", e.name), "one of "+strings.Join(names, ", "), suggest(e.name, names))
			continue
		}
		d.field(e, v, fields[i])
	}
	for _, f := range fields {
		if f.required && n.entry(f.name) == nil {
			d.report.add(n.at, fmt.Sprintf("the key %q is missing", f.name), expectedOf(f.typ, f.choices), "")
		}
	}
}

func (d *decoder) field(e entry, v reflect.Value, f field) {
	into := v.FieldByIndex(f.index)
	if f.settings {
		into.Set(reflect.ValueOf(d.raw(e.value)))
		return
	}
	d.value(e.value, into, f.choices)
}

func (d *decoder) mapping(n *node, v reflect.Value) {
	if n.kind != mapping {
		d.wrongKind(n, "a map")
		return
	}
	v.Set(reflect.MakeMapWithSize(v.Type(), len(n.keys)))
	for _, e := range n.keys {
		key := reflect.New(v.Type().Key()).Elem()
		if reflect.PointerTo(key.Type()).Implements(textType) {
			d.textual(&node{kind: text, at: e.at, text: e.name}, key)
		} else if key.Kind() == reflect.String {
			key.SetString(e.name)
		}
		value := reflect.New(v.Type().Elem()).Elem()
		d.value(e.value, value, nil)
		v.SetMapIndex(key, value)
	}
}

func (d *decoder) list(n *node, v reflect.Value, choices []string) {
	if n.kind != sequence {
		d.wrongKind(n, "a list")
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.list), len(n.list)))
	for i, item := range n.list {
		d.value(item, v.Index(i), choices)
	}
}

func (d *decoder) scalar(n *node, v reflect.Value, choices []string) {
	expected := expectedOf(v.Type(), choices)
	switch k := v.Kind(); {
	case k == reflect.String:
		d.text(n, v, choices, expected)
	case k == reflect.Bool && n.kind == boolean:
		v.SetBool(strings.EqualFold(n.text, "true"))
	case v.CanInt() && n.kind == number:
		d.checked(n, expected, func() error {
			i, err := parseInt(n.text, v.Type().Bits())
			v.SetInt(i)
			return err
		})
	case v.CanUint() && n.kind == number:
		d.checked(n, expected, func() error {
			i, err := parseUint(n.text, v.Type().Bits())
			v.SetUint(i)
			return err
		})
	case v.CanFloat() && n.kind == number:
		d.checked(n, expected, func() error {
			x, err := parseFloat(n.text)
			v.SetFloat(x)
			return err
		})
	default:
		d.wrongKind(n, expected)
	}
}

func (d *decoder) checked(n *node, expected string, set func() error) {
	if err := set(); err != nil {
		d.report.add(n.at, n.text+" can't stand here", expected, "")
	}
}

func (d *decoder) text(n *node, v reflect.Value, choices []string, expected string) {
	switch {
	case n.kind == number || n.kind == boolean:
		d.wrongKind(n, expected+fmt.Sprintf("; in quotes, as %q, it is text", n.text))
	case n.kind != text:
		d.wrongKind(n, expected)
	case choices != nil && !slices.Contains(choices, n.text):
		d.report.add(n.at, fmt.Sprintf("%q can't stand here", n.text), expected, suggest(n.text, choices))
	default:
		v.SetString(n.text)
	}
}

// plain is n as encoding/json would have it, for fields of any type.
func plain(n *node) any {
	switch n.kind {
	case mapping:
		m := map[string]any{}
		for _, e := range n.keys {
			m[e.name] = plain(e.value)
		}
		return m
	case sequence:
		list := make([]any, len(n.list))
		for i, item := range n.list {
			list[i] = plain(item)
		}
		return list
	case number:
		if x, err := parseFloat(n.text); err == nil {
			return x
		}
	case boolean:
		return strings.EqualFold(n.text, "true")
	case nothing, broken:
		return nil
	}
	return n.text
}

// names of a map, sorted, for messages.
func sortedNames[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
