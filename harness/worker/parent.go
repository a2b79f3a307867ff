package worker

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"syscall"
	"time"
)

// Patience is how long a process may make no progress, in wall time.
const Patience = 2 * time.Minute

// Task is one job for one process.
type Task struct {
	Input      []byte        // handed to the Job
	Data       io.Writer     // receives what the Job writes; nil discards it
	OnProgress func([]byte)  // receives each progress value as JSON; may be nil
	Stall      time.Duration // wall time without progress after which the process is ended; 0 means Patience
	Env        []string      // added to the environment, as GOGC=20
}

// processEnv is the environment of every worker: one processor, because several
// make a bubble slower and its order of events free; goroutines of all kinds and
// on all threads in a crash; and a rarer garbage collection that leaves stacks
// alone, since a world has thousands of goroutines that each need their stack
// again at their next round. The limit is for fleets of ten thousand: it makes the
// collector work harder. What is not Go's, a world's database above all, took 71 MiB
// beside it with 13,000 mailboxes (BenchmarkReplay), so that both stay below 2 GiB.
var processEnv = []string{environment + "=1", "GOMAXPROCS=1", "GOTRACEBACK=crash", gogcVariable, "GOMEMLIMIT=1850MiB", "GODEBUG=gcshrinkstackoff=1"}

// JobError is what the Job itself returned as an error.
type JobError struct{ Text string }

func (e *JobError) Error() string { return e.Text }

// Run runs a task in a new process of the running binary and decodes the result
// into result. Errors are *JobError, *Crash, ctx's, or of starting the process.
func Run(ctx context.Context, task Task, result any) error {
	exe, err := os.Executable()
	if err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		return fmt.Errorf("worker: %w", err)
	}
	defer read.Close()
	printed := &tail{}
	cmd := exec.Command(exe)
	cmd.Env = slices.Concat(os.Environ(), processEnv, task.Env)
	cmd.Stdin = bytes.NewReader(task.Input)
	cmd.Stdout, cmd.Stderr = printed, printed
	cmd.ExtraFiles = []*os.File{write}
	if err := cmd.Start(); err != nil {
		write.Close()
		return fmt.Errorf("worker: %w", err)
	}
	write.Close()
	s := &session{task: task, cmd: cmd, printed: printed}
	return s.wait(ctx, read, result)
}

// session is one running process.
type session struct {
	task     Task
	cmd      *exec.Cmd
	printed  *tail
	progress json.RawMessage
}

type frame struct {
	kind    byte
	payload []byte
	err     error
}

// wait handles frames until the last one, the end of the process, a stall or
// the end of ctx; the process has ended when it returns.
func (s *session) wait(ctx context.Context, frames io.Reader, result any) error {
	incoming := make(chan frame)
	stop := make(chan struct{})
	defer close(stop)
	go pump(bufio.NewReaderSize(frames, 1<<20), incoming, stop)
	stall := s.task.Stall
	if stall == 0 {
		stall = Patience
	}
	watchdog := time.NewTimer(stall)
	defer watchdog.Stop()
	for {
		select {
		case f := <-incoming:
			watchdog.Reset(stall)
			done, err := s.handle(f, result)
			if done {
				return err
			}
		case <-watchdog.C:
			return s.stalled(stall)
		case <-ctx.Done():
			s.kill()
			return ctx.Err()
		}
	}
}

func pump(r *bufio.Reader, out chan<- frame, stop <-chan struct{}) {
	for {
		kind, payload, err := readFrame(r)
		select {
		case out <- frame{kind, payload, err}:
		case <-stop:
			return
		}
		if err != nil {
			return
		}
	}
}

// handle returns true with the session's outcome when f was the last frame.
func (s *session) handle(f frame, result any) (bool, error) {
	if f.err != nil {
		return true, s.crashed(f.err)
	}
	switch f.kind {
	case frameProgress:
		s.progress = f.payload
		if s.task.OnProgress != nil {
			s.task.OnProgress(f.payload)
		}
	case frameData:
		if s.task.Data != nil {
			if _, err := s.task.Data.Write(f.payload); err != nil {
				s.kill()
				return true, fmt.Errorf("worker: keeping the result: %w", err)
			}
		}
	case frameFailed:
		s.kill()
		return true, &JobError{Text: string(f.payload)}
	case frameFinal:
		s.cmd.Wait() // the result is complete; how the process ends no longer matters
		if err := json.Unmarshal(f.payload, result); err != nil {
			return true, fmt.Errorf("worker: result: %w", err)
		}
		return true, nil
	default:
		s.kill()
		return true, fmt.Errorf("worker: unknown frame %q", f.kind)
	}
	return false, nil
}

// quit ends a process that does not get on, and has it print its goroutines.
func (s *session) quit() {
	s.cmd.Process.Signal(syscall.SIGQUIT)
	ended := make(chan struct{})
	go func() { s.cmd.Wait(); close(ended) }()
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		s.cmd.Process.Kill()
		<-ended
	}
}

func (s *session) kill() {
	s.cmd.Process.Kill()
	s.cmd.Wait()
}
