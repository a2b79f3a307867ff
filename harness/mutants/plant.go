package mutants

import (
	"encoding/json"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strconv"
	"strings"
)

// apply makes the edits of one file. A text that does not occur exactly once is an
// error: the source has moved on, and the mutant with it.
func apply(text string, edits []Edit) (string, error) {
	for _, e := range edits {
		if n := strings.Count(text, e.Old); n != 1 {
			return "", fmt.Errorf("%s: the text to be replaced occurs %d times; expected once:\n%s", e.File, n, e.Old)
		}
		text = strings.Replace(text, e.Old, e.New, 1)
	}
	return text, nil
}

// altered reads the files that edits are about below root and returns their new
// text, by file.
func altered(root string, edits []Edit) (map[string]string, error) {
	byFile := map[string][]Edit{}
	for _, e := range edits {
		byFile[e.File] = append(byFile[e.File], e)
	}
	out := map[string]string{}
	for file, edits := range byFile {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(file)))
		if err != nil {
			return nil, fmt.Errorf("source: %w", err)
		}
		if out[file], err = apply(string(text), edits); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Overlay writes altered files into a directory and, beside them, the list by which
// go build finds them; it returns the list's path. root must be absolute.
func Overlay(root, dir string, files map[string]string) (string, error) {
	var list struct{ Replace map[string]string }
	list.Replace = map[string]string{}
	for file, text := range files {
		copied := filepath.Join(dir, strconv.Itoa(len(list.Replace))+"-"+path.Base(file))
		if err := os.WriteFile(copied, []byte(text), 0o644); err != nil {
			return "", fmt.Errorf("overlay: %w", err)
		}
		list.Replace[filepath.Join(root, filepath.FromSlash(file))] = copied
	}
	raw, err := json.Marshal(list)
	if err != nil {
		return "", fmt.Errorf("overlay: %w", err)
	}
	name := filepath.Join(dir, "overlay.json")
	if err := os.WriteFile(name, raw, 0o644); err != nil {
		return "", fmt.Errorf("overlay: %w", err)
	}
	return name, nil
}

// baseName is a file's name without folder and ending.
func baseName(file string) string { return strings.TrimSuffix(path.Base(file), path.Ext(file)) }
