package cli_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/cli"
	"anchorage/harness/ours"
	"anchorage/harness/worker"
	"anchorage/harness/world"
	"anchorage/reports"
)

func TestMain(m *testing.M) {
	world.Serve(planted())
	asCommandLine()
	worker.CollectSeldom()
	os.Exit(m.Run())
}

const small = "../../scenarios/small.yaml"

// run runs a command line and returns its exit code and what it printed.
func run(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = cli.Run(t.Context(), ours.Factory{}, args, &o, &e)
	return code, o.String(), e.String()
}

// edited writes a copy of the small scenario with text replaced.
func edited(t *testing.T, replace ...string) string {
	t.Helper()
	text, err := os.ReadFile(small)
	require.NoError(t, err)
	for i := 0; i < len(replace); i += 2 {
		require.Contains(t, string(text), replace[i])
	}
	path := filepath.Join(t.TempDir(), "edited.yaml")
	require.NoError(t, os.WriteFile(path, []byte(strings.NewReplacer(replace...).Replace(string(text))), 0o644))
	return path
}

// morning is the small scenario until so late in the morning, without expectations and
// with text replaced: enough where a test is not about what comes of it.
func morning(t *testing.T, until string, replace ...string) string {
	t.Helper()
	text, err := os.ReadFile(small)
	require.NoError(t, err)
	half, _, found := strings.Cut(string(text), "\nexpect:")
	require.True(t, found)
	replace = append(replace, "until: 2022-06-14T14:00:00Z", "until: 2022-06-14T"+until+":00Z")
	for i := 0; i < len(replace); i += 2 {
		require.Contains(t, half, replace[i])
	}
	return placed(t, "morning.yaml", strings.NewReplacer(replace...).Replace(half))
}

func TestReplay(t *testing.T) {
	dir := t.TempDir()
	report, result, saved := filepath.Join(dir, "new", "report.html"), filepath.Join(dir, "result.json"), filepath.Join(dir, "saved.history")
	code, out, _ := run(t, "replay", small, "--report", report, "--json", result, "--history", saved)
	assert.Equal(t, 0, code, out)
	for _, says := range []string{"as-it-happened: ", "Time to detect", "Stale mailbox-hours", "report: " + report} {
		assert.Contains(t, out, says)
	}
	html, err := os.ReadFile(report)
	require.NoError(t, err)
	assert.Contains(t, string(html), "<!DOCTYPE html>")
	var r reports.Result
	b, err := os.ReadFile(result)
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(b, &r))
	assert.Equal(t, 1, r.Version)
	require.Len(t, r.Variants, 1)
	assert.Positive(t, r.Variants[0].WallSeconds)
	assert.Len(t, r.Variants[0].HistorySHA256, 64)
	left, err := filepath.Glob(filepath.Join(dir, "*.partial"))
	require.NoError(t, err)
	assert.Empty(t, left)
}

func TestExitCodes(t *testing.T) {
	for _, row := range []struct {
		name string
		args func(t *testing.T) []string
		code int
		says string
	}{
		{"ErrBroken", func(t *testing.T) []string {
			return []string{"replay", edited(t, "within: 30m", "within: 1s"), "--report", ""}
		}, 1, "BROKEN"},
		{"ErrVacuous", func(t *testing.T) []string {
			return []string{"replay", edited(t, "match: {provider: outlook.com}", "match: {provider: outlook.com, path: /nowhere}"), "--report", ""}
		}, 1, "VACUOUS"}, // and what the fault should have caused is broken, which is stronger
		{"ErrFolder", func(t *testing.T) []string { return []string{"replay", small, "--report", t.TempDir()} }, 2, "it is a folder"},
		{"ErrNoFile", func(*testing.T) []string { return []string{"replay", "nowhere.yaml"} }, 2, "nowhere.yaml"},
		{"ErrVariant", func(*testing.T) []string { return []string{"replay", small, "--variant", "other"} }, 2, "no such variant"},
		{"ErrFleet", func(*testing.T) []string { return []string{"replay", small, "--fleet", "0"} }, 2, "expected a share above 0"},
		{"ErrFlag", func(*testing.T) []string { return []string{"replay", "--sed", "1"} }, 2, "unknown flag: --sed"},
		{"ErrCommand", func(*testing.T) []string { return []string{"replya"} }, 2, "unknown command"},
		{"ErrTypo", func(t *testing.T) []string { return []string{"validate", edited(t, "mailboxes:", "mailbxes:")} }, 2, `did you mean "mailboxes"?`},
		{"ErrUnwritable", func(t *testing.T) []string {
			return []string{"replay", small, "--report", filepath.Join(small, "report.html")}
		}, 2, "small.yaml"},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, errs := run(t, row.args(t)...)
			assert.Equal(t, row.code, code, out+errs)
			assert.Contains(t, out+errs, row.says)
			assert.NotContains(t, out+errs, "goroutine ")
		})
	}
}

func TestVacuousAlone(t *testing.T) {
	text := `
name: nothing-happens
title: A fault that meets nobody
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T09:00:00Z}
seed: 1
fleet: [{name: consumers, provider: outlook.com, mailboxes: 2, authorization: live}]
faults:
  - {name: elsewhere, at: 2024-05-07T08:30:00Z, match: {provider: microsoft365}, inject: {status: 503}}
`
	path := filepath.Join(t.TempDir(), "nothing.yaml")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	code, out, errs := run(t, "replay", path, "--report", "")
	assert.Equal(t, 3, code, out+errs)
	assert.Contains(t, out, "elsewhere")
}

func TestValidate(t *testing.T) {
	code, out, _ := run(t, "validate", small, "../../scenarios/outlook-2022-03.yaml")
	assert.Equal(t, 0, code)
	assert.Contains(t, out, "look-now-alert")
}

func TestSchema(t *testing.T) {
	code, out, _ := run(t, "schema")
	assert.Equal(t, 0, code)
	assert.True(t, json.Valid([]byte(out)))
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, errs bytes.Buffer
	assert.Equal(t, 130, cli.Run(ctx, ours.Factory{}, []string{"replay", small, "--report", ""}, &out, &errs))
	assert.Contains(t, errs.String(), "interrupted")
}
