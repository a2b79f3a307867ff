package api_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"anchorage/system"
	"anchorage/system/api"
)

var day = time.Date(2022, 3, 1, 0, 0, 0, 0, time.UTC)

func hour(h int) time.Time { return day.Add(time.Duration(h) * time.Hour) }

func TestBusySpans(t *testing.T) {
	for _, row := range []struct {
		name   string
		events string // start-end status, …
		spans  string
	}{
		{"None", "", ""},
		{"One", "9-10 busy", "9-10 busy"},
		{"FreeIsNotBusy", "9-10 free", ""},
		{"Neighbours", "9-10 busy, 10-11 busy", "9-11 busy"},
		{"NeighboursOfOtherKind", "9-10 busy, 10-11 oof", "9-10 busy, 10-11 oof"},
		{"Apart", "9-10 busy, 11-12 busy", "9-10 busy, 11-12 busy"},
		{"Overlap", "9-11 busy, 10-12 busy", "9-12 busy"},
		{"Within", "9-12 busy, 10-11 busy", "9-12 busy"},
		{"StrongerWithin", "9-12 tentative, 10-11 oof", "9-10 tentative, 10-11 oof, 11-12 tentative"},
		{"WeakerWithin", "9-12 oof, 10-11 tentative", "9-12 oof"},
		{"UnknownIsBusy", "9-10 unknown, 10-11 busy", "9-11 busy"},
		{"Elsewhere", "9-10 workingElsewhere, 9-10 tentative", "9-10 tentative"},
		{"CutByTheWindow", "0-24 busy", "8-18 busy"},
		{"OutsideTheWindow", "1-2 busy, 20-21 busy, 7-8 busy, 18-19 busy", ""},
		{"WithoutLength", "9-9 busy", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			assert.Equal(t, row.spans, spansText(api.BusySpans(eventsOf(row.events), system.Window{From: hour(8), Until: hour(18)})))
		})
	}
}

// TestBusySpansAgreeWithEachInstant compares with the obvious: at each instant
// the strongest event counts.
func TestBusySpansAgreeWithEachInstant(t *testing.T) {
	strength := []string{"free", "workingElsewhere", "tentative", "busy", "oof"}
	rapid.Check(t, func(t *rapid.T) {
		var events []system.Event
		for range rapid.IntRange(0, 8).Draw(t, "events") {
			start := rapid.IntRange(0, 23).Draw(t, "start")
			events = append(events, system.Event{
				Start: hour(start), End: hour(start + rapid.IntRange(0, 6).Draw(t, "hours")), ShowAs: rapid.SampledFrom(strength).Draw(t, "status"),
			})
		}
		w := system.Window{From: hour(6), Until: hour(20)}
		spans := api.BusySpans(events, w)
		for h := range 30 {
			at := hour(h).Add(time.Minute)
			want := 0
			for _, e := range events {
				for rank, name := range strength {
					if e.ShowAs == name && !at.Before(e.Start) && at.Before(e.End) && !at.Before(w.From) && at.Before(w.Until) {
						want = max(want, rank)
					}
				}
			}
			got := "free"
			for _, s := range spans {
				if !at.Before(s.Start) && at.Before(s.End) {
					got = s.Status
				}
			}
			assert.Equal(t, strength[want], got, "hour %d of %v", h, events)
		}
		for i := 1; i < len(spans); i++ {
			a, b := spans[i-1], spans[i]
			assert.True(t, a.End.Before(b.Start) || a.End.Equal(b.Start) && a.Status != b.Status, "merged: %v", spans)
		}
	})
}

func eventsOf(text string) []system.Event {
	var events []system.Event
	for part := range strings.SplitSeq(text, ", ") {
		var from, until int
		var status string
		if n, _ := fmt.Sscanf(part, "%d-%d %s", &from, &until, &status); n == 3 {
			events = append(events, system.Event{Start: hour(from), End: hour(until), ShowAs: status})
		}
	}
	return events
}

func spansText(spans []api.Span) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, fmt.Sprintf("%d-%d %s", int(s.Start.Sub(day).Hours()), int(s.End.Sub(day).Hours()), s.Status))
	}
	return strings.Join(parts, ", ")
}
