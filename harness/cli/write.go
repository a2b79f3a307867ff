package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"anchorage/harness/history"
	"anchorage/reports"
)

// write keeps the results where the flags say and tells their paths. A file that
// can't be written does not keep the others from it; after a Ctrl-C none is begun.
func (a *app) write(ctx context.Context, runs []reports.Run, f replayFlags) error {
	if len(runs) == 0 {
		return nil
	}
	fmt.Fprintln(a.out)
	var failed []error
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
		if err := writeFile(w.path, func(to io.Writer) error { return w.to(interruptible{ctx, to}) }); err != nil {
			failed = append(failed, fmt.Errorf("%s: %s can't be written: %w", w.what, w.path, withoutPath(err)))
			continue
		}
		fmt.Fprintf(a.out, "%s: %s\n", w.what, w.path)
	}
	if err := ctx.Err(); err != nil {
		return &exitError{code: exitInterrupted, text: "interrupted while the files were written; those told above are whole, the others are not there"}
	}
	if len(failed) > 0 {
		return unusable(errors.Join(failed...))
	}
	return nil
}

// interruptible is a writer that fails once the context has ended.
type interruptible struct {
	ctx context.Context
	to  io.Writer
}

func (w interruptible) Write(p []byte) (int, error) {
	if err := w.ctx.Err(); err != nil {
		return 0, err
	}
	return w.to.Write(p)
}

// withoutPath is what went wrong, for messages that name the path themselves.
func withoutPath(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// writable finds out before a long replay that its result could not be kept.
func writable(paths ...string) error {
	for _, p := range paths {
		if p == "" {
			continue
		}
		if err := makeDir(p); err != nil {
			return fmt.Errorf("%s can't be written: %w", p, withoutPath(err))
		}
		if info, err := os.Stat(p); err == nil && info.IsDir() {
			return fmt.Errorf("%s can't be written: it is a folder; expected the name of a file", p)
		}
		if special(p) {
			continue
		}
		probe, err := os.CreateTemp(filepath.Dir(p), ".anchorage-*")
		if err != nil {
			return fmt.Errorf("%s can't be written: %w", p, withoutPath(err))
		}
		probe.Close()
		os.Remove(probe.Name())
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
// ever left under its name. What is no regular file, as a device or a pipe, is
// written to, never replaced.
func writeFile(path string, write func(io.Writer) error) (err error) {
	if err := makeDir(path); err != nil {
		return err
	}
	if special(path) {
		return writeTo(path, write)
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

// special says whether a path leads to something other than a regular file.
func special(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular()
}

func writeTo(path string, write func(io.Writer) error) error {
	file, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	if err := write(file); err != nil {
		file.Close()
		return err
	}
	return file.Close()
}

// makeDir makes the folder of a file to be written.
func makeDir(path string) error {
	if dir := filepath.Dir(path); dir != "." {
		return os.MkdirAll(dir, 0o755)
	}
	return nil
}
