package reports

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"anchorage/harness/history"
)

// opening is an alert from the first notice of it at a sink to its closure.
type opening struct {
	history.Notice
	from, until time.Time // until is the end of the world for one that never closed
	closed      bool
}

// openings lists them in order of their start. A repeated notice opens nothing.
func openings(h *history.History) []opening {
	var out []opening
	open := map[string]int{}
	for _, e := range h.Events {
		d, ok := e.Data.(history.Notice)
		if !ok {
			continue
		}
		key := d.Sink + "\x00" + d.Key
		i, known := open[key]
		switch {
		case known && d.Status == "resolved":
			out[i].until, out[i].closed = e.At, true
			delete(open, key)
		case !known && d.Status == "firing":
			open[key] = len(out)
			out = append(out, opening{Notice: d, from: e.At, until: h.Header.Until})
		}
	}
	return out
}

// levels of alerts, the most urgent first. Their bars differ in height too, so
// that colour is never alone.
var levels = []struct{ name, class string }{{"look_now", "looknow"}, {"review_soon", "review"}, {"informational", "info"}}

func levelRank(level string) int {
	for i, l := range levels {
		if l.name == level {
			return i
		}
	}
	return len(levels)
}

// alertLanes: one lane for each level and the sink it went to.
func alertLanes(h *history.History) []lane {
	type destination struct{ level, sink string }
	marks := map[destination][]mark{}
	var order []destination
	for _, o := range openings(h) {
		d := destination{o.Level, o.Sink}
		if marks[d] == nil {
			order = append(order, d)
		}
		class := "info"
		if rank := levelRank(o.Level); rank < len(levels) {
			class = levels[rank].class
		}
		end := "closed " + stamp(o.until)
		if !o.closed {
			end = "never closed"
		}
		marks[d] = append(marks[d], mark{from: o.from, until: o.until, class: class, label: o.Alert,
			title: strings.Join([]string{o.about(), "delivered to the " + o.Sink + " " + stamp(o.from), end}, ", ")})
	}
	slices.SortFunc(order, func(a, b destination) int {
		return cmp.Or(cmp.Compare(levelRank(a.level), levelRank(b.level)), cmp.Compare(a.level+a.sink, b.level+b.sink))
	})
	var out []lane
	for _, d := range order {
		out = append(out, lane{name: words(d.level) + " → " + d.sink, marks: marks[d]})
	}
	return out
}

func (o opening) about() string {
	if o.Provider == "" {
		return o.Alert
	}
	return o.Alert + " for " + o.Provider
}

// alertRow tells all openings of one alert for one provider at one sink.
type alertRow struct {
	Level, Alert, Provider, Sink string
	First                        time.Time
	Times                        int
	Open                         time.Duration // the sum of how long it was open
	AtEnd                        bool          // one never closed
}

// OpenFor writes how long the alert was open in all.
func (r alertRow) OpenFor() string { return spanOf(r.Open) }

// alertRows has the most urgent level first, then the order of their first
// opening.
func alertRows(h *history.History) []alertRow {
	var out []*alertRow
	rows := map[[4]string]*alertRow{}
	for _, o := range openings(h) {
		key := [4]string{o.Level, o.Alert, o.Provider, o.Sink}
		row := rows[key]
		if row == nil {
			row = &alertRow{Level: words(o.Level), Alert: o.Alert, Provider: o.Provider, Sink: o.Sink, First: o.from}
			rows[key] = row
			out = append(out, row)
		}
		row.Times++
		row.Open += o.until.Sub(o.from)
		row.AtEnd = row.AtEnd || !o.closed
	}
	slices.SortStableFunc(out, func(a, b *alertRow) int {
		rank := func(r *alertRow) int { return levelRank(strings.ReplaceAll(r.Level, " ", "_")) }
		return cmp.Compare(rank(a), rank(b))
	})
	flat := make([]alertRow, len(out))
	for i, r := range out {
		flat[i] = *r
	}
	return flat
}
