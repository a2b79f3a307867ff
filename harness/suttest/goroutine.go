package suttest

import (
	"fmt"
	"path"
	"regexp"
	"runtime"
	"runtime/debug"
	"strings"
)

// frame is one line of a stack.
type frame struct {
	function string // with its package's path
	file     string
	line     string
}

// String names the line for people: package, function, file and line, without
// the directories of a machine.
func (f frame) String() string {
	return fmt.Sprintf("%s (%s:%s)", path.Base(f.function), path.Base(f.file), f.line)
}

// goroutine is one of a dump.
type goroutine struct {
	state   string  // as "sleep (durable)"
	bubble  bool    // it lives in virtual time
	frames  []frame // innermost first
	created frame   // the go statement; zero for the first
}

var (
	dumpHead  = regexp.MustCompile(`^goroutine \d+(?: [^\[]*)?\[(.*)\]:$`)
	dumpPlace = regexp.MustCompile(`^\t(.+):(\d+)(?: .*)?$`)
)

// goroutines reads a dump as the runtime prints it, wherever it begins in text.
func goroutines(text string) []goroutine {
	var all []goroutine
	var function string
	created := false
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\r\n")
		if m := dumpHead.FindStringSubmatch(line); m != nil {
			state, _, _ := strings.Cut(m[1], ",")
			all = append(all, goroutine{state: state, bubble: strings.Contains(m[1], "synctest bubble")})
			function, created = "", false
			continue
		}
		if len(all) == 0 {
			continue
		}
		g := &all[len(all)-1]
		if m := dumpPlace.FindStringSubmatch(line); m != nil && function != "" {
			f := frame{function, m[1], m[2]}
			if created {
				g.created = f
			} else {
				g.frames = append(g.frames, f)
			}
			function = ""
			continue
		}
		function, created = functionOf(line)
	}
	return all
}

// functionOf reads a function's line of a dump, "" when it is none.
func functionOf(line string) (name string, created bool) {
	if rest, ok := strings.CutPrefix(line, "created by "); ok {
		name, _, _ = strings.Cut(rest, " in goroutine ")
		return name, true
	}
	if i := strings.LastIndexByte(line, '('); i > 0 && !strings.HasPrefix(line, "\t") {
		return line[:i], false
	}
	return "", false
}

// ownPackages are the parts of this module that run a world. What a system did
// wrong is never one of their lines.
var ownPackages = []string{"anchorage/sim/", "anchorage/harness/world.", "anchorage/harness/worker.", "anchorage/harness/suttest.", "anchorage/harness/history.", "anchorage/harness/model."}

// ofSystem says whether a frame belongs to the system under test: neither to the
// standard library nor to the world.
func (f frame) ofSystem() bool {
	if f.function == "" || f.standard() || strings.HasPrefix(f.function, "main.") {
		return false
	}
	for _, own := range ownPackages {
		if strings.HasPrefix(f.function, own) {
			return false
		}
	}
	return true
}

// ofLibrary says whether it comes out of a module cache.
func (f frame) ofLibrary() bool { return strings.Contains(f.file, "@v") }

// standard says whether it belongs to the standard library. In a binary without
// the directories of its machine that shows in the package's path alone.
func (f frame) standard() bool {
	if root := standardRoot(); root != "" {
		return strings.HasPrefix(f.file, root)
	}
	first, _, _ := strings.Cut(f.function, "/")
	info, ok := debug.ReadBuildInfo()
	return (!strings.Contains(first, ".") || first == f.function) && !(ok && strings.HasPrefix(f.function, info.Main.Path+"/"))
}

// standardRoot is the directory of the standard library, as stacks name it.
func standardRoot() string {
	pc := make([]uintptr, 1)
	runtime.Callers(0, pc)
	f, _ := runtime.CallersFrames(pc).Next() // runtime.Callers itself
	return strings.TrimSuffix(f.File, "runtime/extern.go")
}

// line is where the system is; false when it is no goroutine of the system's.
func (g goroutine) line() (string, bool) { return systemLine(g.frames) }

// systemLine names the innermost line of the system. When that belongs to a
// library, it is no use without the line that called the library.
func systemLine(frames []frame) (string, bool) {
	text := ""
	for _, f := range frames {
		switch {
		case !f.ofSystem() || text != "" && f.ofLibrary():
		case text != "":
			return text + ", called from " + f.String(), true
		case !f.ofLibrary():
			return f.String(), true
		default:
			text = f.String()
		}
	}
	return text, text != ""
}

// wantsMutex says whether it waits for one.
func (g goroutine) wantsMutex() bool {
	return strings.HasPrefix(g.state, "sync.Mutex") || strings.HasPrefix(g.state, "sync.RWMutex")
}

// computes says whether it waits for nothing.
func (g goroutine) computes() bool { return g.state == "running" || g.state == "runnable" }

// through says whether the stack passes through a function of this name.
func (g goroutine) through(names ...string) bool {
	for _, f := range g.frames {
		for _, name := range names {
			if strings.HasSuffix(f.function, name) {
				return true
			}
		}
	}
	return false
}
