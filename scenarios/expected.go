package scenarios

import (
	"encoding"
	"reflect"
	"strings"
)

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
