package check

import (
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/people"
)

type post = happening[history.Posted]

// ClaimTruth is the share of healthy mailboxes that a claim of this kind is
// about, at an instant, and how many those are; with none, the share is 1.
func ClaimTruth(h *history.History, c people.HealthClaim, at time.Time) (share float64, sample int) {
	healthy, total := newView(h).healthyAt(c, at)
	if total == 0 {
		return 1, 0
	}
	return shareOf(healthy, total), total
}

// healthyAt counts the linked mailboxes that a claim is about, and the healthy
// ones among them.
func (v *view) healthyAt(c people.HealthClaim, at time.Time) (healthy, total int) {
	for _, id := range v.chosen("", c.Select) {
		m := v.mailboxes[id]
		if !m.linkedAt(at) || c.ExceptWaiting && m.waitingAt(at) {
			continue
		}
		total++
		if !m.failsAt(at) {
			healthy++
		}
	}
	return healthy, total
}

// claimIsTrue says whether the truth is not lower than the claim.
func claimIsTrue(c people.HealthClaim, healthy, total int) bool {
	return total == 0 || scenarios.Bounds{Min: c.Share, Max: 1}.Holds(shareOf(healthy, total))
}

func nameClaim(e *scenarios.ExpectClaim) string {
	if e.Holds {
		return join(stamp(e.At.Time), "true")
	}
	return join(stamp(e.At.Time), "untrue")
}

// postWindow is how long after the instant in the file a post may appear: the
// one who posts has a lane, and the request takes its time.
const postWindow = time.Minute

// expectClaim: whether the claim of the post made at an instant is true.
func expectClaim(v *view, e *scenarios.ExpectClaim) Verdict {
	for _, p := range all[history.Posted](v) {
		c := p.d.Post.Claims.Healthy
		if c == nil || p.At.Before(e.At.Time) || p.At.After(e.At.Add(postWindow)) {
			continue
		}
		healthy, total := v.healthyAt(*c, p.At)
		if total == 0 {
			return verdict(Vacuous, 0, p.At, "the claim of %s is about no linked mailbox", instant(p.At))
		}
		words := map[bool]string{true: "true", false: "untrue"}
		truth := claimIsTrue(*c, healthy, total)
		who := selection("", c.Select)
		if c.ExceptWaiting {
			who += ", except those waiting for their owner,"
		}
		return verdict(heldIf(truth == e.Holds), total, p.At, "the post of %s claims that at least %s of %s are healthy; %s are, so the claim is %s; expected %s",
			instant(p.At), percent(c.Share.F()), who, outOf(healthy, total), words[truth], words[e.Holds]).proven(p.Event)
	}
	return verdict(Vacuous, 0, e.At.Time, "no post with a claim was made at %s", instant(e.At.Time))
}

func nameSilence(*scenarios.ExpectSilence) string { return "longest" }

// expectSilence: the longest gap between two posts.
func expectSilence(v *view, e *scenarios.ExpectSilence) Verdict {
	posts := all[history.Posted](v)
	if len(posts) < 2 {
		return verdict(Vacuous, 0, v.end(), "a silence lies between two posts; the status page got %s", plural(len(posts), "post", "posts"))
	}
	before, after := longestSilence(posts)
	gap := after.At.Sub(before.At)
	expected := ""
	if e.AtLeast > 0 {
		expected = " at least " + span(e.AtLeast.D())
	}
	if e.AtMost > 0 {
		expected += " at most " + span(e.AtMost.D())
	}
	ok := gap >= e.AtLeast.D() && (e.AtMost == 0 || gap <= e.AtMost.D())
	return verdict(heldIf(ok), len(posts)-1, before.At, "the longest silence lasted %s, from %s to %s; expected%s",
		span(gap), instant(before.At), instant(after.At), expected).proven(before.Event, after.Event)
}

// longestSilence is the first of the longest gaps, by its two ends.
func longestSilence(posts []post) (before, after post) {
	before, after = posts[0], posts[0]
	for i := 1; i < len(posts); i++ {
		if posts[i].At.Sub(posts[i-1].At) > after.At.Sub(before.At) {
			before, after = posts[i-1], posts[i]
		}
	}
	return before, after
}
