package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// badInput is a file that can't be used, and what must be said of it.
type badInput struct {
	name    string
	replace []string // in the small scenario, in pairs
	whole   string   // instead of the small scenario
	beside  string   // text of the file team.yml beside it
	told    []string // parts of the message, in order; PATH stands for the file, DIR for its folder
}

var badInputs = []badInput{
	// Keys and types.
	{name: "ErrUnknownKey", replace: []string{"mailboxes: 6", "mailbxes: 6"}, told: nil},
	{name: "ErrUnknownKeyAtTop", replace: []string{"\nteam:", "\ntaem:"}},
	{name: "ErrDuplicateKey", replace: []string{"seed: 1", "seed: 1\nseed: 2"}},
	{name: "ErrMissingKey", replace: []string{"seed: 1\n", ""}},
	{name: "ErrWrongType", replace: []string{"mailboxes: 12", "mailboxes: twelve"}},
	{name: "ErrFraction", replace: []string{"mailboxes: 12", "mailboxes: 1.5"}},
	{name: "ErrListForMap", replace: []string{"match: {provider: outlook.com}\n", "match: [outlook.com]\n"}},
	{name: "ErrNoValue", replace: []string{"seed: 1", "seed:"}},
	{name: "ErrSettingsKey", replace: []string{"poll: 15m", "pol: 15m"}},
	{name: "ErrSettingsValue", replace: []string{"sync: {poll: 15m}", "routing: {hint: postcode}"}},
	// Numbers and units.
	{name: "ErrNaN", replace: []string{"edits_per_day: 6", "edits_per_day: .nan"}},
	{name: "ErrInfinity", replace: []string{"edits_per_day: 6", "edits_per_day: -.inf"}},
	{name: "ErrHugeNumber", replace: []string{"edits_per_day: 6", "edits_per_day: 1e400"}},
	{name: "ErrHugeSeed", replace: []string{"seed: 1", "seed: 18446744073709551616"}},
	{name: "ErrHugeFleet", replace: []string{"mailboxes: 12", "mailboxes: 999999999999999999999"}},
	{name: "ErrNegativeDuration", replace: []string{"poll: 15m", "poll: -15m"}},
	{name: "ErrNoDuration", replace: []string{"poll: 15m", "poll: 15"}},
	{name: "ErrHugeDuration", replace: []string{"poll: 15m", "poll: 99999999999h"}},
	{name: "ErrNegativeFlicker", replace: []string{"    at: 2022-06-14T09:30:00Z\n    until: 2022-06-14T11:00:00Z\n", "    every: -5m\n    for: 1m\n"}},
	{name: "ErrShareAbove1", replace: []string{"custom_domain: 0.25", "custom_domain: 1.25"}},
	{name: "ErrSharesAbove1", replace: []string{"custom_domain: 0.25", "custom_domain: 0.7, other_sign_in: 0.4"}},
	{name: "ErrShareNaN", replace: []string{"custom_domain: 0.25", "custom_domain: NaN"}},
	// Times.
	{name: "ErrNoSuchDate", replace: []string{"at: 2022-06-14T09:30:00Z", "at: 2022-02-29T09:30:00Z"}},
	{name: "ErrTimeOutside", replace: []string{"at: 2022-06-14T09:30:00Z", "at: 2023-06-14T09:30:00Z"}},
	{name: "ErrClockBackwards", replace: []string{"until: 2022-06-14T14:00:00Z", "until: 2022-06-14T07:00:00Z"}},
	{name: "ErrEndsBeforeStart", replace: []string{"until: 2022-06-14T11:00:00Z", "until: 2022-06-14T09:00:00Z"}},
	{name: "ErrTimeZone", replace: []string{"zones: [Europe/London]", "zones: [Europe/Londn]"}},
	// Names that lead nowhere, or to two things.
	{name: "ErrUnknownCohort", replace: []string{"match: {provider: outlook.com}\n", "match: {cohort: custom_domain}\n"}},
	{name: "ErrUnknownFault", replace: []string{"after: overload, within: 30m", "after: overlaod, within: 30m"}},
	{name: "ErrUnknownFaultKind", replace: []string{"inject: {status: 503}", "inject: {sttaus: 503}"}},
	{name: "ErrTwoRulesOfOneName", replace: []string{"\nteam:", "\n  - {name: overload, at: 2022-06-14T09:30:00Z, inject: {status: 500}}\n\nteam:"}},
	{name: "ErrTwoFleetsOfOneName", replace: []string{"name: microsoft365", "name: outlook"}},
	// Variants.
	{name: "ErrVariantOfVariant", replace: []string{"\nexpect:", "\nvariants: {calm: {variants: {calmer: {faults: []}}}}\nexpect:"}},
	{name: "ErrCycle", replace: []string{"\nexpect:", "\nvariants: &v {calm: *v}\nexpect:"}},
	{name: "ErrVariantAsBase", replace: []string{"\nexpect:", "\nvariants: {as-it-happened: {faults: []}}\nexpect:"}},
	{name: "ErrOnlyInVariant", replace: []string{"\nexpect:", "\nvariants: {short: {clock: {until: 2022-06-14T10:00:00Z}}}\nexpect:"}},
	// Files beside it.
	{name: "ErrNoRuleFile", replace: []string{"rules: default", "rules: nowhere.yml"}},
	{name: "ErrRuleFileOutside", replace: []string{"rules: default", "rules: ../team.yml"}},
	{name: "ErrRuleFileFolder", replace: []string{"rules: default", "rules: ."}},
	{name: "ErrRuleSyntax", replace: []string{"rules: default", "rules: team.yml"}, beside: "groups:\n- name: g\n  rules:\n  - alert: A\n    expr: sum(rate(\n  - alert: B\n    expr: 1 +\n"},
	{name: "ErrRuleKeys", replace: []string{"rules: default", "rules: team.yml"}, beside: "groups:\n- name: g\n  rules:\n  - alert: A\n    exrp: vector(1)\n    untli: 5m\n"},
	{name: "ErrRuleNoYAML", replace: []string{"rules: default", "rules: team.yml"}, beside: "groups: [\n"},
	{name: "ErrReceiver", replace: []string{"alertmanager: default", "alertmanager: team.yml"}, beside: "route: {receiver: nobody}\nreceivers: [{name: chat}]\n"},
	{name: "ErrAlertmanagerKey", replace: []string{"alertmanager: default", "alertmanager: team.yml"}, beside: "route: {receiver: chat}\nreceivers: [{name: chat}]\nsilences: []\n"},
	// Form.
	{name: "ErrEmpty", whole: "\n"},
	{name: "ErrNoMap", whole: "- a\n- b\n"},
	{name: "ErrTab", replace: []string{"    inject:", "\tinject:"}},
	{name: "ErrOpenBrace", replace: []string{"{status: 503}", "{status: 503"}},
	{name: "ErrColon", replace: []string{"title: Outlook.com answers", "title: Outlook.com: answers"}},
	{name: "ErrGarbage", whole: "\x7fELF\x02\x01\x01\x00\x00"},
	{name: "ErrLatin1", replace: []string{"Nobody has", "Caf\xe9"}},
	{name: "ErrUTF16", whole: "\xff\xfen\x00a\x00m\x00e\x00"},
	{name: "ErrCRLF", replace: []string{"\n", "\r\n", "seed: 1", "seed: one"}},
	{name: "ErrBOM", replace: []string{"# yaml-language", "\ufeff# yaml-language", "seed: 1", "seed: one"}},
	{name: "ErrTwoDocuments", replace: []string{"\nteam:", "\n---\nteam:"}},
	{name: "ErrMergeKey", replace: []string{"seed: 1", "seed: 1\n<<: {era: 2022}"}},
	{name: "ErrTag", replace: []string{"seed: 1", "seed: !!int 1"}},
	{name: "ErrAliasNowhere", replace: []string{"seed: 1", "seed: *s"}},
	{name: "ErrDeepNesting", whole: "name: " + strings.Repeat("[", 300_000)},
	{name: "ErrBomb", whole: bomb(9)},
	{name: "Err50MB", whole: strings.Repeat("# not much of a scenario\n", 2_000_000)},
	{name: "ErrManyLines", whole: strings.Repeat("\n", 30_000)},
	{name: "ErrSeveral", replace: []string{"seed: 1", "sead: 1", "mailboxes: 12", "mailboxes: many", "poll: 15m", "poll: soon", "after: overload, within: 30m", "after: overlaod, within: 30m", "zones: [Europe/London]", "zones: [Mars]"}},
}

// bomb is a file of some lines whose aliases stand for ten times the line above.
func bomb(lines int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < lines; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	return b.String()
}

func TestDump(t *testing.T) {
	for _, row := range badInputs {
		path := row.write(t)
		start := time.Now()
		code, out, errs := run(t, "validate", path)
		errs = strings.ReplaceAll(strings.ReplaceAll(errs, path, "PATH"), filepath.Dir(path), "DIR")
		fmt.Printf("=== %s %d %s %s\n%s", row.name, code, time.Since(start).Round(time.Millisecond), out, errs)
	}
}

// write makes the file, and the one beside it.
func (row badInput) write(t *testing.T) string {
	t.Helper()
	text := row.whole
	if text == "" {
		path := edited(t, row.replace...)
		b, err := os.ReadFile(path)
		require.NoError(t, err)
		text = string(b)
	}
	path := filepath.Join(t.TempDir(), "bad.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	if row.beside != "" {
		require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(path), "team.yml"), []byte(row.beside), 0o644))
	}
	return path
}

var _ = assert.Equal
