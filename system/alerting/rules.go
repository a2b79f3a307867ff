package alerting

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/labels"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/prometheus/prometheus/rules"
)

// rulesFile is the name under which the rule manager knows every rule file. A
// group's phase within the interval is a hash of file and group: under a fixed
// name it is the same in every run, wherever the file lies.
const rulesFile = "rules.yml"

// Limits of one query.
const (
	queryTimeout    = time.Minute
	maxQuerySamples = 5_000_000
)

// CheckRules tells everything that is wrong with a Prometheus rule file. name
// goes into the messages, which carry line and column as far as they are known.
func CheckRules(name string, text []byte) error {
	_, err := parseRules(name, text)
	return err
}

func parseRules(name string, text []byte) (*rulefmt.RuleGroups, error) {
	groups, problems := rulefmt.Parse(text, false, model.UTF8Validation, newParser(), slog.New(slog.DiscardHandler))
	for i, p := range problems {
		problems[i] = fmt.Errorf("%s: %w", name, p)
	}
	if len(problems) > 0 {
		return nil, errors.Join(problems...)
	}
	if len(groups.Groups) == 0 {
		return nil, fmt.Errorf("%s: no rule group; expected a Prometheus rule file with groups", name)
	}
	return groups, nil
}

func newParser() parser.Parser { return parser.NewParser(parser.Options{}) }

// loader hands a rule file that is already read to the rule manager.
type loader struct {
	parser parser.Parser
	name   string
	text   []byte
}

func (l loader) Load(string, bool, model.ValidationScheme) (*rulefmt.RuleGroups, []error) {
	groups, err := parseRules(l.name, l.text)
	if err != nil {
		return nil, []error{err}
	}
	return groups, nil
}

func (l loader) Parse(query string) (parser.Expr, error) { return l.parser.ParseExpr(query) }

// evaluation is Prometheus's own rule manager with its query engine.
type evaluation struct {
	manager *rules.Manager
	engine  *promql.Engine
	halted  sync.Once
}

func newEvaluation(ctx context.Context, c Config, over *samples, tell rules.NotifyFunc) (*evaluation, error) {
	p := newParser()
	engine := promql.NewEngine(promql.EngineOpts{Logger: c.Log, MaxSamples: maxQuerySamples, Timeout: queryTimeout, LookbackDelta: instantLookback, Parser: p})
	manager := rules.NewManager(&rules.ManagerOptions{
		Context:              ctx,
		Logger:               c.Log,
		AppendableV2:         over,
		Queryable:            over,
		QueryFunc:            rules.EngineQueryFunc(engine, over),
		NotifyFunc:           tell,
		GroupLoader:          loader{p, c.RulesName, c.Rules},
		Parser:               p,
		Registerer:           prometheus.NewRegistry(),
		ResendDelay:          c.Evaluation,
		NameValidationScheme: model.UTF8Validation,
	})
	if err := manager.Update(c.Evaluation, []string{rulesFile}, labels.EmptyLabels(), "", nil); err != nil {
		manager.Stop()
		return nil, errors.Join(err, engine.Close())
	}
	return &evaluation{manager: manager, engine: engine}, nil
}

// phases are the groups' instants within their intervals.
func (e *evaluation) phases() []phase {
	var all []phase
	for _, g := range e.manager.RuleGroups() {
		at := g.EvalTimestamp(int64(1000 * 24 * time.Hour)).UnixNano()
		all = append(all, phase{group: g.Name(), interval: g.Interval(), at: time.Duration(at) % g.Interval()})
	}
	return all
}

// halt ends evaluation; the manager may be stopped only once.
func (e *evaluation) halt() { e.halted.Do(e.manager.Stop) }

func (e *evaluation) stop() error {
	e.halt()
	return e.engine.Close()
}
