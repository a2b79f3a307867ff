package scenarios

import "slices"

// node is a value of the file with its place. Aliases share nodes, so a tree is
// never changed once it is read.
type node struct {
	kind kind
	at   position
	text string  // scalars, as written, quotes removed
	keys []entry // of a map, in file order
	list []*node // items of a list
	size int     // nodes in all, aliases counted in full
	last int     // last line that the value reaches
}

type kind int

const (
	broken kind = iota // its mistake is already told; nothing more is said about it
	mapping
	sequence
	text   // quoted, or no other scalar
	number // plain
	boolean
	nothing // null or left out
)

// entry is one key of a map and its value.
type entry struct {
	name  string
	at    position
	value *node
}

// names of a node's kind, for messages.
func (n *node) describe() string {
	switch n.kind {
	case mapping:
		return "a map"
	case sequence:
		return "a list"
	case number:
		return "the number " + n.text
	case boolean:
		return n.text
	case nothing:
		return "no value"
	}
	return "text"
}

// get is the value of a key of a map, or nil.
func (n *node) get(name string) *node {
	if e := n.entry(name); e != nil {
		return e.value
	}
	return nil
}

func (n *node) entry(name string) *entry {
	if n == nil || n.kind != mapping {
		return nil
	}
	for i := range n.keys {
		if n.keys[i].name == name {
			return &n.keys[i]
		}
	}
	return nil
}

// place is the position of what path leads to: keys (string) and indices (int).
// Where the path leaves the tree, the last place on it counts.
func (n *node) place(path ...any) position {
	for _, step := range path {
		var next *node
		switch step := step.(type) {
		case string:
			next = n.get(step)
		case int:
			if n.kind == sequence && step >= 0 && step < len(n.list) {
				next = n.list[step]
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return n.at
}

// without is the map less some keys.
func (n *node) without(names ...string) *node {
	c := *n
	c.keys = slices.DeleteFunc(slices.Clone(n.keys), func(e entry) bool { return slices.Contains(names, e.name) })
	return &c
}

// merge lays over upon base: maps merge key by key, anything else replaces.
func merge(base, over *node) *node {
	if base == nil || base.kind != mapping || over.kind != mapping {
		return over
	}
	merged := *base
	merged.keys = slices.Clone(base.keys)
	for _, e := range over.keys {
		i := slices.IndexFunc(merged.keys, func(b entry) bool { return b.name == e.name })
		if i < 0 {
			merged.keys = append(merged.keys, e)
			continue
		}
		e.value = merge(merged.keys[i].value, e.value)
		merged.keys[i] = e
	}
	return &merged
}
