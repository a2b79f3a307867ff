package check_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/sim/units"
)

// A page is what reaches the pager to be read: now, or in the morning.
func TestWhatIsAPage(t *testing.T) {
	tell := func(sink, level string) *built {
		return alerted(4).add(59, history.Notice{Sink: sink, Level: level, Alert: "Most", Provider: orchid, Status: "firing", Key: "k", Text: "Most of " + orchid})
	}
	timed(t, "pages-are-read", []timing{
		{"LookNowAtThePager", tell("pager", "look_now"), check.Broken, 1, "nobody read Most"},
		{"ReviewSoonAtThePager", tell("pager", "review_soon"), check.Broken, 1, "nobody read Most"},
		{"ForInformationAtThePager", tell("pager", "informational"), "", 0, ""},
		{"LookNowInTheChat", tell("chat", "look_now"), "", 0, ""},
		{"ReviewSoonInTheChat", tell("chat", "review_soon"), "", 0, ""},
		{"Closure", alerted(4).closes(59, "Most", orchid), "", 0, ""},
	})
	deaf := tell("pager", "look_now")
	deaf.Header.Alerts = false
	assert.Nil(t, deaf.promise("pages-are-read"), "the system delivers no alerts")
}

// The minute in which a page is to be read must lie within the world, and holds its first
// instant but not its last.
func TestTheMinuteOfAPage(t *testing.T) {
	page := func(minutes float64) *built { return alerted(4).opens(minutes, "Most", orchid) }
	timed(t, "pages-are-read", []timing{
		{"BrokenJustWithinTheWorld", page(lasts - 1), check.Broken, 1, "nobody read Most"},
		{"HeldJustBeyondTheWorld", page(lasts - 1 + nanosecond), check.Held, 0, "0 pages were read when due"},
		{"HeldReadAtTheEnd", page(lasts-1).noticed(lasts-1, "page", "Most", orchid), check.Held, 1, ""},
		{"HeldInTheLastInstant", page(59).noticed(60-nanosecond, "page", "Most", orchid), check.Held, 1, ""},
		{"BrokenAnInstantLater", page(59).noticed(60, "page", "Most", orchid), check.Broken, 1, ""},
		{"BrokenAnInstantTooEarly", page(59).noticed(59-nanosecond, "page", "Most", orchid), check.Broken, 1, ""},
		{"BrokenTheSecondOfTwo", page(59).noticed(59, "page", "Most", orchid).opens(80, "Most", thyme), check.Broken, 2, "nobody read Most for thyme.example"},
		{"HeldBoth", page(59).noticed(59, "page", "Most", orchid).opens(80, "Most", thyme).noticed(80, "page", "Most", thyme), check.Held, 2, "2 pages were read when due"},
	})
}

// Whoever reads must read this page, of this provider, with this urgency.
func TestReadingAnotherPage(t *testing.T) {
	read := func(by, what, provider string) *built {
		return alerted(4).opens(59, "Most", orchid).add(59, history.Noticed{By: by, What: what, Provider: provider})
	}
	text := "Most of " + orchid
	timed(t, "pages-are-read", []timing{
		{"Held", read("page", text, orchid), check.Held, 1, ""},
		{"BrokenOtherUrgency", read("low_page", text, orchid), check.Broken, 1, ""},
		{"BrokenInTheChat", read("chat", text, orchid), check.Broken, 1, ""},
		{"BrokenOtherText", read("page", "Keep of "+orchid, orchid), check.Broken, 1, ""},
		{"BrokenOtherProvider", read("page", text, thyme), check.Broken, 1, ""},
	})
	v := alerted(4).opens(59, "Most", orchid).promise("pages-are-read")
	assert.Equal(t, at(59), v.At)
	assert.Equal(t, at(59), v.Evidence[0].At)
	morning := alerted(4).opens(30, "Keep", orchid).promise("pages-are-read")
	assert.Equal(t, at(60), morning.At, "when somebody was to read it")
	assert.Equal(t, at(30), morning.Evidence[0].At, "when it came")
	assert.Equal(t, at(lasts), alerted(4).opens(59, "Most", orchid).noticed(59, "page", "Most", orchid).promise("pages-are-read").At)
}

// Seconds of the clock count, and a zone that names no place is UTC.
func TestSecondsOfWorkingHours(t *testing.T) {
	for _, r := range []struct {
		name, page, due string
		zones           []units.Zone
	}{
		{"HalfAMinuteAfterTheyBegin", "2022-06-14T09:00:30Z", "2022-06-14T09:00:30Z", []units.Zone{{}}},
		{"HalfAMinuteBeforeTheyBegin", "2022-06-14T08:59:30Z", "2022-06-14T09:00:00Z", []units.Zone{{}}},
		{"HalfAMinuteBeforeTheyEnd", "2022-06-14T17:29:30Z", "2022-06-14T17:29:30Z", []units.Zone{{}}},
		{"HalfAMinuteAfterTheyEnd", "2022-06-14T17:30:30Z", "2022-06-15T09:00:00Z", []units.Zone{{}}},
		{"FridayEvening", "2022-06-17T17:30:00Z", "2022-06-20T09:00:00Z", []units.Zone{{}}},
		{"Saturday", "2022-06-18T10:00:00Z", "2022-06-20T09:00:00Z", []units.Zone{{}}},
		{"Sunday", "2022-06-19T10:00:00Z", "2022-06-20T09:00:00Z", []units.Zone{{}}},
		{"SundayHereIsMondayThere", "2022-06-19T21:30:00Z", "2022-06-19T21:30:00Z", zonesOf(t, "Pacific/Auckland")},
		{"FridayHereIsSaturdayThere", "2022-06-17T21:30:00Z", "2022-06-19T21:00:00Z", zonesOf(t, "Pacific/Auckland")},
	} {
		t.Run(r.name, func(t *testing.T) {
			page, due := instantOf(t, r.page), instantOf(t, r.due)
			assert.Equal(t, check.Held, readAt(t, r.zones, page, due).Status, "at the first instant")
			assert.Equal(t, check.Held, readAt(t, r.zones, page, due.Add(time.Minute-1)).Status, "at the last")
			assert.Equal(t, check.Broken, readAt(t, r.zones, page, due.Add(time.Minute)).Status, "after it")
			early := readAt(t, r.zones, page, due.Add(-1))
			assert.Equal(t, check.Broken, early.Status, "before it")
			assert.Equal(t, due, early.At.UTC())
		})
	}
}
