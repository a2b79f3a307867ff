package explore

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"anchorage/scenarios"
)

// Render writes a scenario file as people write one. Reading it back gives the same
// file. Each comment is one line of the head.
func Render(f *scenarios.File, comment ...string) []byte {
	var b bytes.Buffer
	b.WriteString("# yaml-language-server: $schema=../schema.json\n")
	for _, line := range comment {
		b.WriteString(strings.TrimSpace("# "+line) + "\n")
	}
	fmt.Fprintf(&b, "name: %s\ntitle: %s\nclock: %s\nseed: %d\n", f.Name, flow(raw(f.Title)), flow(raw(f.Clock)), f.Seed)
	if f.Era != 0 && f.Era != f.Clock.From.Year() {
		fmt.Fprintf(&b, "era: %d\n", f.Era)
	}
	list(&b, "fleet", f.Fleet)
	section(&b, "cohorts", f.Cohorts)
	section(&b, "provider", f.Provider)
	section(&b, "owners", f.Owners)
	section(&b, "system", f.System)
	list(&b, "faults", f.Faults)
	list(&b, "sinks", f.Sinks)
	list(&b, "kills", f.Kills)
	section(&b, "team", f.Team)
	list(&b, "operators", f.Operators)
	return b.Bytes()
}

// section writes a map, one line for each key; an empty one is left out.
func section(b *bytes.Buffer, name string, v any) {
	entries := entriesOf(raw(v))
	if len(entries) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", name)
	for _, e := range entries {
		fmt.Fprintf(b, "  %s: %s\n", plain(e.key), flow(e.value))
	}
}

// list writes items one a line.
func list[V any](b *bytes.Buffer, name string, items []V) {
	if len(items) == 0 {
		return
	}
	fmt.Fprintf(b, "\n%s:\n", name)
	for _, item := range items {
		fmt.Fprintf(b, "  - %s\n", flow(raw(item)))
	}
}

// entry is one key of a JSON object.
type entry struct {
	key   string
	value json.RawMessage
}

// entriesOf are those of a JSON object in its order; null has none.
func entriesOf(object json.RawMessage) []entry {
	d := json.NewDecoder(bytes.NewReader(object))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	var all []entry
	for d.More() {
		var e entry
		t, err := d.Token()
		if err == nil {
			e.key, _ = t.(string)
			err = d.Decode(&e.value)
		}
		if err != nil {
			panic("explore: " + err.Error()) // what this package has marshalled itself
		}
		all = append(all, e)
	}
	return all
}
