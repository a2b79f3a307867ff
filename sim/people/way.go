package people

import (
	"time"

	"anchorage/sim/keyed"
)

// Way is how an owner who follows the link of a mail goes on from there.
type Way string

// Ways of answering.
const (
	Agrees   Way = ""              // signs in and consents
	Declines Way = "decline"       // says no at the consent page
	Other    Way = "other_account" // signs in with another account and consents
	Twice    Way = "twice"         // agrees, and opens the same link once more later
)

// twiceAfter is when the link is opened once more: somebody finds the mail again.
const twiceAfter = 3 * time.Hour

// ways draws who of those that answer does what: exact quotas, one after the other
// of those whom the one before has left.
func (r RelinkAnswers) ways(seed keyed.Seed, answering []string) map[string]Way {
	out := map[string]Way{}
	left, all := answering, float64(len(answering))
	for _, w := range []struct {
		way   Way
		share float64
	}{{Declines, r.Decline.F()}, {Other, r.Other.F()}, {Twice, r.Twice.F()}} {
		if w.share == 0 || len(left) == 0 {
			continue
		}
		for _, id := range seed.Quota("relink."+string(w.way), left, min(1, w.share*all/float64(len(left)))) {
			out[id] = w.way
		}
		var rest []string
		for _, id := range left {
			if _, taken := out[id]; !taken {
				rest = append(rest, id)
			}
		}
		left = rest
	}
	return out
}
