package history

import (
	"net/http"
	"slices"
	"strings"

	"anchorage/sim/journal"
)

// mayRoute says whether a failure may be one of routing: an answer of the calendar
// API other than one that asks for less traffic.
func mayRoute(x *journal.Exchange) bool {
	return x.Operation != journal.Token && x.Status != 0 && x.Status != http.StatusTooManyRequests
}

// Beyond lists the linked mailboxes that fail and that neither a routing hint nor
// an owner who was asked can help, by name.
func (r *Recorder) Beyond() []Beyond {
	r.mu.Lock()
	defer r.mu.Unlock()
	out := []Beyond{}
	for i := range r.tracks {
		t := &r.tracks[i]
		if !t.failing || !t.linked || t.asked {
			continue
		}
		switch {
		case t.rejected:
			out = append(out, Beyond{t.id, t.rejectedAt, RejectedForGood})
		case !t.routable:
			out = append(out, Beyond{t.id, t.since, NothingToRoute})
		}
	}
	slices.SortFunc(out, func(a, b Beyond) int { return strings.Compare(a.Mailbox, b.Mailbox) })
	return out
}
