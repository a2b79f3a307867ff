package cli_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/cli"
	"anchorage/harness/ours"
)

// What goes wrong inside of a world ends the replay with exit code 4 and says
// scenario, seed, virtual time, the goroutine to blame and how to see it again.
func TestTroubleInWorld(t *testing.T) {
	path := morning(t, "11:30")
	for _, row := range []struct{ kind, says, blames string }{
		{plantedPanic, "crashed: panic: planted: nothing is at home", "(running)\n      harness/cli_test.(*plantedSystem).misbehave (harness/cli/planted_test.go:"},
		{plantedInRead, "crashed: panic: runtime error: invalid memory address or nil pointer dereference", "(running)\n      harness/cli_test.(*plantedSystem).Read (harness/cli/planted_test.go:"},
		{plantedDeadlock, "a deadlock: 2h0m0s after the world's end, the system has not stopped", "harness/cli_test.(*plantedSystem).waitForEachOther"},
		{plantedMutex, "no virtual progress for 8s: a mutex whose holder sleeps or waits", "(sync.Mutex.Lock)\n      harness/cli_test.(*plantedSystem).wantMutex (harness/cli/planted_test.go:"},
		{plantedLeak, "a leak: the world has ended, and goroutines that it started have not", "(chan receive)\n      harness/cli_test.(*plantedSystem).neverEnd (harness/cli/planted_test.go:"},
		// On a busy machine the loop may just have been interrupted: runnable, not running.
		{plantedLoop, "no virtual progress for 8s: an endless loop", "      harness/cli_test.(*plantedSystem).loop (harness/cli/planted_test.go:"},
		{plantedExit, "the world's process ended without a result", ""},
	} {
		t.Run("Err/"+row.kind, func(t *testing.T) {
			t.Setenv(plantedVariable, row.kind)
			report := filepath.Join(t.TempDir(), "report.html")
			code, out, errs := run(t, "replay", path, "--seed", "7", "--patience", "8s", "--report", report)
			assert.Equal(t, 4, code, out+errs)
			assert.Contains(t, errs, "as-it-happened: ")
			assert.Contains(t, errs, row.says)
			assert.Contains(t, errs, row.blames)
			assert.Contains(t, errs, "scenario: "+path+" (small), seed 7\n")
			assert.Contains(t, errs, "virtual time: after 2022-06-14T"+lastTold(row.kind))
			assert.Contains(t, errs, "again with: anchorage replay "+path+" --variant as-it-happened --seed 7\n")
			assert.NotContains(t, errs, "testing.", "no frames of other modules")
			assert.NoFileExists(t, report)
		})
	}
}

// lastTold is the last time that a world told before it ended: a deadlock and a
// leak let it live to its end.
func lastTold(kind string) string {
	switch kind {
	case plantedDeadlock, plantedLeak:
		return "11:30:00Z"
	}
	return "09:40:00Z"
}

// A crash of one variant keeps the results of the others.
func TestCrashOfOneVariant(t *testing.T) {
	path := morning(t, "11:30", "team: {", "variants:\n  early: {clock: {until: 2022-06-14T09:40:00Z}, faults: []}\nteam: {")
	t.Setenv(plantedVariable, plantedPanic)
	code, out, errs := run(t, "replay", path, "--report", "")
	assert.Equal(t, 4, code, out+errs)
	assert.Contains(t, errs, "as-it-happened: the world's process crashed")
	assert.NotContains(t, errs, "early: ")
}

func TestCheckDeterminism(t *testing.T) {
	path := morning(t, "10:00", "until: 2022-06-14T11:00:00Z", "until: 2022-06-14T10:00:00Z")
	t.Run("OK", func(t *testing.T) {
		code, out, errs := run(t, "replay", path, "--check-determinism", "3")
		assert.Equal(t, 0, code, out+errs)
		assert.Contains(t, out, "as-it-happened: 3 of 3 processes agree, history and report byte for byte: ")
	})
	t.Run("ErrDiffer", func(t *testing.T) {
		t.Setenv(plantedVariable, plantedChance)
		code, out, errs := run(t, "replay", path, "--check-determinism", "4")
		assert.Equal(t, 4, code, out+errs)
		for _, says := range []string{
			"as-it-happened: the histories of 4 processes differ: ", " by 1, 2, 3; ", " by 4\n",
			"first difference in line ", ", actor owner/", " at 2022-06-14T09:4",
			"process 1 (GOGC=20):\n", "process 4 (GOGC=140, a busy core beside it):\n",
			`"stale":true`, "can't be known from here", "again with: anchorage replay " + path + " --variant as-it-happened --check-determinism 4\n",
		} {
			assert.Contains(t, errs, says)
		}
		assert.Empty(t, out)
	})
	t.Run("ErrCrash", func(t *testing.T) {
		t.Setenv(plantedVariable, plantedPanic)
		code, _, errs := run(t, "replay", path, "--check-determinism", "2")
		assert.Equal(t, 4, code)
		assert.Contains(t, errs, "process 1 (GOGC=20) has no history to compare")
		assert.Contains(t, errs, "planted: nothing is at home")
	})
}

// cliVariable makes the test binary the command line, so that a signal can be
// sent to it.
const cliVariable = "ANCHORAGE_TEST_CLI"

// asCommandLine runs the arguments and does not return, in such a process.
func asCommandLine() {
	if os.Getenv(cliVariable) == "" {
		return
	}
	os.Unsetenv(cliVariable)
	os.Exit(cli.Main(os.Args[1:]))
}

// Ctrl-C ends a replay at once, says how far it was and leaves no file.
func TestInterruptedWhileRunning(t *testing.T) {
	exe, err := os.Executable()
	require.NoError(t, err)
	dir := t.TempDir()
	path := filepath.Join(dir, "report.html")
	var out, errs bytes.Buffer
	command := exec.Command(exe, "replay", "../../scenarios/outlook-2022-03.yaml", "--variant", "as-it-happened", "--report", path)
	command.Env = append(os.Environ(), cliVariable+"=1")
	command.Stdout, command.Stderr = &out, &errs
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, command.Start())
	time.AfterFunc(3*time.Second, func() { syscall.Kill(-command.Process.Pid, syscall.SIGINT) }) // the whole group, as a terminal does
	command.Wait()
	assert.Equal(t, 130, command.ProcessState.ExitCode(), out.String()+errs.String())
	assert.Contains(t, errs.String(), "interrupted; no file was written\n  as-it-happened: ")
	assert.NotContains(t, errs.String(), "crashed")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// quiet is an hour in which nothing happens: enough where a test is about the files
// that a replay writes.
func quiet(t *testing.T) string {
	t.Helper()
	return placed(t, "quiet.yaml", `
name: quiet
title: An hour in which nothing happens
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T09:00:00Z}
seed: 1
fleet: [{name: consumers, provider: outlook.com, mailboxes: 2, authorization: live}]
`)
}

// A replay that is interrupted while it writes leaves nothing half-written.
func TestInterruptedWhileWriting(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	var errs bytes.Buffer
	code := cli.Run(ctx, ours.Factory{}, []string{"replay", quiet(t), "--report", filepath.Join(dir, "report.html")}, writerFunc(cancel), &errs)
	assert.Equal(t, 130, code, errs.String())
	assert.Contains(t, errs.String(), "interrupted while the files were written")
	left, err := os.ReadDir(dir)
	require.NoError(t, err)
	assert.Empty(t, left)
}

// writerFunc is called for everything that is written: the summary is, once the
// world has ended and before the files are begun.
type writerFunc func()

func (f writerFunc) Write(p []byte) (int, error) {
	f()
	return len(p), nil
}

func TestWriteToDevice(t *testing.T) {
	for _, row := range []struct{ name, flag, path, says string }{
		{"ErrFullReport", "--report", "/dev/full", "report: /dev/full can't be written: no space left on device"},
		{"ErrFullResult", "--json", "/dev/full", "result: /dev/full can't be written: no space left on device"},
		{"ErrFullHistory", "--history", "/dev/full", "history: /dev/full can't be written: no space left on device"},
	} {
		t.Run(row.name, func(t *testing.T) {
			args := []string{"replay", quiet(t), row.flag, row.path}
			if row.flag != "--report" {
				args = append(args, "--report", filepath.Join(t.TempDir(), "report.html"))
			}
			code, out, errs := run(t, args...)
			assert.Equal(t, 2, code, out+errs)
			assert.Contains(t, errs, row.says)
			if row.flag != "--report" {
				assert.Contains(t, out, "report: ", "the other files are written all the same")
			}
			info, err := os.Stat(row.path)
			require.NoError(t, err)
			assert.NotZero(t, info.Mode()&os.ModeCharDevice, "a device is never replaced by a file")
		})
	}
	t.Run("OK", func(t *testing.T) {
		code, out, errs := run(t, "replay", quiet(t), "--report", os.DevNull)
		assert.Equal(t, 0, code, out+errs)
		assert.True(t, strings.HasSuffix(out, "report: "+os.DevNull+"\n"))
	})
}
