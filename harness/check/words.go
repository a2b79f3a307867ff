package check

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/history/wording"
	"anchorage/scenarios"
)

// maxEvidence bounds Verdict.Evidence.
const maxEvidence = 6

// verdict makes one with a message of figures.
func verdict(s Status, sample int, at time.Time, format string, args ...any) Verdict {
	return Verdict{Status: s, Sample: sample, At: at, Message: fmt.Sprintf(format, args...)}
}

// heldIf chooses between the two outcomes of a judgement.
func heldIf(ok bool) Status {
	if ok {
		return Held
	}
	return Broken
}

// about adds the mailboxes concerned: distinct, sorted, at most MaxAccounts.
func (v Verdict) about(ids []string) Verdict {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	ids = slices.Compact(ids)
	v.Accounts = ids[:min(len(ids), MaxAccounts)]
	return v
}

// proven adds events as evidence, the first of them.
func (v Verdict) proven(events ...*history.Event) Verdict {
	for _, e := range events {
		if len(v.Evidence) == maxEvidence {
			break
		}
		v.Evidence = append(v.Evidence, Evidence{At: e.At, Text: history.Describe(*e)})
	}
	return v
}

func thousands(n int) string { return wording.Thousands(n) }

// plural counts a noun.
func plural(n int, one, many string) string { return wording.Count(n, one, many) }

// shareOf is n of total as a share; 0 of nothing.
func shareOf(n, total int) float64 {
	if total == 0 {
		return 0
	}
	return float64(n) / float64(total)
}

// outOf writes "932 of 1,000 (93.2 %)".
func outOf(n, total int) string {
	return fmt.Sprintf("%s of %s (%s)", thousands(n), thousands(total), percent(shareOf(n, total)))
}

func percent(share float64) string { return wording.Percent(share) }

// bounds writes "90-95 %" or "100 %", as exactly as the file says it.
func bounds(b scenarios.Bounds) string {
	figure := func(share float64) string { return strconv.FormatFloat(math.Round(share*1e8)/1e6, 'f', -1, 64) }
	if b.Min == b.Max {
		return figure(b.Min.F()) + " %"
	}
	return figure(b.Min.F()) + "-" + figure(b.Max.F()) + " %"
}

// instant writes "2022-03-03 15:30 UTC", with seconds where there are some.
func instant(t time.Time) string {
	if t = t.UTC(); t.Second() == 0 {
		return t.Format("2006-01-02 15:04 UTC")
	}
	return t.Format("2006-01-02 15:04:05 UTC")
}

func span(d time.Duration) string { return wording.Span(d) }

// join makes a stable name of parts, leaving out empty ones.
func join(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), "-")
}

// stamp is an instant within a name.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format("2006-01-02T15:04Z")
}
