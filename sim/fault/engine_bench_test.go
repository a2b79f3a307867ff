package fault_test

import (
	"fmt"
	"testing"
	"time"

	"anchorage/sim/fault"
	"anchorage/sim/mailbox"
	"anchorage/sim/units"
)

// BenchmarkDecide shows that rules which are not in force cost nothing: the same
// three are, beside any number of others.
func BenchmarkDecide(b *testing.B) {
	w := newWorld()
	for _, idle := range []int{0, 10, 100, 1000} {
		rules := []fault.Rule{
			{Name: "provider", Match: fault.Match{Provider: mailbox.Microsoft365}, Inject: status(503)},
			{Name: "share", Match: fault.Match{Provider: mailbox.Microsoft365, Share: 0.2}, Inject: status(503)},
			{Name: "header", Match: fault.Match{Header: fault.HeaderMatch{Present: []string{"X-AnchorMailbox"}}}, Inject: status(503)},
		}
		for i := range idle {
			rules = append(rules, fault.Rule{
				Name: fmt.Sprint("idle ", i), At: at(time.Duration(i+1) * time.Minute), Every: units.Duration(50 * time.Hour),
				For: units.Duration(time.Second), Inject: status(503),
			})
		}
		e, r := w.engine(b, rules...), w.request("outlook-00")
		b.Run(fmt.Sprint(idle), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e.Decide(from, r)
			}
		})
	}
}

// BenchmarkDecideOverTime moves through the edges of 1,000 flickering rules.
func BenchmarkDecideOverTime(b *testing.B) {
	w := newWorld()
	var rules []fault.Rule
	for i := range 1000 {
		rules = append(rules, fault.Rule{
			Name: fmt.Sprint("flicker ", i), At: at(time.Duration(i) * time.Second), Every: units.Duration(47 * time.Minute),
			For: units.Duration(time.Second), Match: fault.Match{Provider: mailbox.Microsoft365}, Inject: status(503),
		})
	}
	e, r := w.engine(b, rules...), w.request("outlook-00")
	now := from
	for b.Loop() {
		e.Decide(now, r)
		now = now.Add(450 * time.Millisecond) // 0.7 million requests in 88 hours
		if !now.Before(until) {
			now = from
		}
	}
}
