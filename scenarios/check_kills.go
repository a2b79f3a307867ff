package scenarios

// kills: each within the clock, and no earlier than the system runs again.
func (c *checker) kills() {
	for i, k := range c.file.Kills {
		at := where{"kills", i, "at"}
		c.within(at, k.At)
		if i == 0 || k.At.IsZero() {
			continue
		}
		const expected = "kills in order, each after the system runs again"
		switch before := c.file.Kills[i-1]; {
		case k.At.Before(before.At.Time):
			c.add(at, "this kill comes before the one above it, at "+instant(before.At), expected)
		case k.At.Before(before.Until()):
			c.add(at, "the system does not run then: it was killed at "+instant(before.At), expected)
		}
	}
}
