package history

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Lines of a file, as doc.go describes them. Each has one key, which tells it
// from the others, save for event lines.
type (
	headerLine struct {
		Header Header `json:"header"`
	}
	eventLine struct {
		At    time.Time       `json:"t"`
		Actor string          `json:"a"`
		Seq   uint64          `json:"n"`
		Kind  string          `json:"k"`
		Data  json.RawMessage `json:"d"`
	}
	seriesLine struct {
		Series string `json:"series"`
		Column string `json:"column"`
		Deltas []int  `json:"deltas"`
	}
	shapeLine struct {
		Shape  Shape     `json:"shape"`
		Count  int       `json:"count"`
		First  time.Time `json:"first"`
		Last   time.Time `json:"last"`
		Deltas []int     `json:"deltas"`
	}
	totals struct {
		Faults   []FaultSummary `json:"faults"`
		Requests int            `json:"requests"`
	}
	totalsLine struct {
		Totals totals `json:"totals"`
	}
	footer struct {
		Events int    `json:"events"`
		Lines  int    `json:"lines"`
		SHA256 string `json:"sha256"`
	}
	footerLine struct {
		Footer footer `json:"footer"`
	}
)

// column is one field of Minute.
type column struct {
	name string
	of   func(*Minute) *int
}

// columns lists the fields of Minute in order. A test fails when one is missing.
var columns = []column{
	{"failing", func(m *Minute) *int { return &m.Failing }},
	{"stale", func(m *Minute) *int { return &m.Stale }},
	{"waiting", func(m *Minute) *int { return &m.Waiting }},
	{"age_median", func(m *Minute) *int { return &m.AgeMedian }},
	{"age_max", func(m *Minute) *int { return &m.AgeMax }},
	{"reads", func(m *Minute) *int { return &m.Reads }},
	{"requests", func(m *Minute) *int { return &m.Requests }},
	{"failed", func(m *Minute) *int { return &m.Failed }},
}

// canonical gives the lines of h before its footer, each with its newline, to
// emit. A line is valid only during the call.
func canonical(h *History, emit func(line []byte) error) error {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	line := func(v any) error {
		b.Reset()
		if err := encoder.Encode(v); err != nil {
			return err
		}
		return emit(b.Bytes())
	}
	header := h.Header
	header.Faults = nil
	if err := line(headerLine{header}); err != nil {
		return fmt.Errorf("header: %w", err)
	}
	for _, e := range h.Events {
		if e.Data == nil {
			return errors.New("event without data")
		}
		if err := line(struct {
			At    time.Time `json:"t"`
			Actor string    `json:"a"`
			Seq   uint64    `json:"n"`
			Kind  string    `json:"k"`
			Data  Data      `json:"d"`
		}{e.At, e.Actor, e.Seq, e.Data.Kind(), e.Data}); err != nil {
			return fmt.Errorf("event %s: %w", e.Data.Kind(), err)
		}
	}
	if err := canonicalSeries(h, line); err != nil {
		return fmt.Errorf("series: %w", err)
	}
	for _, s := range h.Shapes {
		if err := line(shapeLine{s.Shape, s.Count, s.First, s.Last, deltas(s.Minutes)}); err != nil {
			return fmt.Errorf("shape: %w", err)
		}
	}
	if err := line(totalsLine{totals{Faults: h.Header.Faults, Requests: h.Requests}}); err != nil {
		return fmt.Errorf("totals: %w", err)
	}
	return nil
}

func canonicalSeries(h *History, line func(any) error) error {
	names := make([]string, 0, len(h.Series))
	for name := range h.Series {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		samples := h.Series[name]
		for _, c := range columns {
			values := make([]int, len(samples))
			for i := range samples {
				values[i] = *c.of(&samples[i])
			}
			if err := line(seriesLine{name, c.name, deltas(values)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// deltas are the differences between neighbours, the first from zero: most are
// small or equal, which compresses well.
func deltas(values []int) []int {
	out, last := make([]int, len(values)), 0
	for i, v := range values {
		out[i], last = v-last, v
	}
	return out
}

// sums undoes deltas.
func sums(deltas []int) []int {
	out, last := make([]int, len(deltas)), 0
	for i, d := range deltas {
		last += d
		out[i] = last
	}
	return out
}
