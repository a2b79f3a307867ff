package fault

import "time"

// Explanation is why one rule did or did not act on a request.
type Explanation struct {
	Rule        string
	InForce     bool
	Hit         bool
	FirstFailed string // "field: reason" of the first condition that did not hold; "" when hit
}

// Explain tells of every rule, in file order, what would become of a request at
// an instant. It counts nothing: to nth and probability the request is the next
// one of its mailbox after those decided so far.
func (e *Engine) Explain(now time.Time, r Request) []Explanation {
	all := make([]Explanation, len(e.rules))
	var d Decision
	notice := r.isNotice()
	for i, rule := range e.rules {
		x := Explanation{Rule: rule.Name}
		p := rule.schedule.phase(now.UnixNano())
		x.InForce = p.in
		if x.FirstFailed = rule.firstFailed(p, r, notice); x.FirstFailed == "" {
			if d, x.Hit = rule.act(d, r, now); !x.Hit {
				x.FirstFailed = "inject: an earlier rule had answered"
			}
		}
		all[i] = x
	}
	return all
}

func (r *rule) firstFailed(p phase, q Request, notice bool) string {
	if !p.in {
		return "time: in force " + r.Rule.when()
	}
	switch {
	case r.notices && !notice:
		return "operation: " + q.Operation + " is no notification"
	case notice && !r.notices:
		return "operation: a notification, on which only rules about notifications act"
	}
	for _, c := range r.conditions {
		if !c.holds(q, p.period) {
			return c.field + ": " + c.told(q)
		}
	}
	if r.tally != nil {
		return r.tally.firstFailed(q.mailboxID(), p.period)
	}
	return ""
}
