package check

import (
	"encoding/json"
	"math"
	"time"

	"anchorage/harness/history"
	"anchorage/sim/people"
)

// paceWindow is a sliding hour, but for what mails may take longer or less long to
// arrive than the ones before.
const paceWindow = time.Hour - time.Minute

// campaign is an order of the team to ask owners.
type campaign struct {
	at      time.Time
	perHour int // most asks within an hour
}

// campaigns lists the orders to relink that reached the system. The pace is a share of
// the group that is selected; who fails by the journal is at least whom the system can
// select as failing. One more than the share is within the pace: the first and the last
// of an hour.
func (v *view) campaigns() []campaign {
	var out []campaign
	for _, a := range all[history.Acted](v) {
		if a.d.Action != "relink" || a.d.Error != "" {
			continue
		}
		var order people.Campaign
		if json.Unmarshal([]byte(a.d.What), &order) != nil {
			continue
		}
		group := 0
		for _, id := range v.ids {
			if order.Select == "all" || v.mailboxes[id].failingAt(a.At) {
				group++
			}
		}
		out = append(out, campaign{a.At, int(math.Ceil(order.PerHour.F()*float64(group))) + 1})
	}
	return out
}

// failingAt says whether t lies within an episode, failed round or not.
func (m *mailbox) failingAt(t time.Time) bool {
	for _, e := range m.episodes {
		if e.holds(t) {
			return true
		}
	}
	return false
}

// asksKeepPace (R1): within no hour are more owners asked than the team's orders up to
// then allow, and the system's own pace beside them; a restart changes nothing in that.
func asksKeepPace(v *view) Verdict {
	asks := all[history.RelinkAsked](v)
	switch own := v.h.Header.AskPerHour; {
	case !v.h.Header.Relinks:
		return verdict(NotApplicable, 0, v.end(), "the system under test does not relink")
	case own == 0:
		return verdict(NotApplicable, 0, v.end(), "the system under test promises no pace of its own")
	case len(asks) == 0:
		return verdict(Vacuous, 0, v.end(), "relinking was ordered, but nobody was asked")
	}
	campaigns, first, most := v.campaigns(), 0, 0
	for i, a := range asks {
		for !asks[first].At.After(a.At.Add(-paceWindow)) {
			first++
		}
		n, allowed := i-first+1, v.h.Header.AskPerHour
		for _, c := range campaigns {
			if !c.at.After(a.At) {
				allowed += c.perHour
			}
		}
		if most = max(most, n); n > allowed {
			return verdict(Broken, i+1, a.At, "%s were asked to relink within the hour up to %s; %d are within the pace", plural(n, "owner", "owners"), instant(a.At), allowed).
				proven(asks[first].Event, a.Event).about([]string{a.d.Mailbox})
		}
	}
	return verdict(Held, len(asks), v.end(), "%s, no more than %d within an hour, which is within the pace", plural(len(asks), "owner was asked to relink", "times an owner was asked to relink"), most)
}
