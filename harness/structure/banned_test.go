package structure

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// ban forbids an import, or a use of something that a package exports, with the
// reason and the folders that are free of it.
type ban struct {
	path    string   // of the package
	name    string   // what must not be used of it; "" for all
	within  []string // folders that the ban holds in
	but     []string // folders or files free of it
	because string
}

func (b ban) String() string {
	if b.name == "" {
		return b.path
	}
	return b.path + "." + b.name
}

var (
	everywhere = []string{"sim", "system", "harness", "scenarios", "reports"}
	// inBubbles are the folders whose code runs inside a bubble.
	inBubbles = []string{"sim", "system", "harness/world"}
	// pure are the folders whose code is a function of what it is given.
	pure = []string{"harness/check", "harness/history", "harness/model", "reports", "scenarios"}
)

const (
	keyedDraws = "draws are keyed (sim/keyed, sut.Env.Rand): a shared stream depends on who draws first"
	handedIn   = "the network is handed in"
	realSocket = "a real socket stops the clock of a bubble"
	simClock   = "sim takes its time from a clock, which a stand-alone provider scales and steps"
	noWallTime = "the same history gives the same verdicts and the same report, whenever"
)

var bans = slices.Concat(
	[]ban{
		{"math/rand", "", everywhere, nil, keyedDraws},
		{"math/rand/v2", "", everywhere, nil, keyedDraws},
		{"crypto/rand", "", everywhere, nil, "ids and tokens come from a reader that is handed in: production fills it with crypto/rand"},
		{"time", "After", inBubbles, []string{"sim/clock"}, "a timer that nothing stops, at an instant without a lane"},
		{"time", "Tick", everywhere, nil, "a ticker that nothing stops"},
	},
	banned("net/http", everywhere, nil, handedIn, "DefaultClient", "DefaultTransport", "DefaultServeMux", "Get", "Head", "Post", "PostForm", "Handle", "HandleFunc"),
	banned("net", everywhere, nil, realSocket, "Dial", "DialTimeout", "DialTCP", "DialUDP", "DialIP", "DialUnix", "Dialer",
		"Resolver", "DefaultResolver", "LookupHost", "LookupIP", "LookupAddr", "LookupMX", "LookupSRV", "LookupTXT", "LookupCNAME"),
	banned("crypto/tls", everywhere, nil, realSocket, "Dial", "DialWithDialer", "Dialer", "Listen"),
	banned("net", inBubbles, nil, realSocket, "Listen", "ListenConfig", "ListenPacket", "ListenTCP", "ListenUDP", "ListenIP", "ListenUnix"),
	banned("net/http", inBubbles, nil, realSocket, "ListenAndServe", "ListenAndServeTLS"),
	banned("time", []string{"sim"}, []string{"sim/clock"}, simClock, "Now", "Since", "Until", "Sleep", "NewTimer", "NewTicker", "AfterFunc"),
	banned("time", pure, nil, noWallTime, "Now", "Since", "Until", "Sleep", "NewTimer", "NewTicker", "AfterFunc"),
)

func banned(path string, within, but []string, because string, names ...string) []ban {
	out := make([]ban, len(names))
	for i, name := range names {
		out[i] = ban{path, name, within, but, because}
	}
	return out
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
// What a package is called within the file does not matter.
func breaches(s source) []string {
	var found []string
	say := func(p token.Pos, what, because string) { found = append(found, s.at(p)+": "+what+": "+because) }
	imported := map[string]string{} // import path by the name it has in the file
	for _, spec := range s.File.Imports {
		path, _ := strconv.Unquote(spec.Path.Value)
		name := localName(path)
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if imported[name] = path; name == "." {
			say(spec.Pos(), `. "`+path+`"`, "without a name before it nobody sees where something comes from")
		}
		for _, b := range bans {
			if b.name == "" && path == b.path && b.holdsIn(s.Path) {
				say(spec.Pos(), b.String(), b.because)
			}
		}
	}
	ast.Inspect(s.File, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && x.Obj == nil {
				for _, b := range bans {
					if b.name == n.Sel.Name && b.path == imported[x.Name] && b.holdsIn(s.Path) {
						say(n.Pos(), b.String(), b.because)
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

// localName is what a package is called where the import gives it no name: the
// last part of its path that is no version.
func localName(path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
		return localName(strings.TrimSuffix(path, "/"+name))
	}
	return name
}

func TestBansBite(t *testing.T) {
	for _, row := range []struct {
		name, path, text string
		breaks           bool
	}{
		{"Clock", "sim/outlook/server.go", `import "time"; var _ = time.Now()`, true},
		{"ClockInItsPlace", "sim/clock/clock.go", `import "time"; var _ = time.Now()`, false},
		{"ClockOfTheSystem", "system/engine/poller.go", `import "time"; var _ = time.Now()`, false},
		{"ClockByAnotherName", "sim/outlook/server.go", `import clock "time"; var _ = clock.Now()`, true},
		{"AnothersName", "sim/outlook/server.go", `import time "anchorage/sim/clock"; var _ = time.Now()`, false},
		{"Since", "sim/people/people.go", `import "time"; var _ = time.Since(time.Time{})`, true},
		{"Until", "sim/people/people.go", `import t "time"; var _ = t.Until(t.Time{})`, true},
		{"FunctionAsValue", "sim/people/people.go", `import "time"; var _ = time.Sleep`, true},
		{"LocalVariable", "sim/people/people.go", `import _ "time"; func f() { time := struct{ Now int }{}; _ = time.Now }`, false},
		{"WallTimeInReport", "reports/html.go", `import "time"; var _ = time.Now()`, true},
		{"WallTimeInVerdict", "harness/check/run.go", `import "time"; var _ = time.Since(time.Time{})`, true},
		{"WallTimeOfProgress", "harness/cli/progress.go", `import "time"; var _ = time.Since(time.Time{})`, false},
		{"After", "system/engine/poller.go", `import "time"; var _ = time.After(0)`, true},
		{"Dialer", "system/relink/mail.go", `import "net"; var _ net.Dialer`, true},
		{"DialerByAnotherName", "harness/ours/factory.go", `import network "net"; var _ = network.Dialer{}`, true},
		{"Resolver", "system/outlook/client.go", `import "net"; var _ = net.DefaultResolver`, true},
		{"ListenConfig", "sim/network/listener.go", `import "net"; var _ net.ListenConfig`, true},
		{"ListenOfTheCommandLine", "harness/cli/sim.go", `import "net"; var _ = net.Listen`, false},
		{"Connection", "system/relink/mail.go", `import "net"; var _ net.Conn`, false},
		{"TLS", "system/relink/mail.go", `import "crypto/tls"; var _ = tls.Dial`, true},
		{"DefaultClient", "system/outlook/client.go", `import web "net/http"; var _ = web.DefaultClient`, true},
		{"Head", "reports/html.go", `import "net/http"; var _ = http.Head`, true},
		{"CryptoRand", "system/relink/token.go", `import "crypto/rand"; var _ = rand.Reader`, true},
		{"CryptoRandByAnotherName", "system/relink/token.go", `import secure "crypto/rand"; var _ = secure.Reader`, true},
		{"MathRand2", "harness/world/world.go", `import "math/rand/v2"; var _ = rand.Int`, true},
		{"Dot", "system/engine/poller.go", `import . "strings"; var _ = Cut`, true},
		{"Init", "system/engine/poller.go", `func init() {}`, true},
		{"SQLClock", "system/store/flow.go", "const q = `SELECT datetime('now')`", true},
		{"SQL", "system/store/flow.go", "const q = `SELECT 1`", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			fset := token.NewFileSet()
			file, err := parser.ParseFile(fset, row.path, "package p; "+row.text, 0)
			require.NoError(t, err)
			assert.Equal(t, row.breaks, len(breaches(source{Path: row.path, Fset: fset, File: file})) > 0)
		})
	}
}

// A ban on something that its package does not have bites nobody.
func TestBansNameWhatExists(t *testing.T) {
	known := map[string]*types.Package{}
	load := importer.ForCompiler(token.NewFileSet(), "source", nil)
	for _, b := range bans {
		if known[b.path] == nil {
			p, err := load.Import(b.path)
			require.NoError(t, err, b.path)
			known[b.path] = p
		}
		if b.name != "" {
			assert.NotNil(t, known[b.path].Scope().Lookup(b.name), b.String())
		}
	}
}
