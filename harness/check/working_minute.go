package check

import (
	"time"

	"anchorage/harness/history"
	"anchorage/sim/people"
)

// Urgencies by which somebody learns of a page.
const (
	byPage    = "page"
	byLowPage = "low_page"
)

// pages are the notices that reached the pager and opened something there.
func (v *view) pages() []told {
	var out []told
	for _, a := range v.tellings() {
		if a.d.Sink == pager && (a.d.Level == lookNow || a.d.Level == reviewSoon) {
			out = append(out, a)
		}
	}
	return out
}

func paged(v *view) bool { return v.h.Header.Alerts && len(v.pages()) > 0 }

// pagesAreRead (A9): somebody reads a page of look_now at any hour, and one of
// review_soon in the first working minute: by the clocks on the walls of the team's
// zones, and not at weekends.
func pagesAreRead(v *view) Verdict {
	judged := 0
	for _, a := range v.pages() {
		due, by := a.At, byPage
		if a.d.Level == reviewSoon {
			due, by = firstWorkingMinute(v.h.Header.Team, a.At), byLowPage
		}
		if due.Add(time.Minute).After(v.end()) {
			continue
		}
		judged++
		if !v.noticedIn(a, by, Span{due, due.Add(time.Minute)}) {
			return verdict(Broken, judged, due, "nobody read %s for %s, which came to the pager at %s, in the minute from %s on; expected that of a %s alert",
				a.d.Alert, a.d.Provider, instant(a.At), instant(due), a.d.Level).proven(a.Event)
		}
	}
	return verdict(Held, judged, v.end(), "%s read when due", plural(judged, "page was", "pages were"))
}

// noticedIn says whether somebody learned of a page within a span.
func (v *view) noticedIn(a told, by string, s Span) bool {
	for _, n := range all[history.Noticed](v) {
		if n.d.By == by && n.d.What == a.d.Text && n.d.Provider == a.d.Provider && s.within(n.At) {
			return true
		}
	}
	return false
}

// firstWorkingMinute is t if the team works then, else the first minute after it at
// which the clock in one of its zones shows working hours of a working day.
func firstWorkingMinute(team people.Team, t time.Time) time.Time {
	team = team.WithDefaults()
	if works(team, t) {
		return t
	}
	const week = 8 * 24 * 60
	at := t.Truncate(time.Minute)
	for range week {
		if at = at.Add(time.Minute); works(team, at) {
			break
		}
	}
	return at
}

// works says whether the team is at work at t.
func works(team people.Team, t time.Time) bool {
	for _, z := range team.Zones {
		local := t.UTC()
		if z.Location != nil {
			local = t.In(z.Location)
		}
		hour, minute, second := local.Clock()
		clock := time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute + time.Duration(second)*time.Second
		weekend := local.Weekday() == time.Saturday || local.Weekday() == time.Sunday
		if !weekend && clock >= team.Hours.From.D() && clock < team.Hours.Until.D() {
			return true
		}
	}
	return false
}
