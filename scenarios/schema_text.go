package scenarios

import (
	"encoding"
	"reflect"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"anchorage/sim/fault"
	"anchorage/sim/units"
)

// Patterns of text types, for editors; the loader has the last word.
const (
	durationPattern = `^[0-9]+(\.[0-9]+)?(ms|s|m|h)([0-9]+(\.[0-9]+)?(ms|s|m|h))*$`
	sharePattern    = `^[0-9]*\.?[0-9]+%?$`
	boundsPattern   = `^[0-9]*\.?[0-9]+%?(\.\.[0-9]*\.?[0-9]+%?)?$`
	nthPattern      = `^[1-9][0-9]*(\.\.([1-9][0-9]*)?)?$`
	timeOfDay       = `([01][0-9]|2[0-3]):[0-5][0-9]`
)

// textSchemas are the schemas of the types that read themselves from text.
func textSchemas() map[reflect.Type]*jsonschema.Schema {
	number := []string{"number", "string"}
	return map[reflect.Type]*jsonschema.Schema{
		reflect.TypeFor[units.Duration]():  {Type: "string", Pattern: durationPattern, Examples: []any{"15m"}},
		reflect.TypeFor[units.Time]():      {Type: "string", Format: "date-time"},
		reflect.TypeFor[units.Share]():     {Types: number, Minimum: jsonschema.Ptr(0.0), Maximum: jsonschema.Ptr(1.0), Pattern: sharePattern, Examples: []any{0.2, "20%"}},
		reflect.TypeFor[units.TimeOfDay](): {Type: "string", Pattern: "^" + timeOfDay + "$", Examples: []any{"09:15"}},
		reflect.TypeFor[units.Hours]():     {Type: "string", Pattern: "^" + timeOfDay + "-" + timeOfDay + "$", Examples: []any{"09:00-17:30"}},
		reflect.TypeFor[units.Zone]():      {Type: "string", Examples: []any{"Europe/London"}},
		reflect.TypeFor[fault.Nth]():       {Types: []string{"integer", "string"}, Minimum: jsonschema.Ptr(1.0), Pattern: nthPattern, Examples: []any{3, "1..3", "4.."}},
		reflect.TypeFor[Bounds]():          {Types: number, Minimum: jsonschema.Ptr(0.0), Maximum: jsonschema.Ptr(1.0), Pattern: boundsPattern, Examples: []any{1.0, "0.9..0.95"}},
		reflect.TypeFor[Within]():          {Type: "string", Pattern: "^never$|" + durationPattern, Examples: []any{"15m", "never"}},
	}
}

// textTypesIn lists the types within t that read themselves from text.
func textTypesIn(t reflect.Type, seen map[reflect.Type]bool) []reflect.Type {
	if seen[t] {
		return nil
	}
	seen[t] = true
	if reflect.PointerTo(t).Implements(textType) {
		return []reflect.Type{t}
	}
	var found []reflect.Type
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		found = textTypesIn(t.Elem(), seen)
	case reflect.Struct:
		for _, f := range fieldsOf(t) {
			found = append(found, textTypesIn(f.typ, seen)...)
		}
	}
	return found
}

// Enumerated text types say what they may be; the schema then lists it.
type Enumerated interface{ Values() []string }

// probe makes the schema of a text type of somebody else's by trying it out:
// what it lists, or whether it takes durations or numbers.
func probe(t reflect.Type) *jsonschema.Schema {
	if e, ok := reflect.New(t).Interface().(Enumerated); ok {
		return &jsonschema.Schema{Type: "string", Enum: anys(e.Values())}
	}
	takes := func(s string) bool {
		return reflect.New(t).Interface().(encoding.TextUnmarshaler).UnmarshalText([]byte(s)) == nil
	}
	switch {
	case takes((15 * time.Minute).String()) && !takes("15"):
		return &jsonschema.Schema{Type: "string", Pattern: durationPattern, Examples: []any{"15m"}}
	case takes("1") || takes("0.5"):
		return &jsonschema.Schema{Types: []string{"number", "string"}}
	}
	return &jsonschema.Schema{Type: "string"}
}
