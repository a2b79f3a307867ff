// Command run plants mutants in the product's source and says which of them are
// caught; see package mutants. Without options it tries all and writes the table.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"anchorage/harness/mutants"
	"anchorage/harness/mutants/command"
)

func main() { command.Main("mutants", run) }

// options of one run.
type options struct {
	only    string
	tenth   bool
	workers int
}

func run(ctx context.Context, args []string) error {
	var o options
	flags := flag.NewFlagSet("mutants", flag.ContinueOnError)
	flags.StringVar(&o.only, "only", "", "numbers of the mutants and harmless changes to try, as 7,12; writes no table")
	flags.BoolVar(&o.tenth, "tenth", false, "a tenth of all, another one each day; writes no table")
	flags.IntVar(&o.workers, "workers", runtime.NumCPU(), "how many at a time")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if o.workers < 1 || flags.NArg() > 0 {
		return errors.New("expected -only NUMBERS, -tenth or nothing, and at least one worker")
	}
	root, err := command.ModuleRoot(ctx)
	if err != nil {
		return err
	}
	table, harmless, err := o.chosen()
	if err != nil {
		return err
	}
	wrong, err := mutants.Unaltered(ctx, root, table, harmless)
	if err != nil {
		return err
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "\n"))
	}
	rows, err := mutants.Run(ctx, root, table, harmless, o.workers, tell)
	if err != nil {
		return err
	}
	if o.only == "" && !o.tenth {
		if err := writeTable(filepath.Join(root, "harness", "mutants", "README.md"), rows); err != nil {
			return err
		}
	}
	return summary(rows)
}

func (o options) chosen() ([]mutants.Mutant, []mutants.Harmless, error) {
	table, harmless := mutants.Table(), mutants.HarmlessTable()
	switch {
	case o.tenth:
		table, harmless = mutants.Tenth(table, harmless, time.Now())
	case o.only != "":
		var wanted []int
		for _, text := range strings.Split(o.only, ",") {
			n, err := strconv.Atoi(strings.TrimSpace(text))
			if err != nil {
				return nil, nil, fmt.Errorf("-only %q: expected numbers of the table, as 7,12", o.only)
			}
			wanted = append(wanted, n)
		}
		table = slices.DeleteFunc(table, func(m mutants.Mutant) bool { return !slices.Contains(wanted, m.Number) })
		harmless = slices.DeleteFunc(harmless, func(h mutants.Harmless) bool { return !slices.Contains(wanted, h.Number) })
	}
	if len(table)+len(harmless) == 0 {
		return nil, nil, errors.New("there is no such mutant")
	}
	return table, harmless, nil
}

func tell(r mutants.Row) {
	name, number := "", 0
	if r.Mutant != nil {
		name, number = r.Mutant.Name, r.Mutant.Number
	} else {
		name, number = r.Harmless.Name, r.Harmless.Number
	}
	o := r.Outcome
	fmt.Printf("%3d %-12s %s\n", number, o.Status, name)
	if o.Worlds > 0 {
		fmt.Printf("    %d worlds, %.1f s\n", o.Worlds, o.CPU.Seconds())
	}
	if o.In.File != "" {
		fmt.Printf("    %s: %s\n", o.In, o.Detail)
	} else if o.Detail != "" {
		fmt.Printf("    %s\n", o.Detail)
	}
}

func writeTable(file string, rows []mutants.Row) error {
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("table: %w", err)
	}
	if err := mutants.WriteTable(f, rows); err != nil {
		return errors.Join(fmt.Errorf("table: %w", err), f.Close())
	}
	return f.Close()
}

// summary is an error when somebody has to look at a row.
func summary(rows []mutants.Row) error {
	bad := 0
	for _, r := range rows {
		if r.Outcome.Bad() {
			bad++
		}
	}
	fmt.Printf("%d tried, %d not as they should be\n", len(rows), bad)
	if bad > 0 {
		return fmt.Errorf("%d of %d rows are not as they should be", bad, len(rows))
	}
	return nil
}
