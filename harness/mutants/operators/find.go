package operators

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// Folders are those whose source is changed.
var Folders = []string{"system/engine", "system/relink", "system/routing"}

// spoken are files that only put into words what has happened.
var spoken = []string{"system/routing/words.go"}

// Sites finds all in the folders of the module at root, in the order of the source.
func Sites(root string) ([]Site, error) {
	var all []Site
	for _, folder := range Folders {
		files, err := filepath.Glob(filepath.Join(root, filepath.FromSlash(folder), "*.go"))
		if err != nil {
			return nil, fmt.Errorf("source: %w", err)
		}
		for _, file := range files {
			name := path.Join(folder, filepath.Base(file))
			if strings.HasSuffix(name, "_test.go") || slices.Contains(spoken, name) {
				continue
			}
			text, err := os.ReadFile(file)
			if err != nil {
				return nil, fmt.Errorf("source: %w", err)
			}
			sites, err := sitesOf(name, string(text))
			if err != nil {
				return nil, err
			}
			all = append(all, sites...)
		}
	}
	return all, nil
}

// sitesOf a file's text.
func sitesOf(file, text string) ([]Site, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, text, parser.SkipObjectResolution)
	if err != nil {
		return nil, fmt.Errorf("source: %w", err)
	}
	var all []Site
	for _, d := range parsed.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Body == nil || f.Name.Name == "String" || f.Name.Name == "Error" {
			continue
		}
		in := &finder{set: set, file: file, text: text, function: nameOf(f), leaves: map[ast.Expr]bool{}}
		ast.PreorderStack(f, nil, in.visit)
		all = append(all, in.numbered()...)
	}
	return all, nil
}

// nameOf a function, with its receiver's type.
func nameOf(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return f.Name.Name
	}
	t := f.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if id, ok := t.(*ast.Ident); ok {
		return id.Name + "." + f.Name.Name
	}
	return f.Name.Name
}

// finder collects the sites of one function.
type finder struct {
	set        *token.FileSet
	file, text string
	function   string
	leaves     map[ast.Expr]bool // conditions that are negated already
	sites      []Site
}

// numbered are the sites in the order of the source, with their ordinals.
func (f *finder) numbered() []Site {
	slices.SortStableFunc(f.sites, func(a, b Site) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(a.end, b.end))
	})
	count := map[Operator]int{}
	for i := range f.sites {
		s := &f.sites[i]
		count[s.Operator]++
		s.Ordinal = count[s.Operator]
	}
	return f.sites
}

// add a site where from..to is replaced by text; whole is what is shown of it.
func (f *finder) add(o Operator, whole ast.Node, from, to token.Pos, text string) {
	start, end := f.offset(from), f.offset(to)
	first, last := f.offset(whole.Pos()), f.offset(whole.End())
	is := ""
	if o != Removed {
		is = f.text[first:start] + text + f.text[end:last]
	}
	f.sites = append(f.sites, Site{
		File: f.file, Function: f.function, Operator: o, Line: f.set.Position(from).Line,
		Was: oneLine(f.text[first:last]), Is: oneLine(is), start: start, end: end, text: text,
	})
}

func (f *finder) offset(p token.Pos) int { return f.set.Position(p).Offset }

func (f *finder) source(n ast.Node) string { return f.text[f.offset(n.Pos()):f.offset(n.End())] }

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
