package outlook

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
)

// encoder writes JSON by appending. It exists for speed: almost all answers of a
// world are unchanged rounds. It writes the names of both dialects from one
// list: Outlook REST spells them, and values of enumerations, with a capital.
type encoder struct {
	b        []byte
	pascal   bool
	selected []string // names of the fields of an item to write; nil: all
}

func (e *encoder) open() { e.b = append(e.b, '{') }

func (e *encoder) close() { e.b = append(e.b, '}') }

// separate puts a comma unless an object or array has just been opened.
func (e *encoder) separate() {
	if n := len(e.b); n > 0 && e.b[n-1] != '{' && e.b[n-1] != '[' {
		e.b = append(e.b, ',')
	}
}

// key writes a name as it is in both dialects.
func (e *encoder) key(name string) {
	e.separate()
	e.b = append(e.b, '"')
	e.b = append(e.b, name...)
	e.b = append(e.b, '"', ':')
}

// name writes a property name of the model.
func (e *encoder) name(name string) {
	e.separate()
	e.b = append(e.b, '"')
	e.b = e.appendCased(e.b, name)
	e.b = append(e.b, '"', ':')
}

// field is name for a top-level property of an item; false when it is not
// selected.
func (e *encoder) field(name string) bool {
	if e.selected != nil && !slices.ContainsFunc(e.selected, func(s string) bool { return strings.EqualFold(s, name) }) {
		return false
	}
	e.name(name)
	return true
}

func (e *encoder) appendCased(b []byte, word string) []byte {
	if e.pascal && word != "" && word[0] >= 'a' && word[0] <= 'z' {
		b = append(b, word[0]-'a'+'A')
		word = word[1:]
	}
	return append(b, word...)
}

// value writes a string.
func (e *encoder) value(s string) {
	for i := range len(s) {
		if c := s[i]; c < 0x20 || c >= 0x7f || c == '"' || c == '\\' {
			e.slowValue(s)
			return
		}
	}
	e.b = append(e.b, '"')
	e.b = append(e.b, s...)
	e.b = append(e.b, '"')
}

func (e *encoder) slowValue(s string) {
	text, err := json.Marshal(s)
	if err != nil { // never: a string can always be written
		text = []byte(`""`)
	}
	e.b = append(e.b, text...)
}

// text is key and value.
func (e *encoder) text(name, value string) {
	e.key(name)
	e.value(value)
}

// nest opens an object under a key.
func (e *encoder) nest(name string) {
	e.key(name)
	e.open()
}

// list opens an array under a key.
func (e *encoder) list(name string) {
	e.key(name)
	e.b = append(e.b, '[')
}

func (e *encoder) closeList() { e.b = append(e.b, ']') }

// The following write a selected field of an item.

func (e *encoder) textField(name, value string) {
	if e.field(name) {
		e.value(value)
	}
}

// enumField writes a value of an enumeration.
func (e *encoder) enumField(name, value string) {
	if e.field(name) {
		e.enum(value)
	}
}

func (e *encoder) enum(value string) {
	e.b = append(e.b, '"')
	e.b = e.appendCased(e.b, value)
	e.b = append(e.b, '"')
}

func (e *encoder) boolField(name string, value bool) {
	if e.field(name) {
		e.b = strconv.AppendBool(e.b, value)
	}
}

func (e *encoder) intField(name string, value int) {
	if e.field(name) {
		e.b = strconv.AppendInt(e.b, int64(value), 10)
	}
}

// rawField writes JSON that is the same in both dialects.
func (e *encoder) rawField(name, literal string) {
	if e.field(name) {
		e.b = append(e.b, literal...)
	}
}
