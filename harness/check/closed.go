package check

import (
	"slices"
	"time"
)

// closing is the longest time that an alert may stay open when what it tells of is
// over: rules remember an hour, and rules and delivery have delays of their own.
const closing = 2 * time.Hour

func alertsOpened(v *view) bool {
	openings, _ := v.openings()
	return v.h.Header.Alerts && len(openings) > 0
}

// alertsClose (A4): an alert whose trouble is over is closed where it was told. One
// that is open at the end is wrong when no mailbox of its provider has failed for
// two hours, the sink works, and the system runs; one that tells of a system that does
// not run, whoever fails.
func alertsClose(v *view) Verdict {
	openings, open := v.openings()
	var forgotten []notice
	for _, n := range open {
		since := n.At
		troubles := []time.Time{v.lastDown(), v.sinkTroubled(n.d.Sink)}
		if !hasContract(v) || !isOf(v.h.Header.Contract.Down, n) {
			troubles = append(troubles, v.lastFailure(n.d.Provider))
		}
		for _, t := range troubles {
			if t.After(since) {
				since = t
			}
		}
		if v.end().Sub(since) > closing {
			forgotten = append(forgotten, n)
		}
	}
	if len(forgotten) == 0 {
		return verdict(Held, len(openings), v.end(), "%s; %s open at the end, and none of them for what had been over for %s",
			plural(len(openings), "alert was opened", "alerts were opened"), plural(len(open), "was", "were"), span(closing))
	}
	first := forgotten[0]
	x := verdict(Broken, len(openings), first.At, "%s never closed at the %s, although what it tells of had been over for %s; %d of %s",
		first.d.Alert, first.d.Sink, span(closing), len(forgotten), plural(len(openings), "alert", "alerts"))
	for _, n := range forgotten[:min(len(forgotten), maxEvidence)] {
		x = x.proven(n.Event)
	}
	return x
}

// lastFailure is when the last mailbox of a provider, "" for any, ceased to fail;
// the end of the world while one fails.
func (v *view) lastFailure(provider string) (last time.Time) {
	for _, id := range v.ids {
		m := v.mailboxes[id]
		if provider != "" && m.Provider != provider {
			continue
		}
		if n := len(m.episodes); n > 0 && m.episodes[n-1].Until.After(last) {
			last = m.episodes[n-1].Until
		}
	}
	return last
}

// lastDown is when the system came up last.
func (v *view) lastDown() (last time.Time) {
	if n := len(v.downs); n > 0 {
		last = v.downs[n-1].Until
	}
	return last
}

// sinkTroubled is when a sink refused notices last.
func (v *view) sinkTroubled(sink string) (last time.Time) {
	for _, s := range v.refusals {
		if s.sink == sink && s.Until.After(last) {
			last = s.Until
		}
	}
	return last
}

// refusal is a span in which a sink took nothing.
type refusal struct {
	Span
	sink string
}

// endRefusal ends the last refusal of a sink.
func (v *view) endRefusal(sink string, at time.Time) {
	for i := range slices.Backward(v.refusals) {
		if v.refusals[i].sink == sink {
			v.refusals[i].Until = at
			return
		}
	}
}
