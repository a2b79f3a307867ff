package structure

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// source is one Go file of the tree. Path is slash-separated, relative to the
// module's root.
type source struct {
	Path string
	Fset *token.FileSet
	File *ast.File
}

func (s source) dir() string  { return path.Dir(s.Path) }
func (s source) isTest() bool { return strings.HasSuffix(s.Path, "_test.go") }
func (s source) at(p token.Pos) string {
	return s.Path + ":" + strings.TrimPrefix(s.Fset.Position(p).String(), s.Fset.Position(p).Filename+":")
}

// sources parses every Go file of the module.
func sources(t *testing.T) []source {
	t.Helper()
	root := filepath.Join("..", "..")
	var all []source
	err := filepath.WalkDir(root, func(file string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && file != root {
			return filepath.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(file, ".go") {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, file)
		if err != nil {
			return err
		}
		fset := token.NewFileSet()
		parsed, err := parser.ParseFile(fset, relative, text, parser.ParseComments)
		if err != nil {
			return err
		}
		all = append(all, source{Path: filepath.ToSlash(relative), Fset: fset, File: parsed})
		return nil
	})
	require.NoError(t, err)
	require.Greater(t, len(all), 50, "the whole tree is read")
	return all
}
