package suttest

import (
	"context"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/sut"
)

// Finding is what Conform would fail a test with, "" for nothing, for a world
// that counts as stuck after patience.
func Finding(ctx context.Context, factory sut.Factory, path string, patience time.Duration) (string, error) {
	return conform(ctx, factory, newRequest(path, nil), stall(patience))
}

// ConformScenario is the world of Conform.
func ConformScenario() []byte { return conformScenario }

// Report is what Test tells about verdicts.
func Report(to reporter, verdicts []check.Verdict) { report(to, verdicts) }

// Diagnose is what a dump tells.
func Diagnose(output string) string { return diagnose(output) }

// StandardRoot is where stacks say that the standard library lies.
func StandardRoot() string { return standardRoot() }

// TellDrawn is tellDrawn, for its test.
var TellDrawn = tellDrawn
