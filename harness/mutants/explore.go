package mutants

import (
	"context"
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
)

// Explore lives through worlds that are drawn, from a number on, and returns the
// first promise that broke and in which world, or the crash; "" if all held.
func (p *Program) Explore(ctx context.Context, first uint64, worlds int) (string, error) {
	code, out, err := p.run(ctx, "explore", "--runs", strconv.Itoa(worlds), "--seed", strconv.FormatUint(first, 10),
		"--workers", "1", "--shrink", "0s", "--out", filepath.Join(p.dir, "explored"))
	p.Worlds += worlds
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case code == 0:
		return "", nil
	case !slices.Contains([]int{1, exitHarness}, code):
		return "", fmt.Errorf("drawn worlds: %w: %s", err, lastLine(out))
	}
	return readFinding(string(out))
}

var finding = regexp.MustCompile(`(?m)^world (\d+): (?:BROKEN ([a-z0-9-]+)|(CRASH|no world))`)

// readFinding finds the first in what exploring prints.
func readFinding(out string) (string, error) {
	m := finding.FindStringSubmatch(out)
	switch {
	case m == nil:
		return "", fmt.Errorf("drawn worlds: something broke, and it is not said what: %s", lastLine([]byte(out)))
	case m[2] != "":
		return "drawn world " + m[1] + ": " + m[2], nil
	}
	return "drawn world " + m[1] + ": it crashes or stands still", nil
}
