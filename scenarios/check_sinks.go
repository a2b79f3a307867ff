package scenarios

import "fmt"

// sinks: each is down for a span of the clock, and no two spans of one overlap.
func (c *checker) sinks() {
	for i, s := range c.file.Sinks {
		p := where{"sinks", i, "down"}
		c.within(p.below("from"), s.Down.From)
		c.within(p.below("until"), s.Down.Until)
		if s.Down.From.IsZero() {
			continue // told when it was decoded
		}
		if !s.Down.Until.IsZero() && !s.Down.From.Before(s.Down.Until.Time) {
			c.add(p.below("until"), "the span ends at or before its start", "an instant after "+instant(s.Down.From))
			continue
		}
		for _, other := range c.file.Sinks[:i] {
			if other.Name == s.Name && overlap(other.Down, s.Down) {
				c.add(p.below("from"), fmt.Sprintf("the %s is down already, from %s", s.Name, instant(other.Down.From)), "spans apart from each other")
				break
			}
		}
	}
}

// overlap says whether two spans share an instant, or touch.
func overlap(a, b Down) bool {
	starts := func(a, b Down) bool { return b.Until.IsZero() || !a.From.After(b.Until.Time) }
	return starts(a, b) && starts(b, a)
}
