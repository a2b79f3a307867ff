package explore

import (
	"regexp"
	"strings"

	"anchorage/harness/check"
)

// Cause is the first layer that broke, without what differs from world to world: the
// words of the first line that proves a verdict, or of its message when none does.
// Verdicts of one promise with one cause are equal failures.
func Cause(v check.Verdict) string {
	text := v.Message
	if len(v.Evidence) > 0 {
		text = v.Evidence[0].Text
	}
	return wordsOf(text)
}

var quoted = regexp.MustCompile(`"[^"]*"`)

// wordsOf are those of a text that hold no digit and stand in no quotes.
func wordsOf(text string) string {
	var kept []string
	for _, word := range strings.Fields(quoted.ReplaceAllString(text, "")) {
		if !strings.ContainsAny(word, "0123456789") {
			kept = append(kept, strings.Trim(word, "(),;:."))
		}
	}
	return strings.Join(kept, " ")
}
