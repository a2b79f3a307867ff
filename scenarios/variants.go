package scenarios

import (
	"fmt"
	"reflect"
)

// Keys of a file that are about its variants, not about a scenario.
const (
	keyBase     = "base"
	keyVariants = "variants"
)

// split makes one tree for the base and one for each variant.
func (s *Source) split(r *report, root *node) {
	base := DefaultVariant
	if e := root.entry(keyBase); e != nil {
		(&decoder{report: r}).value(e.value, reflect.ValueOf(&base).Elem(), nil)
		checkName(r, e.value.at, base)
	}
	common := root.without(keyBase, keyVariants)
	s.names, s.trees[base] = []string{base}, common
	e := root.entry(keyVariants)
	if e == nil || e.value.kind == broken {
		return
	}
	if e.value.kind != mapping {
		r.add(e.value.at, e.value.describe()+" can't stand here", "a map from the name of each variant to what is different in it", "")
		return
	}
	for _, v := range e.value.keys {
		if tree := variantOf(r, common, v, base); tree != nil {
			s.names, s.trees[v.name] = append(s.names, v.name), tree
			s.spans[v.name] = &variantSpan{v.name, v.at.line, v.value.last}
		}
	}
}

// variantOf lays what a variant says over the base. What must hold is not
// inherited: another course of events has other outcomes.
func variantOf(r *report, common *node, v entry, base string) *node {
	checkName(r, v.at, v.name)
	switch {
	case v.name == base:
		r.add(v.at, fmt.Sprintf("%q is the name of what the file tells outside of its variants", v.name), "another name, or a key base that names that", "")
		return nil
	case v.value.kind == broken:
		return nil
	case v.value.kind != mapping:
		r.add(v.value.at, v.value.describe()+" can't stand here", "a map with what is different in the variant", "")
		return nil
	}
	barred := []string{keyVariants, keyBase, "name"}
	for _, key := range barred {
		if e := v.value.entry(key); e != nil {
			r.add(e.at, fmt.Sprintf("a variant can't have the key %q", key), "that key at the top of the file only", "")
		}
	}
	return merge(common.without("expect"), v.value.without(barred...))
}

// check decodes and judges every variant, for the sake of the mistakes.
func (s *Source) check(r *report, o Options) {
	for _, name := range s.names {
		r.variant = s.spans[name] // none for the base
		f, d := new(File), &decoder{report: r, settings: s.settings}
		d.value(s.trees[name], reflect.ValueOf(f).Elem(), nil)
		f.setDefaults()
		c := checker{report: r, file: f, root: s.trees[name]}
		c.all()
		c.settings(s, o)
	}
	r.variant = nil
}
