package engine

import (
	"slices"

	"anchorage/system"
)

// collection gathers the pages of one round. The provider may send an item more
// than once: the last word counts. The order is that of first appearance. The zero
// value is empty and costs nothing as long as nothing is found.
type collection struct {
	found  []finding
	byID   map[string]int // index in found
	series []string       // told whole
}

type finding struct {
	event system.Event // only its ID if removed
	gone  bool
}

func (c *collection) add(p system.Page) {
	for _, id := range p.Series {
		c.forget(id)
		if !slices.Contains(c.series, id) {
			c.series = append(c.series, id)
		}
	}
	for i := range p.Changed {
		if p.Changed[i].SeriesID == "" {
			c.forget(p.Changed[i].ID) // it may have been a series before
		}
		c.put(finding{event: p.Changed[i]})
	}
	for _, id := range p.Removed {
		c.forget(id)
		c.put(finding{event: system.Event{ID: id}, gone: true})
	}
}

// forget drops what earlier pages told of a series, which is told anew or gone, or
// of the single event that it was.
func (c *collection) forget(series string) {
	for i := range c.found {
		if f := &c.found[i]; f.event.SeriesID == series || f.event.ID == series {
			*f = finding{event: system.Event{ID: f.event.ID}, gone: true}
		}
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

// split returns what was created or updated, and what is gone. A series that came
// again after it was gone is both: what is gone goes first.
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
