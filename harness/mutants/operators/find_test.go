package operators_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/mutants/operators"
)

var root = filepath.Join("..", "..", "..")

// changes of a function's body, as "operator: change".
func changes(t *testing.T, declaration string) []string {
	t.Helper()
	source := "package p\n\n" + declaration
	sites, err := operators.SitesOf("system/engine/p.go", source)
	require.NoError(t, err)
	var all []string
	for _, s := range sites {
		altered := operators.Apply(s, source)
		assert.NotEqual(t, source, altered)
		_, err := parser.ParseFile(token.NewFileSet(), "p.go", altered, 0)
		assert.NoError(t, err, altered)
		all = append(all, string(s.Operator)+": "+s.Change())
	}
	return all
}

func TestSitesOf(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		want       []string
	}{
		{"condition", "func f(a bool) { if a { g() } }", []string{"negated: a becomes !a", "removed: g() is left out"}},
		{"condition that is negated", "func f(a bool) { if !a { return } }", []string{"negated: !a becomes a"}},
		{"call as condition", "func f() { if ok := g(); h(ok) { return } }", []string{"negated: h(ok) becomes !h(ok)"}},
		{"equality", "func f(a, b int) bool { return a == b }", []string{"negated: a == b becomes a != b"}},
		{"comparison", "func f(a, b int) bool { return a < b }", []string{"negated: a < b becomes !(a < b)", "boundary: a < b becomes a <= b"}},
		{"parts of a condition", "func f(a, b bool) { for a && (b) { } }", []string{
			"negated: a becomes !a", "connective: a && (b) becomes a || (b)", "negated: b becomes !b",
		}},
		{"cases without a tag", "func f(a bool, n int) { switch { case a: }; switch n { case 1: } }", []string{"negated: a becomes !a"}},
		{"numbers", "func f(a, b int) int { a += b; a++; return -a - b }", []string{
			"sign: a += b becomes a -= b", "sign: a++ becomes a--", "sign: -a becomes a", "sign: -a - b becomes -a + b",
		}},
		{"texts are not numbers", `func f(a string) string { a += "x"; return a + "y" + a }`, nil},
		{"returned error", "func f() (int, error) { return 1, g() }", []string{"dropped: return 1, g() becomes _ = g(); return 1, nil"}},
		{"no error is returned", "func f() error { return nil }", nil},
		{"nothing is named", "func f() (err error) { return }", nil},
		{"an error of a function within", "func f() { _ = func() error { return g() } }", []string{"dropped: return g() becomes _ = g(); return nil"}},
		{"what is only said", `func f() { l.Log.Info("x", a+1); l.step(a-1) }`, nil},
		{"what an error says", "func f() error { return fmt.Errorf(\"%d\", a+1) }", []string{"dropped: return fmt.Errorf(\"%d\", a+1) becomes _ = fmt.Errorf(\"%d\", a+1); return nil"}},
		{"String", "func (t t) String() string { if t.a { return x }; return y }", nil},
	} {
		t.Run(tt.name, func(t *testing.T) { assert.Equal(t, tt.want, changes(t, tt.body)) })
	}
	t.Run("ErrSyntax", func(t *testing.T) {
		_, err := operators.SitesOf("p.go", "package p\nfunc {")
		assert.ErrorContains(t, err, "p.go:2")
	})
}

// A key counts within its function and kind, so that nothing elsewhere shifts it.
func TestKeys(t *testing.T) {
	const first = "package p\n\nfunc (r *round) f(a, b bool) { if a && b { g() } }\n"
	was, err := operators.SitesOf("system/engine/p.go", first)
	require.NoError(t, err)
	is, err := operators.SitesOf("system/engine/p.go", "package p\n\nfunc e(a bool) { if a { g() } }\n"+first[len("package p\n"):])
	require.NoError(t, err)
	var keys, later []string
	for _, s := range was {
		keys = append(keys, s.Key())
	}
	for _, s := range is {
		later = append(later, s.Key())
	}
	assert.Equal(t, []string{"engine/p.go round.f negated 1", "engine/p.go round.f connective 1", "engine/p.go round.f negated 2", "engine/p.go round.f removed 1"}, keys)
	assert.Subset(t, later, keys)
}

// Every site of the source has a name of its own, is in the text that it claims to
// change, and leaves text that can be parsed.
func TestSites(t *testing.T) {
	sites, err := operators.Sites(root)
	require.NoError(t, err)
	assert.Greater(t, len(sites), 5*operators.Size)
	known, kinds := map[string]bool{}, map[operators.Operator]bool{}
	for _, s := range sites {
		assert.False(t, known[s.Key()], s.Key())
		known[s.Key()], kinds[s.Operator] = true, true
		assert.Contains(t, operators.Folders, s.Folder())
		assert.NotContains(t, s.File, "words.go")
	}
	for _, o := range operators.Operators {
		assert.True(t, kinds[o], o)
	}
	for _, s := range operators.Drawn(sites)[:40] {
		text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(s.File)))
		require.NoError(t, err)
		altered := operators.Apply(s, string(text))
		assert.NotEqual(t, string(text), altered)
		_, err = parser.ParseFile(token.NewFileSet(), s.File, altered, 0)
		assert.NoError(t, err, s.Key())
	}
}
