package explore

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// flow writes JSON as YAML in flow style, without quotes where none are needed.
func flow(value json.RawMessage) string {
	switch {
	case len(value) == 0:
		return "null"
	case value[0] == '{':
		entries := entriesOf(value)
		parts := make([]string, len(entries))
		for i, e := range entries {
			parts[i] = plain(e.key) + ": " + flow(e.value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case value[0] == '[':
		var items []json.RawMessage
		decode(value, &items)
		parts := make([]string, len(items))
		for i, item := range items {
			parts[i] = flow(item)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case value[0] == '"':
		var text string
		decode(value, &text)
		return plain(text)
	}
	return string(value)
}

// harmless text is the same in YAML with and without quotes, wherever it stands.
var harmless = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_./:+-]*[A-Za-z0-9%]$|^[A-Za-z0-9]$|^[A-Za-z][A-Za-z0-9_-]*( [A-Za-z0-9_-]+)+$`)

// words that YAML takes for something other than text; y and n for readers of 1.1.
var words = []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n"}

// plain is text without quotes where that is the same; durations lose the zeros that
// package time appends. Numbers that are written as text, as shares are, read alike.
func plain(text string) string {
	if _, err := time.ParseDuration(text); err == nil {
		if short, ok := strings.CutSuffix(text, "m0s"); ok {
			text = short + "m"
		}
		if short, ok := strings.CutSuffix(text, "h0m"); ok {
			text = short + "h"
		}
	}
	for _, w := range words {
		if strings.EqualFold(w, text) {
			return strconv.Quote(text)
		}
	}
	if harmless.MatchString(text) {
		return text
	}
	quoted, _ := json.Marshal(text) // of a string, this cannot fail
	return string(quoted)
}

// decode reads JSON that this package has made.
func decode(value json.RawMessage, into any) {
	if err := json.Unmarshal(value, into); err != nil {
		panic("explore: " + err.Error())
	}
}
