package fault

import (
	"time"

	"anchorage/sim/journal"
	"anchorage/sim/keyed"
)

// notificationKind decides what becomes of a change notification on its way from
// the provider to the client. A lost one is beyond all else; delays add up.
var notificationKind = kind{
	name:     "notifications",
	notices:  true,
	set:      func(in Inject) bool { return in.Notifications != nil },
	describe: func(in Inject) string { return "notifications " + in.Notifications.String() },
	check: func(in Inject) []Problem {
		switch n := in.Notifications; {
		case n.Late < 0:
			return problem("inject.notifications.late", short(n.Late.D())+" is before its time")
		case n.fields() == 0:
			return problem("inject.notifications", "says nothing; expected one of lost, late, doubled, reordered")
		case n.fields() > 1:
			return problem("inject.notifications", "says several things, "+n.String()+"; expected one, and a rule for each")
		}
		return nil
	},
	neverActs: neverOn("which are no notifications", journal.Notification),
	effect: func(rule Rule, _ keyed.Seed) effect {
		n := *rule.Inject.Notifications
		return func(d Decision, _ Request, _ time.Time) (Decision, bool) {
			if d.Notice.Lost || d.Notice.SubscriptionRemoved {
				return d, false
			}
			d.Notice.Lost = n.Lost
			d.Notice.Late += n.Late.D()
			d.Notice.Doubled = d.Notice.Doubled || n.Doubled
			d.Notice.Reordered = d.Notice.Reordered || n.Reordered
			return d, true
		}
	},
}

// String says it in words, as "lost" or "10m late".
func (n Notification) String() string {
	var parts []string
	if n.Lost {
		parts = append(parts, "lost")
	}
	if n.Late != 0 {
		parts = append(parts, short(n.Late.D())+" late")
	}
	if n.Doubled {
		parts = append(parts, "doubled")
	}
	if n.Reordered {
		parts = append(parts, "reordered")
	}
	return joinAnd(parts)
}

// fields counts those that are set.
func (n Notification) fields() int {
	count := 0
	for _, set := range []bool{n.Lost, n.Late != 0, n.Doubled, n.Reordered} {
		if set {
			count++
		}
	}
	return count
}
