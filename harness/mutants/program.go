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

// program is anchorage, built from altered source.
type program struct {
	binary string
	dir    string // for its results
	root   string // of the module
	replay time.Duration
	count  int
}

// errUnbuilt says that the altered source does not compile.
var errUnbuilt = errors.New("does not build")

// build makes the program with the edits in place. Its files lie in dir.
func build(ctx context.Context, root, dir string, edits []Edit) (*program, error) {
	files, err := altered(root, edits)
	if err != nil {
		return nil, err
	}
	list, err := overlay(root, dir, files)
	if err != nil {
		return nil, err
	}
	p := &program{binary: filepath.Join(dir, "anchorage"), dir: dir, root: root}
	// Without symbols: that halves the time to link.
	c := exec.CommandContext(ctx, "go", "build", "-overlay", list, "-ldflags", "-s -w", "-o", p.binary, ".")
	c.Dir = root
	if out, err := c.CombinedOutput(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%w: %s", errUnbuilt, strings.TrimSpace(string(out)))
	}
	return p, nil
}

// verdicts of a world, in the file's order. What the world itself ends with is none:
// then stuck says why.
func (p *program) verdicts(ctx context.Context, w World) (all []check.Verdict, stuck string, err error) {
	p.count++
	result := filepath.Join(p.dir, fmt.Sprintf("result-%d.json", p.count))
	args := []string{"replay", filepath.FromSlash(w.File), "--json", result, "--report", "", "--patience", patience}
	if w.Variant != "" {
		args = append(args, "--variant", w.Variant)
	}
	if w.Fleet != "" {
		args = append(args, "--fleet", w.Fleet)
	}
	c := exec.CommandContext(ctx, p.binary, args...)
	c.Dir = p.root
	out, err := c.CombinedOutput()
	p.replay += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	switch code := c.ProcessState.ExitCode(); {
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
