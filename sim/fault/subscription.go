package fault

import (
	"time"

	"anchorage/sim/journal"
	"anchorage/sim/keyed"
)

// SubscriptionRemoved is what a rule says of subscriptions.
const SubscriptionRemoved = "removed"

// subscriptionKind removes a subscription without a word, when it would next
// notify: the client hears nothing, then or later, until it looks.
var subscriptionKind = kind{
	name:     "subscription",
	notices:  true,
	set:      func(in Inject) bool { return in.Subscription != "" },
	describe: func(in Inject) string { return "subscription " + in.Subscription },
	check: func(in Inject) []Problem {
		if in.Subscription == SubscriptionRemoved {
			return nil
		}
		return problem("inject.subscription", unknown(in.Subscription, SubscriptionRemoved))
	},
	neverActs: neverOn("which are no notifications", journal.Notification),
	effect: func(Rule, keyed.Seed) effect {
		return func(d Decision, _ Request, _ time.Time) (Decision, bool) {
			if d.Notice.SubscriptionRemoved {
				return d, false
			}
			d.Notice.SubscriptionRemoved = true
			return d, true
		}
	},
}
