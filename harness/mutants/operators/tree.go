package operators

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// treeHash is of all files of the module that what go list is asked for is made of.
func treeHash(ctx context.Context, root string, args ...string) (string, error) {
	c := exec.CommandContext(ctx, "go", append([]string{"list", "-deps", "-json=Dir,Standard,Module,GoFiles,EmbedFiles"}, args...)...)
	c.Dir = root
	out, err := c.Output()
	if err != nil {
		return "", fmt.Errorf("go list: %w", err)
	}
	files := []string{filepath.Join(root, "go.mod")}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p struct {
			Dir                 string
			Standard            bool
			Module              struct{ Main bool }
			GoFiles, EmbedFiles []string // with -test, of the tests as well
		}
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return "", fmt.Errorf("go list: %w", err)
		}
		if p.Standard || !p.Module.Main {
			continue
		}
		for _, f := range slices.Concat(p.GoFiles, p.EmbedFiles) {
			if !filepath.IsAbs(f) { // what is absolute was generated
				files = append(files, filepath.Join(p.Dir, f))
			}
		}
	}
	return filesHash(root, files)
}

// filesHash is of names and contents.
func filesHash(root string, files []string) (string, error) {
	files = slices.Compact(slices.Sorted(slices.Values(files)))
	sum := sha256.New()
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return "", fmt.Errorf("source: %w", err)
		}
		fmt.Fprintf(sum, "%s %d\n", strings.TrimPrefix(f, root), len(text))
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// trees are the hashes that what a layer answers depends on.
type trees map[string]string // by folder of a package, for its tests; "" is the program's with all worlds

// treesOf the module at root.
func treesOf(ctx context.Context, root string, worlds []string) (trees, error) {
	program, err := treeHash(ctx, root, ".")
	if err != nil {
		return nil, err
	}
	var files []string
	for _, w := range worlds {
		files = append(files, filepath.Join(root, filepath.FromSlash(w)))
	}
	scenes, err := filesHash(root, files)
	if err != nil {
		return nil, err
	}
	t := trees{"": program + scenes}
	for _, folder := range Folders {
		if t[folder], err = treeHash(ctx, root, "-test", "./"+folder); err != nil {
			return nil, err
		}
	}
	return t, nil
}
