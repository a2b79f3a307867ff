package check

import (
	"slices"
	"time"

	"anchorage/harness/history"
)

// What a sink refuses is sent again; what the system can no longer tell is told by what
// watches it; and that somebody watches at all is told by the beats of a heartbeat.

func refusedOrDown(v *view) bool {
	if !hasContract(v) {
		return false
	}
	return len(v.downPages()) > 0 || v.h.Header.Contract.Heartbeat || slices.ContainsFunc(v.dues(), func(d due) bool { return d.behind })
}

// noticesArrive (A7): what a sink refused arrives when it works again; a system that is
// down for longer than a restart pages, and one that runs does not; and the heartbeat
// is never silent, since nothing in a world stops it.
func noticesArrive(v *view) Verdict {
	judged := 0
	for _, d := range v.dues() {
		if !d.behind || d.amid {
			continue
		}
		judged++
		if v.missing(d) {
			return v.lacking(judged, d)
		}
	}
	for _, p := range v.downPages() {
		judged++
		if !p.open(v) {
			return verdict(Broken, judged, p.by, "the system was down from %s to %s, and no %s is open at the %s at %s; expected within %s",
				instant(p.down.From), instant(p.down.Until), p.alert, p.sink, instant(p.by), span(p.by.Sub(p.down.From)))
		}
	}
	for _, a := range v.toldOf(v.h.Header.Contract.Down) {
		judged++
		if !v.downBefore(a.At) {
			return verdict(Broken, judged, a.At, "%s came to the %s at %s, although the system had run", a.d.Alert, a.d.Sink, instant(a.At)).proven(a.Event)
		}
	}
	if v.h.Header.Contract.Heartbeat {
		judged++
		if lost := all[history.HeartbeatLost](v); len(lost) > 0 {
			return verdict(Broken, judged, lost[0].At, "no heartbeat arrived for a while before %s, although nothing kept it", instant(lost[0].At)).proven(lost[0].Event)
		}
	}
	return verdict(Held, judged, v.end(), "%s arrived by the way that was left, or had no reason to", plural(judged, "notice", "notices"))
}

// downPage is a page that is due because the system is down.
type downPage struct {
	alert, sink string
	down        Span
	by          time.Time
}

// open says whether the page is open when it is due.
func (p downPage) open(v *view) bool {
	return slices.ContainsFunc(v.toldOf(v.h.Header.Contract.Down), func(a told) bool { return a.openAt(p.by) })
}

// downPages lists those that are due while the system is still down.
func (v *view) downPages() []downPage {
	c := v.h.Header.Contract
	if c.Down.Alert == "" {
		return nil
	}
	var out []downPage
	for _, d := range v.downs {
		p := downPage{alert: c.Down.Alert, sink: c.Down.Sink, down: d}
		p.by = d.From.Add(c.Scrape + c.Down.For + 2*c.Down.Evaluation + v.gathered(c.Down))
		for _, x := range v.refusals {
			if x.sink == p.sink && !x.From.After(p.by) && !x.Until.Before(d.From) {
				p.by = later(p.by, x.Until.Add(c.Redelivery))
			}
		}
		if p.by.Before(d.Until) {
			out = append(out, p)
		}
	}
	return out
}

// downBefore says whether the system may have seemed down for long enough before t: a
// time of running that is shorter than a scrape may have been missed, and so may the
// figures of one scrape at either end.
func (v *view) downBefore(t time.Time) bool {
	c := v.h.Header.Contract
	var seen []Span
	for _, d := range v.downs {
		if n := len(seen); n > 0 && d.From.Sub(seen[n-1].Until) <= c.Scrape {
			seen[n-1].Until = d.Until
			continue
		}
		seen = append(seen, d)
	}
	late := v.reach(c.Down)
	return slices.ContainsFunc(seen, func(d Span) bool {
		from, until := d.From, d.Until.Add(late)
		for _, x := range v.refusals {
			if x.sink == c.Down.Sink && overlap(x.Span, Span{from, until}) {
				until = later(until, x.Until.Add(c.Redelivery))
			}
		}
		return earlier(d.Until, t).Sub(from) >= c.Down.For-c.Scrape && !until.Before(t)
	})
}
