package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/audit"
)

const (
	rules2022   = "../../scenarios/alerts/2022.rules.yml"
	manager2022 = "../../scenarios/alerts/2022.alertmanager.yml"
)

// placed is a file with some text.
func placed(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return path
}

// Today's rules pass: on a bad day that opens every level, and on the whole quick
// sample with ANCHORAGE_FULL=1.
func TestAuditToday(t *testing.T) {
	if testing.Short() {
		t.Skip("2 worlds")
	}
	dir := filepath.Join(t.TempDir(), "cells")
	args, cells := []string{"audit", "--quick", "--save", dir}, "24 cells"
	if os.Getenv("ANCHORAGE_FULL") != "1" {
		args, cells = append(args, "--kind", "worsens"), "2 cells"
	}
	code, out, errs := run(t, args...)
	assert.Equal(t, 0, code, out+errs)
	assert.Contains(t, out, cells+": every failure reaches whom it must, in time, and nothing else does")
	kept := filepath.Join(dir, "audit-outlook-com-worsens-2h-working.yaml")
	code, out, errs = run(t, "validate", kept)
	assert.Equal(t, 0, code, out+errs)
}

// The gap of 2022 is named, beside a second file with a rule that is dead.
func TestAudit2022(t *testing.T) {
	if testing.Short() {
		t.Skip("2 worlds")
	}
	more := placed(t, "more.yml", `groups: [{name: watch, rules: [{alert: RoundsStopped, expr: "rate(anchorage_round_total[5m]) == 0", labels: {severity: look_now}}]}]`)
	code, out, errs := run(t, "audit", "--quick", "--kind", "requests", "--json", "--rules", rules2022, "--rules", more, "--alertmanager", manager2022)
	assert.Equal(t, 1, code, errs)
	var r audit.Result
	require.NoError(t, json.Unmarshal([]byte(out), &r))
	var says []string
	for _, f := range r.Findings {
		says = append(says, f.Sentence)
	}
	assert.Regexp(t, `(?m)^outlook\.com: all requests fail for 26 h and nobody is paged; microsoft365 pages after \d\d min$`, strings.Join(says, "\n"))
	assert.Equal(t, []string{rules2022, more}, r.Rules)
	require.Len(t, r.DeadRules, 1)
	assert.Contains(t, r.DeadRules[0], "alert RoundsStopped of group watch ("+more+") can never fire: nothing exports or records anchorage_round_total")
	assert.Len(t, r.Cells, 2)
}

func TestAuditUnusable(t *testing.T) {
	for _, row := range []struct {
		name, flag, text, says string
	}{
		{"ErrRuleSyntax", "--rules", "groups:\n  - name: g\n    rules:\n      - alert: Broken\n        expr: sum(up\n",
			`file.yml:5:15: group "g", rule 1, "Broken": could not parse expression: 1:7: parse error: unclosed left parenthesis`},
		{"ErrNoYAML", "--rules", "groups: {", "file.yml:1: did not find expected node content"},
		{"ErrNoGroup", "--rules", "groups: []", "file.yml: no rule group; expected a Prometheus rule file with groups"},
		{"ErrReceiver", "--alertmanager", "route: {receiver: nobody}\nreceivers: [{name: chat}]\n", `file.yml: undefined receiver "nobody" used in route`},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, errs := run(t, "audit", row.flag, placed(t, "file.yml", row.text))
			assert.Equal(t, 2, code)
			assert.Empty(t, out)
			assert.Contains(t, errs, row.says)
			assert.NotContains(t, errs, "goroutine ")
		})
	}
	for _, row := range []struct {
		name string
		args []string
		says string
	}{
		{"ErrNoRuleFile", []string{"--rules", "nowhere.yml"}, "nowhere.yml: no such file"},
		{"ErrNoAlertmanagerFile", []string{"--alertmanager", "nowhere.yml"}, "nowhere.yml: no such file"},
		{"ErrFolder", []string{"--rules", "."}, "is a directory"},
		{"ErrSave", []string{"--save", small}, "small.yaml"},
		{"ErrArgument", []string{"rules.yml"}, "unknown command"},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, _, errs := run(t, append([]string{"audit"}, row.args...)...)
			assert.Equal(t, 2, code)
			assert.Contains(t, errs, row.says)
		})
	}
	t.Run("ErrForeignHost", func(t *testing.T) {
		text, err := os.ReadFile(manager2022)
		require.NoError(t, err)
		path := placed(t, "am.yml", strings.ReplaceAll(string(text), "http://pager.example.com", "http://pager.elsewhere.example"))
		code, _, errs := run(t, "audit", "--quick", "--kind", "worsens", "--alertmanager", path)
		assert.Equal(t, 2, code, errs)
		assert.Contains(t, errs, "pager.elsewhere.example")
		assert.Contains(t, errs, "expected receivers at chat.example.com")
	})
}
