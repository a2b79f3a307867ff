package scenarios

import (
	"fmt"
	"slices"

	"anchorage/sim/people"
	"anchorage/sim/units"
)

var expectationKinds = []string{"cache", "failing", "alert", "noticed", "recovered", "makeup", "relink", "claim", "silence", "tried", "chat", "fresh", "writes"}

func (c *checker) expectations() {
	names := map[string]bool{}
	for i, e := range c.file.Expect {
		p := where{"expect", i}
		c.oneOf(p, "the expectation expects nothing", "the expectation has several kinds", expectationKinds)
		if names[e.Name] && e.Name != "" {
			c.add(p.below("name"), fmt.Sprintf("two expectations are called %q", e.Name), "another name")
		}
		names[e.Name] = true
		c.expectation(p, e)
	}
}

func (c *checker) expectation(p where, e Expectation) {
	if x := e.Failing; x != nil {
		c.population(p.below("failing"), x.Cohort, x.Select)
		c.within(p.below("failing", "at"), x.At)
	}
	if x := e.Alert; x != nil {
		c.fault(p.below("alert", "after"), x.After)
	}
	if x := e.Noticed; x != nil {
		c.noticed(p.below("noticed"), *x)
	}
	if x := e.Recovered; x != nil {
		p := p.below("recovered")
		c.population(p, x.Cohort, x.Select)
		c.fault(p.below("after"), x.After)
		c.within(p.below("by"), x.By)
	}
	if x := e.Makeup; x != nil {
		p := p.below("makeup")
		c.selector(p.below("select"), x.Select)
		c.cohort(p.below("cohort"), x.Cohort)
		c.within(p.below("at"), x.At)
	}
	if x := e.Relink; x != nil {
		c.relink(p.below("relink"), *x)
	}
	if x := e.Claim; x != nil {
		c.claim(p.below("claim", "at"), x.At)
	}
	if x := e.Silence; x != nil {
		c.silence(p.below("silence"), *x)
	}
	if x := e.Fresh; x != nil {
		p := p.below("fresh")
		c.population(p, x.Cohort, x.Select)
		c.span(p, x.From, x.Until)
	}
	if x := e.Writes; x != nil {
		p := p.below("writes")
		c.population(p, x.Cohort, x.Select)
		c.fault(p.below("during"), x.During)
		c.within(p.below("by"), x.By)
	}
	if x := e.Chat; x != nil {
		c.chat(p.below("chat"), *x)
	}
}

// population: an expectation is about a cohort, a selection, or all.
func (c *checker) population(p where, cohort string, s people.Selector) {
	c.cohort(p.below("cohort"), cohort)
	c.selector(p.below("select"), s)
	if n := c.node(p); n.get("cohort") != nil && n.get("select") != nil {
		c.report.add(n.entry("select").at, "both cohort and select", "one of them", "")
	}
}

func (c *checker) noticed(p where, x ExpectNoticed) {
	c.fault(p.below("after"), x.After)
	c.within(p.below("from"), x.From)
	c.within(p.below("by"), x.By)
	if !x.From.IsZero() && !x.By.IsZero() && x.By.Before(x.From.Time) {
		c.add(p.below("by"), "by is before from", "an instant after it")
	}
}

// span: two instants of the world, the second after the first.
func (c *checker) span(p where, from, until units.Time) {
	c.within(p.below("from"), from)
	c.within(p.below("until"), until)
	if !from.IsZero() && !until.IsZero() && !until.After(from.Time) {
		c.add(p.below("until"), "until is not after from", "an instant after it")
	}
}

func (c *checker) relink(p where, x ExpectRelink) {
	c.cohort(p.below("cohort"), x.Cohort)
	c.within(p.below("by"), x.By)
	c.within(p.below("none_healed_by"), x.NoneHealedBy)
	n := c.node(p)
	share, cohort, by := n.entry("share"), n.entry("cohort"), n.entry("by")
	switch {
	case cohort != nil && share == nil:
		c.report.add(cohort.at, "cohort stands without share", "the share of the cohort that is ever asked", "")
	case share != nil && cohort == nil && by == nil:
		c.report.add(share.at, "share stands without cohort and by", "whose share, or the share of all by when", "")
	case by != nil && share == nil:
		c.report.add(by.at, "by stands without share", "the share that is asked by then", "")
	case n.kind == mapping && len(n.keys) == 0:
		c.add(p, "the expectation expects nothing", "asked, share, first_recovery_within or none_healed_by")
	}
}

// claim must be about a post that claims something. The time of a post that
// answers a signal is not known beforehand.
func (c *checker) claim(p where, at units.Time) {
	if at.IsZero() {
		return
	}
	c.within(p, at)
	var claims []string
	for _, s := range c.file.Operators {
		if s.Post == nil || s.Post.Claims.Healthy == nil {
			continue
		}
		if s.On != "" || s.At.IsZero() {
			return
		}
		claims = append(claims, instant(s.At))
	}
	if !slices.Contains(claims, instant(at)) {
		expected := "one of " + oneOf(claims)
		if len(claims) == 0 {
			expected = "a post with claims among the operators"
		}
		c.report.addUnlessTold(c.root.place(p...), "no status post of "+instant(at)+" claims anything", expected)
	}
}

func (c *checker) silence(p where, x ExpectSilence) {
	n := c.node(p)
	if n.get("at_least") == nil && n.get("at_most") == nil {
		c.report.addUnlessTold(c.root.place(p...), "the expectation expects nothing", "at_least, at_most or both")
	}
	if x.AtLeast != 0 && x.AtMost != 0 && x.AtMost < x.AtLeast {
		c.add(p.below("at_most"), "at_most is less than at_least", "at least "+x.AtLeast.D().String())
	}
}

func (c *checker) chat(p where, x ExpectChat) {
	c.fault(p.below("after"), x.After)
	c.within(p.below("by"), x.By)
	n := c.node(p)
	if n.get("at_least") == nil && n.get("at_most") == nil {
		c.report.addUnlessTold(c.root.place(p...), "the expectation expects nothing", "at_least, at_most or both")
	}
	if x.AtLeast < 0 {
		c.add(p.below("at_least"), fmt.Sprintf("%d messages", x.AtLeast), "0 or above")
	}
	if x.AtMost != nil && *x.AtMost < max(x.AtLeast, 0) {
		c.add(p.below("at_most"), fmt.Sprintf("%d messages", *x.AtMost), fmt.Sprintf("%d or above", max(x.AtLeast, 0)))
	}
}
