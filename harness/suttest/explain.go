package suttest

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"anchorage/harness/worker"
	"anchorage/harness/world"
)

// Unfit is what a crash tells of the system under test.
type Unfit struct {
	Finding string        // one sentence that names the line
	Crash   *worker.Crash // with all that the process printed
}

// Error implements error.
func (u *Unfit) Error() string {
	var p world.Progress
	if json.Unmarshal(u.Crash.Progress, &p) != nil || p.Now.IsZero() {
		return u.Finding
	}
	return u.Finding + "\nthe world had come to " + p.Now.UTC().Format(time.RFC3339)
}

// Unwrap gives the crash.
func (u *Unfit) Unwrap() error { return u.Crash }

// explained makes an Unfit of a crash that names a line of the system, and adds
// what the process printed to any other.
func explained(err error) error {
	var crash *worker.Crash
	if !errors.As(err, &crash) {
		return err
	}
	if text := diagnose(crash.Output); text != "" {
		return &Unfit{text, crash}
	}
	return fmt.Errorf("%w\n%s", err, crash.Output)
}

// diagnose reads what a process printed as it ended; "" when it tells nothing of
// the system.
func diagnose(output string) string {
	var bubble []goroutine
	for _, g := range goroutines(output) {
		if g.bubble {
			bubble = append(bubble, g)
		}
	}
	if text := paniced(output, bubble); text != "" {
		return text
	}
	for _, find := range []func([]goroutine) string{heldMutex, openSocket, leftBehind, standsStill} {
		if text := find(bubble); text != "" {
			return text
		}
	}
	return ""
}

// paniced tells a panic of the system itself. A bubble that cannot end panics as
// well, and is told by its goroutines.
func paniced(output string, bubble []goroutine) string {
	_, after, ok := strings.Cut("\n"+output, "\npanic: ")
	if !ok || strings.HasPrefix(after, "deadlock:") || len(bubble) == 0 {
		return ""
	}
	message, _, _ := strings.Cut(after, "\n")
	text := "the system panics: " + message
	if at, ok := bubble[0].line(); ok { // the one that panicked comes first
		text += ", at " + at
	}
	return text
}

// heldMutex: somebody waits for a mutex whose holder waits for virtual time, which
// cannot pass while anybody waits for a mutex.
func heldMutex(bubble []goroutine) string {
	for _, g := range bubble {
		at, ok := g.line()
		if !ok || !g.wantsMutex() {
			continue
		}
		text := "a mutex is held across a request or a sleep, which stops virtual time: " + at + " waits for it"
		if holders := asleep(bubble); len(holders) > 0 {
			text += "; it is held by " + strings.Join(holders, " or ")
		}
		return text
	}
	return ""
}

// maxSuspects bounds how many lines a finding names.
const maxSuspects = 3

// asleep are the lines of the system that wait within a request or a sleep.
func asleep(bubble []goroutine) []string {
	var lines []string
	for _, g := range bubble {
		if at, ok := g.line(); ok && !g.wantsMutex() && g.through("time.Sleep", ".RoundTrip", ".Dial", ".DialContext") && !slices.Contains(lines, at) {
			lines = append(lines, at)
		}
	}
	return lines[:min(len(lines), maxSuspects)]
}

// openSocket: somebody waits for a socket, for which virtual time stands still.
func openSocket(bubble []goroutine) string {
	for _, g := range bubble {
		if g.state != "IO wait" && !g.through(socketMethods...) {
			continue
		}
		if at, ok := systemLine(append(slices.Clone(g.frames), g.created)); ok {
			return socketFinding(at)
		}
		for _, other := range bubble { // the one that waits for net/http
			if at, ok := other.line(); ok && other.through("net/http.(*Transport).RoundTrip") {
				return socketFinding(at)
			}
		}
		return socketFinding("a goroutine of the standard library")
	}
	return ""
}

func socketFinding(line string) string {
	return "a real socket is used inside the bubble, which stops virtual time and lets the real world in: " + line + "; use sut.Env's HTTP, Dial or Listen"
}

// leftBehind: the world is over, and goroutines of the system are not.
func leftBehind(bubble []goroutine) string {
	if len(bubble) == 0 || slices.ContainsFunc(bubble, func(g goroutine) bool { return g.through("harness/world.Run") }) {
		return ""
	}
	var lines []string
	for _, g := range bubble {
		at, ok := g.line()
		if !ok && !g.created.ofSystem() {
			continue
		}
		line := "one started by " + g.created.String()
		if ok {
			line += " is still at " + at
		}
		if !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return ""
	}
	return "goroutines are left behind after Stop: " + strings.Join(lines[:min(len(lines), maxSuspects)], "; ")
}

// standsStill: the world waits for the system, which waits for nothing that comes.
func standsStill(bubble []goroutine) string {
	for _, g := range bubble {
		if at, ok := g.line(); ok && !g.computes() && g.through("harness/world.Run", "harness/world.ended.func1") {
			return fmt.Sprintf("the world waits for the system for ever: it is at %s [%s]", at, g.state)
		}
	}
	for _, g := range bubble {
		if !g.computes() {
			continue
		}
		at, ok := g.line()
		if !ok { // it runs on another thread than the one that prints
			at = "a line that the runtime could not see this time"
		}
		return "the system computes and does not come to an end, at " + at
	}
	return ""
}
