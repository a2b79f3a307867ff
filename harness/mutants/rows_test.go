package mutants_test

import (
	"anchorage/harness/check"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/mutants"
)

var root = filepath.Join("..", "..")

// Every change still applies to the source, those of open rows too, and alters it.
func TestEveryChangeApplies(t *testing.T) {
	applies := func(t *testing.T, edits []mutants.Edit) {
		t.Helper()
		require.NotEmpty(t, edits)
		files, err := mutants.Altered(root, edits)
		require.NoError(t, err)
		for file, text := range files {
			was, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
			require.NoError(t, err)
			assert.NotEqual(t, string(was), text, file)
		}
	}
	for _, m := range mutants.Table() {
		t.Run(strconv.Itoa(m.Number), func(t *testing.T) { applies(t, m.Edits) })
	}
	for _, h := range mutants.HarmlessTable() {
		t.Run(strconv.Itoa(h.Number), func(t *testing.T) { applies(t, h.Edits) })
	}
}

func TestRowsAreWhole(t *testing.T) {
	letters := map[string]bool{}
	for _, p := range check.Letters {
		letters[p.Letter] = true
	}
	planted := map[string]bool{}
	table, harmless := mutants.Table(), mutants.HarmlessTable()
	for i, m := range table {
		assert.Equal(t, i+1, m.Number, "numbers count up without gaps: %s", m.Name)
		assert.NotEmpty(t, m.Name)
		assert.True(t, letters[m.Promise], "mutant %d breaks %q, which is no promise", m.Number, m.Promise)
		assert.NotEqual(t, m.Open == "", m.Caught == "" || len(m.Worlds) == 0, "mutant %d is open, or else names what catches it, and where", m.Number)
		if m.Open == "" {
			planted[m.Promise] = true
		}
		exist(t, m.Worlds)
	}
	for _, h := range harmless {
		assert.NotEmpty(t, h.Name)
		assert.NotEmpty(t, h.Worlds, h.Name)
		exist(t, h.Worlds)
	}
	assert.GreaterOrEqual(t, len(table), 45)
	assert.GreaterOrEqual(t, len(harmless), 8)
	delete(letters, "T2") // about what people claim
	for letter := range letters {
		assert.True(t, planted[letter], "no mutant breaks %s", letter)
	}
}

func exist(t *testing.T, worlds []mutants.World) {
	t.Helper()
	for _, w := range worlds {
		assert.FileExists(t, filepath.Join(root, filepath.FromSlash(w.File)))
	}
}

// No world of the tables is there for one row alone.
func TestWorldsAreShared(t *testing.T) {
	uses := map[mutants.World]int{}
	for _, m := range mutants.Table() {
		for _, w := range m.Worlds {
			uses[w]++
		}
	}
	for _, h := range mutants.HarmlessTable() {
		for _, w := range h.Worlds {
			uses[w]++
		}
	}
	for w, n := range uses {
		if strings.HasPrefix(w.File, "harness/") {
			assert.Greater(t, n, 1, "%s serves one row alone", w)
		}
	}
	files, err := filepath.Glob(filepath.Join("worlds", "*.yaml"))
	require.NoError(t, err)
	for _, f := range files {
		assert.Positive(t, uses[mutants.World{File: "harness/mutants/" + filepath.ToSlash(f)}], "%s serves no row", f)
	}
}

// README.md is of these rows; make mutants writes it anew.
func TestREADMEIsUpToDate(t *testing.T) {
	text, err := os.ReadFile("README.md")
	require.NoError(t, err)
	rows := 0
	for _, m := range mutants.Table() {
		assert.Contains(t, string(text), "| "+strconv.Itoa(m.Number)+" | "+m.Promise+" | "+m.Name+" |")
		rows++
	}
	for _, h := range mutants.HarmlessTable() {
		assert.Contains(t, string(text), "| "+strconv.Itoa(h.Number)+" | "+h.Name+" |")
		rows++
	}
	assert.Equal(t, rows, strings.Count(string(text), "\n| ")-strings.Count(string(text), "\n| # |")-len(check.Letters)-1, "rows that are in no table")
	assert.NotContains(t, string(text), "**", "somebody has to look at a row")
}
