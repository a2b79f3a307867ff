package fault

import (
	"fmt"
	"time"

	"anchorage/sim/keyed"
)

// latencyKind delays a request before anything else happens to it. Delays of
// several rules add up. A delay is drawn by rule, mailbox and instant: two
// requests of one mailbox never act at one instant, so each has a draw of its
// own that no other mailbox can change.
var latencyKind = kind{
	name:     "latency",
	beside:   true,
	set:      func(in Inject) bool { return in.Latency != nil },
	describe: func(in Inject) string { return "latency " + in.Latency.String() },
	check: func(in Inject) []Problem {
		switch l := in.Latency; {
		case l.Median <= 0:
			return problem("inject.latency.median", "is missing: a delay needs one")
		case l.P95 != 0 && l.P95 < l.Median:
			return problem("inject.latency.p95", fmt.Sprintf("%s is below the median of %s", short(l.P95.D()), short(l.Median.D())))
		}
		return nil
	},
	effect: func(rule Rule, seed keyed.Seed) effect {
		latency, operation := *rule.Inject.Latency, "fault latency/"+rule.Name
		return func(d Decision, r Request, now time.Time) (Decision, bool) {
			d.Latency += latency.Draw(seed, r.mailboxID(), operation, now)
			return d, true
		}
	},
}

// Draw is the delay of what entity does at an instant, in whole milliseconds.
func (l Latency) Draw(seed keyed.Seed, entity, operation string, at time.Time) time.Duration {
	if l.P95 <= l.Median {
		return l.Median.D()
	}
	return seed.LogNormal(entity, operation, uint64(at.UnixNano()), l.Median.D(), l.P95.D())
}

// String says the delay in words, as "2s" or "median 2s, p95 10s".
func (l Latency) String() string {
	if l.P95 <= l.Median {
		return short(l.Median.D())
	}
	return "median " + short(l.Median.D()) + ", p95 " + short(l.P95.D())
}
