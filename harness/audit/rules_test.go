package audit_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/audit"
)

// defaultRules is the system's own rule file.
func defaultRules(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("../../system/alerting/default.rules.yml")
	require.NoError(t, err)
	return text
}

// without is the system's own rule file, less the rules that go says.
func without(t *testing.T, gone func(rulefmt.Rule) bool) []byte {
	t.Helper()
	groups, problems := rulefmt.Parse(defaultRules(t), false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	require.Empty(t, problems)
	for i := range groups.Groups {
		groups.Groups[i].Rules = slices.DeleteFunc(groups.Groups[i].Rules, gone)
	}
	text, err := yaml.Marshal(groups)
	require.NoError(t, err)
	return text
}

// replayed audits rules in some cells.
func replayed(t *testing.T, rules []byte, cells ...audit.Cell) []audit.Outcome {
	t.Helper()
	c := audit.Config{Cells: cells, Files: audit.Files{Rules: "rules.yml", Alertmanager: "default"}, Dir: t.TempDir()}
	require.NoError(t, os.WriteFile(filepath.Join(c.Dir, "rules.yml"), rules, 0o644))
	outcomes, err := audit.Run(t.Context(), c)
	require.NoError(t, err)
	return outcomes
}

// matrix is all that an audit says.
func matrix(outcomes []audit.Outcome) string {
	var out bytes.Buffer
	if err := audit.NewResult(outcomes, audit.Find(outcomes)).Write(&out); err != nil {
		panic(err)
	}
	return out.String()
}

// Without its pages a provider's gap is named, and the other one's pages stand
// against it: in two hours of a night, in 26 with ANCHORAGE_FULL=1.
func TestLookNowOfOneProviderDeleted(t *testing.T) {
	lasts, said := 2*time.Hour, "2 h"
	if full() {
		lasts, said = 26*time.Hour, "26 h"
	}
	for i, p := range audit.Providers {
		t.Run(p, func(t *testing.T) {
			other := audit.Providers[1-i]
			rules := without(t, func(r rulefmt.Rule) bool { return r.Labels["severity"] == audit.LookNow && r.Labels["provider"] == p })
			outcomes := replayed(t, rules, cell(t, p, "requests", lasts, "night"), cell(t, other, "requests", lasts, "night"))
			says := sentences(audit.Find(outcomes))
			require.Len(t, says, 1)
			assert.Regexp(t, "^gap "+p+": all requests fail for "+said+" and nobody is paged; "+other+" pages after 1[0-5] min$", says[0])
		})
	}
}

// shownBy names, for each rule, cells in which its absence shows.
func shownBy(t *testing.T, r rulefmt.Rule) []audit.Cell {
	provider := r.Labels["provider"]
	if provider == "" {
		provider = audit.Providers[0]
	}
	requests, cohort := cell(t, provider, "requests", 2*time.Hour, "night"), cell(t, provider, "cohort", 2*time.Hour, "working")
	stale := cell(t, provider, "stale", 26*time.Hour, "night")
	switch r.Alert + r.Record {
	case "ProviderFailing", "Heartbeat", "provider:accounts_failing:share":
		return []audit.Cell{requests}
	case "ExporterDown":
		return []audit.Cell{cell(t, provider, "system", 2*time.Hour, "night")}
	case "CalendarsStale", "AccountLeftBehind", "provider:staleness:seconds":
		return []audit.Cell{stale}
	case "CredentialsRejected", "provider:accounts_rejected:share":
		return []audit.Cell{cell(t, provider, "grants", 2*time.Hour, "working")}
	case "provider:look_now:open":
		return []audit.Cell{cell(t, provider, "worsens", 2*time.Hour, "working")}
	}
	return []audit.Cell{cohort, requests, stale}
}

// No rule of the system's own file can go without a change in the matrix.
func TestEveryRuleShows(t *testing.T) {
	if testing.Short() || !full() {
		t.Skip("some twenty audits; ANCHORAGE_FULL=1 runs them")
	}
	all := map[string]string{} // key: cell; what the whole file comes to in it
	whole := without(t, func(rulefmt.Rule) bool { return false })
	groups, _ := rulefmt.Parse(whole, false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			name := r.Alert + r.Record
			t.Run(strings.TrimSuffix(name+" "+r.Labels["provider"], " "), func(t *testing.T) {
				rules := without(t, func(x rulefmt.Rule) bool {
					return x.Alert+x.Record == name && x.Labels["provider"] == r.Labels["provider"]
				})
				shows := false
				for _, c := range shownBy(t, r) {
					if all[c.Name()] == "" {
						all[c.Name()] = matrix(replayed(t, whole, c))
					}
					if shows = matrix(replayed(t, rules, c)) != all[c.Name()]; shows {
						break
					}
				}
				assert.True(t, shows, "the matrix is the same without it")
			})
		}
	}
}
