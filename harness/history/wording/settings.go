package wording

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Settings writes settings in JSON as people do: "routing.hint = email,
// sync.poll = 5m", by name. What is no JSON object is left as it is.
func Settings(compact string) string {
	d := json.NewDecoder(bytes.NewReader([]byte(compact)))
	d.UseNumber()
	var tree map[string]any
	if d.Decode(&tree) != nil || d.More() {
		return compact
	}
	return strings.Join(flat("", tree), ", ")
}

func flat(path string, tree map[string]any) []string {
	var out []string
	for _, name := range slices.Sorted(maps.Keys(tree)) {
		if inner, ok := tree[name].(map[string]any); ok {
			out = append(out, flat(path+name+".", inner)...)
			continue
		}
		out = append(out, path+name+" = "+plain(tree[name]))
	}
	return out
}

// plain is a value without the signs of JSON.
func plain(v any) string {
	switch v := v.(type) {
	case nil:
		return "default"
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = plain(v[i])
		}
		return strings.Join(parts, " and ")
	case map[string]any:
		return "(" + strings.Join(flat("", v), ", ") + ")"
	}
	return fmt.Sprint(v)
}
