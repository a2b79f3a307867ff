package reports

import (
	"fmt"
	"slices"
	"time"

	"anchorage/harness/history"
)

// instantRow is the state of every cohort at one telling instant: what the
// charts show, in figures.
type instantRow struct {
	At     time.Time
	What   string
	Cells  []string // healthy share, by cohort
	Oldest string   // age of the oldest calendar of all
}

// maxInstants bounds the table; what is left out is said.
const maxInstants = 24

// instants lists them: when a fault begins and ends and what it has done a poll
// later, when somebody first notices, what the team does, the end.
func instants(r Run) (rows []instantRow, left int) {
	h := r.History
	rows = append(rows, tellingInstants(r)...)
	rows = append(rows, instantRow{At: h.Header.Until, What: "the end"})
	slices.SortStableFunc(rows, func(a, b instantRow) int { return a.At.Compare(b.At) })
	if len(rows) > maxInstants {
		left = len(rows) - maxInstants
		rows = append(rows[:maxInstants-1], rows[len(rows)-1])
	}
	for i := range rows {
		rows[i].fill(h)
	}
	return rows, left
}

func tellingInstants(r Run) []instantRow {
	h := r.History
	var out []instantRow
	for _, w := range faultWindows(h) {
		if w.flicker {
			continue
		}
		out = append(out, instantRow{At: w.from, What: w.rule + " begins"})
		if later := w.from.Add(h.Header.Poll); later.Before(w.until) {
			out = append(out, instantRow{At: later, What: "one poll into " + w.rule})
		}
		if w.ended {
			out = append(out, instantRow{At: w.until, What: w.rule + " ends"})
		}
	}
	if r.Measures.DetectSeconds != nil {
		out = append(out, instantRow{At: detectedAt(r), What: "first notice, by " + noticeWords(r.Measures.DetectedBy)})
	}
	for _, e := range h.Events {
		if d, ok := e.Data.(history.Acted); ok {
			out = append(out, instantRow{At: e.At, What: "the team: " + deed(d)})
		}
	}
	return out
}

// fill reads the series: the last sample that is not later.
func (r *instantRow) fill(h *history.History) {
	oldest := 0
	for _, c := range h.Header.Cohorts {
		samples := h.Series[c.Name]
		if len(samples) == 0 {
			r.Cells = append(r.Cells, "")
			continue
		}
		i := min(max(int(r.At.Sub(h.Header.From)/time.Minute)-1, 0), len(samples)-1)
		r.Cells = append(r.Cells, percentOf(len(c.Members)-samples[i].Failing, len(c.Members)))
		oldest = max(oldest, samples[i].AgeMax)
	}
	r.Oldest = spanOf(time.Duration(oldest) * time.Second)
}

func instantsLeft(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s left out before the end; the timeline has them.", verb(n, "One more is", Thousands(n)+" more are"))
}
