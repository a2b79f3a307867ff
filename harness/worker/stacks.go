package worker

import (
	"bytes"
	"cmp"
	"fmt"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
)

// module is the path before every package of this module, with its slash.
var module = strings.TrimSuffix(reflect.TypeFor[Task]().PkgPath(), "harness/worker")

// sourceDir is where the compiler found this module, with a final slash: a place
// is told without it.
func sourceDir() string {
	_, file, _, _ := runtime.Caller(0)
	return strings.TrimSuffix(file, "harness/worker/stacks.go")
}

// Bounds on what is kept of a dump: a world has thousands of goroutines, most of
// them alike.
const (
	maxStacks    = 500
	maxFrames    = 40
	maxStackLine = 4 << 10
)

// stack is a goroutine of a bubble as the runtime printed it, or several alike.
type stack struct {
	state  string   // as "running", "sync.Mutex.Lock", "chan receive"
	frames []string // of this module, the innermost first
	root   bool     // the bubble's first goroutine, which lives through the world
	count  int
}

func (s *stack) key() string { return s.state + "\n" + strings.Join(s.frames, "\n") }

// text is the stack for people, indented.
func (s *stack) text() string {
	alike := ""
	if s.count > 1 {
		alike = fmt.Sprintf(", %d alike", s.count)
	}
	return fmt.Sprintf("goroutine (%s%s)\n    %s", s.state, alike, strings.Join(s.frames, "\n    "))
}

// stacks reads the goroutines out of what a crashed process prints, as it comes,
// since the one to blame may stand in the middle of a very long dump.
type stacks struct {
	line  []byte // begun, not ended
	now   *stack // being read; nil between two goroutines and in those outside of a bubble
	call  string // of which the next line tells the file
	known map[string]*stack
	order []*stack
}

var goroutineLine = regexp.MustCompile(`^goroutine \d+ .*\[([^\],]+)[^\]]*\]:$`)

func (s *stacks) write(p []byte) {
	for len(p) > 0 {
		text, rest, ended := bytes.Cut(p, []byte("\n"))
		if room := maxStackLine - len(s.line); room > 0 {
			s.line = append(s.line, text[:min(room, len(text))]...)
		}
		if p = rest; ended {
			s.read(string(s.line))
			s.line = s.line[:0]
		}
	}
}

func (s *stacks) read(line string) {
	begins := goroutineLine.FindStringSubmatch(line)
	switch {
	case begins != nil:
		s.end()
		state := strings.TrimSuffix(begins[1], " (durable)")
		if strings.Contains(line, "synctest bubble") && state != "synctest.Run" { // which waits for the bubble
			s.now = &stack{state: state, count: 1}
		}
	case s.now == nil:
	case line == "":
		s.end()
	case strings.HasPrefix(line, "\t"):
		s.frame(strings.TrimSpace(line))
	default:
		s.call = line
	}
}

// frame adds the call of the line before, if it is of this module.
func (s *stacks) frame(place string) {
	name, started := strings.CutPrefix(s.call, "created by ")
	if started {
		name, _, _ = strings.Cut(name, " in goroutine ")
		s.now.root = strings.HasPrefix(name, "testing")
	} else if i := strings.LastIndexByte(name, '('); i > 0 {
		name = name[:i]
	}
	s.call = ""
	name, inside := strings.CutPrefix(name, module)
	if !inside || strings.HasPrefix(name, "harness/worker.") || len(s.now.frames) == maxFrames {
		return
	}
	place, _, _ = strings.Cut(place, " ")
	text := fmt.Sprintf("%s (%s)", name, strings.TrimPrefix(place, sourceDir()))
	if started {
		text = "started by " + text
	}
	s.now.frames = append(s.now.frames, text)
}

// end keeps the goroutine that was read, when it has something to tell.
func (s *stacks) end() {
	g := s.now
	if s.now = nil; g == nil || len(g.frames) == 0 {
		return
	}
	if s.known == nil {
		s.known = map[string]*stack{}
	}
	if same := s.known[g.key()]; same != nil {
		same.count++
		return
	}
	if len(s.order) < maxStacks {
		s.known[g.key()] = g
		s.order = append(s.order, g)
	}
}

// Causes of a crash, which say whom to look at.
type cause int

const (
	panicked cause = iota // the first goroutine printed
	blocked               // those that wait for ever
	stuck                 // those that run or want a mutex
)

// How many different stacks are shown: of goroutines that wait, most do what they
// should.
const (
	maxBlamed  = 3
	maxWaiting = 8
)

// blame picks the stacks that explain a crash; nil when none does.
func (s *stacks) blame(c cause) []*stack {
	s.end()
	all, most := s.order, maxBlamed
	switch c {
	case panicked:
		return all[:min(1, len(all))]
	case stuck:
		all = slices.DeleteFunc(slices.Clone(all), func(g *stack) bool { return rank(g) == patient })
	default:
		// One that runs has only found out that the others wait.
		all, most = slices.DeleteFunc(slices.Clone(all), func(g *stack) bool { return rank(g) == busy }), maxWaiting
	}
	slices.SortStableFunc(all, func(a, b *stack) int {
		return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(a.count, b.count))
	})
	return all[:min(most, len(all))]
}

// Ranks of goroutines, the most telling first.
const (
	busy    = iota // an endless loop
	locked         // wants a mutex that is never given back
	waiting        // for something that nobody does
	patient        // lives through the world, or sleeps
)

func rank(g *stack) int {
	switch {
	case strings.HasPrefix(g.state, "run"): // running, runnable
		return busy
	case strings.HasPrefix(g.state, "sync.Mutex"), strings.HasPrefix(g.state, "sync.RWMutex"), strings.HasPrefix(g.state, "semacquire"):
		return locked
	case g.root, strings.HasPrefix(g.state, "sleep"), strings.HasPrefix(g.state, "select"):
		return patient
	}
	return waiting
}
