package mutants_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/mutants"
)

func TestApply(t *testing.T) {
	const text = "one two three two"
	for name, row := range map[string]struct {
		edits []mutants.Edit
		want  string
		wrong string
	}{
		"OK":                 {[]mutants.Edit{{"a.go", "one", "1"}}, "1 two three two", ""},
		"Several":            {[]mutants.Edit{{"a.go", "one ", ""}, {"a.go", "three", "3"}}, "two 3 two", ""},
		"OnTopOfEachOther":   {[]mutants.Edit{{"a.go", "one two", "one"}, {"a.go", " two", " 2"}}, "one three 2", ""},
		"ErrMissing":         {[]mutants.Edit{{"a.go", "four", "4"}}, "", "a.go: the text to be replaced occurs 0 times; expected once:\nfour"},
		"ErrAmbiguous":       {[]mutants.Edit{{"a.go", "two", "2"}}, "", "a.go: the text to be replaced occurs 2 times; expected once:\ntwo"},
		"ErrTakenByTheFirst": {[]mutants.Edit{{"a.go", "one", "1"}, {"a.go", "one", "1"}}, "", "a.go: the text to be replaced occurs 0 times; expected once:\none"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := mutants.Apply(text, row.edits)
			if row.wrong != "" {
				require.EqualError(t, err, row.wrong)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, row.want, got)
		})
	}
}

func TestAltered(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, "a.go"), []byte("package a"), 0o600))
	require.NoError(t, os.WriteFile(filepath.Join(dir, "b.go"), []byte("package b"), 0o600))
	files, err := mutants.Altered(dir, []mutants.Edit{{"a.go", "age a", "age x"}, {"b.go", "age b", "age y"}, {"a.go", "pack", "PACK"}})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"a.go": "PACKage x", "b.go": "package y"}, files)
	_, err = mutants.Altered(dir, []mutants.Edit{{"c.go", "a", "b"}})
	assert.ErrorIs(t, err, os.ErrNotExist)
	_, err = mutants.Altered(dir, []mutants.Edit{{"a.go", "nothing", "b"}})
	assert.ErrorContains(t, err, "occurs 0 times")
}

func TestOverlay(t *testing.T) {
	dir := t.TempDir()
	list, err := mutants.Overlay("/root", dir, map[string]string{"x/a.go": "A", "y/a.go": "B"})
	require.NoError(t, err)
	raw, err := os.ReadFile(list)
	require.NoError(t, err)
	var overlay struct{ Replace map[string]string }
	require.NoError(t, json.Unmarshal(raw, &overlay))
	require.Len(t, overlay.Replace, 2, "files of one name stay apart")
	for file, want := range map[string]string{"/root/x/a.go": "A", "/root/y/a.go": "B"} {
		text, err := os.ReadFile(overlay.Replace[filepath.FromSlash(file)])
		require.NoError(t, err)
		assert.Equal(t, want, string(text))
	}
	_, err = mutants.Overlay("/root", filepath.Join(dir, "missing"), map[string]string{"a.go": "A"})
	assert.ErrorIs(t, err, os.ErrNotExist)
}
