package suttest

import (
	"context"
	"fmt"
	"regexp"
	"runtime/debug"
	"strings"
	"testing"

	"anchorage/harness/check"
	"anchorage/harness/sut"
)

// Test replays a scenario file, relative to the test's directory, each variant as
// a parallel subtest. A broken promise or expectation is an error that names it,
// with figures, evidence and the command that repeats it. What could not be
// judged is told: not applicable is what the system's Capabilities lack, vacuous
// what the world gave no occasion for.
func Test(t *testing.T, factory sut.Factory, path string, options ...Option) {
	t.Helper()
	variants, err := newRequest(path, options).variants(factory)
	if err != nil {
		t.Fatal(err)
	}
	for _, variant := range variants {
		t.Run(variant, func(t *testing.T) {
			t.Parallel()
			report(t, Judge(t, factory, path, variant, options...))
		})
	}
}

// Judge is Replay for a test, which it fails with the reason when the world does
// not come to its end.
func Judge(t testing.TB, factory sut.Factory, path, variant string, options ...Option) []check.Verdict {
	t.Helper()
	verdicts, err := Replay(t.Context(), factory, path, variant, options...)
	if err != nil {
		t.Fatalf("%s\nagain with: %s", err, command(t))
	}
	return verdicts
}

// Replay runs one variant of a scenario file in a process of its own and returns
// the verdicts on it, in the order of check.Run; "" is the variant that the file
// tells first. It needs no test, only a binary whose TestMain or main has called
// Serve. The error tells a mistake in the file, or what ended the world before its
// time.
func Replay(ctx context.Context, factory sut.Factory, path, variant string, options ...Option) ([]check.Verdict, error) {
	r := newRequest(path, options)
	r.Variant = variant
	h, _, err := r.run(ctx, factory, 0)
	if err != nil {
		return nil, explained(err)
	}
	return check.Run(h), nil
}

// reporter is what verdicts are told to.
type reporter interface {
	Helper()
	Name() string
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
}

// report tells every verdict that is not held.
func report(t reporter, verdicts []check.Verdict) {
	t.Helper()
	for _, v := range verdicts {
		switch v.Status {
		case check.Broken:
			t.Errorf("broken %s %q: %s%s\nagain with: %s", v.Kind, v.Name, v.Message, evidence(v), command(t))
		case check.NotApplicable:
			t.Logf("not applicable: %q: %s", v.Name, v.Message)
		case check.Vacuous:
			t.Logf("vacuous, which proves nothing: %q: %s", v.Name, v.Message)
		}
	}
}

func evidence(v check.Verdict) string {
	var b strings.Builder
	for _, e := range v.Evidence {
		fmt.Fprintf(&b, "\n\t%s  %s", e.At.UTC().Format("2006-01-02 15:04:05.000"), e.Text)
	}
	return b.String()
}

// command repeats a test alone.
func command(t interface{ Name() string }) string {
	parts := strings.Split(t.Name(), "/")
	for i, p := range parts {
		parts[i] = "^" + regexp.QuoteMeta(p) + "$"
	}
	c := "go test -count=1 -run '" + strings.Join(parts, "/") + "'"
	if info, ok := debug.ReadBuildInfo(); ok {
		c += " " + strings.TrimSuffix(info.Path, ".test")
	}
	return c
}
