package reports

import (
	"fmt"
	"strings"
	"time"

	"anchorage/harness/check"
)

// Figure is one line of the comparison of variants: what it measures, its text
// for a run, and its number where a difference makes sense.
type Figure struct {
	Label string
	Text  func(Run) string
	// Number is what variants are compared by, smaller being better; nil when the
	// figure has none, a nil result when it never happened.
	Number func(check.Measures) *float64
	Unit   string // of a difference: "s" (told as a time span) or "" (a count)
}

// Figures are the lines of the comparison, in order of what a reader asks first.
var Figures = []Figure{
	{Label: "Verdicts held", Text: func(r Run) string {
		return fmt.Sprintf("%d of %d", countStatus(r.Verdicts, check.Held), len(r.Verdicts))
	}},
	{Label: "Mailboxes affected", Text: func(r Run) string { return outOf(r.Measures.Affected, r.Measures.Mailboxes) },
		Number: func(m check.Measures) *float64 { return count(m.Affected) }},
	span("First informational alert", func(m check.Measures) *float64 { return m.FirstInformationalSeconds }),
	span("First look-now page", func(m check.Measures) *float64 { return m.FirstLookNowSeconds }),
	{Label: "Time to detect", Unit: "s", Text: func(r Run) string {
		if r.Measures.DetectSeconds == nil {
			return "never"
		}
		return Span(r.Measures.DetectSeconds) + ", by " + noticeWords(r.Measures.DetectedBy)
	}, Number: func(m check.Measures) *float64 { return m.DetectSeconds }},
	span("First recovery", func(m check.Measures) *float64 { return m.FirstRecoverySeconds }),
	span("90 % recovered", func(m check.Measures) *float64 { return m.NinetyPercentSeconds }),
	span("All recovered but who has not answered", func(m check.Measures) *float64 { return m.FullRecoveryExceptWaitingSeconds }),
	span("All recovered", func(m check.Measures) *float64 { return m.FullRecoverySeconds }),
	{Label: "Recovered at the end", Text: func(r Run) string { return percent(r.Measures.RecoveredShare) }},
	{Label: "Stale mailbox-hours", Text: func(r Run) string { return Thousands(int(r.Measures.StaleMailboxHours + 0.5)) },
		Number: func(m check.Measures) *float64 { return &m.StaleMailboxHours }},
	{Label: "Reads answered", Text: func(r Run) string { return outOf(r.Measures.ReadsAnswered, r.Measures.Reads) }},
	counted("Reads that said they were old", func(m check.Measures) int { return m.ReadsStale }),
	counted("Owners asked to relink", func(m check.Measures) int { return m.RelinksAsked }),
	counted("... needlessly", func(m check.Measures) int { return m.RelinksNeedless }),
	counted("Chat messages", func(m check.Measures) int { return m.Informational }),
	counted("Pages, look now", func(m check.Measures) int { return m.LookNow }),
	counted("Pages, review soon", func(m check.Measures) int { return m.ReviewSoon }),
	counted("Alerts open at the end", func(m check.Measures) int { return m.OpenAtEnd }),
	counted("Tickets", func(m check.Measures) int { return m.Tickets }),
	span("Longest silence on the status page", func(m check.Measures) *float64 { return m.LongestSilenceSeconds }),
	counted("Untrue claims on the status page", func(m check.Measures) int { return m.FalseClaims }),
	counted("Requests to the provider", func(m check.Measures) int { return m.Requests }),
}

func span(label string, of func(check.Measures) *float64) Figure {
	return Figure{Label: label, Unit: "s", Number: of, Text: func(r Run) string { return Span(of(r.Measures)) }}
}

func counted(label string, of func(check.Measures) int) Figure {
	return Figure{Label: label, Text: func(r Run) string { return Thousands(of(r.Measures)) },
		Number: func(m check.Measures) *float64 { return count(of(m)) }}
}

func count(n int) *float64 { f := float64(n); return &f }

func countStatus(all []check.Verdict, s check.Status) int {
	n := 0
	for _, v := range all {
		if v.Status == s {
			n++
		}
	}
	return n
}

// Difference says how a run differs from the first one, in words; "" where
// nothing differs or there is nothing to compare.
func (f Figure) Difference(base, other Run) string {
	if f.Number == nil {
		return ""
	}
	a, b := f.Number(base.Measures), f.Number(other.Measures)
	switch {
	case a == nil && b == nil:
		return ""
	case a == nil:
		return "instead of never"
	case b == nil:
		return "never, instead of " + f.Text(base)
	}
	d := *b - *a
	sign := "+"
	if d < 0 {
		sign, d = "−", -d
	}
	text := Thousands(int(d + 0.5))
	if f.Unit == "s" {
		text = Span(&d)
	}
	if text == "0" || text == "0 s" {
		return ""
	}
	return sign + text
}

// Span writes seconds as people say them; nil is "never".
func Span(seconds *float64) string {
	if seconds == nil {
		return "never"
	}
	return spanOf(time.Duration(*seconds * float64(time.Second)))
}

func spanOf(d time.Duration) string {
	switch {
	case d < 2*time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	}
	d = d.Round(time.Minute)
	if m := int(d.Minutes()) % 60; m != 0 {
		return fmt.Sprintf("%d h %02d min", int(d.Hours()), m)
	}
	return fmt.Sprintf("%d h", int(d.Hours()))
}

// Thousands groups digits.
func Thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

func outOf(n, of int) string { return Thousands(n) + " of " + Thousands(of) }

// percent never rounds what is not all to all, nor what is something to nothing.
func percent(share float64) string {
	switch p := 100 * share; {
	case p > 99.9 && share < 1:
		return "99.9 %"
	case p < 0.1 && share > 0:
		return "under 0.1 %"
	case p == float64(int(p)):
		return fmt.Sprintf("%d %%", int(p))
	default:
		return fmt.Sprintf("%.1f %%", p)
	}
}

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
	return strings.ReplaceAll(by, "_", " ")
}
