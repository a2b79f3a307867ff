package cli

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/reports"
)

func (a *app) checkCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check HISTORY",
		Short: "Judge a saved history again, all variants in it",
		Long: `Judges what replay --history saved, with this program's checks: what was replayed
once is judged as often as checks change. Prints and exits as replay does.`,
		Args: between(1, 1, "one history file"),
		RunE: func(_ *cobra.Command, args []string) error { return a.check(args[0]) },
	}
}

func (a *app) check(path string) error {
	all, err := readHistories(path)
	if err != nil {
		return unusable(err)
	}
	runs := make([]reports.Run, len(all))
	code := exitHeld
	for i, h := range all {
		runs[i] = reports.Run{History: h, Hash: history.Hash(h), Verdicts: check.Run(h), Measures: check.Measure(h)}
		code = strongest(code, check.Overall(runs[i].Verdicts))
	}
	printSummary(a.out, runs)
	if code != exitHeld {
		return &exitError{code: code}
	}
	return nil
}

// readHistories reads a file whole; a part of it would be judged as if it were all.
func readHistories(path string) ([]*history.History, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, fmt.Errorf("%s can't be read: %w; expected a file that replay --history saved", path, withoutPath(err))
	case info.IsDir():
		return nil, fmt.Errorf("%s is a folder; expected a file that replay --history saved", path)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is a pipe or a device; expected a file that replay --history saved", path)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s can't be read: %w", path, withoutPath(err))
	}
	defer file.Close()
	all, err := history.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return all, nil
}
