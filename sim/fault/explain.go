package fault

import "time"

// Explanation is why one rule did or did not act on a request.
type Explanation struct {
	Rule        string
	InForce     bool
	Hit         bool
	FirstFailed string // "field: reason" of the first condition that did not hold; "" when hit
}

// Explain tells of every rule, in file order, what became of a request at an
// instant. It counts nothing.
func (e *Engine) Explain(now time.Time, r Request) []Explanation {
	all := make([]Explanation, len(e.rules))
	var d Decision
	for i, rule := range e.rules {
		x := Explanation{Rule: rule.Name}
		p := rule.schedule.phase(now.UnixNano())
		x.InForce = p.in
		if x.FirstFailed = rule.firstFailed(p, r); x.FirstFailed == "" {
			if d, x.Hit = rule.act(d, r, now); !x.Hit {
				x.FirstFailed = "inject: an earlier rule had answered"
			}
		}
		all[i] = x
	}
	return all
}

func (r *rule) firstFailed(p phase, q Request) string {
	if !p.in {
		return "time: in force " + r.Rule.when()
	}
	for _, c := range r.conditions {
		if !c.holds(q, p.period) {
			return c.field + ": " + c.told(q)
		}
	}
	return ""
}
