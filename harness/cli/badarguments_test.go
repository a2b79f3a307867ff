package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Arguments that can't be used are told in one line, with what was expected.
func TestBadArguments(t *testing.T) {
	dir := t.TempDir()
	pipe, folder, locked := filepath.Join(dir, "pipe"), filepath.Join(dir, "folder"), filepath.Join(dir, "scenario.yaml", "report.html")
	require.NoError(t, syscall.Mkfifo(pipe, 0o600))
	require.NoError(t, os.Mkdir(folder, 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "scenario.yaml"), []byte(usable), 0o600))
	for _, row := range []struct {
		name string
		args []string
		told string // "…" stands for a list that grows
	}{
		{"ErrNoFile", []string{"replay", "nowhere.yaml"}, "anchorage: scenario: nowhere.yaml can't be read: no such file or directory; expected a scenario file"},
		{"ErrFolder", []string{"replay", folder}, "anchorage: scenario: " + folder + " is a folder; expected a scenario file"},
		{"ErrPipe", []string{"replay", pipe}, "anchorage: scenario: " + pipe + " is a pipe or a device; expected a scenario file"},
		{"ErrDevice", []string{"validate", "/dev/zero"}, "anchorage: scenario: /dev/zero is a pipe or a device; expected a scenario file"},
		{"ErrTwoFiles", []string{"replay", "a.yaml", "b.yaml"}, "anchorage: replay: expected at most one scenario file, got a.yaml, b.yaml; usage: anchorage replay [FILE] [flags]"},
		{"ErrNothingToValidate", []string{"validate"}, "anchorage: validate: expected one or more scenario files, got none; usage: anchorage validate FILE... [flags]"},
		{"ErrCommand", []string{"replya"}, "anchorage: unknown command \"replya\" for \"anchorage\"\n\nDid you mean this?\n\treplay\n"},
		{"ErrFlag", []string{"replay", "--repotr", "x"}, "anchorage: unknown flag: --repotr; anchorage replay has …; did you mean \"--report\"?"},
		{"ErrFlagUnlikeAny", []string{"replay", "--zzz"}, "anchorage: unknown flag: --zzz; anchorage replay has …"},
		{"ErrSeedNegative", []string{"replay", small, "--seed", "-1"}, "anchorage: invalid argument \"-1\" for \"--seed\" flag: expected a whole number, 0 or above, of 64 bits"},
		{"ErrSeedText", []string{"trace", small, "--seed", "first"}, "anchorage: invalid argument \"first\" for \"--seed\" flag: expected a whole number, 0 or above, of 64 bits"},
		{"ErrSeedHuge", []string{"replay", small, "--seed", "18446744073709551616"}, "anchorage: invalid argument \"18446744073709551616\" for \"--seed\" flag: expected a whole number, 0 or above, of 64 bits"},
		{"ErrFleetNothing", []string{"replay", small, "--fleet", "0%"}, "anchorage: --fleet 0%: expected a share above 0 and at most 100%, as 10%"},
		{"ErrFleetTooMuch", []string{"replay", small, "--fleet", "200%"}, "anchorage: --fleet 200%: expected a share above 0 and at most 100%, as 10%"},
		{"ErrFleetText", []string{"replay", small, "--fleet", "half"}, "anchorage: --fleet half: expected a share above 0 and at most 100%, as 10%"},
		{"ErrVariant", []string{"replay", small, "--variant", "as-it-hapened"}, "anchorage: --variant as-it-hapened: no such variant; the file has as-it-happened; did you mean \"as-it-happened\"?"},
		{"ErrPatience", []string{"replay", small, "--patience", "-1s"}, "anchorage: --patience -1s: expected a time above 0s, as 2m"},
		{"ErrOneProcess", []string{"replay", small, "--check-determinism", "1"}, "anchorage: --check-determinism 1: expected a number of processes, 2 or above"},
		{"ErrComparisonWrites", []string{"replay", small, "--check-determinism", "2", "--json", "x"}, "anchorage: --json can't stand beside --check-determinism, which writes no files"},
		{"ErrReportInFile", []string{"replay", small, "--report", locked}, "anchorage: " + locked + " can't be written: not a directory"},
		{"ErrReportFolder", []string{"replay", small, "--report", folder}, "anchorage: " + folder + " can't be written: it is a folder; expected the name of a file"},
		{"ErrResultFolder", []string{"replay", small, "--report", "", "--json", folder}, "anchorage: " + folder + " can't be written: it is a folder; expected the name of a file"},
		{"ErrNoMailbox", []string{"trace", small}, "anchorage: required flag(s) \"mailbox\" not set"},
		{"ErrMailbox", []string{"trace", small, "--mailbox", "outlook-9999"}, "anchorage: --mailbox outlook-9999: no such mailbox; the fleet has …"},
		{"ErrMoment", []string{"trace", small, "--mailbox", "outlook-0001", "--at", "2022-02-30T00:00:00Z"}, "anchorage: --at \"2022-02-30T00:00:00Z\" is not an instant; expected a date that exists, a time and a zone, as 2022-03-01T23:00:00Z"},
		{"ErrNoHistory", []string{"check", "nowhere.history"}, "anchorage: nowhere.history can't be read: no such file or directory; expected a file that replay --history saved"},
		{"ErrHistoryPipe", []string{"check", pipe}, "anchorage: " + pipe + " is a pipe or a device; expected a file that replay --history saved"},
		{"ErrAuditKind", []string{"audit", "--kind", "requests,flikker"}, "anchorage: --kind flikker: no such kind of failure; expected one of …; did you mean \"flicker\"?"},
		{"ErrNothingToCheck", []string{"check"}, "anchorage: check: expected one history file, got none; usage: anchorage check HISTORY [flags]"},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, errs := run(t, row.args...)
			assert.Equal(t, 2, code, out)
			assert.Empty(t, out)
			assertTold(t, row.told, errs)
		})
	}
}

// Every file is told of, whatever is wrong with the others.
func TestValidateGoesOn(t *testing.T) {
	code, out, errs := run(t, "validate", "nowhere.yaml", small, badInput{whole: "a: b\n"}.write(t))
	assert.Equal(t, 2, code)
	assert.Contains(t, out, small+": good")
	assert.Contains(t, errs, "nowhere.yaml can't be read")
	assert.Contains(t, errs, `unknown key "a"`)
	assert.Equal(t, 0, strings.Count(errs, "goroutine "))
}
