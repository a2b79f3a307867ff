package cli

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/harness/world"
	"anchorage/reports"
	"anchorage/scenarios"
)

// fewestCompared is the least number of processes that can differ.
const fewestCompared = 2

// copyOf is one of several processes that replay the same job.
type copyOf struct {
	number int    // from 1
	gogc   int    // pace of its garbage collection
	loaded bool   // a loop keeps a core busy beside it
	saved  []byte // its history; nil for one that has the bytes of an earlier one
	report []byte // likewise
	sum    string // SHA-256 of saved
	err    error
}

func (c copyOf) String() string {
	beside := ""
	if c.loaded {
		beside = ", a busy core beside it"
	}
	return fmt.Sprintf("process %d (GOGC=%d%s)", c.number, c.gogc, beside)
}

// checkDeterminism replays each job in n processes that differ in what must not
// matter, and compares what they wrote. Same scenario, seed and build must give
// the same bytes.
func (a *app) checkDeterminism(ctx context.Context, jobs []world.Job, files []*scenarios.File, f replayFlags) error {
	code := exitHeld
	for i, job := range jobs {
		copies, err := a.replayCopies(ctx, job, files[i].Clock, f)
		if err != nil {
			return err
		}
		code = strongest(code, a.compare(job, copies))
	}
	if code != exitHeld {
		return &exitError{code: code}
	}
	return nil
}

// replayCopies runs one process for each core at a time.
func (a *app) replayCopies(ctx context.Context, job world.Job, clock scenarios.Clock, f replayFlags) ([]copyOf, error) {
	p := newProgress(a.err)
	defer p.finish()
	copies := make([]copyOf, f.copies)
	names := make([]string, f.copies)
	for i := range copies {
		copies[i] = copyOf{number: i + 1, gogc: 20 + 40*(i%10), loaded: i%2 == 1}
		names[i] = fmt.Sprintf("%s, process %d of %d", job.Variant, i+1, f.copies)
		p.add(names[i], clock.From.Time, clock.Until.Time)
	}
	slots := make(chan struct{}, runtime.NumCPU())
	var wg sync.WaitGroup
	for i := range copies {
		slots <- struct{}{}
		wg.Go(func() {
			defer func() { <-slots }()
			copies[i].replay(ctx, job, f.patience, func(raw []byte) { p.update(names[i], raw) })
		})
	}
	wg.Wait()
	p.finish()
	if ctx.Err() != nil {
		return nil, p.interrupted()
	}
	return copies, nil
}

// replay fills in what the process wrote and the report made of it.
func (c *copyOf) replay(ctx context.Context, job world.Job, patience time.Duration, onProgress func([]byte)) {
	if c.loaded {
		stop := make(chan struct{})
		defer close(stop)
		go burn(stop)
	}
	if c.err = ctx.Err(); c.err != nil {
		return
	}
	c.saved, c.err = world.Saved(ctx, job, world.Process{Env: []string{fmt.Sprintf("GOGC=%d", c.gogc)}, OnProgress: onProgress, Patience: patience})
	if c.err != nil {
		return
	}
	sum := sha256.Sum256(c.saved)
	c.sum = hex.EncodeToString(sum[:])
	h, err := history.ReadOne(bytes.NewReader(c.saved))
	if err != nil {
		c.err = err
		return
	}
	var b bytes.Buffer
	c.err = reports.HTML(&b, []reports.Run{{History: h, Hash: history.Hash(h), Verdicts: check.Run(h), Measures: check.Measure(h)}})
	c.report = b.Bytes()
}

// burn keeps a core busy.
func burn(stop <-chan struct{}) {
	var sum [sha256.Size]byte
	for {
		select {
		case <-stop:
			return
		default:
			sum = sha256.Sum256(sum[:])
		}
	}
}

// compare says whether all copies wrote the same, and if not, where the first two
// part.
func (a *app) compare(job world.Job, copies []copyOf) int {
	for _, c := range copies {
		if c.err != nil {
			fmt.Fprintf(a.err, "\n%s has no history to compare\n", c)
			return a.tellFailure(job, c.err)
		}
	}
	first := copies[0]
	for _, c := range copies[1:] {
		switch {
		case !bytes.Equal(c.saved, first.saved):
			a.tellHistories(job, copies, c)
			return exitHarness
		case !bytes.Equal(c.report, first.report):
			fmt.Fprintf(a.err, "\n%s: the histories of processes %d and %d are equal, the reports made of them are not: a fault of the harness\n%s\nagain with: %s --check-determinism %d\n",
				job.Variant, first.number, c.number, linesApart(first.report, c.report), job.Command(), len(copies))
			return exitHarness
		}
	}
	fmt.Fprintf(a.out, "%s: %d of %d processes agree, history and report byte for byte: %s\n", job.Variant, len(copies), len(copies), first.sum)
	return exitHeld
}

// tellHistories shows where the histories of the first copy and another part.
func (a *app) tellHistories(job world.Job, copies []copyOf, other copyOf) {
	first := copies[0]
	fmt.Fprintf(a.err, "\n%s: the histories of %d processes differ: %s\n", job.Variant, len(copies), groups(copies))
	d, err := history.FirstDifference(bytes.NewReader(first.saved), bytes.NewReader(other.saved))
	switch {
	case err != nil:
		fmt.Fprintln(a.err, "where can't be told:", err)
	case d == nil:
		fmt.Fprintln(a.err, "their lines are the same, the bytes of the files are not")
	default:
		x, y := window(d.First, d.Second)
		at := ""
		if !d.At.IsZero() {
			at = " at " + d.At.UTC().Format(time.RFC3339Nano)
		}
		fmt.Fprintf(a.err, "first difference in line %d, actor %s%s\n  %s:\n    %s\n  %s:\n    %s\n", d.Line, d.Actor, at, first, x, other, y)
	}
	fmt.Fprintf(a.err, "Something other than scenario and seed decided. Whether that is in the harness or in the system under test can't be known from here; the actor is where to begin.\nagain with: %s --check-determinism %d\n",
		job.Command(), len(copies))
}

// groups tells which copies agree with each other.
func groups(copies []copyOf) string {
	var sums []string
	with := map[string][]string{}
	for _, c := range copies {
		if !slices.Contains(sums, c.sum) {
			sums = append(sums, c.sum)
		}
		with[c.sum] = append(with[c.sum], fmt.Sprint(c.number))
	}
	all := make([]string, len(sums))
	for i, sum := range sums {
		all[i] = fmt.Sprintf("%s by %s", sum[:12], strings.Join(with[sum], ", "))
	}
	return strings.Join(all, "; ")
}

// Of a long line only a window around the difference is shown.
const (
	windowBefore = 60  // bytes
	windowWidth  = 300 // bytes
)

// window cuts two lines alike, so that what differs is seen in both.
func window(x, y string) (string, string) {
	same := 0
	for same < min(len(x), len(y)) && x[same] == y[same] {
		same++
	}
	from := 0
	if max(len(x), len(y)) > windowWidth {
		from = max(0, same-windowBefore)
	}
	cut := func(s string) string {
		if s == "" {
			return "(the history has ended)"
		}
		left, right, until := "", "", min(len(s), from+windowWidth)
		if from > 0 {
			left = "..."
		}
		if until < len(s) {
			right = "..."
		}
		return left + strings.ToValidUTF8(s[min(from, until):until], "?") + right
	}
	return cut(x), cut(y)
}

// linesApart are the first lines in which two texts differ.
func linesApart(x, y []byte) string {
	a, b := strings.Split(string(x), "\n"), strings.Split(string(y), "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			p, q := window(a[i], b[i])
			return fmt.Sprintf("first difference in line %d\n    %s\n    %s", i+1, p, q)
		}
	}
	return fmt.Sprintf("one has %d lines, the other %d", len(a), len(b))
}
