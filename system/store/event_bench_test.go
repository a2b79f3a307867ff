package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"anchorage/system"
)

// BenchmarkEvents is an owner's read: 29 events of a fortnight, among 112 of nine
// weeks, with ids as long as the provider's.
func BenchmarkEvents(b *testing.B) {
	const accounts = 200
	id := func(n int) system.AccountID { return system.AccountID(fmt.Sprintf("%016d", n%accounts)) }
	s := open(b)
	r := round("", noon)
	r.CalendarID = "AQMk" + strings.Repeat("A", 112)
	for i := range 112 {
		start := noon.Add(time.Duration(i-12) * 12 * time.Hour)
		e := event(fmt.Sprintf("AQMk%0112d", i*37%112), start) // ids are in no order of time
		e.CalendarID, e.ETag = r.CalendarID, `W/"ZlnW4RIAV06KYYwlrfNZvQAAKGWwbw=="`
		r.Changed = append(r.Changed, e)
	}
	for n := range accounts {
		r.Account = id(n)
		linked(b, s, r.Account)
		if err := s.CommitRound(b.Context(), r); err != nil {
			b.Fatal(err)
		}
	}
	w := system.Window{From: noon.AddDate(0, 0, -1), Until: noon.AddDate(0, 0, 14).Add(-12 * time.Hour)}
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		events, _, err := s.Events(b.Context(), id(n), w)
		if err != nil || len(events) != 29 {
			b.Fatal(len(events), err)
		}
	}
}
