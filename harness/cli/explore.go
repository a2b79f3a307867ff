package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"anchorage/harness/explore"
	"anchorage/harness/world"
	"anchorage/scenarios"
)

// exploreFlags are the options of one campaign.
type exploreFlags struct {
	runs      int
	lasts     time.Duration
	seed      uint64
	out       string
	workers   int
	keepGoing bool
	shrink    time.Duration
}

// ordinaryRuns is how many worlds live when nothing is said.
const ordinaryRuns = 100

func (a *app) exploreCommand() *cobra.Command {
	var f exploreFlags
	c := &cobra.Command{
		Use:   "explore [FILE]",
		Short: "Draw worlds, and keep those in which a promise breaks",
		Long:  exploreHelp,
		Args:  between(0, 1, "at most one scenario file"),
		RunE: func(c *cobra.Command, args []string) error {
			return a.explore(c, args, f)
		},
	}
	flags := c.Flags()
	flags.IntVar(&f.runs, "runs", ordinaryRuns, "worlds to live through")
	flags.DurationVar(&f.lasts, "for", 0, "begin no further world after this long, as 10m; without --runs the only limit")
	flags.Var((*seedValue)(&f.seed), "seed", "number of the first world; the others follow it. By default the time, which is printed")
	flags.StringVar(&f.out, "out", filepath.Join("scenarios", "regressions"), "folder for the scenario files of what broke")
	flags.IntVar(&f.workers, "workers", runtime.NumCPU(), "worlds at once")
	flags.BoolVar(&f.keepGoing, "keep-going", false, "go on after a promise has broken, and tell each promise once")
	flags.DurationVar(&f.shrink, "shrink", 2*time.Minute, "take a broken world apart for at most this long; 0s keeps it as it was drawn")
	return c
}

const exploreHelp = `Draws worlds: fleets, owners, settings, up to eight faults that overlap, kills, sinks that
are down, and what the team does. Each is lived through in a process of its own and
judged by the promises that hold in every world. One that breaks a promise is taken
apart until nothing more can go, and written as an ordinary scenario file.

With FILE its clock, fleet, owners, team and settings stay, and what goes wrong is drawn.
World n of a campaign is the first of the campaign with --seed n.

A world that crashes is told, and the campaign goes on. Exit codes: 0 all held, 1 a
promise broke, 2 bad input, 4 a crash.`

func (a *app) explore(c *cobra.Command, args []string, f exploreFlags) error {
	if err := f.sensible(c); err != nil {
		return unusable(err)
	}
	place, base, err := a.placeOf(args)
	if err != nil {
		return unusable(err)
	}
	if err := folderWritable(f.out); err != nil {
		return unusable(fmt.Errorf("--out %s: %w; expected a folder that files can be written to", f.out, withoutPath(err)))
	}
	s := newSearch(a, c.Context(), place, f)
	fmt.Fprintf(a.out, "worlds from number %d on, again with: anchorage explore%s --seed %d\n", f.seed, argument(args), f.seed)
	err = explore.Campaign{Place: place, First: f.seed, Runs: f.runs, For: f.lasts, Workers: f.workers, Base: base, Told: s.told}.Run(c.Context())
	s.summary()
	switch {
	case errors.Is(err, context.Canceled) || c.Context().Err() != nil:
		return &exitError{code: exitInterrupted, text: "interrupted; what is told above was found until then"}
	case err != nil:
		return &exitError{code: exitHarness, text: "anchorage: " + err.Error()}
	}
	return s.exit()
}

func argument(args []string) string {
	if len(args) == 0 {
		return ""
	}
	return " " + args[0]
}

// sensible checks the flags, and fills in the seed.
func (f *exploreFlags) sensible(c *cobra.Command) error {
	given := c.Flags().Changed
	switch {
	case f.runs <= 0:
		return fmt.Errorf("--runs %d: expected a number of worlds, 1 or above", f.runs)
	case given("for") && f.lasts <= 0:
		return fmt.Errorf("--for %s: expected a time above 0s, as 10m", f.lasts)
	case f.workers <= 0:
		return fmt.Errorf("--workers %d: expected a number of worlds at once, 1 or above", f.workers)
	case f.shrink < 0:
		return fmt.Errorf("--shrink %s: expected a time, 0s or above", f.shrink)
	}
	if given("for") && !given("runs") {
		f.runs = 0
	}
	if !given("seed") {
		f.seed = uint64(time.Now().UnixMilli())
	}
	return nil
}

// placeOf reads the file whose fleet and settings stay.
func (a *app) placeOf(args []string) (explore.Place, *scenarios.File, error) {
	place := explore.Place{Factory: a.factory}
	if len(args) == 0 {
		return place, nil, nil
	}
	place.Dir = filepath.Dir(args[0])
	source, err := world.Job{Path: args[0]}.Source(a.factory)
	if err != nil {
		return place, nil, err
	}
	base, err := source.File("")
	if err == nil && base.Clock.Until.Sub(base.Clock.From.Time) < explore.ShortestClock {
		err = fmt.Errorf("%s: its clock is shorter than %s, so that nothing can go wrong after the fleet is linked; expected a longer one", args[0], explore.ShortestClock)
	}
	return place, base, err
}

// folderWritable tries whether files can be made in a folder, or where it would be
// made.
func folderWritable(dir string) error {
	for {
		info, err := os.Stat(dir)
		if errors.Is(err, os.ErrNotExist) && filepath.Dir(dir) != dir {
			dir = filepath.Dir(dir)
			continue
		}
		if err != nil {
			return err
		}
		if !info.IsDir() {
			return errors.New("it is a file")
		}
		break
	}
	probe, err := os.CreateTemp(dir, ".writable-")
	if err != nil {
		return err
	}
	probe.Close()
	return os.Remove(probe.Name())
}
