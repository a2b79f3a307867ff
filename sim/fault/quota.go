package fault

import (
	"strconv"
	"sync/atomic"

	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
)

// quota is the share of a rule: exactly that part of the mailboxes that provider
// and cohort select, another part in every period of a flicker.
type quota struct {
	seed     keyed.Seed
	name     string // key of the draw
	flickers bool
	members  []string
	share    float64
	last     atomic.Pointer[drawn]
}

// drawn are the mailboxes of one period.
type drawn struct {
	period int
	in     map[string]struct{}
}

func newQuota(r Rule, o Options) *quota {
	return &quota{
		seed: o.Seed, name: "fault share/" + r.Name, flickers: r.Every != 0,
		members: o.Members(r.Match.Provider, r.Match.Cohort), share: r.Match.Share.F(),
	}
}

// of returns the mailboxes of a period, drawn when the first request of that
// period asks. Two requests that ask at once draw the same.
func (q *quota) of(period int) map[string]struct{} {
	if d := q.last.Load(); d != nil && d.period == period {
		return d.in
	}
	name := q.name
	if q.flickers {
		name += "/" + strconv.Itoa(period)
	}
	d := &drawn{period, set(q.seed.Quota(name, q.members, q.share))}
	q.last.Store(d)
	return d.in
}

func (q *quota) condition() condition {
	return condition{
		field: "share",
		holds: func(r Request, period int) bool {
			if r.Mailbox == nil {
				return false
			}
			_, ok := q.of(period)[r.Mailbox.ID]
			return ok
		},
		told: ofMailbox(func(m *mailbox.Spec) string { return m.ID + " is not among the " + percent(q.share) }),
	}
}
