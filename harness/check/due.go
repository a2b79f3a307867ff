package check

import (
	"time"

	"anchorage/harness/sut"
)

// due is an alert that must be open at an instant: its condition has held for long
// enough, and goes on.
type due struct {
	rule   sut.AlertRule
	since  time.Time // the condition held
	by     time.Time // the notice must have arrived
	amid   bool      // the system was down meanwhile
	behind bool      // the sink refused notices meanwhile
}

// seenFrom is the instant from which every evaluation within a span that holds for
// sure has figures of it: after one scrape, for which the system must run.
func (v *view) seenFrom(s Span) time.Time {
	scrape := v.h.Header.Contract.Scrape
	from := s.From.Add(scrape)
	for _, down := range v.downs {
		if !down.From.After(from) && !down.Until.Before(s.From) {
			from = down.Until.Add(scrape)
		}
	}
	return from
}

// dues lists what must be open at some instant of the world. Evaluations take place
// once in each interval: the first that sees the condition, and the first after For,
// come up to an interval late. A sink that refused must have it a while after it works
// again.
func (v *view) dues() []due {
	var out []due
	for _, r := range v.h.Header.Contract.Rules {
		for _, s := range v.surely(r.Provider, r.Share) {
			d := due{rule: r, since: s.From, by: v.seenFrom(s).Add(r.For + 2*r.Evaluation + v.gathered(r))}
			for _, x := range v.refusals {
				if x.sink == r.Sink && !x.From.After(d.by) && !x.Until.Before(s.From) {
					d.behind = true
					d.by = later(d.by, x.Until.Add(v.h.Header.Contract.Redelivery))
				}
			}
			during := Span{s.From, d.by}
			d.amid = v.downWithin(during)
			if !d.by.Before(s.Until) || r.Level == reviewSoon && v.lookNowOpen(r.Provider, Span{s.From, d.by.Add(time.Minute)}) {
				continue
			}
			out = append(out, d)
		}
	}
	return out
}

// missing says whether a sink lacks what is due.
func (v *view) missing(d due) bool {
	for _, a := range v.toldOf(d.rule) {
		if a.openAt(d.by) {
			return false
		}
	}
	return true
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
