package scenarios_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"anchorage/scenarios"
)

// Whatever a file holds, it is a scenario or its mistakes are told, each with its
// place. Run it for longer with
//
//	go test ./scenarios -run '^$' -fuzz FuzzParse -fuzztime 10m -fuzzminimizetime 2s -parallel 1
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("*.yaml")
	require.NoError(f, err)
	for _, path := range files {
		text, err := os.ReadFile(path)
		require.NoError(f, err)
		f.Add(text)
	}
	for _, text := range []string{
		good, "", "\ufeff" + good, "a: &a [*a]\n", "a: &a [x, x]\n" + bomb("abcd") + good, "? a\n: b\n", "- - - a\n", "{a: [b, {c: d}]}", "a: |\n  b\n c", "a: >-\n\n  b\n",
		"!!map {a: b}", "%YAML 1.2\n---\na: b\n", "a: 'b", "a: \"\\x\"", "a:\r\n  b: c\r\n", "a: 0x1F\nb: 1_000\nc: .nan\nd: 1e400\n", "variants: {a: {variants: {b: {}}}}", "<<: *a\n", "...\n---\n",
		spoilText("seed: 1", "seed: 0b11"), spoilText("sync: {poll: 15m}", "extra: {a: [1, {b: null}], c: .inf}"), spoilText("    faults: []", "    fleet: []\n    clock: {from: 2023-01-01T00:00:00Z}"),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		o := options()
		o.CheckSettings = func(raw json.RawMessage, _ func(string) ([]byte, error)) []scenarios.SettingsProblem {
			require.True(t, json.Valid(raw), "settings reach the system as JSON: %s", raw)
			return nil
		}
		source, err := scenarios.Parse("fuzz.yaml", text, o)
		if err == nil {
			_, err = source.Files()
			require.NoError(t, err, "what was found free of mistakes can be used")
			return
		}
		var all scenarios.Problems
		require.ErrorAs(t, err, &all)
		require.NotEmpty(t, all)
		for _, p := range all {
			require.Positive(t, p.Line)
			require.Positive(t, p.Column)
			require.NotEmpty(t, p.Message)
		}
		require.True(t, utf8.ValidString(err.Error()))
		require.Less(t, len(err.Error()), 1<<20)
	})
}
