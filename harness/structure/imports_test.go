package structure

import (
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// importRule says what the packages below a folder may import of this module.
// The first rule whose folder fits decides.
type importRule struct {
	folder  string
	allowed []string
	why     string
}

var importRules = []importRule{
	{"internal", nil, "what both the system and the simulated world use knows neither"},
	{"system/service", []string{"system"}, "service wires the adapters of one instance, and must not know that it is being tested"},
	{"system", []string{"system", "system/internal", "internal"}, "an adapter knows the domain and libraries, never another adapter and never the harness"},
	{"sim", []string{"sim", "internal"}, "the simulated world knows no system"},
	{"scenarios", []string{"scenarios", "sim"}, "a scenario file is made of the world's configuration; the system's part stays raw"},
	{"harness/structure", nil, "it reads the tree and imports nothing of it"},
	{"harness/sut", nil, "the seam is free of everything, so that any team can implement it"},
	{"harness/worker", nil, "entering a bubble is a concern of its own"},
	{"harness/ours", []string{"harness/sut", "harness/ours", "system", "scenarios"}, "the only place that knows both the seam and the system"},
	{"harness/model", []string{"sim", "harness/model"}, "the reference shares no code with the system"},
	{"harness/history", []string{"sim", "scenarios", "harness/history", "harness/sut"}, "a history is below everything that reads it"},
	{"harness/check", []string{"sim", "scenarios", "harness/history", "harness/check", "harness/sut"}, "checks are pure functions of a history"},
	{"harness/world", []string{"sim", "scenarios", "harness/sut", "harness/history", "harness/model", "harness/world", "harness/worker"}, "a world takes any system through the seam"},
	{"harness/naive", []string{"harness/sut", "scenarios"}, "it enters a world as anybody's system does"},
	{"harness/cli", []string{"sim", "scenarios", "harness", "reports"}, "only the command line knows ours and the reports"},
	{"harness", []string{"sim", "scenarios", "harness"}, "nothing in the harness knows the system but ours"},
	{"reports", []string{"harness/history", "harness/check", "sim/people", "sim/units", "scenarios", "reports"}, "a report is made from a saved history and its verdicts"},
	{".", []string{"harness/cli"}, "main is the command line's entry and no more"},
}

func TestImports(t *testing.T) {
	for _, s := range sources(t) {
		rule, ok := ruleFor(s.dir())
		if !assert.True(t, ok, "%s lies outside the layout", s.Path) {
			continue
		}
		if s.isTest() && strings.HasPrefix(s.dir(), "harness") {
			rule.allowed = append([]string{"harness", "reports"}, rule.allowed...)
		}
		for _, spec := range s.File.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			assert.NoError(t, err)
			inside, ours := strings.CutPrefix(name, "anchorage/")
			if ours && !allowedIn(rule, s.dir(), inside) {
				t.Errorf("%s imports %s: %s", s.at(spec.Pos()), inside, rule.why)
			}
		}
	}
}

func ruleFor(dir string) (importRule, bool) {
	for _, r := range importRules {
		if dir == r.folder || strings.HasPrefix(dir, r.folder+"/") {
			return r, true
		}
	}
	return importRule{}, false
}

// allowedIn: a package may always import what lies below it. The domain is the
// one package named "system", not its adapters.
func allowedIn(r importRule, dir, imported string) bool {
	if imported == dir || strings.HasPrefix(imported, dir+"/") && dir != "system" {
		return true
	}
	for _, a := range r.allowed {
		if imported == a || strings.HasPrefix(imported, a+"/") && (a != "system" || r.folder != "system") {
			return true
		}
	}
	return false
}

func TestImportRulesBite(t *testing.T) {
	for _, row := range []struct {
		dir, imported string
		allowed       bool
	}{
		{"system/engine", "system", true},
		{"system/engine", "system/store", false},
		{"system/engine", "sim/clock", false},
		{"system/service", "system/store", true},
		{"system/service", "harness/sut", false},
		{"system", "system/engine", false},
		{"system/engine", "internal/crew", true},
		{"internal/crew", "system", false},
		{"internal/crew", "sim/clock", false},
		{"sim/outlook", "sim/mailbox", true},
		{"sim/outlook", "system", false},
		{"harness/sut", "system", false},
		{"harness/world", "system/service", false},
		{"harness/ours", "system/service", true},
		{"harness/check", "harness/world", false},
		{"harness/naive", "sim/clock", false},
		{"harness/suttest", "harness/worker", true},
		{"harness/suttest", "system/service", false},
		{"harness/world", "reports", false},
		{"reports", "harness/world", false},
		{"scenarios", "sim/fault", true},
		{"scenarios", "system", false},
	} {
		rule, ok := ruleFor(row.dir)
		assert.True(t, ok, row.dir)
		assert.Equal(t, row.allowed, allowedIn(rule, row.dir, row.imported), "%s -> %s", row.dir, row.imported)
	}
}
