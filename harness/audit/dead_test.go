package audit_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/audit"
	"anchorage/harness/ours"
)

var exported = audit.Exported{
	"rounds_total":   {"provider": {"outlook.com", "microsoft365"}, "result": {"ok", "failed"}},
	"requests_total": {"provider": {"outlook.com", "microsoft365"}, "code": nil},
}

func TestDead(t *testing.T) {
	const nothing = "nothing exports or records nowhere"
	for _, row := range []struct{ name, expr, why string }{
		{"OK", `rounds_total > 0`, ""},
		{"OKRate", `sum(rate(rounds_total{result="failed"}[5m])) / sum(rate(rounds_total[5m])) > 0.5`, ""},
		{"OKOpenLabel", `requests_total{code="418"} > 0`, ""},
		{"OKPattern", `rounds_total{provider=~"outlook.*"} > 0`, ""},
		{"OKAbsent", `absent(nowhere)`, ""},
		{"OKOr", `nowhere > 0 or rounds_total > 0`, ""},
		{"OKUnless", `rounds_total > 0 unless nowhere`, ""},
		{"OKUp", `up{job="anchorage"} == 0`, ""},
		{"OKScrapeLabels", `rounds_total{job="anchorage", instance="a:1"} > 0`, ""},
		{"OKVector", `vector(1)`, ""},
		{"OKRecorded", `recorded:later > 0`, ""},
		{"OKAlerts", `ALERTS{alertname="Living"} == 1`, ""},
		{"OKAllAlerts", `ALERTS{severity="informational"} == 1`, ""},
		{"OKByName", `{__name__="rounds_total"} > 0`, ""},
		{"OKWithout", `rounds_total{zone=""} > 0`, ""},
		{"ErrMetric", `nowhere > 0`, nothing},
		{"ErrRate", `sum(rate(nowhere[5m])) > 0.5`, nothing},
		{"ErrSubquery", `max_over_time(nowhere[1h:5m]) > 0`, nothing},
		{"ErrRatio", `sum(rounds_total) / sum(nowhere) > 0.5`, nothing},
		{"ErrAnd", `rounds_total > 0 and nowhere > 0`, nothing},
		{"ErrOr", `nowhere > 0 or sum(nowhere) > 0`, nothing},
		{"ErrUnless", `nowhere > 0 unless rounds_total`, nothing},
		{"ErrNegative", `-nowhere < 0`, nothing},
		{"ErrByName", `{__name__="nowhere"} > 0`, nothing},
		{"ErrProvider", `rounds_total{provider="outlok.com"} > 0`, `no rounds_total has provider="outlok.com"`},
		{"ErrPattern", `rounds_total{provider=~"exchange.*"} > 0`, `no rounds_total has provider=~"exchange.*"`},
		{"ErrLabel", `rounds_total{zone="eu"} > 0`, "rounds_total has no label zone"},
		{"ErrAlerts", `ALERTS{alertname="Nobody"} == 1`, `no alert that can fire has alertname="Nobody"`},
		{"ErrItself", `ALERTS{alertname="Audited"} == 1`, `no alert that can fire has alertname="Audited"`},
		{"ErrRecordedOfNothing", `recorded:nothing > 0`, "nothing exports or records recorded:nothing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			text := fmt.Sprintf("groups: [{name: g, rules: [{alert: Audited, expr: '%s'}, {alert: Living, expr: 'vector(1)'},\n"+
				"{record: 'recorded:later', expr: 'rounds_total'}]}]", row.expr)
			dead, err := audit.Dead("rules.yml", []byte(text), exported)
			require.NoError(t, err)
			if row.why == "" {
				assert.Empty(t, dead)
				return
			}
			assert.Equal(t, []string{"rules.yml: alert Audited of group g can never fire: " + row.why}, dead)
		})
	}
	t.Run("ErrRecording", func(t *testing.T) {
		dead, err := audit.Dead("rules.yml", []byte(`groups: [{name: g, rules: [{record: "a:b", expr: nowhere}]}]`), exported)
		require.NoError(t, err)
		assert.Equal(t, []string{"rules.yml: a:b of group g is never recorded: " + nothing}, dead)
	})
	t.Run("ErrSyntax", func(t *testing.T) {
		_, err := audit.Dead("rules.yml", []byte(`groups: [{name: g, rules: [{alert: A, expr: "sum("}]}]`), exported)
		assert.ErrorContains(t, err, "rules.yml: ")
	})
}

// All rules that come with the system are alive over what it exports.
func TestDefaultRulesLive(t *testing.T) {
	x, err := ours.Factory{}.Exported()
	require.NoError(t, err)
	assert.Contains(t, x, "anchorage_rounds_total")
	assert.ElementsMatch(t, []string{"outlook.com", "microsoft365"}, x["anchorage_accounts"]["provider"])
	assert.Empty(t, x["anchorage_requests_total"]["code"], "there may be others")
	dead, err := audit.Dead("default", defaultRules(t), x)
	require.NoError(t, err)
	assert.Empty(t, dead)
}

func TestJoin(t *testing.T) {
	one := audit.RuleFile{Name: "one.yml", Text: []byte("groups:\n  - name: g\n    interval: 30s\n    rules:\n      - {alert: A, expr: vector(1), for: 5m, keep_firing_for: 1m, labels: {severity: look_now}, annotations: {summary: \"{{ $value }}\"}}\n")}
	two := audit.RuleFile{Name: "two.yml", Text: []byte("groups: [{name: g, rules: [{record: 'a:b', expr: up}]}, {name: h, rules: [{alert: B, expr: up == 0}]}]")}
	t.Run("OKOne", func(t *testing.T) {
		text, err := audit.Join([]audit.RuleFile{one})
		require.NoError(t, err)
		assert.Equal(t, string(one.Text), string(text))
	})
	t.Run("OKTwo", func(t *testing.T) {
		text, err := audit.Join([]audit.RuleFile{one, two})
		require.NoError(t, err)
		_, err = audit.Dead("joined", text, exported)
		require.NoError(t, err, "it is a rule file")
		golden(t, "joined.yml", string(text))
	})
	t.Run("ErrSyntax", func(t *testing.T) {
		_, err := audit.Join([]audit.RuleFile{one, {Name: "bad.yml", Text: []byte("groups: {")}})
		assert.ErrorContains(t, err, "bad.yml: ")
	})
}
