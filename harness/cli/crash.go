package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"anchorage/harness/worker"
	"anchorage/harness/world"
)

// tellFailure says why a variant has no result, and how to see it again.
func (a *app) tellFailure(job world.Job, err error) int {
	var b strings.Builder
	crash, crashed := errors.AsType[*worker.Crash](err)
	if crashed {
		fmt.Fprintf(&b, "\n%s: %s\n", job.Variant, crash.Reason)
	} else {
		fmt.Fprintf(&b, "\n%s: %v\n", job.Variant, err)
	}
	fmt.Fprintf(&b, "  scenario: %s\n", a.scenarioOf(job))
	if crashed {
		fmt.Fprintf(&b, "  virtual time: %s\n", reached(crash.Progress))
		tellBlame(&b, crash)
	}
	fmt.Fprintf(&b, "  again with: %s\n", job.Command())
	fmt.Fprint(a.err, b.String())
	return exitHarness
}

// scenarioOf names the file and the seed that decided.
func (a *app) scenarioOf(job world.Job) string {
	path := job.Path
	if path == "" {
		path = job.Shipped
	}
	_, file, err := job.Load(a.factory)
	if err != nil {
		return path + ", which can't be read any more"
	}
	return fmt.Sprintf("%s (%s), seed %d", path, file.Name, file.Seed)
}

// reached is the last virtual instant that a world told.
func reached(progress json.RawMessage) string {
	var p world.Progress
	if progress == nil || json.Unmarshal(progress, &p) != nil {
		return "before the end of the first ten minutes"
	}
	return fmt.Sprintf("after %s, by at most ten minutes", p.Now.UTC().Format(time.RFC3339))
}

// tellBlame shows the goroutines that explain a crash, or what the process
// printed when none does.
func tellBlame(b *strings.Builder, crash *worker.Crash) {
	for _, g := range crash.Blame {
		fmt.Fprintf(b, "  to blame: %s\n", strings.ReplaceAll(g, "\n", "\n  "))
	}
	if len(crash.Blame) == 0 && crash.Output != "" {
		fmt.Fprintf(b, "  printed:\n    %s\n", strings.ReplaceAll(strings.TrimSpace(crash.Output), "\n", "\n    "))
	}
}
