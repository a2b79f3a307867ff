package operators_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/mutants/operators"
)

func TestCache(t *testing.T) {
	site, other := operators.Site{File: "system/engine/round.go"}, operators.Site{File: "system/engine/token.go"}
	ask := func(t *testing.T, dir, tree string, l operators.Layer, s operators.Site, altered, by string) string {
		t.Helper()
		got, err := operators.Kept(dir, tree, false).Asked(l, s, altered, by)
		require.NoError(t, err)
		return got
	}
	t.Run("an answer is kept", func(t *testing.T) {
		dir := t.TempDir()
		assert.Equal(t, "first", ask(t, dir, "t", operators.Tests, site, "x", "first"))
		assert.Equal(t, "first", ask(t, dir, "t", operators.Tests, site, "x", "second"))
	})
	t.Run("what it depends on is another question", func(t *testing.T) {
		dir := t.TempDir()
		assert.Equal(t, "1", ask(t, dir, "t", operators.Tests, site, "x", "1"))
		assert.Equal(t, "2", ask(t, dir, "u", operators.Tests, site, "x", "2"), "tree")
		assert.Equal(t, "3", ask(t, dir, "t", operators.Worlds, site, "x", "3"), "layer")
		assert.Equal(t, "4", ask(t, dir, "t", operators.Tests, other, "x", "4"), "file")
		assert.Equal(t, "5", ask(t, dir, "t", operators.Tests, site, "y", "5"), "change")
	})
	t.Run("ErrNotKept", func(t *testing.T) {
		_, err := operators.Kept(t.TempDir(), "t", true).Asked(operators.Tests, site, "x", "1")
		assert.ErrorIs(t, err, operators.ErrNotKept)
	})
	t.Run("ErrBroken", func(t *testing.T) {
		dir := t.TempDir()
		ask(t, dir, "t", operators.Tests, site, "x", "1")
		files, err := filepath.Glob(filepath.Join(dir, "*.json"))
		require.NoError(t, err)
		require.Len(t, files, 1)
		require.NoError(t, os.WriteFile(files[0], []byte("{"), 0o644))
		_, err = operators.Kept(dir, "t", false).Asked(operators.Tests, site, "x", "1")
		assert.ErrorContains(t, err, "kept answer "+files[0])
	})
}

// The same files under another root have the same hash; other names or contents have
// another.
func TestFilesHash(t *testing.T) {
	hash := func(name, text string) string {
		root := t.TempDir()
		file := filepath.Join(root, name)
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
		sum, err := operators.FilesHash(root, []string{file, file})
		require.NoError(t, err)
		return sum
	}
	assert.Equal(t, hash("a", "x"), hash("a", "x"))
	assert.NotEqual(t, hash("a", "x"), hash("b", "x"))
	assert.NotEqual(t, hash("a", "x"), hash("a", "y"))
}
