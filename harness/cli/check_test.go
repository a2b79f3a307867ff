package cli_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// saved replays a scenario and returns the path of its history and what replay
// printed before the paths of its files.
func saved(t *testing.T, scenario string) (path, summary string, code int) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "saved.history")
	code, out, _ := run(t, "replay", scenario, "--report", "", "--history", path)
	summary, _, found := strings.Cut(out, "\nhistory: ")
	require.True(t, found, out)
	return path, summary, code
}

func TestCheckJudgesAsReplayDoes(t *testing.T) {
	for _, row := range []struct {
		name, scenario string
		code           int
	}{
		{"OK", small, 0},
		{"ErrBroken", edited(t, "within: 30m", "within: 1s"), 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			path, summary, replayed := saved(t, row.scenario)
			require.Equal(t, row.code, replayed)
			code, out, errs := run(t, "check", path)
			assert.Equal(t, row.code, code, errs)
			assert.Equal(t, summary, out, "the same summary")
		})
	}
}

// altered rewrites the lines of a history file.
func altered(t *testing.T, path string, change func([]byte) []byte) string {
	t.Helper()
	file, err := os.Open(path)
	require.NoError(t, err)
	defer file.Close()
	plain, err := gzip.NewReader(file)
	require.NoError(t, err)
	text, err := io.ReadAll(plain)
	require.NoError(t, err)
	var b bytes.Buffer
	compressed := gzip.NewWriter(&b)
	_, err = compressed.Write(change(text))
	require.NoError(t, err)
	require.NoError(t, compressed.Close())
	return written(t, b.Bytes())
}

func written(t *testing.T, b []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "spoilt.history")
	require.NoError(t, os.WriteFile(path, b, 0o644))
	return path
}

func TestErrCheckUnusable(t *testing.T) {
	good, _, _ := saved(t, small)
	whole, err := os.ReadFile(good)
	require.NoError(t, err)
	for _, row := range []struct{ name, path, says string }{
		{"ErrNoFile", "nowhere.history", "nowhere.history"},
		{"ErrDirectory", t.TempDir(), "is a folder"},
		{"ErrScenario", small, "this is no history file"},
		{"ErrEmpty", written(t, nil), "this is no history file"},
		{"ErrCutFile", written(t, whole[:len(whole)/2]), "cut short"},
		{"ErrCutLines", altered(t, good, func(b []byte) []byte { return b[:bytes.LastIndexByte(b[:len(b)-1], '\n')+1] }), "cut short"},
		{"ErrAltered", altered(t, good, func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"sink":"pager"`), []byte(`"sink":"paper"`), 1)
		}), "was altered"},
		{"ErrVersion", altered(t, good, func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"version":1`), []byte(`"version":99`), 1)
		}), "format version 99"},
		{"ErrOtherKind", altered(t, good, func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"k":"read"`), []byte(`"k":"raed"`), 1)
		}), `event of unknown kind "raed"`},
		{"ErrLineRemoved", altered(t, good, func(b []byte) []byte {
			lines := bytes.SplitAfter(b, []byte("\n"))
			return bytes.Join(append(lines[:5:5], lines[6:]...), nil)
		}), "lines are missing or added"},
		{"ErrDamaged", written(t, append(bytes.Clone(whole[:len(whole)/2]), make([]byte, 1000)...)), "history: "},
		{"ErrGarbage", written(t, []byte("\x7fELF\x02\x01")), "this is no history file"},
		{"ErrGarbageInside", altered(t, good, func([]byte) []byte { return []byte("\x7fELF\x02\x01\n") }), "line 1: a history begins here, but this is no header"},
		{"ErrNothingInside", altered(t, good, func([]byte) []byte { return nil }), "the file is empty"},
		{"ErrLineWithoutEnd", altered(t, good, func([]byte) []byte { return make([]byte, 17<<20) }), "line 1 is longer than 16777216 bytes"},
		{"ErrManySamples", altered(t, good, func(b []byte) []byte {
			return bytes.Replace(b, []byte(`"column":"failing","deltas":[`), []byte(`"column":"failing","deltas":[0,0,`), 1)
		}), "362 samples; expected one for each of the clock's 360 minutes"},
	} {
		t.Run(row.name, func(t *testing.T) {
			code, out, errs := run(t, "check", row.path)
			assert.Equal(t, 2, code)
			assert.Empty(t, out, "nothing is judged")
			assert.Contains(t, errs, row.says)
			assert.Contains(t, errs, row.path)
		})
	}
}
