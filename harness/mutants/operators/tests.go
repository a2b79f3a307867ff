package operators

import (
	"context"
	"fmt"
	"os/exec"
	"regexp"
	"strings"

	"anchorage/harness/mutants"
)

// testLimit is how long a package's tests may take: some hundred times as long as
// they do.
const testLimit = "30s"

// askTests runs the tests of the site's package over the altered file, until the
// first fails. What it writes lies in dir.
func askTests(ctx context.Context, root, dir string, s Site, files map[string]string) (answer, error) {
	list, err := mutants.Overlay(root, dir, files)
	if err != nil {
		return answer{}, err
	}
	// One compiler at a time: others may use the machine as well.
	c := exec.CommandContext(ctx, "go", "test", "-p", "1", "-short", "-vet", "off", "-ldflags", "-s -w", "-count", "1", "-failfast", "-timeout", testLimit, "-overlay", list, "./"+s.Folder())
	c.Dir = root
	out, err := c.CombinedOutput()
	if ctx.Err() != nil {
		return answer{}, ctx.Err()
	}
	if c.ProcessState == nil {
		return answer{}, fmt.Errorf("tests: %w", err)
	}
	a := readTests(string(out), c.ProcessState.ExitCode())
	a.CPU = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	return a, nil
}

var failedTest = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)

// readTests says what go test found.
func readTests(out string, code int) answer {
	switch {
	case code == 0:
		return answer{}
	case strings.Contains(out, "[build failed]") || strings.Contains(out, "[setup failed]"):
		return answer{Unbuilt: true}
	case strings.Contains(out, "panic: test timed out"):
		return answer{Noticed: true, By: "a test that does not end"}
	}
	// The last is the innermost of the first that failed.
	if all := failedTest.FindAllStringSubmatch(out, -1); len(all) > 0 {
		return answer{Noticed: true, By: all[len(all)-1][1]}
	}
	return answer{Noticed: true, By: "a crash"}
}
