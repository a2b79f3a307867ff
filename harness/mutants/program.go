package mutants

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"anchorage/harness/check"
)

// patience is how long a world may stand still before it counts as stuck.
const patience = "1m"

// exitHarness is the exit code of a replay that came to no verdicts: a crash, a
// deadlock or a world that stands still.
const exitHarness = 4

// Program is anchorage, built from altered source.
type Program struct {
	Worlds int           // replayed so far
	CPU    time.Duration // that they took

	binary string
	dir    string // for its results
	root   string // of the module
}

// ErrUnbuilt says that the altered source does not compile.
var ErrUnbuilt = errors.New("does not build")

// build makes the program with the edits in place. Its files lie in dir.
func build(ctx context.Context, root, dir string, edits []Edit) (*Program, error) {
	files, err := altered(root, edits)
	if err != nil {
		return nil, err
	}
	return Build(ctx, root, dir, files)
}

// Build makes the program of the module at root, an absolute path, with other texts
// for some of its files, by their slash-separated paths from there. What it writes
// lies in dir. The error is ErrUnbuilt if that does not compile.
func Build(ctx context.Context, root, dir string, files map[string]string) (*Program, error) {
	list, err := Overlay(root, dir, files)
	if err != nil {
		return nil, err
	}
	p := &Program{binary: filepath.Join(dir, "anchorage"), dir: dir, root: root}
	// Without symbols: that halves the time to link.
	c := exec.CommandContext(ctx, "go", "build", "-overlay", list, "-ldflags", "-s -w", "-o", p.binary, ".")
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: %s", ErrUnbuilt, strings.TrimSpace(string(out)))
	}
	return p, nil
}

// Verdicts of a world, in the file's order. What the world itself ends with is none:
// then stuck says why.
func (p *Program) Verdicts(ctx context.Context, w World) (all []check.Verdict, stuck string, err error) {
	p.Worlds++
	result := filepath.Join(p.dir, fmt.Sprintf("result-%d.json", p.Worlds))
	args := []string{"replay", filepath.FromSlash(w.File), "--json", result, "--report", "", "--patience", patience}
	if w.Variant != "" {
		args = append(args, "--variant", w.Variant)
	}
	if w.Fleet != "" {
		args = append(args, "--fleet", w.Fleet)
	}
	code, out, err := p.run(ctx, args...)
	switch {
	case ctx.Err() != nil:
		return nil, "", ctx.Err()
	case code == exitHarness:
		return nil, lastLine(out), nil
	case !slices.Contains([]int{0, 1, 3}, code):
		return nil, "", fmt.Errorf("replay of %s: %w: %s", w, err, lastLine(out))
	}
	all, err = readVerdicts(result)
	return all, "", err
}

// run waits for the program to end, and adds up what it took.
func (p *Program) run(ctx context.Context, args ...string) (code int, out []byte, err error) {
	c := exec.CommandContext(ctx, p.binary, args...)
	c.Dir = p.root
	out, err = c.CombinedOutput()
	if c.ProcessState == nil {
		return -1, nil, err // it was never started
	}
	p.CPU += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	return c.ProcessState.ExitCode(), out, err
}

// readVerdicts of a result with one variant.
func readVerdicts(file string) ([]check.Verdict, error) {
	raw, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("result: %w", err)
	}
	var result struct {
		Variants []struct {
			Verdicts []check.Verdict `json:"verdicts"`
		} `json:"variants"`
	}
	if err := json.Unmarshal(raw, &result); err != nil {
		return nil, fmt.Errorf("result: %w", err)
	}
	if len(result.Variants) != 1 {
		return nil, fmt.Errorf("result: %d variants; expected one", len(result.Variants))
	}
	return result.Variants[0].Verdicts, nil
}

func lastLine(out []byte) string {
	lines := strings.Split(strings.TrimSpace(string(out)), "\n")
	return lines[len(lines)-1]
}
