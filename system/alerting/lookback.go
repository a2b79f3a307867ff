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

// lateness is how much later than it should a rule may be evaluated and still find all
// that it looks back on.
const lateness = 10 * time.Minute

// retentionFor is how long samples are kept for the rules of c; 0 is for ever.
func retentionFor(c Config) (time.Duration, error) {
	groups, err := parseRules(c.RulesName, c.Rules)
	if err != nil {
		return 0, err
	}
	most, bounded := lookback(groups, newParser())
	if !bounded {
		c.Log.Info("samples are kept for ever: it cannot be told how far the rules look back", "rules", c.RulesName)
		return 0, nil
	}
	return max(most, instantLookback) + lateness, nil
}

// lookback is how far into the past the rules look, at most. It is not bounded if one of
// them names an instant (@) or computes a duration, or has a text that asks a query of its
// own.
func lookback(groups *rulefmt.RuleGroups, p parser.Parser) (most time.Duration, bounded bool) {
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			expr, err := p.ParseExpr(r.Expr)
			if err != nil || asks(r.Annotations) || asks(r.Labels) || asks(g.Labels) {
				return 0, false
			}
			d, ok := reach(expr)
			if !ok {
				return 0, false
			}
			if g.QueryOffset != nil {
				d += time.Duration(*g.QueryOffset) // results are stored at that instant, too
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
		switch n := n.(type) {
		case *parser.MatrixSelector:
			bounded = bounded && n.RangeExpr == nil
		case *parser.SubqueryExpr:
			bounded = bounded && n.Timestamp == nil && n.StartOrEnd == 0 && n.RangeExpr == nil && n.OriginalOffsetExpr == nil
		case *parser.VectorSelector:
			bounded = bounded && n.Timestamp == nil && n.StartOrEnd == 0 && n.OriginalOffsetExpr == nil
			most = max(most, instantLookback+n.OriginalOffset+around(path))
		}
		return nil
	})
	return most, bounded
}

// around is what ranges and offsets around a selector add to its reach.
func around(path []parser.Node) (more time.Duration) {
	for _, outer := range path {
		switch o := outer.(type) {
		case *parser.MatrixSelector:
			more += o.Range
		case *parser.SubqueryExpr:
			more += o.Range + o.OriginalOffset
		}
	}
	return more
}
