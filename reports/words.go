package reports

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"anchorage/harness/history/wording"
)

// Span writes seconds as people say them; nil is "never".
func Span(seconds *float64) string {
	if seconds == nil {
		return "never"
	}
	return spanOf(time.Duration(*seconds * float64(time.Second)))
}

func spanOf(d time.Duration) string { return wording.Span(d) }

// Thousands groups digits.
func Thousands(n int) string { return wording.Thousands(n) }

func outOf(n, of int) string { return Thousands(n) + " of " + Thousands(of) }

func percent(share float64) string { return wording.Percent(share) }

// percentOf is the share of n among few or many: a decimal that a single mailbox
// more would change is left out.
func percentOf(n, of int) string {
	if of == 0 {
		return "0 %"
	}
	share := float64(n) / float64(of)
	if of >= 1000 {
		return percent(share)
	}
	switch whole := math.Round(100 * share); {
	case n > 0 && whole < 1:
		return "under 1 %"
	case n < of && whole > 99:
		return "over 99 %"
	default:
		return fmt.Sprintf("%.0f %%", whole)
	}
}

// countWords writes how many of a group: "all 30", "none of the 30", "4 of the 30".
func countWords(n, of int) string {
	switch n {
	case 0:
		return fmt.Sprintf("none of the %s", Thousands(of))
	case of:
		return fmt.Sprintf("all %s", Thousands(of))
	}
	return fmt.Sprintf("%s of the %s", Thousands(n), Thousands(of))
}

func plural(n int, noun string) string { return wording.Plural(n, noun) }

// verb chooses between the two forms that follow a count.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// noticeWords says what a person noticed by, by the name in the measures.
func noticeWords(by string) string {
	switch by {
	case "page":
		return "a page"
	case "low_page":
		return "a page at low urgency"
	case "ticket":
		return "a ticket"
	case "chat":
		return "a look at the chat"
	case "action":
		return "somebody acting"
	}
	return words(by)
}

// words writes an identifier as people do. It takes any kind of string, for the
// template.
func words(s any) string { return strings.ReplaceAll(fmt.Sprint(s), "_", " ") }

// sentence makes the first letter a capital.
func sentence(s string) string {
	if s == "" {
		return ""
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

// series joins what is listed: "a, b and c".
func series(parts []string) string {
	if n := len(parts); n > 1 {
		return strings.Join(parts[:n-1], ", ") + " and " + parts[n-1]
	}
	return strings.Join(parts, "")
}

// fullDate names an instant once and for all; later ones are told by when.
func fullDate(t time.Time) string { return t.UTC().Format("15:04 UTC on Monday 2 January 2006") }

func when(t time.Time) string { return t.UTC().Format("15:04 on Monday 2 January") }

// between names two instants, the day once if it is one.
func between(from, until time.Time) string {
	if from.UTC().Truncate(24 * time.Hour).Equal(until.UTC().Truncate(24 * time.Hour)) {
		return from.UTC().Format("15:04") + " and " + when(until)
	}
	return when(from) + " and " + when(until)
}

func stamp(t time.Time) string { return t.UTC().Format("Mon 2 Jan 15:04") }

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func sortedKeys[V any](m map[string]V) []string {
	out := make([]string, 0, len(m))
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}
