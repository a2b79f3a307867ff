package scenarios

import (
	"fmt"

	"anchorage/sim/mailbox"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// rounding of shares that people write: 0.1 + 0.2 is 0.3 to them.
const rounding = 1e-9

func (c *checker) fleets() {
	if n := c.root.get("fleet"); n != nil && n.kind == sequence && len(n.list) == 0 {
		c.add(where{"fleet"}, "the list of fleets is empty", "at least one")
	}
	first, all := map[string]int{}, 0
	for i, f := range c.file.Fleet {
		p := where{"fleet", i}
		checkName(c.report, c.root.place(p.below("name")...), f.Name)
		if line, twice := first[f.Name]; twice && f.Name != "" {
			c.add(p.below("name"), fmt.Sprintf("the fleet %q is named in line %d already", f.Name, line), "another name")
		} else {
			first[f.Name] = c.root.place(p.below("name")...).line
		}
		if n := c.root.get("fleet").list[i].get("mailboxes"); n != nil && n.kind == number && (f.Mailboxes < 1 || f.Mailboxes > maxMailboxes) {
			c.report.addUnlessTold(n.at, fmt.Sprintf("%s mailboxes", n.text), fmt.Sprintf("1 to %d", maxMailboxes))
		}
		if f.Provider == mailbox.Microsoft365 && f.Authorization == mailbox.Live {
			c.add(p.below("authorization"), "work and school accounts can't be linked through "+mailbox.Live, mailbox.IdentityPlatform)
		}
		c.address(p.below("address"), f.Address)
		all += min(max(f.Mailboxes, 0), maxMailboxes)
	}
	if all > maxMailboxes {
		c.report.addUnlessTold(c.root.place("fleet"), fmt.Sprintf("the fleets have %d mailboxes or more together", all), fmt.Sprintf("%d at most", maxMailboxes))
	}
}

// address checks that the quotas of a fleet fit into it.
func (c *checker) address(p where, a Address) {
	other := a.CustomDomain.F() + a.OtherSignIn.F()
	if other > 1+rounding {
		c.add(p, fmt.Sprintf("custom_domain and other_sign_in are %g of the fleet together", other), "1 at most")
		return
	}
	if a.CustomDomainListed > a.CustomDomain+rounding {
		c.add(p.below("custom_domain_listed"), fmt.Sprintf("%g is more than custom_domain, which it is a part of", a.CustomDomainListed.F()), fmt.Sprintf("%g at most", a.CustomDomain.F()))
	}
	if a.StandardUnlisted.F() > 1-other+rounding {
		c.add(p.below("standard_unlisted"), fmt.Sprintf("%g is more than the standard addresses, which it is a part of", a.StandardUnlisted.F()), fmt.Sprintf("%g at most", 1-other))
	}
}

const (
	maxPerDay = 1000 // edits, writes or reads of one owner
	maxEvents = 1000 // in a calendar at the start
	maxSeries = 100  // likewise
)

func (c *checker) owners() {
	o := c.file.Owners
	c.rate(where{"owners", "edits_per_day"}, o.EditsPerDay)
	c.rate(where{"owners", "writes_per_day"}, o.WritesPerDay)
	c.rate(where{"owners", "reads_per_day"}, o.ReadsPerDay)
	if o.Events < 0 || o.Events > maxEvents {
		c.add(where{"owners", "events"}, fmt.Sprintf("%d events in each calendar", o.Events), fmt.Sprintf("0 to %d", maxEvents))
	}
	if o.Series != nil && (*o.Series < 0 || *o.Series > maxSeries) {
		c.add(where{"owners", "series"}, fmt.Sprintf("%d series in each calendar", *o.Series), fmt.Sprintf("0 to %d", maxSeries))
	}
	c.spread(where{"owners", "relink", "after"}, o.Relink.After.Median, o.Relink.After.P95)
}

func (c *checker) rate(p where, perDay float64) {
	if perDay < 0 || perDay > maxPerDay {
		c.add(p, fmt.Sprintf("%g times a day", perDay), fmt.Sprintf("0 to %d", maxPerDay))
	}
}

// spread checks a log-normal delay.
func (c *checker) spread(p where, median, p95 units.Duration) {
	if p95 != 0 && p95 < median {
		c.add(p.below("p95"), fmt.Sprintf("the 95th percentile is below the median, %s", median.D()), "at least the median")
	}
}

func (c *checker) team() {
	t := c.file.Team
	if t.Attention != (people.Attention{}) && (t.Attention.Full < 0 || t.Attention.Blind <= t.Attention.Full) {
		c.add(where{"team", "attention"}, fmt.Sprintf("attention falls from %d messages to %d", t.Attention.Full, t.Attention.Blind), "full 0 or above, and blind above full")
	}
}
