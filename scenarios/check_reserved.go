package scenarios

import "anchorage/sim/fault"

// reservedInjections are kinds that the rules know and the simulated provider
// does not carry out in this build.
var reservedInjections = []struct {
	key  string
	used func(fault.Inject) bool
}{
	{"notifications", func(in fault.Inject) bool { return in.Notifications != nil }},
	{"subscription", func(in fault.Inject) bool { return in.Subscription != "" }},
	{"stale_reads", func(in fault.Inject) bool { return in.StaleReads != 0 }},
}

// reserved finds keys that the format has and this build does not act on. A file
// that uses one would be told a lie by silence: its faults would count hits and
// change nothing.
func (c *checker) reserved() {
	const message, expected = "is not simulated in this build", "a file without it"
	for i, f := range c.file.Faults {
		for _, r := range reservedInjections {
			if r.used(f.Inject) {
				c.report.addUnlessTold(c.root.place("faults", i, "inject", r.key), r.key+" "+message, expected)
			}
		}
	}
	owners := c.file.Owners
	if owners.WritesPerDay != 0 {
		c.add(where{"owners", "writes_per_day"}, "writes_per_day "+message, expected)
	}
	for _, r := range []struct {
		key  string
		used bool
	}{{"decline", owners.Relink.Decline != 0}, {"other_account", owners.Relink.Other != 0}, {"twice", owners.Relink.Twice != 0}} {
		if r.used {
			c.add(where{"owners", "relink", r.key}, r.key+" "+message, expected)
		}
	}
}
