package operators

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// cache keeps answers, so that a run that was interrupted loses none, and one after a
// small change asks only what it may have altered.
type cache struct {
	dir   string
	trees trees
	only  bool // what is not kept is errNotKept
}

// errNotKept: nobody has asked yet.
var errNotKept = errors.New("not asked yet")

// file of a layer's answer about a change, by what it depends on.
func (c cache) file(l Layer, s Site, altered string) string {
	tree := c.trees[""]
	if l == Tests {
		tree = c.trees[s.Folder()]
	}
	of := string(l)
	switch l {
	case Regressions:
		of = fmt.Sprintf("%s, %v", l, inBroken)
	case Fresh:
		of = fmt.Sprintf("%s %d from %d", l, freshWorlds, freshFirst)
	}
	sum := sha256.Sum256([]byte(of + "\x00" + tree + "\x00" + s.File + "\x00" + altered))
	return filepath.Join(c.dir, hex.EncodeToString(sum[:16])+".json")
}

// ask reads the answer that is kept, or gets one and keeps it.
func (c cache) ask(l Layer, s Site, altered string, get func() (answer, error)) (answer, error) {
	var a answer
	file := c.file(l, s, altered)
	raw, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(raw, &a)
	}
	if err == nil || !errors.Is(err, fs.ErrNotExist) {
		return a, wrap(file, err)
	}
	if c.only {
		return a, errNotKept
	}
	if a, err = get(); err != nil {
		return a, err
	}
	if raw, err = json.Marshal(a); err != nil {
		return a, wrap(file, err)
	}
	// Whole or not at all, whenever it is interrupted.
	if err := os.WriteFile(file+".new", raw, 0o644); err != nil {
		return a, wrap(file, err)
	}
	return a, wrap(file, os.Rename(file+".new", file))
}

func wrap(file string, err error) error {
	if err != nil {
		return fmt.Errorf("kept answer %s: %w", file, err)
	}
	return nil
}
