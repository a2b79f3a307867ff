package audit

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
)

// Dead lists the rules of a rule file that can never come to anything, since what
// they ask for is neither exported nor recorded, one sentence each.
//
// A rule is alive when its expression may have a result; recorded series and
// ALERTS are as alive as the rules that make them. What only absence brings about
// (absent, the right side of unless) needs nothing.
func Dead(name string, text []byte, x Exported) ([]string, error) {
	groups, err := parse(name, text)
	if err != nil {
		return nil, err
	}
	l := life{exported: x, recorded: map[string]bool{}, alerts: map[string]bool{}}
	if err := l.settle(groups); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	var dead []string
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			why, err := l.lacking(r)
			switch {
			case err != nil:
				return nil, fmt.Errorf("%s: %w", name, err)
			case why == "":
			case r.Alert != "":
				dead = append(dead, fmt.Sprintf("%s: alert %s of group %s can never fire: %s", name, r.Alert, g.Name, why))
			default:
				dead = append(dead, fmt.Sprintf("%s: %s of group %s is never recorded: %s", name, r.Record, g.Name, why))
			}
		}
	}
	return dead, nil
}

func parse(name string, text []byte) (*rulefmt.RuleGroups, error) {
	groups, problems := rulefmt.Parse(text, false, model.UTF8Validation, newParser(), slog.New(slog.DiscardHandler))
	for i, p := range problems {
		problems[i] = fmt.Errorf("%s: %w", name, p)
	}
	return groups, errors.Join(problems...)
}

func newParser() parser.Parser { return parser.NewParser(parser.Options{}) }

// life knows which series there can be.
type life struct {
	exported Exported
	recorded map[string]bool // key: name of a recorded series
	alerts   map[string]bool // key: name of an alert that may fire
}

// settle goes over the rules until no more of them come alive: a rule may ask for
// what a later one makes.
func (l *life) settle(groups *rulefmt.RuleGroups) error {
	for changed := true; changed; {
		changed = false
		for _, g := range groups.Groups {
			for _, r := range g.Rules {
				made, name := l.recorded, r.Record
				if r.Alert != "" {
					made, name = l.alerts, r.Alert
				}
				if made[name] {
					continue
				}
				why, err := l.lacking(r)
				if err != nil {
					return err
				}
				if why == "" {
					made[name], changed = true, true
				}
			}
		}
	}
	return nil
}

// lacking says what a rule lacks to have a result; "" when it lacks nothing.
func (l *life) lacking(r rulefmt.Rule) (string, error) {
	e, err := newParser().ParseExpr(r.Expr)
	if err != nil {
		return "", fmt.Errorf("expression of %s%s: %w", r.Alert, r.Record, err)
	}
	return l.lacks(e), nil
}

// lacks says why an expression has no result, whatever happens.
func (l *life) lacks(e parser.Expr) string {
	switch e := e.(type) {
	case *parser.VectorSelector:
		return l.selects(e)
	case *parser.MatrixSelector:
		return l.lacks(e.VectorSelector)
	case *parser.SubqueryExpr:
		return l.lacks(e.Expr)
	case *parser.AggregateExpr:
		return l.lacks(e.Expr)
	case *parser.ParenExpr:
		return l.lacks(e.Expr)
	case *parser.UnaryExpr:
		return l.lacks(e.Expr)
	case *parser.StepInvariantExpr:
		return l.lacks(e.Expr)
	case *parser.BinaryExpr:
		return l.combines(e)
	case *parser.Call:
		return l.calls(e)
	}
	return "" // a literal
}

func (l *life) combines(e *parser.BinaryExpr) string {
	left := l.lacks(e.LHS)
	if e.Op == parser.LUNLESS {
		return left
	}
	right := l.lacks(e.RHS)
	if e.Op == parser.LOR && (left == "" || right == "") {
		return ""
	}
	if left != "" {
		return left
	}
	return right
}

// resultful are functions that have a result even over nothing.
var resultful = map[string]bool{"absent": true, "absent_over_time": true, "scalar": true, "vector": true}

func (l *life) calls(e *parser.Call) string {
	if resultful[e.Func.Name] {
		return ""
	}
	for _, a := range e.Args {
		if why := l.lacks(a); why != "" {
			return why
		}
	}
	return ""
}

func (l *life) selects(e *parser.VectorSelector) string {
	name := nameOf(e)
	switch {
	case name == "" || name == seriesUp || strings.HasPrefix(name, prefixOfScrapes):
		return ""
	case name == seriesAlerts || name == seriesAlertsFor:
		return l.lacksAlert(e)
	case l.recorded[name]:
		return ""
	case l.exported[name] == nil:
		return "nothing exports or records " + name
	}
	return l.exported.lacks(name, e.LabelMatchers)
}

// lacksAlert says whether ALERTS are asked for of which none may fire.
func (l *life) lacksAlert(e *parser.VectorSelector) string {
	for _, m := range e.LabelMatchers {
		if m.Name != labelOfAlert {
			continue
		}
		for name := range l.alerts {
			if m.Matches(name) {
				return ""
			}
		}
		return fmt.Sprintf("no alert that can fire has %s", m)
	}
	return ""
}

// nameOf is the metric that is asked for by name; "" when it is by pattern.
func nameOf(e *parser.VectorSelector) string {
	if e.Name != "" {
		return e.Name
	}
	for _, m := range e.LabelMatchers {
		if m.Name == model.MetricNameLabel && m.Type == labels.MatchEqual {
			return m.Value
		}
	}
	return ""
}
