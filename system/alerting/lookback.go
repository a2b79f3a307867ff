package alerting

import (
	"strings"
	"time"

	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

// instantLookback is how old a sample may be that a query without a range takes for the
// value of now: Prometheus's default.
const instantLookback = 5 * time.Minute

// retentionFor is how long samples are kept for the rules of c; 0 is for ever.
func retentionFor(c Config) (time.Duration, error) {
	groups, err := parseRules(c.RulesName, c.Rules)
	if err != nil {
		return 0, err
	}
	if most, bounded := lookback(groups, newParser()); bounded {
		return max(most, instantLookback), nil
	}
	return 0, nil
}

// lookback is how far into the past the rules look, at most. It is not bounded if one of
// them names an instant (@), or has a text that asks a query of its own.
func lookback(groups *rulefmt.RuleGroups, p parser.Parser) (most time.Duration, bounded bool) {
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			expr, err := p.ParseExpr(r.Expr)
			if err != nil || asks(r.Annotations) || asks(r.Labels) {
				return 0, false
			}
			d, ok := reach(expr)
			if !ok {
				return 0, false
			}
			most = max(most, d)
		}
	}
	return most, true
}

// asks tells whether a template among texts may ask a query.
func asks(texts map[string]string) bool {
	for _, t := range texts {
		if strings.Contains(t, "query") {
			return true
		}
	}
	return false
}

// reach is how far back an expression looks. Ranges and offsets of subqueries add to
// those inside.
func reach(expr parser.Expr) (most time.Duration, bounded bool) {
	bounded = true
	parser.Inspect(expr, func(n parser.Node, path []parser.Node) error {
		selector, ok := n.(*parser.VectorSelector)
		if !ok {
			if s, ok := n.(*parser.SubqueryExpr); ok && (s.Timestamp != nil || s.StartOrEnd != 0) {
				bounded = false
			}
			return nil
		}
		if selector.Timestamp != nil || selector.StartOrEnd != 0 {
			bounded = false
		}
		back := instantLookback + selector.OriginalOffset
		for _, outer := range path {
			switch o := outer.(type) {
			case *parser.MatrixSelector:
				back += o.Range
			case *parser.SubqueryExpr:
				back += o.Range + o.OriginalOffset
			}
		}
		most = max(most, back)
		return nil
	})
	return most, bounded
}
