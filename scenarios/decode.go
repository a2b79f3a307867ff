package scenarios

import (
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
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

// expectedBy asks a text type what it expects, by showing it what no type takes.
func expectedBy(t reflect.Type) string {
	err := reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte("?"))
	if err == nil {
		return "text"
	}
	_, expected, found := strings.Cut(err.Error(), "; expected ")
	if !found {
		return "text"
	}
	return expected
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

// expectedOf says in a word what a type takes.
func expectedOf(t reflect.Type, choices []string) string {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case choices != nil && t.Kind() == reflect.String:
		return oneOf(choices)
	case reflect.PointerTo(t).Implements(textType):
		return expectedBy(t)
	}
	switch t.Kind() {
	case reflect.Bool:
		return "true or false"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Slice:
		return "a list"
	case reflect.Struct, reflect.Map:
		return "a map"
	case reflect.String:
		return "text"
	}
	return wholeNumber(t)
}

func wholeNumber(t reflect.Type) string {
	switch t.Kind() {
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return "a whole number, 0 or above"
	}
	return "a whole number"
}

// field is one key that a struct takes.
type field struct {
	name     string
	typ      reflect.Type
	index    []int
	required bool
	settings bool // left as JSON, checked against the settings type of the system under test
	choices  []string
}

// fieldsOf lists the keys of a struct in their order: by the yaml tag, else the
// json tag, else the name in lower case. A key without omitempty is required.
func fieldsOf(t reflect.Type) []field {
	var all []field
	for _, f := range reflect.VisibleFields(t) {
		if f.Anonymous || !f.IsExported() {
			continue
		}
		tag := f.Tag.Get("yaml")
		if tag == "" {
			tag = f.Tag.Get("json")
		}
		name, flags, _ := strings.Cut(tag, ",")
		if name == "-" {
			continue
		}
		if name == "" {
			name = strings.ToLower(f.Name)
		}
		all = append(all, field{
			name: name, typ: f.Type, index: f.Index,
			required: tag != "" && !strings.Contains(flags, "omit"),
			settings: f.Type == reflect.TypeFor[json.RawMessage]() && f.Tag.Get("anchorage") == "settings",
			choices:  choicesOf(t, name),
		})
	}
	return all
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

// isNumber says whether YAML 1.2 takes plain text for a number.
func isNumber(s string) bool {
	if s == "" || !strings.ContainsAny(s[:1], "+-.0123456789") || strings.ContainsAny(s, "xXpP_") {
		return false
	}
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}

// unprefixed: 0x1F, 0o17 and 0b11 carry their base; any other whole number is
// decimal, leading zeros or not.
func unprefixed(s string) (digits string, base int) {
	digits = strings.ReplaceAll(strings.TrimPrefix(s, "+"), "_", "")
	if len(digits) > 1 && digits[0] == '0' && strings.ContainsAny(digits[1:2], "xXoObB") {
		return digits, 0
	}
	return digits, 10
}

func parseInt(s string, bits int) (int64, error) {
	digits, base := unprefixed(s)
	return strconv.ParseInt(digits, base, bits)
}

func parseUint(s string, bits int) (uint64, error) {
	digits, base := unprefixed(s)
	return strconv.ParseUint(digits, base, bits)
}

// parseFloat takes what JSON can hold: infinities and NaN are errors.
func parseFloat(s string) (float64, error) {
	if digits, base := unprefixed(s); base == 0 {
		i, err := strconv.ParseInt(digits, base, 64)
		return float64(i), err
	}
	x, err := strconv.ParseFloat(strings.ReplaceAll(s, "_", ""), 64)
	if err == nil && x-x != 0 {
		err = strconv.ErrRange
	}
	return x, err
}
