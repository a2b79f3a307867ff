package scenarios

// kills: each within the clock, and no earlier than the system runs again.
func (c *checker) kills() {
	for i, k := range c.file.Kills {
		p := where{"kills", i}
		c.within(p.below("at"), k.At)
		if k.Down < 0 {
			c.add(p.below("down"), "a negative time", "a time above zero")
			continue
		}
		if i == 0 || k.At.IsZero() {
			continue
		}
		if before := c.file.Kills[i-1]; !before.At.IsZero() && k.At.Before(before.Until()) {
			c.add(p.below("at"), "the system does not run then: it was killed at "+instant(before.At), "kills in order, each after the system runs again")
		}
	}
}
