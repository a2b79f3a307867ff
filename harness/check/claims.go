package check

import "anchorage/harness/history"

// claims are the posts that claim anything of mailboxes that are linked.
func (v *view) claims() []post {
	var out []post
	for _, p := range all[history.Posted](v) {
		if c := p.d.Post.Claims.Healthy; c != nil {
			if _, total := v.healthyAt(*c, p.At); total > 0 {
				out = append(out, p)
			}
		}
	}
	return out
}

func claimed(v *view) bool { return len(v.claims()) > 0 }

// claimsTrue (T2): what a post on the status page claims is true at that instant,
// unless the scenario says that the team errs there, as it did in some stories.
func claimsTrue(v *view) Verdict {
	all := v.claims()
	for i, p := range all {
		c := *p.d.Post.Claims.Healthy
		healthy, total := v.healthyAt(c, p.At)
		if claimIsTrue(c, healthy, total) || c.Mistaken {
			continue
		}
		return verdict(Broken, i+1, p.At, "the post of %s claims that at least %s of %s are healthy; %s are",
			instant(p.At), percent(c.Share.F()), selection("", c.Select), outOf(healthy, total)).proven(p.Event)
	}
	return verdict(Held, len(all), v.end(), "%s on the status page, and each is true or known to be a mistake", plural(len(all), "claim", "claims"))
}
