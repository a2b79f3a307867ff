package structure

import (
	"go/ast"
	"go/token"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// ban forbids an import or a selector of a package, with the reason and the
// folders that are free of it.
type ban struct {
	name    string   // "math/rand" for an import, "time.Now" for a use
	within  []string // folders that the ban holds in
	but     []string // folders or files free of it
	because string
}

var everywhere = []string{"sim", "system", "harness", "scenarios", "reports"}

var bans = []ban{
	{"math/rand", everywhere, nil, "draws are keyed (sim/keyed, sut.Env.Rand): a shared stream depends on who draws first"},
	{"math/rand/v2", everywhere, nil, "draws are keyed (sim/keyed, sut.Env.Rand): a shared stream depends on who draws first"},
	{"crypto/rand", everywhere, nil, "ids and tokens come from a reader that is handed in: production fills it with crypto/rand"},
	{"http.DefaultClient", everywhere, nil, "the network is handed in"},
	{"http.DefaultTransport", everywhere, nil, "the network is handed in"},
	{"http.Get", everywhere, nil, "the network is handed in"},
	{"http.Post", everywhere, nil, "the network is handed in"},
	{"net.Dial", everywhere, nil, "a real socket stops the clock of a bubble"},
	{"net.Listen", []string{"sim", "system", "harness/world"}, nil, "a real socket stops the clock of a bubble"},
	{"time.Now", []string{"sim"}, []string{"sim/clock"}, "sim takes its time from a clock, which a stand-alone provider scales and steps"},
	{"time.Sleep", []string{"sim"}, []string{"sim/clock"}, "sim takes its time from a clock"},
	{"time.After", []string{"sim", "system", "harness/world"}, []string{"sim/clock"}, "a timer that nothing stops, at an instant without a lane"},
	{"time.Tick", everywhere, nil, "a ticker that nothing stops"},
	{"time.NewTimer", []string{"sim"}, []string{"sim/clock"}, "sim takes its time from a clock"},
	{"time.NewTicker", []string{"sim"}, []string{"sim/clock"}, "sim takes its time from a clock"},
	{"time.AfterFunc", []string{"sim"}, []string{"sim/clock"}, "sim takes its time from a clock"},
}

func (b ban) holdsIn(file string) bool {
	in := func(folders []string) bool {
		for _, f := range folders {
			if file == f || strings.HasPrefix(file, f+"/") {
				return true
			}
		}
		return false
	}
	return in(b.within) && !in(b.but)
}

func TestBannedCalls(t *testing.T) {
	for _, s := range sources(t) {
		if s.isTest() {
			continue
		}
		for _, found := range breaches(s) {
			t.Error(found)
		}
	}
}

// breaches lists the banned imports, uses, SQL clocks and init functions of s.
func breaches(s source) []string {
	var found []string
	say := func(p token.Pos, what, because string) { found = append(found, s.at(p)+": "+what+": "+because) }
	for _, b := range bans {
		for _, spec := range s.File.Imports {
			if name, _ := strconv.Unquote(spec.Path.Value); name == b.name && b.holdsIn(s.Path) {
				say(spec.Pos(), name, b.because)
			}
		}
	}
	ast.Inspect(s.File, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Obj == nil {
				for _, b := range bans {
					if x.Name+"."+n.Sel.Name == b.name && b.holdsIn(s.Path) {
						say(n.Pos(), b.name, b.because)
					}
				}
			}
		case *ast.FuncDecl:
			if n.Recv == nil && n.Name.Name == "init" {
				say(n.Pos(), "init function", "registries are visible values, not side effects of an import")
			}
		case *ast.BasicLit:
			if text := strings.ToLower(n.Value); n.Kind == token.STRING && strings.HasPrefix(s.Path, "system/store/") &&
				(strings.Contains(text, "'now'") || strings.Contains(text, "random()") || strings.Contains(text, "current_timestamp")) {
				say(n.Pos(), "SQL that reads clock or chance", "the database sees the real world, not the bubble's")
			}
		}
		return true
	})
	return found
}

func TestBansBite(t *testing.T) {
	for _, row := range []struct {
		name, file string
		holds      bool
	}{
		{"time.Now", "sim/outlook/server.go", true},
		{"time.Now", "sim/clock/clock.go", false},
		{"time.Now", "system/engine/poller.go", false},
		{"crypto/rand", "system/relink/token.go", true},
		{"math/rand", "harness/world/world.go", true},
	} {
		for _, b := range bans {
			if b.name == row.name {
				assert.Equal(t, row.holds, b.holdsIn(row.file), "%s in %s", row.name, row.file)
			}
		}
	}
}
