package cli_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// badInput is a file that can't be used, and what must be said of it.
type badInput struct {
	name    string
	replace []string // in the small scenario, in pairs
	whole   string   // instead of the small scenario
	beside  string   // text of the file team.yml beside it
	told    string   // the message; PATH stands for the file, DIR for its folder
}

// usable is a scenario without a mistake; each row spoils a copy.
const usable = `name: small
title: Outlook.com answers 503
clock: {from: 2022-06-14T08:00:00Z, until: 2022-06-14T14:00:00Z}
seed: 1
fleet:
  - {name: outlook, provider: outlook.com, mailboxes: 12, authorization: live, address: {custom_domain: 0.25}}
  - {name: work, provider: microsoft365, mailboxes: 6, authorization: identity_platform}
cohorts:
  custom-domain: {provider: outlook.com, address: custom_domain}
owners: {edits_per_day: 6, reads_per_day: 48, time_zone: Europe/London}
system:
  sync: {poll: 15m}
  alerting: {rules: default, alertmanager: default}
faults:
  - name: overload
    at: 2022-06-14T09:30:00Z
    until: 2022-06-14T11:00:00Z
    match: {provider: outlook.com}
    inject: {status: 503}
team: {zones: [Europe/London], hours: 09:00-17:30}
expect:
  - alert: {level: look_now, provider: outlook.com, after: overload, within: 30m}
`

// bomb is a file of some lines whose aliases stand for ten times the line above.
func bomb(lines int) string {
	var b strings.Builder
	b.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < lines; i++ {
		fmt.Fprintf(&b, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 10), ", "))
	}
	return b.String()
}

func TestBadInput(t *testing.T) {
	for _, row := range slices.Concat(badValues, badForms) {
		t.Run(row.name, func(t *testing.T) {
			path := row.write(t)
			code, out, errs := run(t, "validate", path)
			assert.Equal(t, 2, code, out)
			assert.Empty(t, out)
			assertTold(t, row.told, strings.ReplaceAll(strings.ReplaceAll(errs, path, "PATH"), filepath.Dir(path), "DIR"))
			code, out, errs = run(t, "replay", path, "--report", "")
			assert.Equal(t, 2, code, "replay refuses what validate refuses")
			assert.Empty(t, out)
			assert.NotEmpty(t, errs)
		})
	}
}

// assertTold compares a whole message; … stands for a list of names that grows.
func assertTold(t *testing.T, want, got string) {
	t.Helper()
	if !strings.Contains(want, "…") {
		assert.Equal(t, strings.TrimPrefix(want, "\n"), strings.TrimSuffix(got, "\n"))
		return
	}
	parts := strings.Split(strings.TrimPrefix(want, "\n"), "…")
	rest, begins := strings.CutPrefix(got, parts[0])
	assert.True(t, begins, got)
	for _, part := range parts[1:] {
		_, after, found := strings.Cut(rest, part)
		assert.True(t, found, "%s\nis not in\n%s", part, got)
		rest = after
	}
}

// write makes the file, and the one beside it.
func (row badInput) write(t *testing.T) string {
	t.Helper()
	text := row.whole
	if text == "" {
		text = usable
		for i := 0; i < len(row.replace); i += 2 {
			require.Contains(t, text, row.replace[i])
			text = strings.ReplaceAll(text, row.replace[i], row.replace[i+1])
		}
	}
	path := filepath.Join(t.TempDir(), "bad.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	if row.beside != "" {
		require.NoError(t, os.WriteFile(filepath.Join(filepath.Dir(path), "team.yml"), []byte(row.beside), 0o644))
	}
	return path
}
