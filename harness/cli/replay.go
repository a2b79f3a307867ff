package cli

import (
	"context"
	"fmt"
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
	copies              int           // processes whose histories are compared; 0 for an ordinary replay
	patience            time.Duration // with a world that makes no progress
}

func (a *app) replayCommand() *cobra.Command {
	var f replayFlags
	c := &cobra.Command{
		Use:   "replay [FILE]",
		Short: "Replay a scenario file; without one, the outage of March 2022",
		Args:  between(0, 1, "at most one scenario file"),
		RunE: func(c *cobra.Command, args []string) error {
			f.seeded = c.Flags().Changed("seed")
			if c.Flags().Changed("check-determinism") {
				return a.determinism(c, args, f)
			}
			return a.replay(c.Context(), args, f)
		},
	}
	flags := c.Flags()
	flags.StringSliceVar(&f.variants, "variant", nil, "only these variants; all by default")
	flags.Var((*seedValue)(&f.seed), "seed", "another seed than the file's")
	flags.StringVar(&f.fleet, "fleet", "", "a share of every fleet, as 10%; expectations about people are calibrated to the whole")
	flags.StringVar(&f.report, "report", "report.html", "where the report goes; empty for none")
	flags.StringVar(&f.json, "json", "", "where result.json goes")
	flags.StringVar(&f.saved, "history", "", "where the histories go, all variants in one file")
	flags.IntVar(&f.copies, "check-determinism", 0, "replay in that many processes, some beside CPU load, and compare what they write byte for byte; writes no files")
	flags.DurationVar(&f.patience, "patience", worker.Patience, "end a world that makes no virtual progress for this long")
	return c
}

// determinism checks the flags of a comparison and runs it.
func (a *app) determinism(c *cobra.Command, args []string, f replayFlags) error {
	if f.copies < fewestCompared {
		return unusable(fmt.Errorf("--check-determinism %d: expected a number of processes, %d or above", f.copies, fewestCompared))
	}
	for _, name := range []string{"report", "json", "history"} {
		if c.Flags().Changed(name) {
			return unusable(fmt.Errorf("--%s can't stand beside --check-determinism, which writes no files", name))
		}
	}
	jobs, files, err := a.jobs(args, f)
	if err != nil {
		return err
	}
	return a.checkDeterminism(c.Context(), jobs, files, f)
}

func (a *app) replay(ctx context.Context, args []string, f replayFlags) error {
	jobs, files, err := a.jobs(args, f)
	if err != nil {
		return err
	}
	if err := writable(f.report, f.json, f.saved); err != nil {
		return unusable(err)
	}
	runs, code, err := a.replayAll(ctx, jobs, files, f.patience)
	if err != nil {
		return err
	}
	printSummary(a.out, runs)
	if err := a.write(ctx, runs, f); err != nil {
		return err
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
	if f.patience < 0 {
		return nil, nil, unusable(fmt.Errorf("--patience %s: expected a time above 0s, as 2m", f.patience))
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
			return nil, fmt.Errorf("--variant %s: no such variant; the file has %s%s", w, strings.Join(all, ", "), meant(w, all))
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(v string) bool { return !slices.Contains(wanted, v) }), nil
}

// replayAll runs the jobs side by side, one process for each core, and judges
// what comes back. Runs are in the order of jobs; crashed ones are told and left
// out.
func (a *app) replayAll(ctx context.Context, jobs []world.Job, files []*scenarios.File, patience time.Duration) ([]reports.Run, int, error) {
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
			results[i], failures[i] = replayOne(ctx, job, world.Process{OnProgress: func(raw []byte) { p.update(job.Variant, raw) }, Patience: patience})
		})
	}
	wg.Wait()
	p.finish()
	if ctx.Err() != nil {
		return nil, 0, p.interrupted()
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

func replayOne(ctx context.Context, job world.Job, in world.Process) (*reports.Run, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	start := time.Now()
	h, err := world.ReplayIn(ctx, job, in)
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, err // nobody waits for the verdicts
	}
	wall := time.Since(start).Seconds()
	return &reports.Run{History: h, Hash: history.Hash(h), Verdicts: check.Run(h), Measures: check.Measure(h), WallSeconds: wall}, nil
}
