package suttest

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/sut"
)

// conformScenario is a small world with what brings the mistakes out that Conform
// looks for: requests that take long while owners read, failures, and an end.
//
//go:embed conform.yaml
var conformScenario []byte

const (
	// conformRuns is how many runs of one world must agree: two would miss a
	// difference of one run in twenty nine times in ten.
	conformRuns = 10
	// conformStall is the wall time after which a world counts as stuck. Ten virtual
	// minutes take it milliseconds.
	conformStall = stall(20 * time.Second)
)

// Conform checks that a system fits virtual time. It fails the test at the first
// of these, naming the line: a panic; a mutex held across a request or a sleep; a
// real socket; goroutines that are left after Stop; a host that does not exist;
// and at last the first line in which the histories of ten runs of one world
// differ. Of options only Settings and Seed have a meaning here; without Settings
// the system gets none.
//
// What the world does not bring about is not found: code that never runs, or a
// mutex that nobody else wants meanwhile.
func Conform(t *testing.T, factory sut.Factory, options ...Option) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "conform.yaml")
	if err := os.WriteFile(path, conformScenario, 0o600); err != nil {
		t.Fatal(err)
	}
	finding, err := conform(t.Context(), factory, newRequest(path, options), conformStall)
	switch {
	case err != nil:
		t.Fatal(err)
	case finding != "":
		t.Fatalf("%T does not conform: %s\nagain with: %s", factory, finding, command(t))
	}
}

// conform returns the first finding, "" for none.
func conform(ctx context.Context, factory sut.Factory, r request, patience stall) (string, error) {
	// First as it is: the runtime notices a standstill best when nothing else runs.
	h, _, err := r.run(ctx, factory, patience)
	if err != nil {
		return crashFinding(err)
	}
	for _, e := range h.Events {
		if v, is := e.Data.(history.Violation); is {
			return "at " + e.At.UTC().Format(time.RFC3339) + " " + v.What, nil
		}
	}
	watched := r
	watched.Sockets = true
	_, found, err := watched.run(ctx, factory, patience)
	if err != nil {
		return crashFinding(err)
	}
	if len(found.Sockets) > 0 {
		return socketFinding(strings.Join(found.Sockets[:min(len(found.Sockets), maxSuspects)], "; ")), nil
	}
	return r.differs(ctx, factory, h)
}

// crashFinding tells a finding from an error of another kind.
func crashFinding(err error) (string, error) {
	err = explained(err)
	var unfit *Unfit
	if errors.As(err, &unfit) {
		return unfit.Error(), nil
	}
	return "", err
}

// differs runs the world again and again, with garbage collected at other moments
// each time, and tells the first difference from the first history.
func (r request) differs(ctx context.Context, factory sut.Factory, first *history.History) (string, error) {
	others := make([]*history.History, conformRuns-1)
	errs := make([]error, len(others))
	var running sync.WaitGroup
	slots := make(chan struct{}, 3) // more than many machines have processors: some runs are starved
	for i := range others {
		running.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			others[i], _, errs[i] = r.run(ctx, factory, 0, fmt.Sprintf("GOGC=%d", 20+40*i))
		})
	}
	running.Wait()
	want := history.Hash(first)
	for i, h := range others {
		if errs[i] != nil {
			return crashFinding(errs[i])
		}
		if history.Hash(h) == want {
			continue
		}
		line, err := firstDifference(first, h)
		return fmt.Sprintf("two of %d runs of one world differ, first in this line of their histories:\n%s", conformRuns, line), err
	}
	return "", nil
}

// firstDifference shows the first line in which two histories differ, of both.
func firstDifference(a, b *history.History) (string, error) {
	x, err := lines(a)
	if err != nil {
		return "", err
	}
	y, err := lines(b)
	if err != nil {
		return "", err
	}
	at := func(all []string, i int) string {
		if i < len(all) {
			return all[i]
		}
		return "(no such line)"
	}
	for i := range max(len(x), len(y)) {
		if at(x, i) != at(y, i) {
			return fmt.Sprintf("\tline %d in one:  %s\n\tin the other: %s", i+1, at(x, i), at(y, i)), nil
		}
	}
	return "", errors.New("suttest: two histories have different hashes and the same lines")
}

func lines(h *history.History) ([]string, error) {
	var b bytes.Buffer
	if err := history.Write(&b, h); err != nil {
		return nil, err
	}
	text, err := gzip.NewReader(&b)
	if err != nil {
		return nil, err
	}
	all, err := io.ReadAll(text)
	return strings.Split(strings.TrimSuffix(string(all), "\n"), "\n"), err
}
