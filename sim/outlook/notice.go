package outlook

import (
	"cmp"
	"container/heap"
	"net/http"
	"time"

	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
)

const (
	// heldAtMost is how long a notice waits for the one that is to overtake it.
	heldAtMost = time.Minute
	// tick is the least time between a change and its notice, and between two
	// notices that are out of order.
	tick = time.Millisecond
)

// notice is one change on its way to one subscriber.
type notice struct {
	to      *subscription
	change  mailbox.Change
	copy    uint64   // 1 for the second of a doubled one
	rules   []string // that acted on it
	due     time.Time
	first   time.Time // instant of the first attempt, zero before
	retries int
	index   int // in the queue
}

// changed schedules the notices of a change. It runs on the goroutine of whoever
// changed the mailbox.
func (s *Server) changed(c mailbox.Change) {
	if s.notices.ended() {
		return
	}
	for _, x := range s.subscriptions.live(c.Mailbox, c.At) {
		if x.wants(c.Kind) {
			s.announce(x, c)
		}
	}
}

// announce schedules one change for one subscriber, as far as the faults let it.
func (s *Server) announce(x *subscription, c mailbox.Change) {
	d := s.decideNotice(x, c)
	n := &notice{to: x, change: c, rules: d.Rules}
	switch {
	case d.Notice.SubscriptionRemoved:
		s.subscriptions.remove(x)
		s.unsent(n)
		return
	case d.Notice.Lost:
		s.unsent(n)
		return
	}
	late := d.Latency + d.Notice.Late
	n.due = s.noticeDue(n, late)
	s.notices.schedule(n, d.Notice.Reordered)
	if d.Notice.Doubled {
		second := &notice{to: x, change: c, rules: d.Rules, copy: 1}
		second.due = s.noticeDue(second, late)
		s.notices.schedule(second, false)
	}
}

// decideNotice asks the fault rules at the instant of the change.
func (s *Server) decideNotice(x *subscription, c mailbox.Change) fault.Decision {
	if s.Faults == nil {
		return fault.Decision{}
	}
	r, err := http.NewRequest(http.MethodPost, x.url, nil)
	if err != nil {
		r = nil // an address that has been asked once already
	}
	return s.Faults.Decide(c.At, fault.Request{HTTP: r, Mailbox: x.owner.Spec(), Operation: journal.Notification,
		Dialect: x.site.dialect, TokenKind: x.tokenKind})
}

// noticeDue is whole milliseconds after the change, on the lane of the mailbox's
// notices.
func (s *Server) noticeDue(n *notice, late time.Duration) time.Time {
	l := s.NoticeLatency.or(noticeLatency)
	drawn := s.Seed.LogNormal(n.to.id, "notice latency", n.change.Seq<<1|n.copy, l.Median, l.P95)
	return n.change.At.Truncate(time.Millisecond).Add(max(drawn+late, tick) + s.noticeLane(n.change.Mailbox))
}

func (s *Server) noticeLane(mailbox string) time.Duration {
	if s.Lane == nil {
		return 0
	}
	return s.Lane("notices/" + mailbox)
}

// unsent tells the journal of a notice that a fault kept from going out.
func (s *Server) unsent(n *notice) { s.tellNotice(n, n.change.At, 0) }

func (s *Server) tellNotice(n *notice, at time.Time, status int) {
	if s.Observe == nil {
		return
	}
	x := n.to
	s.Observe(journal.Exchange{At: at, End: s.Clock.Now(), Mailbox: n.change.Mailbox, Host: addressHost(x.url), Dialect: x.site.dialect,
		Operation: journal.Notification, Method: http.MethodPost, Hint: journal.HintNone, TokenKind: x.tokenKind, Status: status, Faults: n.rules})
}

// queue is the notices that are due some time, the first one in front. Those of
// one instant are of one mailbox; they keep the order of its changes.
type queue []*notice

func (q queue) Len() int { return len(q) }

func (q queue) Less(i, j int) bool {
	a, b := q[i], q[j]
	return cmp.Or(a.due.Compare(b.due), cmp.Compare(a.change.Mailbox, b.change.Mailbox), cmp.Compare(a.change.Seq, b.change.Seq),
		cmp.Compare(a.to.id, b.to.id), cmp.Compare(a.copy, b.copy)) < 0
}

func (q queue) Swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].index, q[j].index = i, j
}

// Push implements heap.Interface.
func (q *queue) Push(x any) {
	n := x.(*notice)
	n.index = len(*q)
	*q = append(*q, n)
}

// Pop implements heap.Interface.
func (q *queue) Pop() any {
	last := len(*q) - 1
	n := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	n.index = -1
	return n
}

var _ heap.Interface = (*queue)(nil)
