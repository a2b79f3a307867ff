package alerting_test

import (
	"flag"
	"log/slog"
	"os"
	"slices"
	"testing"

	"github.com/prometheus/common/model"
	"github.com/prometheus/prometheus/model/rulefmt"
	"github.com/prometheus/prometheus/promql/parser"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/alerting"
)

var update = flag.Bool("update", false, "write default.rules.yml anew")

const (
	rules2022        = "../../scenarios/alerts/2022.rules.yml"
	alertmanager2022 = "../../scenarios/alerts/2022.alertmanager.yml"
)

func read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	require.NoError(t, err)
	return text
}

// levels lists the severities that a rule file has for a provider by name.
func levels(t *testing.T, text []byte, p system.Provider) []string {
	t.Helper()
	groups, problems := rulefmt.Parse(text, false, model.UTF8Validation, parser.NewParser(parser.Options{}), slog.New(slog.DiscardHandler))
	require.Empty(t, problems)
	var all []string
	for _, g := range groups.Groups {
		for _, r := range g.Rules {
			if r.Alert != "" && r.Labels["provider"] == string(p) {
				all = append(all, r.Labels["severity"])
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func TestDefaultRulesHaveEveryLevelForEveryProvider(t *testing.T) {
	every := []string{"informational", "look_now", "review_soon"}
	for _, p := range system.Providers {
		assert.Equal(t, every, levels(t, alerting.DefaultRules(), p), "%s", p)
	}
	t.Run("one provider more", func(t *testing.T) {
		text := alerting.RulesFor(append(slices.Clone(system.Providers), "exchange.example")...)
		require.NoError(t, alerting.CheckRules("more.yml", text))
		assert.Equal(t, every, levels(t, text, "exchange.example"))
	})
}

func TestDefaultRulesAreWrittenDown(t *testing.T) {
	const name = "default.rules.yml"
	if *update {
		require.NoError(t, os.WriteFile(name, alerting.DefaultRules(), 0o644))
	}
	assert.Equal(t, string(read(t, name)), string(alerting.DefaultRules()), "go test ./system/alerting -run WrittenDown -update")
}

func Test2022RulesForgetOutlookCom(t *testing.T) {
	text := read(t, rules2022)
	assert.Equal(t, []string{"informational"}, levels(t, text, system.OutlookCom))
	assert.Equal(t, []string{"informational", "look_now", "review_soon"}, levels(t, text, system.Microsoft365))
}

func TestCheckRules(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []string
	}{
		{"OK", string(alerting.DefaultRules()), nil},
		{"OK of 2022", string(read(t, rules2022)), nil},
		{"ErrUnknownKey", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: vector(1)\n    until: 5m\n", []string{"team.yml", "line 6", "until"}},
		{"ErrExpression", "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(\n", []string{"team.yml: 5:", "parse error"}},
		{"ErrNoGroups", "", []string{"team.yml", "no rule group"}},
		{"ErrNoYAML", "groups: [", []string{"team.yml", "line 1"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			assertTells(t, alerting.CheckRules("team.yml", []byte(row.text)), row.want)
		})
	}
}

func TestCheckAlertmanager(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       []string
	}{
		{"OK", string(alerting.DefaultAlertmanager()), nil},
		{"OK of 2022", string(read(t, alertmanager2022)), nil},
		{"ErrUnknownKey", "route: {receiver: r}\nreceivers: [{name: r}]\nsilences: []\n", []string{"team.yml", "line 3", "silences"}},
		{"ErrUnknownReceiver", "route: {receiver: r}\nreceivers: [{name: s}]\n", []string{"team.yml", `"r"`}},
		{"ErrNoRoute", "", []string{"team.yml", "no route"}},
		{"ErrNoKey", "route: {receiver: r}\nreceivers: [{name: r, pagerduty_configs: [{url: 'http://p'}]}]\n", []string{"team.yml", "routing key"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			assertTells(t, alerting.CheckAlertmanager("team.yml", []byte(row.text)), row.want)
		})
	}
}

// assertTells: err is nil without want, or else says each of want.
func assertTells(t *testing.T, err error, want []string) {
	t.Helper()
	if want == nil {
		assert.NoError(t, err)
		return
	}
	for _, w := range want {
		assert.ErrorContains(t, err, w)
	}
}
