// Package wording writes counts, shares and lengths of time as people say them, the
// same in verdicts, timelines and reports.
package wording

import (
	"fmt"
	"math"
	"strconv"
	"time"
)

// Span is a length of time, rounded to what matters at that length: milliseconds
// below a second, then seconds, from two minutes on minutes.
func Span(d time.Duration) string {
	if d != 0 && d.Abs() < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	if seconds := d.Round(time.Second); seconds < 2*time.Minute {
		return fmt.Sprintf("%d s", int(seconds.Seconds()))
	}
	minutes := int(d.Round(time.Minute).Minutes())
	switch hours, rest := minutes/60, minutes%60; {
	case minutes < 120:
		return fmt.Sprintf("%d min", minutes)
	case rest != 0:
		return fmt.Sprintf("%d h %02d min", hours, rest)
	default:
		return fmt.Sprintf("%d h", hours)
	}
}

// Thousands groups digits.
func Thousands(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// Percent has one decimal at most, and never rounds what is not all to all, nor
// what is something to nothing.
func Percent(share float64) string {
	switch tenths := math.Round(1000 * share); {
	case share > 0 && tenths < 1:
		return "under 0.1 %"
	case share < 1 && tenths > 999:
		return "99.9 %"
	default:
		return strconv.FormatFloat(tenths/10, 'f', -1, 64) + " %"
	}
}

// Count counts a noun, given in both its forms.
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Thousands(n) + " " + many
}

// Plural counts a noun that takes an s.
func Plural(n int, noun string) string { return Count(n, noun, noun+"s") }
