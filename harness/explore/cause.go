package explore

import (
	"regexp"
	"strings"

	"anchorage/harness/check"
)

// Cause is the first layer that broke, without what differs from world to world: the
// words of a verdict's message, and which of its figures are 0. Verdicts of one promise
// with one cause are equal failures.
func Cause(v check.Verdict) string { return wordsOf(v.Message) }

var asides = regexp.MustCompile(`"[^"]*"|\([^)]*\)`)

// wordsOf are those of a text that stand in no quotes and no parentheses: without
// figures but 0, and one for many.
func wordsOf(text string) string {
	var kept []string
	for _, word := range strings.Fields(asides.ReplaceAllString(text, "")) {
		word = strings.TrimRight(strings.Trim(word, "(),;:."), "s")
		switch {
		case word == "wa" || word == "were" || word == "i" || word == "are":
		case word == "0" || !strings.ContainsAny(word, "0123456789"):
			kept = append(kept, word)
		}
	}
	return strings.Join(kept, " ")
}
