package scenarios

import (
	"encoding/json"
	"reflect"
	"strings"
)

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
