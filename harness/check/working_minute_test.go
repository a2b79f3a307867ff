package check_test

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// noticed lets somebody learn of an alert's page.
func (b *built) noticed(minutes float64, by, alert, provider string) *built {
	return b.add(minutes, history.Noticed{By: by, Provider: provider, What: alert + " of " + provider})
}

func TestPagesAreRead(t *testing.T) {
	// The worlds begin on a Tuesday at 08:00 UTC; the team works from 09:00 to 17:30 UTC.
	night := func() *built { return alerted(4).opens(59, "Most", orchid) }
	early := func() *built { return alerted(4).opens(30, "Keep", orchid) }
	timed(t, "pages-are-read", []timing{
		{"HeldLookNowAtAnyHour", night().noticed(59, "page", "Most", orchid), check.Held, 1, "1 page was read when due"},
		{"HeldWithinTheMinute", night().noticed(59.9, "page", "Most", orchid), check.Held, 1, ""},
		{"BrokenAMinuteLater", night().noticed(60, "page", "Most", orchid), check.Broken, 1, "nobody read Most for orchid.example, which came to the pager at 2031-05-06 08:59 UTC, in the minute from 2031-05-06 08:59 UTC on; expected that of a look_now alert"},
		{"BrokenNever", night(), check.Broken, 1, "nobody read Most"},
		{"BrokenAsOneForTheMorning", night().noticed(59, "low_page", "Most", orchid), check.Broken, 1, "nobody read Most"},
		{"BrokenAnotherWasRead", night().noticed(59, "page", "Most", thyme), check.Broken, 1, "nobody read Most"},
		{"HeldReviewSoonInTheFirstMinute", early().noticed(60, "low_page", "Keep", orchid), check.Held, 1, ""},
		{"BrokenReviewSoonBeforeIt", early().noticed(59.9, "low_page", "Keep", orchid), check.Broken, 1, "nobody read Keep for orchid.example, which came to the pager at 2031-05-06 08:30 UTC, in the minute from 2031-05-06 09:00 UTC on"},
		{"BrokenReviewSoonAfterIt", early().noticed(61, "low_page", "Keep", orchid), check.Broken, 1, "nobody read Keep"},
		{"HeldReviewSoonAtWork", alerted(4).opens(100, "Keep", orchid).noticed(100, "low_page", "Keep", orchid), check.Held, 1, ""},
		{"HeldRepeatedPagesNobody", night().noticed(59, "page", "Most", orchid).opens(300, "Most", orchid), check.Held, 1, ""},
		{"HeldTheWorldEndsBefore", alerted(4).opens(590, "Keep", orchid), check.Held, 0, ""},
		{"HeldNothingPromised", night().noticed(59, "page", "Most", orchid).unpromised(), check.Held, 1, ""},
		{"NoPageCame", alerted(4).opens(70, "Some", orchid), "", 0, ""},
	})
}

// The first working minute by hand, over weekends and both changes of the clock.
func TestFirstWorkingMinute(t *testing.T) {
	for _, row := range []struct{ name, zones, page, due string }{
		{"AtOnce", "Europe/London", "2022-06-14T10:00:00Z", "2022-06-14T10:00:00Z"},
		{"TheLastSecond", "Europe/London", "2022-06-14T16:29:59Z", "2022-06-14T16:29:59Z"},
		{"JustOver", "Europe/London", "2022-06-14T16:30:00Z", "2022-06-15T08:00:00Z"},
		{"BeforeHours", "Europe/London", "2022-06-14T07:59:59Z", "2022-06-14T08:00:00Z"},
		{"Weekend", "Europe/London", "2022-06-17T18:00:00Z", "2022-06-20T08:00:00Z"},
		{"WeekendOfSpring", "Europe/London", "2022-03-25T18:00:00Z", "2022-03-28T08:00:00Z"},
		{"WeekendOfAutumn", "Europe/London", "2022-10-28T18:00:00Z", "2022-10-31T09:00:00Z"},
		{"SpringOverseas", "America/New_York", "2022-03-11T23:00:00Z", "2022-03-14T13:00:00Z"},
		{"AutumnOverseas", "America/New_York", "2022-11-04T23:00:00Z", "2022-11-07T14:00:00Z"},
		{"HalfAnHourOff", "Asia/Kolkata", "2024-05-07T20:00:00Z", "2024-05-08T03:30:00Z"},
		{"TheEarlierOfTwoZones", "Europe/London,Europe/Paris", "2022-06-14T05:00:00Z", "2022-06-14T07:00:00Z"},
		{"TheLaterOfTwoZonesStillWorks", "Europe/London,Europe/Paris", "2022-06-14T16:00:00Z", "2022-06-14T16:00:00Z"},
		{"NoZoneIsUTC", "", "2022-06-14T05:00:00Z", "2022-06-14T09:00:00Z"},
	} {
		t.Run(row.name, func(t *testing.T) {
			page, due := instantOf(t, row.page), instantOf(t, row.due)
			for _, off := range []time.Duration{-time.Second, 0, 59 * time.Second, time.Minute} {
				v := readAt(t, zonesOf(t, row.zones), page, due.Add(off))
				want := check.Held
				if off < 0 || off >= time.Minute {
					want = check.Broken
				}
				assert.Equal(t, want, v.Status, "%s: %s", off, v.Message)
			}
		})
	}
}

// readAt judges a page for the working day that somebody reads at an instant.
func readAt(t *testing.T, zones []units.Zone, page, read time.Time) check.Verdict {
	t.Helper()
	h := &history.History{Header: history.Header{Version: history.Version, Alerts: true, Team: people.Team{Zones: zones}, From: page.Add(-time.Hour), Until: page.Add(200 * time.Hour)}}
	notice := history.Notice{Sink: "pager", Level: "review_soon", Urgency: "low", Alert: "Keep", Status: "firing", Key: "k", Text: "text"}
	h.Events = []history.Event{
		{At: page, Actor: "pager", Seq: 1, Data: notice},
		{At: read, Actor: "team", Seq: 1, Data: history.Noticed{By: "low_page", What: "text"}},
	}
	for _, v := range check.Run(h) {
		if v.Name == "pages-are-read" {
			return v
		}
	}
	t.Fatal("the promise is not part of the list")
	return check.Verdict{}
}

func instantOf(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	require.NoError(t, err)
	return at
}

func zonesOf(t *testing.T, names string) []units.Zone {
	t.Helper()
	var out []units.Zone
	for _, name := range strings.Fields(strings.ReplaceAll(names, ",", " ")) {
		var z units.Zone
		require.NoError(t, z.UnmarshalText([]byte(name)))
		out = append(out, z)
	}
	return out
}
