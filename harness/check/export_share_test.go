package check

import (
	"time"

	"anchorage/harness/history"
)

// StandsAt says how the system may count a mailbox at an instant; "" before its first
// round.
func StandsAt(h *history.History, mailbox string, t time.Time) string {
	v, stands := newView(h), ""
	for _, c := range v.standings(v.mailboxes[mailbox]) {
		if !c.at.After(t) {
			stands = map[standing]string{well: "well", unsure: "unsure", fails: "fails", waiting: "waiting"}[c.to]
		}
	}
	return stands
}

// SharesAt are the lowest and the highest share of a provider's accounts that the system
// may count as failing at an instant.
func SharesAt(h *history.History, provider string, t time.Time) (low, high float64) {
	for _, s := range newView(h).shares(provider) {
		if !s.at.After(t) {
			low, high = s.low, s.high
		}
	}
	return low, high
}

// Surely and Possibly are the spans in which more than a share of a provider's accounts
// fails for sure, or may fail.
func Surely(h *history.History, provider string, over float64) []Span {
	return newView(h).surely(provider, over)
}

func Possibly(h *history.History, provider string, over float64) []Span {
	return newView(h).possibly(provider, over)
}
