package fault

import (
	"net/http"
	"strconv"

	"anchorage/sim/keyed"
)

// Throttled is the code of the answer when a client asks too much of one mailbox
// (provider contract 4.2).
const Throttled = "ApplicationThrottled"

// throttleKind answers 429 with Retry-After in seconds, or without it, as was
// seen in 2018 (provider contract 4.3).
var throttleKind = kind{
	name: "throttle",
	set:  func(in Inject) bool { return in.Throttle != nil },
	describe: func(in Inject) string {
		if in.Throttle.RetryAfter == 0 {
			return "429 without Retry-After"
		}
		return "429, Retry-After " + retryAfter(in.Throttle) + "s"
	},
	check: func(Inject) []Problem { return nil },
	effect: func(rule Rule, _ keyed.Seed) effect {
		a := &Answer{Status: http.StatusTooManyRequests, Code: Throttled}
		if rule.Inject.Throttle.RetryAfter > 0 {
			a.Header = http.Header{"Retry-After": {retryAfter(rule.Inject.Throttle)}}
		}
		return answerWith(a)
	},
}

// retryAfter is in seconds, with a fraction where there is one, which the
// provider does send (provider contract 4.2).
func retryAfter(t *Throttle) string {
	return strconv.FormatFloat(t.RetryAfter.D().Seconds(), 'f', -1, 64)
}
