package scenarios

// chances refuses shares of nothing in the matches of faults: a rule that can hit
// nobody, or never, says something else than its writer means. Absent they stand
// for everybody and always, and as values the two cannot be told apart.
func (c *checker) chances() {
	for i, f := range c.file.Faults {
		match := where{"faults", i, "match"}
		if f.Match.Probability == 0 {
			c.nothing(match.below("probability"), "a fault with probability 0 never happens", "a chance above 0, or none at all for always")
		}
		if f.Match.Share == 0 {
			c.nothing(match.below("share"), "a fault with share 0 hits nobody", "a share above 0, or none at all for everybody")
		}
	}
}

// nothing complains of a value that the file writes down.
func (c *checker) nothing(p where, message, expected string) {
	if n := c.node(p); n != nil && n.kind != nothing && n.kind != broken {
		c.report.addUnlessTold(c.root.place(p...), message, expected)
	}
}
