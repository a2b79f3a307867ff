package scenarios

import (
	"fmt"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"
)

// converter turns the parser's tree into ours: aliases resolved within a budget,
// what scenario files may not use told.
type converter struct {
	report   *report
	anchors  map[string]*node // complete ones only, so an alias can't lead into itself
	expanded int              // values that aliases stood for so far
	hopeless bool             // a limit is passed: nothing more is read or told
}

// placeOf is where a person would say that n begins.
func placeOf(n ast.Node) position {
	t := n.GetToken()
	switch n := n.(type) {
	case *ast.MappingNode:
		if !n.IsFlowStyle && len(n.Values) > 0 {
			t = n.Values[0].Key.GetToken()
		}
	case *ast.MappingValueNode:
		t = n.Key.GetToken()
	}
	if t == nil || t.Position == nil {
		return position{1, 1}
	}
	return position{t.Position.Line, t.Position.Column}
}

func (c *converter) node(n ast.Node, level int) *node {
	out := &node{at: placeOf(n), size: 1}
	out.last = out.at.line
	if level > maxNesting {
		c.giveUp(out.at, "the file is nested too deeply", fmt.Sprintf("at most %d levels", maxNesting))
	}
	if c.hopeless {
		return out
	}
	switch n := n.(type) {
	case *ast.MappingNode:
		c.entries(out, n.Values, level)
	case *ast.MappingValueNode:
		c.entries(out, []*ast.MappingValueNode{n}, level)
	case *ast.SequenceNode:
		c.items(out, n.Values, level)
	case *ast.AnchorNode:
		return c.anchor(n, level)
	case *ast.AliasNode:
		return c.alias(n, out)
	case *ast.TagNode:
		c.report.add(out.at, "a YAML tag", "a plain value", "")
	default:
		c.scalar(out, n)
	}
	return out
}

// giveUp tells of a limit that the file passes.
func (c *converter) giveUp(at position, message, expected string) {
	if !c.hopeless {
		c.report.add(at, message, expected, "")
	}
	c.hopeless = true
}

func (c *converter) entries(out *node, values []*ast.MappingValueNode, level int) {
	out.kind = mapping
	first := make(map[string]int, len(values)) // lines
	for _, v := range values {
		at := placeOf(v)
		name, ok := c.key(v.Key, at)
		value := c.node(v.Value, level+1)
		if value.kind == nothing {
			value.at = at // a value left out has no place of its own
		}
		if !ok {
			continue
		}
		if line, twice := first[name]; twice {
			c.report.add(at, fmt.Sprintf("the key %q stands in this map already, in line %d", name, line), "each key once", "")
			continue
		}
		first[name] = at.line
		out.keys = append(out.keys, entry{name, at, value})
		out.grow(value)
	}
}

func (c *converter) key(k ast.MapKeyNode, at position) (string, bool) {
	switch k := k.(type) {
	case *ast.MergeKeyNode:
		c.report.add(at, "a merge key (<<)", "plain keys; an alias may stand for a whole value", "")
		return "", false
	case *ast.MappingKeyNode:
		c.report.add(at, "a key introduced by ?", "a plain key", "")
		return "", false
	case *ast.StringNode:
		return k.Value, true
	}
	return k.GetToken().Value, true
}

func (c *converter) items(out *node, values []ast.Node, level int) {
	out.kind = sequence
	for _, v := range values {
		item := c.node(v, level+1)
		out.list = append(out.list, item)
		out.grow(item)
	}
}

func (n *node) grow(child *node) {
	n.size += child.size
	n.last = max(n.last, child.last)
}

func (c *converter) anchor(n *ast.AnchorNode, level int) *node {
	value := c.node(n.Value, level)
	if n.Name != nil {
		c.anchors[n.Name.GetToken().Value] = value
	}
	return value
}

func (c *converter) alias(n *ast.AliasNode, out *node) *node {
	name := ""
	if n.Value != nil {
		name = n.Value.GetToken().Value
	}
	target := c.anchors[name]
	if target == nil {
		c.report.add(out.at, fmt.Sprintf("the alias *%s has no anchor &%s that is complete before it", name, name), "", "")
		return out
	}
	if c.expanded += target.size; c.expanded > maxExpanded {
		c.giveUp(out.at, "the aliases of this file stand for too many values", fmt.Sprintf("at most %d in all", maxExpanded))
		return out
	}
	return target
}

func (c *converter) scalar(out *node, n ast.Node) {
	out.text = n.GetToken().Value
	switch n := n.(type) {
	case *ast.StringNode:
		out.kind, out.text = text, n.Value
		if n.Token.Type == token.StringType && isNumber(n.Value) {
			out.kind = number // the parser takes 1e3 for text
		}
	case *ast.LiteralNode:
		out.kind, out.text = text, n.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.InfinityNode, *ast.NanNode:
		out.kind = number
	case *ast.BoolNode:
		out.kind = boolean
	case *ast.NullNode:
		out.kind = nothing
	default:
		c.report.add(out.at, "a construct of YAML that scenario files do not use", "maps, lists and plain values", "")
	}
}
