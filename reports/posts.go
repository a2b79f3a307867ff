package reports

import (
	"fmt"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
)

// post is a status update beside the truth at its instant.
type post struct {
	At          time.Time
	State, Text string
	Claimed     string // "" without a claim
	Truth       string
	Untrue      bool
	Gap         string // since the one before
}

func posts(h *history.History) []post {
	var out []post
	for _, e := range h.Events {
		d, ok := e.Data.(history.Posted)
		if !ok {
			continue
		}
		p := post{At: e.At, State: d.Post.State, Text: d.Post.Text}
		if c := d.Post.Claims.Healthy; c != nil {
			share, sample := check.ClaimTruth(h, *c, e.At)
			p.Claimed = percent(c.Share.F()) + " healthy"
			if c.ExceptWaiting {
				p.Claimed += ", but who has not answered"
			}
			p.Truth = fmt.Sprintf("%s of %s were healthy", percentOf(round(share*float64(sample)), sample), Thousands(sample))
			p.Untrue = sample > 0 && !scenarios.Bounds{Min: c.Share, Max: 1}.Holds(share)
		}
		if n := len(out); n > 0 {
			p.Gap = spanOf(e.At.Sub(out[n-1].At))
		}
		out = append(out, p)
	}
	return out
}
