package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/cli"
	"anchorage/harness/ours"
)

// fewer leaves a third of the small scenario's fleet and takes half an hour of its fault
// off: the base of worlds that take little time.
var fewer = []string{"mailboxes: 12", "mailboxes: 4", "mailboxes: 6", "mailboxes: 2", "until: 2022-06-14T11:00:00Z", "until: 2022-06-14T10:30:00Z"}

func TestExplore(t *testing.T) {
	base := morning(t, "10:30", fewer...)
	t.Run("OK", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "not", "yet")
		code, told, errs := run(t, "explore", base, "--runs", "2", "--seed", "3", "--out", out)
		assert.Equal(t, 0, code, told+errs)
		assert.Contains(t, told, "again with: anchorage explore "+base+" --seed 3")
		assert.Contains(t, told, "2 worlds of 5 virtual hours")
		assert.Regexp(t, `reads-true +2 +0 +0 +0`, told)
		assert.Contains(t, errs, "worlds/s")
		assert.NoDirExists(t, out, "nothing was found")
	})
	t.Run("OKSameAgain", func(t *testing.T) {
		_, one, _ := run(t, "explore", base, "--runs", "2", "--seed", "9", "--workers", "1", "--out", t.TempDir())
		_, two, _ := run(t, "explore", base, "--runs", "2", "--seed", "9", "--workers", "3", "--out", t.TempDir())
		assert.Equal(t, one, two)
	})
	t.Run("ErrBroken", func(t *testing.T) {
		t.Setenv(plantedVariable, plantedWrong)
		out := t.TempDir()
		code, told, errs := run(t, "explore", base, "--runs", "3", "--seed", "3", "--shrink", "1s", "--keep-going", "--out", out)
		assert.Equal(t, 1, code, told+errs)
		path := filepath.Join(out, "reads-true-3.yaml")
		assert.Contains(t, told, "world 3: BROKEN reads-true: ")
		assert.Contains(t, told, "again with: anchorage replay "+path)
		assert.Equal(t, 1, strings.Count(told, "BROKEN reads-true"), "told once")
		assert.Contains(t, told, "reads-true: 3 of 3 worlds, numbers 3, 4, 5")
		code, told, _ = run(t, "replay", path, "--report", "")
		assert.Equal(t, 1, code)
		assert.Contains(t, told, "BROKEN   reads-true")
	})
	t.Run("ErrBrokenSameAgain", func(t *testing.T) {
		t.Setenv(plantedVariable, plantedWrong)
		out := t.TempDir()
		tell := func(workers string) string {
			_, told, _ := run(t, "explore", base, "--runs", "2", "--seed", "3", "--shrink", "0s", "--keep-going", "--workers", workers, "--out", out)
			return told
		}
		one := tell("1")
		assert.Contains(t, one, "world 3: BROKEN")
		assert.Equal(t, one, tell("3"))
	})
	t.Run("ErrCrash", func(t *testing.T) {
		t.Setenv(plantedVariable, plantedPanic)
		code, told, errs := run(t, "explore", base, "--runs", "2", "--seed", "3", "--shrink", "0s", "--out", t.TempDir())
		assert.Equal(t, 4, code, told+errs)
		assert.Contains(t, told, "world 3: CRASH ")
		assert.Contains(t, told, "planted: nothing is at home")
		assert.Contains(t, told, "2 of 2 worlds, numbers 3, 4", "it went on")
	})
	t.Run("ErrInterrupted", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		var out, errs bytes.Buffer
		code := cli.Run(ctx, ours.Factory{}, []string{"explore", "--runs", "2", "--out", t.TempDir()}, &out, &errs)
		assert.Equal(t, 130, code)
		assert.Contains(t, errs.String(), "interrupted")
		assert.Contains(t, out.String(), "0 worlds", "what was found until then is told")
	})
}

func TestExploreBadInput(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	require.NoError(t, os.WriteFile(file, nil, 0o600))
	brief := filepath.Join(dir, "brief.yaml")
	require.NoError(t, os.WriteFile(brief, []byte("name: brief\ntitle: Too short\nclock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T08:30:00Z}\nseed: 1\n"+
		"fleet: [{name: a, provider: outlook.com, mailboxes: 2, authorization: live}]\n"), 0o600))
	older := filepath.Join(dir, "older.yaml")
	require.NoError(t, os.WriteFile(older, []byte("name: older\ntitle: Of another format\nclock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T12:00:00Z}\nseed: 1\n"+
		"mailboxes: [{name: a, provider: outlook.com, count: 2}]\n"), 0o600))
	for _, row := range []struct {
		name string
		args []string
		told string
	}{
		{"ErrNoRuns", []string{"--runs", "0"}, "--runs 0: expected a number of worlds, 1 or above"},
		{"ErrNegativeTime", []string{"--for", "-1m"}, "--for -1m0s: expected a time above 0s, as 10m"},
		{"ErrNoTime", []string{"--for", "0s"}, "--for 0s: expected a time above 0s, as 10m"},
		{"ErrNoWorkers", []string{"--workers", "0"}, "--workers 0: expected a number of worlds at once, 1 or above"},
		{"ErrShrink", []string{"--shrink", "-1s"}, "--shrink -1s: expected a time, 0s or above"},
		{"ErrSeed", []string{"--seed", "first"}, "expected a whole number, 0 or above, of 64 bits"},
		{"ErrOutIsAFile", []string{"--out", file}, "--out " + file + ": it is a file; expected a folder that files can be written to"},
		{"ErrOutBelowAFile", []string{"--out", filepath.Join(file, "x")}, "not a directory; expected a folder that files can be written to"},
		{"ErrNoFile", []string{"nowhere.yaml"}, "nowhere.yaml can't be read"},
		{"ErrTwoFiles", []string{small, small}, "explore: expected at most one scenario file"},
		{"ErrOlderFormat", []string{older}, "older.yaml:5:"},
		{"ErrShortClock", []string{brief}, "its clock is shorter than 1h0m0s"},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, errs := run(t, append([]string{"explore"}, row.args...)...)
			assert.Equal(t, 2, code, out)
			assert.Empty(t, out)
			assert.Contains(t, errs, row.told)
		})
	}
}
