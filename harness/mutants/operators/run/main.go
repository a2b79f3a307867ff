// Command run makes mechanical changes in the source and says who notices; see
// package operators. Without options it tries the whole sample and writes the table.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"anchorage/harness/mutants/command"
	"anchorage/harness/mutants/operators"
)

func main() { command.Main("operators", run) }

// memory is what each process may reserve: a change can make a loop that never ends.
const memory = 12 << 30

func run(ctx context.Context, args []string) error {
	flags := flag.NewFlagSet("operators", flag.ContinueOnError)
	size := flags.Int("size", operators.Size, "how many changes; any but the ordinary number writes no table")
	kept := flags.String("cache", "", "folder that keeps answers, so that nothing is asked twice; by default in the user's own for such files")
	asked := flags.Bool("kept", false, "ask nothing: write the table of what is kept so far")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *size < 1 || flags.NArg() > 0 {
		return errors.New("expected -size NUMBER, -cache FOLDER, -kept or nothing")
	}
	root, err := command.ModuleRoot(ctx)
	if err != nil {
		return err
	}
	if *kept == "" {
		home, err := os.UserCacheDir()
		if err != nil {
			return fmt.Errorf("folder for answers: %w", err)
		}
		*kept = filepath.Join(home, "anchorage", "operators")
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_AS, &syscall.Rlimit{Cur: memory, Max: memory}); err != nil {
		return fmt.Errorf("memory: %w", err)
	}
	all, err := operators.Campaign{Root: root, Cache: *kept, Size: *size, Kept: *asked, Told: tell}.Run(ctx)
	if err != nil {
		return err
	}
	if *size != operators.Size {
		return nil
	}
	return write(filepath.Join(root, "harness", "mutants", "OPERATORS.md"), all)
}

func tell(o operators.Outcome) {
	s := o.Site
	what := "does not compile"
	if !o.Unbuilt {
		what = "noticed by " + string(o.Noticed) + " " + o.By
	}
	fmt.Printf("%s:%d %s\n    %s\n    %s (%.1f s)\n", s.File, s.Line, s.Key(), s.Change(), what, o.CPU.Seconds())
}

func write(file string, all []operators.Outcome) error {
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("table: %w", err)
	}
	if err := operators.Write(f, all, operators.Judgements()); err != nil {
		return errors.Join(fmt.Errorf("table: %w", err), f.Close())
	}
	return f.Close()
}
