package check

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// commented are the letters that the comments of functions begin with, as in
// "alertsClose (A4): an alert ...", by function.
func commented(t *testing.T) map[string][]string {
	t.Helper()
	entries, err := os.ReadDir(".")
	require.NoError(t, err)
	words := regexp.MustCompile(`^(\w+) \(([A-Z0-9, ]+)\): `)
	out := map[string][]string{}
	for _, entry := range entries {
		if name := entry.Name(); !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), entry.Name(), nil, parser.ParseComments)
		require.NoError(t, err)
		for _, d := range file.Decls {
			f, is := d.(*ast.FuncDecl)
			if !is {
				continue
			}
			if found := words.FindStringSubmatch(f.Doc.Text()); found != nil && found[1] == f.Name.Name {
				out[f.Name.Name] = strings.Split(found[2], ", ")
			}
		}
	}
	return out
}

// TestLettersAreThoseOfTheComments: what judges a promise says so, and the list names it;
// what the list names beside that is explained, or says of no promise that it is for it.
func TestLettersAreThoseOfTheComments(t *testing.T) {
	comments := commented(t)
	says := map[string][]string{} // by name of promise
	for _, p := range promises {
		full := runtime.FuncForPC(reflect.ValueOf(p.judge).Pointer()).Name()
		says[p.name] = comments[full[strings.LastIndex(full, ".")+1:]]
	}
	listed := map[string][]string{} // by letter
	for _, l := range Letters {
		listed[l.Letter] = l.Checks
		for _, name := range l.Checks {
			if own := says[name]; len(own) > 0 && l.Note == "" {
				assert.Contains(t, own, l.Letter, "the comment on what judges %s", name)
			}
		}
	}
	named := 0
	for name, letters := range says {
		named += min(len(letters), 1)
		for _, letter := range letters {
			assert.Contains(t, listed[letter], name, "the list of what judges %s", letter)
		}
	}
	assert.Greater(t, named, 20, "comments are found")
}

// TestLettersInOrder: none is left out.
func TestLettersInOrder(t *testing.T) {
	var letters []string
	for _, l := range Letters {
		letters = append(letters, l.Letter)
		checks := slices.Clone(l.Checks)
		slices.Sort(checks)
		assert.Len(t, slices.Compact(checks), len(l.Checks), "%s is judged by none twice", l.Letter)
	}
	want := strings.Fields("C1 C2 C3 C4 C5 C6 C7 C8 C9 C10 C11 A1 A2 A3 A4 A5 A6 A7 A8 A9 R1 R2 R3 R4 R5 R6 R7 T1 T2 T3")
	assert.Equal(t, want, letters)
}
