package suttest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime/trace"
	"slices"
	"strconv"
	"strings"

	exptrace "golang.org/x/exp/trace"
)

// socketMethods are functions of package net that only real sockets come through;
// pipes in memory do not.
var socketMethods = []string{"net.(*netFD).connect", "net.(*netFD).accept", "net.(*netFD).Read", "net.(*netFD).Write", "net.(*netFD).dial", "net.(*netFD).listenStream", "net.internetSocket"}

// socketWatch records what goroutines do: even a socket that answers at once,
// between two looks at the stacks, leaves its system calls in the trace.
type socketWatch struct{ recorded bytes.Buffer }

// watchSockets begins to record. Call it outside of any bubble.
func watchSockets() (*socketWatch, error) {
	w := &socketWatch{}
	if err := trace.Start(&w.recorded); err != nil {
		return nil, fmt.Errorf("suttest: looking for sockets: %w", err)
	}
	return w, nil
}

// lines ends recording and lists the lines of the system that used a socket.
func (w *socketWatch) lines() ([]string, error) {
	trace.Stop()
	r, err := exptrace.NewReader(&w.recorded)
	if err != nil {
		return nil, fmt.Errorf("suttest: reading the trace: %w", err)
	}
	var found []string
	born := map[exptrace.GoID]birth{}
	for {
		e, err := r.ReadEvent()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, fmt.Errorf("suttest: reading the trace: %w", err)
		}
		if e.Kind() != exptrace.EventStateTransition || e.StateTransition().Resource.Kind != exptrace.ResourceGoroutine {
			continue
		}
		if line := w.take(e, born); line != "" && !slices.Contains(found, line) {
			found = append(found, line)
		}
	}
}

// birth is the stack of the go statement that began a goroutine.
type birth struct {
	by     exptrace.GoID
	frames []frame
}

// take follows one transition and returns the line that uses a socket, if it
// does.
func (w *socketWatch) take(e exptrace.Event, born map[exptrace.GoID]birth) string {
	change := e.StateTransition()
	id := change.Resource.Goroutine()
	from, to := change.Goroutine()
	if from == exptrace.GoNotExist {
		born[id] = birth{e.Goroutine(), framesOf(e.Stack())}
		return ""
	}
	if to != exptrace.GoWaiting && to != exptrace.GoSyscall {
		return ""
	}
	frames := framesOf(change.Stack)
	if !(goroutine{frames: frames}).through(socketMethods...) {
		return ""
	}
	for range 8 { // net/http dials on goroutines that others began
		if at, ok := systemLine(frames); ok {
			return at
		}
		b, ok := born[id]
		if !ok {
			break
		}
		id, frames = b.by, b.frames
	}
	return "a goroutine of " + strings.TrimSpace(frameText(frames))
}

func frameText(frames []frame) string {
	if len(frames) == 0 {
		return "unknown origin"
	}
	return frames[len(frames)-1].String()
}

func framesOf(s exptrace.Stack) []frame {
	var all []frame
	for f := range s.Frames() {
		all = append(all, frame{f.Func, f.File, strconv.FormatUint(f.Line, 10)})
	}
	return all
}
