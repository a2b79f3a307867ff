package ours_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/harness/ours"
	"anchorage/harness/world"
)

// alteration is one world that differs from a shipped one by something named, and
// what must not hold there.
type alteration struct {
	what    string   // is different, in words
	variant string   // of the file; "" is as-it-happened
	replace []string // text of the scenario file, in pairs: old, new
	rules   []string // text of every rule file, in pairs
	mistake string   // of the system
	breaks  []string // names of expectations
}

// shippedFile is one scenario file with the alterations that break it.
type shippedFile struct {
	name string
	// fleet is the share at which worlds run, 0 for all; calibrate keeps the story
	// the same at that size. Both go for altered and unaltered worlds alike.
	fleet       float64
	calibrate   []string
	alterations []alteration
}

// outcome is a judged world: the status of each expectation, by name.
type outcome struct {
	names  []string
	status map[string]check.Status
}

func judged(h *history.History) outcome {
	o := outcome{status: map[string]check.Status{}}
	for _, v := range check.Run(h) {
		if v.Kind == check.Expectation {
			o.names = append(o.names, v.Name)
			o.status[v.Name] = v.Status
		}
	}
	return o
}

// Every expectation of every shipped file can break: unaltered it holds, and in
// some altered world it does not. One that nothing breaks proves nothing. The altered
// worlds are many and long: they run with ANCHORAGE_FULL=1 (`make whole`), and
// without it only those of the small one do, and each name is looked up in the table.
func TestEveryExpectationCanBreak(t *testing.T) {
	t.Parallel()
	requireAllFiles(t)
	slots := make(chan struct{}, runtime.NumCPU())
	var running sync.WaitGroup
	defer running.Wait()
	for _, f := range shippedFiles {
		for _, variant := range variantsOf(t, f) {
			rows := slices.DeleteFunc(slices.Clone(f.alterations), func(a alteration) bool { return a.of() != variant })
			requireRows(t, world.Job{Path: filepath.Join(scenarioDir, f.name), Variant: variant}, rows)
			if f.name != "small.yaml" && !full() {
				continue
			}
			results := make([]outcome, len(rows)+1)
			var world sync.WaitGroup
			for i, a := range append([]alteration{{what: "unaltered", variant: variant}}, rows...) {
				path := f.write(t, a)
				world.Go(func() {
					slots <- struct{}{}
					defer func() { <-slots }()
					results[i] = f.replay(t, path, a)
				})
			}
			running.Go(func() {
				world.Wait()
				compare(t, f.name+"/"+variant, rows, results[0], results[1:])
			})
		}
	}
}

func (a alteration) of() string {
	if a.variant == "" {
		return "as-it-happened"
	}
	return a.variant
}

// write puts an altered copy of the file, with its rule files, into a directory
// of its own.
func (f shippedFile) write(t *testing.T, a alteration) string {
	t.Helper()
	path := altered(t, f.name, slices.Concat(f.calibrate, a.replace)...)
	files, err := filepath.Glob(filepath.Join(filepath.Dir(path), "alerts", "*.rules.yml"))
	require.NoError(t, err)
	found := make([]bool, len(a.rules)/2)
	for _, rules := range files {
		text, err := os.ReadFile(rules)
		require.NoError(t, err)
		for i := range found {
			found[i] = found[i] || strings.Contains(string(text), a.rules[2*i])
		}
		require.NoError(t, os.WriteFile(rules, []byte(strings.NewReplacer(a.rules...).Replace(string(text))), 0o644))
	}
	require.NotContains(t, found, false, "%s: %s", f.name, a.what)
	return path
}

func (f shippedFile) replay(t *testing.T, path string, a alteration) outcome {
	job := world.Job{Path: path, Variant: a.of(), Fleet: f.fleet}
	h, err := world.Replay(t.Context(), job, []string{mistakeVariable + "=" + a.mistake}, nil)
	if !assert.NoError(t, err, "%s: %s", f.name, a.what) {
		return outcome{}
	}
	return judged(h)
}

// requireRows: an expectation with a name of its own is named by a row.
func requireRows(t *testing.T, job world.Job, rows []alteration) {
	t.Helper()
	_, file, err := job.Load(ours.Factory{})
	require.NoError(t, err)
	var named []string
	for _, row := range rows {
		named = append(named, row.breaks...)
	}
	for _, e := range file.Expect {
		if e.Name != "" {
			assert.Contains(t, named, e.Name, "no row breaks it in %s/%s", filepath.Base(job.Path), job.Variant)
		}
	}
}

// compare holds what was found against what the rows say.
func compare(t *testing.T, where string, rows []alteration, unaltered outcome, found []outcome) {
	assert.NotEmpty(t, unaltered.names, where)
	broken := map[string]bool{}
	for _, name := range unaltered.names {
		assert.Equal(t, check.Held, unaltered.status[name], "%s: %q, unaltered", where, name)
	}
	for i, row := range rows {
		for _, name := range row.breaks {
			status := found[i].status[name]
			assert.Contains(t, []check.Status{check.Broken, check.Vacuous}, status, "%s: %q, although %s", where, name, row.what)
			broken[name] = true
		}
	}
	for _, name := range unaltered.names {
		if broken[name] {
			continue
		}
		var by []string
		for i, row := range rows {
			if s := found[i].status[name]; s == check.Broken || s == check.Vacuous {
				by = append(by, row.what)
			}
		}
		assert.Fail(t, "no row breaks it", "%s: %q; it does not hold where: %q", where, name, by)
	}
}

// requireAllFiles: a new scenario file needs rows.
func requireAllFiles(t *testing.T) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(scenarioDir, "*.yaml"))
	require.NoError(t, err)
	var shipped, listed []string
	for _, path := range files {
		shipped = append(shipped, filepath.Base(path))
	}
	for _, f := range shippedFiles {
		listed = append(listed, f.name)
	}
	require.ElementsMatch(t, shipped, listed, "every scenario file has alterations")
}

func variantsOf(t *testing.T, f shippedFile) []string {
	t.Helper()
	source, err := world.Job{Path: filepath.Join(scenarioDir, f.name)}.Source(ours.Factory{})
	require.NoError(t, err)
	for _, a := range f.alterations {
		require.Contains(t, source.Variants(), a.of(), a.what)
	}
	return source.Variants()
}
