package check

import "anchorage/harness/history"

// interrupted says whether the system was ended within the world, or has lost a
// token all the same.
func interrupted(v *view) bool {
	return len(v.downs) > 0 || len(all[history.TokenOutdated](v)) > 0
}

// newestTokenKept (R4): a token that was used is on disk: nobody asks for a token
// with a refresh token older than one whose access token the calendar API was shown.
func newestTokenKept(v *view) Verdict {
	lost := all[history.TokenOutdated](v)
	if len(lost) == 0 {
		return verdict(Held, len(v.downs), v.end(), "the system was ended %s, and never came back to a refresh token that it had replaced", plural(len(v.downs), "time", "times"))
	}
	var ids []string
	for _, x := range lost {
		ids = append(ids, x.d.Mailbox)
	}
	x := verdict(Broken, len(v.downs), lost[0].At, "a refresh token was lost after its access token had been used, the first that of %s, by %s", lost[0].d.Mailbox, instant(lost[0].At)).about(ids)
	for _, l := range lost {
		x = x.proven(l.Event)
	}
	return x
}
