package cli

import (
	"fmt"
	"io"
	"os"
	"path/filepath"

	"anchorage/harness/history"
	"anchorage/reports"
)

// write keeps the results where the flags say and tells their paths.
func (a *app) write(runs []reports.Run, f replayFlags) error {
	if len(runs) == 0 {
		return nil
	}
	fmt.Fprintln(a.out)
	for _, w := range []struct {
		path, what string
		to         func(io.Writer) error
	}{
		{f.saved, "history", func(w io.Writer) error { return history.WriteAll(w, histories(runs)) }},
		{f.json, "result", func(w io.Writer) error { return reports.JSON(w, runs) }},
		{f.report, "report", func(w io.Writer) error { return reports.HTML(w, runs) }},
	} {
		if w.path == "" {
			continue
		}
		if err := writeFile(w.path, w.to); err != nil {
			return fmt.Errorf("%s: %w", w.what, err)
		}
		fmt.Fprintf(a.out, "%s: %s\n", w.what, w.path)
	}
	return nil
}

func histories(runs []reports.Run) []*history.History {
	all := make([]*history.History, len(runs))
	for i, r := range runs {
		all[i] = r.History
	}
	return all
}

// writeFile writes beside the path and renames, so that no half-written file is
// ever left under its name.
func writeFile(path string, write func(io.Writer) error) (err error) {
	if err := makeDir(path); err != nil {
		return err
	}
	partial := path + ".partial"
	file, err := os.Create(partial)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(partial)
		}
	}()
	if err := write(file); err != nil {
		file.Close()
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	return os.Rename(partial, path)
}

// makeDir makes the folder of a file to be written.
func makeDir(path string) error {
	if dir := filepath.Dir(path); dir != "." {
		return os.MkdirAll(dir, 0o755)
	}
	return nil
}
