package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/harness/worker"
	"anchorage/harness/world"
	"anchorage/reports"
	"anchorage/scenarios"
	"anchorage/sim/units"
)

// defaultScenario is what `replay` without a file replays.
const defaultScenario = "outlook-2022-03.yaml"

// replayFlags are the options of one replay.
type replayFlags struct {
	variants            []string
	seed                uint64
	seeded              bool
	fleet               string
	report, json, saved string
}

func (a *app) replayCommand() *cobra.Command {
	var f replayFlags
	c := &cobra.Command{
		Use:   "replay [FILE]",
		Short: "Replay a scenario file; without one, the outage of March 2022",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			f.seeded = c.Flags().Changed("seed")
			return a.replay(c.Context(), args, f)
		},
	}
	flags := c.Flags()
	flags.StringSliceVar(&f.variants, "variant", nil, "only these variants; all by default")
	flags.Uint64Var(&f.seed, "seed", 0, "another seed than the file's")
	flags.StringVar(&f.fleet, "fleet", "", "a share of every fleet, as 10%; expectations about people are calibrated to the whole")
	flags.StringVar(&f.report, "report", "report.html", "where the report goes; empty for none")
	flags.StringVar(&f.json, "json", "", "where result.json goes")
	flags.StringVar(&f.saved, "history", "", "where the histories go, all variants in one file")
	return c
}

func (a *app) replay(ctx context.Context, args []string, f replayFlags) error {
	jobs, files, err := a.jobs(args, f)
	if err != nil {
		return err
	}
	if err := writable(f.report, f.json, f.saved); err != nil {
		return unusable(err)
	}
	runs, code, err := a.replayAll(ctx, jobs, files)
	if err != nil {
		return err
	}
	printSummary(a.out, runs)
	if err := a.write(runs, f); err != nil {
		return unusable(err)
	}
	for _, r := range runs {
		code = strongest(code, check.Overall(r.Verdicts))
	}
	if code != exitHeld {
		return &exitError{code: code}
	}
	return nil
}

// jobs loads the scenario and makes one job for each variant asked for.
func (a *app) jobs(args []string, f replayFlags) ([]world.Job, []*scenarios.File, error) {
	base := world.Job{Shipped: defaultScenario}
	if len(args) == 1 {
		base = world.Job{Path: args[0]}
	}
	if f.seeded {
		base.Seed = &f.seed
	}
	if f.fleet != "" {
		var share units.Share
		if err := share.UnmarshalText([]byte(f.fleet)); err != nil || share == 0 {
			return nil, nil, unusable(fmt.Errorf("--fleet %s: expected a share above 0 and at most 100%%, as 10%%", f.fleet))
		}
		base.Fleet = share.F()
	}
	source, err := base.Source(a.factory)
	if err != nil {
		return nil, nil, unusable(err)
	}
	names, err := chosen(source.Variants(), f.variants)
	if err != nil {
		return nil, nil, unusable(err)
	}
	var jobs []world.Job
	var files []*scenarios.File
	for _, name := range names {
		job := base
		job.Variant = name
		_, file, err := job.Load(a.factory)
		if err != nil {
			return nil, nil, unusable(err)
		}
		jobs, files = append(jobs, job), append(files, file)
	}
	return jobs, files, nil
}

// chosen keeps the file's order.
func chosen(all, wanted []string) ([]string, error) {
	if len(wanted) == 0 {
		return all, nil
	}
	for _, w := range wanted {
		if !slices.Contains(all, w) {
			return nil, fmt.Errorf("--variant %s: no such variant; the file has %s", w, strings.Join(all, ", "))
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(v string) bool { return !slices.Contains(wanted, v) }), nil
}

// writable finds out before a long replay that its result could not be kept.
func writable(paths ...string) error {
	for _, p := range paths {
		if p == "" {
			continue
		}
		if err := makeDir(p); err != nil {
			return err
		}
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			return fmt.Errorf("%s can't be written: it is a folder; expected the name of a file", p)
		}
		probe, err := os.CreateTemp(filepath.Dir(p), ".anchorage-*")
		if err != nil {
			return fmt.Errorf("%s can't be written: %w", p, err)
		}
		probe.Close()
		os.Remove(probe.Name())
	}
	return nil
}

// replayAll runs the jobs side by side, one process for each core, and judges
// what comes back. Runs are in the order of jobs; crashed ones are told and left
// out.
func (a *app) replayAll(ctx context.Context, jobs []world.Job, files []*scenarios.File) ([]reports.Run, int, error) {
	p := newProgress(a.err)
	defer p.finish()
	results := make([]*reports.Run, len(jobs))
	failures := make([]error, len(jobs))
	slots := make(chan struct{}, runtime.NumCPU())
	var wg sync.WaitGroup
	for i, job := range jobs {
		p.add(job.Variant, files[i].Clock.From.Time, files[i].Clock.Until.Time)
	}
	for i, job := range jobs {
		slots <- struct{}{} // before the next one is announced: variants run in the file's order
		wg.Go(func() {
			defer func() { <-slots }()
			results[i], failures[i] = replayOne(ctx, job, func(raw []byte) { p.update(job.Variant, raw) })
		})
	}
	wg.Wait()
	p.finish()
	if err := ctx.Err(); err != nil {
		return nil, 0, err
	}
	var runs []reports.Run
	code := exitHeld
	for i, r := range results {
		if failures[i] != nil {
			code = strongest(code, a.tellFailure(jobs[i], failures[i]))
			continue
		}
		runs = append(runs, *r)
	}
	return runs, code, nil
}

func replayOne(ctx context.Context, job world.Job, onProgress func([]byte)) (*reports.Run, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	start := time.Now()
	h, err := world.Replay(ctx, job, nil, onProgress)
	if err != nil {
		return nil, err
	}
	wall := time.Since(start).Seconds()
	return &reports.Run{History: h, Hash: history.Hash(h), Verdicts: check.Run(h), Measures: check.Measure(h), WallSeconds: wall}, nil
}

// tellFailure says why a variant has no result, and how to see it again.
func (a *app) tellFailure(job world.Job, err error) int {
	var crash *worker.Crash
	if errors.As(err, &crash) {
		fmt.Fprintf(a.err, "\n%s: %s\nlast progress: %s\nagain with: %s\n%s\n", job.Variant, crash.Reason, crash.Progress, job.Command(), crash.Output)
		return exitHarness
	}
	fmt.Fprintf(a.err, "\n%s: %v\nagain with: %s\n", job.Variant, err, job.Command())
	return exitHarness
}
