package api

import (
	"slices"
	"time"

	"anchorage/system"
)

// Span is a time that is not free.
type Span struct {
	Start  time.Time `json:"start"`
	End    time.Time `json:"end"`
	Status string    `json:"status"` // oof, busy, tentative, workingElsewhere
}

// statuses of events by what they say about meeting somebody, weakest first.
// Where events overlap the strongest counts. An unknown one is taken as busy: a
// double booking is worse than a missed slot.
var statuses = [...]string{"workingElsewhere", "tentative", "busy", "oof"}

const rankBusy = 2

func rankOf(showAs string) int {
	switch showAs {
	case "free":
		return -1
	case "workingElsewhere":
		return 0
	case "tentative":
		return 1
	case "oof":
		return 3
	}
	return rankBusy
}

// edge is the start or end of an event.
type edge struct {
	at    time.Time
	rank  int
	delta int // +1 start, -1 end
}

// BusySpans merges events into disjoint spans within the window, ordered by time;
// neighbours differ in status or are apart.
func BusySpans(events []system.Event, w system.Window) []Span {
	edges := make([]edge, 0, 2*len(events))
	for _, e := range events {
		rank := rankOf(e.ShowAs)
		start, end := later(e.Start, w.From), earlier(e.End, w.Until)
		if rank >= 0 && start.Before(end) {
			edges = append(edges, edge{start, rank, +1}, edge{end, rank, -1})
		}
	}
	slices.SortFunc(edges, func(a, b edge) int { return a.at.Compare(b.at) })
	spans := []Span{}
	var open [len(statuses)]int
	for i, e := range edges {
		open[e.rank] += e.delta
		if i+1 == len(edges) || edges[i+1].at.Equal(e.at) {
			continue // the instant is not over, or the day is
		}
		if top := strongest(open); top >= 0 {
			spans = extend(spans, Span{e.at, edges[i+1].at, statuses[top]})
		}
	}
	return spans
}

func strongest(open [len(statuses)]int) int {
	for rank := len(open) - 1; rank >= 0; rank-- {
		if open[rank] > 0 {
			return rank
		}
	}
	return -1
}

// extend appends s, or lengthens the last span when s continues it.
func extend(spans []Span, s Span) []Span {
	if n := len(spans); n > 0 && spans[n-1].Status == s.Status && spans[n-1].End.Equal(s.Start) {
		spans[n-1].End = s.End
		return spans
	}
	return append(spans, s)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
