package reports

import (
	"encoding/json"
	"fmt"
	"strings"

	"anchorage/harness/history"
)

// deed says in words what the team did: the action and its settings.
func deed(d history.Acted) string {
	text := words(d.Action)
	if s := settings(d.What); s != "" {
		text += " " + s
	}
	if d.Error != "" {
		text += ", which fails: " + d.Error
	}
	return text
}

func noteWords(note string) string {
	if note == "" {
		return ""
	}
	return " (" + note + ")"
}

// settings flattens compact JSON into "group name: value" pairs by name; what is
// no JSON object is left as it is.
func settings(compact string) string {
	var tree map[string]any
	if json.Unmarshal([]byte(compact), &tree) != nil {
		return compact
	}
	return strings.Join(flatten("", tree), ", ")
}

func flatten(group string, tree map[string]any) []string {
	var out []string
	for _, name := range sortedKeys(tree) {
		path := strings.TrimSpace(group + " " + words(name))
		if inner, ok := tree[name].(map[string]any); ok {
			out = append(out, flatten(path, inner)...)
			continue
		}
		out = append(out, fmt.Sprintf("%s: %v", path, tree[name]))
	}
	return out
}
