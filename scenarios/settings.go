package scenarios

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strconv"
)

// SettingsProblem is a mistake that the adapter of the system under test finds
// in settings that are well-formed, as alert rules that do not parse.
type SettingsProblem struct {
	Path    []string // keys from the top of the settings; an index of a list is a decimal number
	Message string

	// Set when the mistake lies in a file that the settings name, at a known place.
	File   string // as the settings name it
	Line   int    // from 1
	Column int    // from 1, in characters; 0 means the line's beginning
}

// raw decodes settings for the sake of their mistakes, and keeps them as JSON.
func (d *decoder) raw(n *node) json.RawMessage {
	if n.kind == broken {
		return nil
	}
	if n.kind != mapping {
		d.wrongKind(n, "a map of settings")
		return nil
	}
	if d.settings != nil {
		d.value(n, reflect.New(d.settings).Elem(), nil)
	}
	var b bytes.Buffer
	d.json(&b, n, d.settings)
	return b.Bytes()
}

// json writes n so that encoding/json decodes it into t: keys in file order,
// numbers as written, and as strings where t reads text.
func (d *decoder) json(b *bytes.Buffer, n *node, t reflect.Type) {
	for t != nil && t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case n.kind == mapping:
		d.jsonMap(b, n, t)
	case n.kind == sequence:
		b.WriteByte('[')
		for i, item := range n.list {
			if i > 0 {
				b.WriteByte(',')
			}
			d.json(b, item, element(t))
		}
		b.WriteByte(']')
	case n.kind == nothing || n.kind == broken:
		b.WriteString("null")
	case n.kind == text || t != nil && reflect.PointerTo(t).Implements(textType):
		writeString(b, n.text)
	case n.kind == boolean:
		b.WriteString(strconv.FormatBool(plain(n).(bool)))
	default:
		d.jsonNumber(b, n)
	}
}

func (d *decoder) jsonMap(b *bytes.Buffer, n *node, t reflect.Type) {
	types := map[string]reflect.Type{}
	if t != nil && t.Kind() == reflect.Struct && !reflect.PointerTo(t).Implements(textType) {
		for _, f := range fieldsOf(t) {
			types[f.name] = f.typ
		}
	}
	b.WriteByte('{')
	for i, e := range n.keys {
		if i > 0 {
			b.WriteByte(',')
		}
		writeString(b, e.name)
		b.WriteByte(':')
		of := types[e.name]
		if of == nil && t != nil && t.Kind() == reflect.Map {
			of = t.Elem()
		}
		d.json(b, e.value, of)
	}
	b.WriteByte('}')
}

// element is the type of a list's items, nil if that is unknown.
func element(t reflect.Type) reflect.Type {
	if t != nil && (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) {
		return t.Elem()
	}
	return nil
}

// jsonNumber keeps the digits where JSON allows them: 0.10 stays 0.10.
func (d *decoder) jsonNumber(b *bytes.Buffer, n *node) {
	if json.Valid([]byte(n.text)) {
		b.WriteString(n.text)
		return
	}
	if i, err := parseInt(n.text, 64); err == nil {
		b.WriteString(strconv.FormatInt(i, 10))
		return
	}
	x, err := parseFloat(n.text)
	if err != nil {
		d.report.addUnlessTold(n.at, n.text+" can't stand here", "a finite number")
	}
	b.WriteString(strconv.FormatFloat(x, 'g', -1, 64))
}

func writeString(b *bytes.Buffer, s string) {
	text, _ := json.Marshal(s) // of a string, this cannot fail
	b.Write(text)
}
