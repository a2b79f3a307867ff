package explore

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/harness/sut"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// Place is where the worlds of a campaign stand: which system lives in them, and
// beside which files.
type Place struct {
	Factory  sut.Factory
	Dir      string        // of files that settings name; "": those that come with the module
	Patience time.Duration // wall time without virtual progress after which a world is stuck; 0 means two minutes
}

// Outcome is what came of one world.
type Outcome struct {
	Number   uint64
	File     *scenarios.File
	Verdicts []check.Verdict        // of promises
	Faults   []history.FaultSummary // in the order of the file's; those left out did nothing at all
	Virtual  time.Duration          // length of its clock
	Crash    error                  // instead of verdicts: the world did not come to its end, a *worker.Crash or an error of assembling it
}

// Broken names the promises that did not hold, in the order in which they are told.
func (o Outcome) Broken() []check.Verdict {
	var all []check.Verdict
	for _, v := range o.Verdicts {
		if v.Kind == check.Promise && v.Status == check.Broken {
			all = append(all, v)
		}
	}
	return all
}

// Live replays a file in a process of its own and judges it. An error is ctx's, or
// one of a file that the loader refuses, which is a fault of this package.
func (p Place) Live(ctx context.Context, f *scenarios.File) (Outcome, error) {
	o := Outcome{Number: f.Seed, File: f, Virtual: f.Clock.Until.Sub(f.Clock.From.Time)}
	job := world.Job{Path: filepath.Join(p.Dir, f.Name+".yaml"), Text: string(Render(f))}
	if p.Dir == "" {
		job.Path, job.Shipped = "", f.Name+".yaml"
	}
	if _, err := job.Source(p.Factory); err != nil {
		return o, fmt.Errorf("explore: the world %d is no scenario: %w\n%s", f.Seed, err, job.Text)
	}
	h, err := world.ReplayIn(ctx, job, world.Process{Patience: p.Patience})
	if ctx.Err() != nil {
		return o, ctx.Err()
	}
	if err != nil {
		o.Crash = err
		return o, nil
	}
	for _, v := range check.Run(h) {
		if v.Kind == check.Promise {
			o.Verdicts = append(o.Verdicts, v)
		}
	}
	o.Faults = h.Header.Faults
	return o, nil
}

// causeOf is what broke a promise in a world.
func (o Outcome) causeOf(promise string) string {
	for _, v := range o.Broken() {
		if v.Name == promise {
			return Cause(v)
		}
	}
	return ""
}

// sameFailure says whether what breaks in a world is what broke in another: the
// named promise by the same cause, or any crash for "".
func sameFailure(o Outcome, promise, cause string) bool {
	if promise == "" {
		return o.Crash != nil
	}
	for _, v := range o.Broken() {
		if v.Name == promise && Cause(v) == cause {
			return true
		}
	}
	return false
}

var errCut = errors.New("explore: the campaign was cut short")
