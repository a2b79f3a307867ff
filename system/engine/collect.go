package engine

import "anchorage/system"

// collection gathers the pages of one round. The provider may send an item more
// than once: the last word counts. The order is that of first appearance. The zero
// value is empty and costs nothing as long as nothing is found.
type collection struct {
	found []finding
	byID  map[string]int // index in found
}

type finding struct {
	event system.Event // only its ID if removed
	gone  bool
}

func (c *collection) add(p system.Page) {
	for i := range p.Changed {
		c.put(finding{event: p.Changed[i]})
	}
	for _, id := range p.Removed {
		c.put(finding{event: system.Event{ID: id}, gone: true})
	}
}

func (c *collection) put(f finding) {
	if i, ok := c.byID[f.event.ID]; ok {
		c.found[i] = f
		return
	}
	if c.byID == nil {
		c.byID = map[string]int{}
	}
	c.byID[f.event.ID] = len(c.found)
	c.found = append(c.found, f)
}

// split returns what was created or updated, and what is gone.
func (c *collection) split() (changed []system.Event, removed []string) {
	for _, f := range c.found {
		if f.gone {
			removed = append(removed, f.event.ID)
		} else {
			changed = append(changed, f.event)
		}
	}
	return changed, removed
}
