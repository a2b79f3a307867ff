package scenarios

// reserved finds keys that the format has and this build does not act on. A file
// that uses one would be told a lie by silence: its faults would count hits and
// change nothing.
func (c *checker) reserved() {
	const message, expected = "is not simulated in this build", "a file without it"
	owners := c.file.Owners
	for _, r := range []struct {
		key  string
		used bool
	}{{"decline", owners.Relink.Decline != 0}, {"other_account", owners.Relink.Other != 0}, {"twice", owners.Relink.Twice != 0}} {
		if r.used {
			c.add(where{"owners", "relink", r.key}, r.key+" "+message, expected)
		}
	}
}
