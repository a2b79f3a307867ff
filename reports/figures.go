package reports

import (
	"fmt"
	"math"

	"anchorage/harness/check"
)

// Figure is one line of the comparison of variants: what it measures, its text
// for a run, and its number where a difference makes sense.
type Figure struct {
	Label string
	Text  func(Run) string
	// Number is what variants are compared by; nil when the figure has none, a nil
	// result when it never happened.
	Number func(check.Measures) *float64
	Unit   string // of a difference: "s" (told as a time span), "%" (of a share) or "" (a count)
	Better Direction
}

// Direction says which of two numbers is the better one.
type Direction int

// Directions. Neither: more is not worse in itself, as with pages.
const (
	Neither Direction = iota
	Smaller
	Larger
)

// Figures are the lines of the comparison, in order of what a reader asks first.
var Figures = []Figure{
	{Label: "Verdicts held", Text: func(r Run) string {
		return fmt.Sprintf("%d of %d", countStatus(r.Verdicts, check.Held), len(r.Verdicts))
	}},
	{Label: "Mailboxes affected", Text: func(r Run) string { return outOf(r.Measures.Affected, r.Measures.Mailboxes) },
		Number: func(m check.Measures) *float64 { return count(m.Affected) }, Better: Smaller},
	span("First informational alert", func(m check.Measures) *float64 { return m.FirstInformationalSeconds }),
	span("First look-now page", func(m check.Measures) *float64 { return m.FirstLookNowSeconds }),
	{Label: "Time to detect", Unit: "s", Better: Smaller, Text: func(r Run) string {
		if r.Measures.DetectSeconds == nil {
			return "never"
		}
		return Span(r.Measures.DetectSeconds) + ", by " + noticeWords(r.Measures.DetectedBy)
	}, Number: func(m check.Measures) *float64 { return m.DetectSeconds }},
	span("First recovery", func(m check.Measures) *float64 { return m.FirstRecoverySeconds }),
	span("90 % recovered", func(m check.Measures) *float64 { return m.NinetyPercentSeconds }),
	span("All recovered or waiting for their owner", func(m check.Measures) *float64 { return m.FullRecoveryExceptWaitingSeconds }),
	span("All recovered", func(m check.Measures) *float64 { return m.FullRecoverySeconds }),
	{Label: "Recovered at the end", Text: func(r Run) string { return percent(r.Measures.RecoveredShare) },
		Number: func(m check.Measures) *float64 { return &m.RecoveredShare }, Unit: "%", Better: Larger},
	{Label: "Stale mailbox-hours", Text: func(r Run) string { return Thousands(round(r.Measures.StaleMailboxHours)) },
		Number: func(m check.Measures) *float64 { return &m.StaleMailboxHours }, Better: Smaller},
	{Label: "Reads answered", Text: func(r Run) string { return outOf(r.Measures.ReadsAnswered, r.Measures.Reads) },
		Number: answeredShare, Unit: "%", Better: Larger},
	counted("Reads that said they were old", Smaller, func(m check.Measures) int { return m.ReadsStale }),
	counted("Owners asked to relink", Smaller, func(m check.Measures) int { return m.RelinksAsked }),
	counted("... needlessly", Smaller, func(m check.Measures) int { return m.RelinksNeedless }),
	span("Edits known to the system, median", func(m check.Measures) *float64 { return m.EditsSeenMedianSeconds }),
	span("... 95 % of them", func(m check.Measures) *float64 { return m.EditsSeen95Seconds }),
	{Label: "Writes that took effect", Text: func(r Run) string {
		if r.Measures.WritesAccepted == 0 {
			return "none were made"
		}
		return outOf(r.Measures.WritesInEffect, r.Measures.WritesAccepted)
	},
		Number: func(m check.Measures) *float64 { return count(m.WritesInEffect) }, Better: Neither},
	// Neither better nor worse: one that never takes effect is in no figure of time.
	{Label: "... the slowest after", Unit: "s", Text: func(r Run) string { return Span(r.Measures.LongestWriteSeconds) },
		Number: func(m check.Measures) *float64 { return m.LongestWriteSeconds }},
	counted("... doubled or out of order", Smaller, func(m check.Measures) int { return m.WritesWrong }),
	counted("Chat messages", Neither, func(m check.Measures) int { return m.Informational }),
	counted("Pages, look now", Neither, func(m check.Measures) int { return m.LookNow }),
	counted("Pages, review soon", Neither, func(m check.Measures) int { return m.ReviewSoon }),
	counted("Alerts open at the end", Neither, func(m check.Measures) int { return m.OpenAtEnd }),
	counted("Tickets", Smaller, func(m check.Measures) int { return m.Tickets }),
	{Label: "Longest silence on the status page", Unit: "s", Better: Smaller, Text: func(r Run) string {
		if r.Measures.LongestSilenceSeconds == nil {
			return "no two posts"
		}
		return Span(r.Measures.LongestSilenceSeconds)
	}, Number: func(m check.Measures) *float64 { return m.LongestSilenceSeconds }},
	counted("Untrue claims on the status page", Smaller, func(m check.Measures) int { return m.FalseClaims }),
	counted("Requests to the provider", Neither, func(m check.Measures) int { return m.Requests }),
}

func span(label string, of func(check.Measures) *float64) Figure {
	return Figure{Label: label, Unit: "s", Better: Smaller, Number: of, Text: func(r Run) string { return Span(of(r.Measures)) }}
}

func counted(label string, better Direction, of func(check.Measures) int) Figure {
	return Figure{Label: label, Better: better, Text: func(r Run) string { return Thousands(of(r.Measures)) },
		Number: func(m check.Measures) *float64 { return count(of(m)) }}
}

func answeredShare(m check.Measures) *float64 {
	if m.Reads == 0 {
		return nil
	}
	share := float64(m.ReadsAnswered) / float64(m.Reads)
	return &share
}

func count(n int) *float64 { f := float64(n); return &f }

func round(f float64) int { return int(math.Round(f)) }

func countStatus(all []check.Verdict, s check.Status) int {
	n := 0
	for _, v := range all {
		if v.Status == s {
			n++
		}
	}
	return n
}

// difference says how a run differs from the first one, "" where nothing differs
// or there is nothing to compare; the judgement apart: "better", "worse", or "" where
// the figure is not judged.
func (f Figure) difference(base, other Run) (text, judgement string) {
	if f.Number == nil {
		return "", ""
	}
	a, b := f.Number(base.Measures), f.Number(other.Measures)
	switch {
	case a == nil && b == nil:
		return "", ""
	case a == nil:
		return "instead of never", f.judge(true)
	case b == nil:
		return "instead of " + f.Text(base), f.judge(false)
	}
	d := *b - *a
	sign, size := "+", math.Abs(d)
	if d < 0 {
		sign = "−"
	}
	switch f.Unit {
	case "s":
		text = Span(&size)
	case "%":
		text = percentPoints(size)
	default:
		text = Thousands(round(size))
	}
	if text == "0" || f.Unit == "s" && size < 0.5 || size == 0 {
		return "", ""
	}
	return sign + text, f.judge(d < 0 == (f.Better == Smaller))
}

func (f Figure) judge(better bool) string {
	switch {
	case f.Better == Neither:
		return ""
	case better:
		return "better"
	}
	return "worse"
}

func percentPoints(share float64) string {
	text := percent(share)
	return text[:len(text)-len(" %")] + " points"
}
