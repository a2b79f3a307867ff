package reports

import (
	"fmt"
	"math"

	"anchorage/harness/check"
)

// compared is one sentence on what is different from the first variant: when
// somebody notices, how long mailboxes are stale, whom it troubles.
func compared(base *Run, r Run) []string {
	if base == nil {
		return nil
	}
	a, b := base.Measures, r.Measures
	parts := []string{noticedSooner(a, b), staleLess(a, b), askedLess(a, b)}
	return []string{fmt.Sprintf("Compared with %s, %s.", base.History.Header.Variant, series(parts))}
}

func noticedSooner(a, b check.Measures) string {
	switch {
	case a.DetectSeconds == nil && b.DetectSeconds == nil:
		return "as there, nobody notices"
	case a.DetectSeconds == nil:
		return "somebody notices, after " + Span(b.DetectSeconds)
	case b.DetectSeconds == nil:
		return "nobody notices"
	}
	d := *b.DetectSeconds - *a.DetectSeconds
	size := math.Abs(d)
	switch {
	case size < 0.5:
		return "somebody notices equally soon"
	case d < 0:
		return fmt.Sprintf("somebody notices %s sooner (after %s instead of %s)", Span(&size), Span(b.DetectSeconds), Span(a.DetectSeconds))
	}
	return fmt.Sprintf("somebody notices %s later (after %s instead of %s)", Span(&size), Span(b.DetectSeconds), Span(a.DetectSeconds))
}

func staleLess(a, b check.Measures) string {
	before, after := round(a.StaleMailboxHours), round(b.StaleMailboxHours)
	if before == after {
		return "mailboxes are stale equally long"
	}
	return fmt.Sprintf("mailboxes are stale for %s mailbox-hours instead of %s", Thousands(after), Thousands(before))
}

func askedLess(a, b check.Measures) string {
	switch {
	case a.RelinksAsked == 0 && b.RelinksAsked == 0:
		return "again nobody is asked to relink"
	case a.RelinksAsked == b.RelinksAsked:
		return fmt.Sprintf("as many owners are asked to relink (%s)", Thousands(a.RelinksAsked))
	}
	return fmt.Sprintf("%s %s asked to relink instead of %s", plural(b.RelinksAsked, "owner"), verb(b.RelinksAsked, "is", "are"), Thousands(a.RelinksAsked))
}
