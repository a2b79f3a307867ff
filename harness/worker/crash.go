package worker

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// Crash is a process that ended without a result: a panic, a deadlock, a leak,
// a stuck mutex or an endless loop in a world. It is a fault of the harness or of
// the system under test, never a broken promise.
type Crash struct {
	Reason   string          // one sentence
	Progress json.RawMessage // the last progress value, nil if there was none
	Blame    []string        // the goroutines that explain it, each with its frames of this module, one a line; may be empty
	Output   string          // head and tail of what the process printed
}

func (e *Crash) Error() string { return "worker: " + e.Reason }

func (s *session) crash(reason string, c cause) *Crash {
	crash := &Crash{Reason: reason, Progress: s.progress, Output: s.printed.String()}
	for _, g := range s.printed.blame(c) {
		crash.Blame = append(crash.Blame, g.text())
	}
	return crash
}

// crashed says how a process ended that owed a result. cause is the error of
// reading its frames.
func (s *session) crashed(broken error) error {
	err := s.cmd.Wait()
	reason := "the world's process ended without a result"
	if !errors.Is(broken, io.EOF) {
		reason += " in the middle of a message"
	}
	if err != nil {
		reason += ": " + err.Error()
	}
	c := panicked
	if said := lastWords(s.printed.String()); said != "" {
		reason, c = told(said)
	}
	return s.crash(reason, c)
}

// lastWords is the line by which the runtime says why it ends the process.
func lastWords(output string) string {
	for line := range strings.Lines(output) {
		if strings.HasPrefix(line, "panic: ") || strings.HasPrefix(line, "fatal error: ") {
			said, _, _ := strings.Cut(strings.TrimSpace(line), " [recovered")
			return said
		}
	}
	return ""
}

// told puts the runtime's words into the world's terms.
func told(said string) (string, cause) {
	switch {
	case strings.Contains(said, "main bubble goroutine has exited"):
		return "a leak: the world has ended, and goroutines that it started have not", blocked
	case strings.HasPrefix(said, "panic: deadlock: ") && !strings.Contains(said, "bubble"):
		return "a deadlock: " + strings.TrimPrefix(said, "panic: deadlock: "), blocked
	case strings.Contains(said, "deadlock"), strings.Contains(said, "all goroutines are asleep"):
		return "a deadlock: everybody in the world waits for somebody else", blocked
	}
	return "the world's process crashed: " + said, panicked
}

// stalled is the crash of a process that was asked for its goroutines.
func (s *session) stalled(after time.Duration) error {
	s.quit()
	reason := fmt.Sprintf("no virtual progress for %s: a mutex held across a sleep or a request, or an endless loop", after)
	if all := s.printed.blame(stuck); len(all) > 0 {
		switch rank(all[0]) {
		case busy:
			reason = fmt.Sprintf("no virtual progress for %s: an endless loop", after)
		case locked:
			reason = fmt.Sprintf("no virtual progress for %s: a mutex whose holder sleeps or waits", after)
		}
	}
	return s.crash(reason, stuck)
}
