package scenarios

import (
	"slices"
	"strings"

	"anchorage/sim/people"
)

var stepActions = []string{"post", "try", "deploy", "enable", "relink"}

func (c *checker) operators() {
	for i, step := range c.file.Operators {
		p := where{"operators", i}
		c.within(p.below("at"), step.At)
		c.oneOf(p, "the step does nothing", "the step does several things", stepActions)
		c.moment(p)
		if n := c.node(p); n.get("for") != nil && n.get("try") == nil {
			c.add(p.below("for"), "only a try lasts for a time", "for beside try")
		}
		if step.Post != nil {
			c.post(p.below("post"), *step.Post)
		}
		if step.Relink != nil && step.Relink.PerHour == 0 && c.node(p).get("relink").get("per_hour") != nil {
			c.report.addUnlessTold(c.root.place(p.below("relink", "per_hour")...), "at this pace nobody is ever asked", "a share above 0")
		}
	}
}

// moment checks when a step happens: at a time or on a signal.
func (c *checker) moment(p where) {
	n := c.node(p)
	at, on, after := n.entry("at"), n.entry("on"), n.entry("after")
	switch {
	case n.kind != mapping:
	case at == nil && on == nil:
		c.add(p, "the step has no time", "at, or on with after")
	case at != nil && on != nil:
		c.report.add(on.at, "the step has both at and on", "one of them", "")
	case after != nil && on == nil:
		c.report.add(after.at, "after stands without on", "the signal that it is counted from", "")
	}
}

func (c *checker) post(p where, post people.Post) {
	if n := c.node(p.below("text")); n != nil && n.kind == text && strings.TrimSpace(post.Text) == "" {
		c.add(p.below("text"), "the post says nothing", "text")
	}
	if claim := post.Claims.Healthy; claim != nil {
		c.selector(p.below("claims", "healthy", "select"), claim.Select)
	}
}

// node is the value at p, or nil.
func (c *checker) node(p where) *node {
	n := c.root
	for _, step := range p {
		if n == nil {
			return nil
		}
		switch step := step.(type) {
		case string:
			n = n.get(step)
		case int:
			if n.kind != sequence || step >= len(n.list) {
				return nil
			}
			n = n.list[step]
		}
	}
	return n
}

// oneOf checks that exactly one of some keys is set.
func (c *checker) oneOf(p where, none, several string, keys []string) {
	n := c.node(p)
	if n == nil || n.kind != mapping {
		return
	}
	var first *entry
	for i, e := range n.keys {
		if !slices.Contains(keys, e.name) {
			continue
		}
		if first != nil {
			c.report.add(e.at, several+": "+first.name+" and "+e.name, "one of them", "")
			return
		}
		first = &n.keys[i]
	}
	if first == nil {
		// An unknown key is probably what was meant, and told already.
		c.report.addUnlessTold(n.at, none, "one of "+strings.Join(keys, ", "))
	}
}
