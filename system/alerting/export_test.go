package alerting

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// RulesFor lets tests see what another provider would get.
func RulesFor(providers ...system.Provider) []byte { return rulesFor(providers) }

// StopEvaluation is the fault of a rule manager that no longer works.
func (p *Process) StopEvaluation() { p.evaluation.halt() }

// Phases are the instants of the rule groups within their intervals.
func (p *Process) Phases() map[string]time.Duration {
	all := map[string]time.Duration{}
	for _, g := range p.evaluation.phases() {
		all[g.group] = g.at
	}
	return all
}

// MedianAndMax is for comparison with sorting.
func MedianAndMax(ages []time.Duration) (median, oldest time.Duration) { return medianAndMax(ages) }

// Lookback is how far a rule file looks into the past.
func Lookback(t *testing.T, rules string) (most time.Duration, bounded bool) {
	t.Helper()
	groups, err := parseRules("rules", []byte(rules))
	require.NoError(t, err)
	return lookback(groups, newParser())
}
