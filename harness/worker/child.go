package worker

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace/noop"
)

// environment marks a process as a worker.
const environment = "ANCHORAGE_WORKER"

// Output is how a job talks to the parent.
type Output struct{ w io.Writer }

// Progress tells the parent that virtual time has advanced. When the parent is
// gone there is nobody left to work for, and the process ends.
func (o *Output) Progress(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("progress: %w", err)
	}
	if err := writeFrame(o.w, frameProgress, b); err != nil {
		fmt.Fprintln(os.Stderr, "worker: the parent is gone:", err)
		os.Exit(exitUnusable)
	}
	return nil
}

// Write sends a chunk of the result's data.
func (o *Output) Write(p []byte) (int, error) { return len(p), writeFrame(o.w, frameData, p) }

// Job does the work of one worker process. It opens its bubbles with t. The
// value it returns is sent to the parent as JSON.
type Job func(t *testing.T, input []byte, out *Output) (any, error)

// Serve does nothing in an ordinary process. In a worker it runs job on the
// input and exits. Call it first thing in main, or in TestMain.
//
// A bubble needs a *testing.T that package testing has made, so the process
// enters by testing.Main, with flags that mean "no time-out, no output".
func Serve(job Job) {
	if os.Getenv(environment) == "" {
		return
	}
	os.Unsetenv(environment)    // a process started from here is none
	signal.Ignore(os.Interrupt) // Ctrl-C at a terminal reaches the parent too, which decides
	// A crash is told in print; a core file would only fill a disk.
	_ = syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{})
	// Libraries trace what they do. Nobody looks at it here, and the provider which they
	// begin with locks and allocates for each span all the same.
	otel.SetTracerProvider(noop.NewTracerProvider())
	input, err := io.ReadAll(os.Stdin)
	if err != nil {
		fmt.Fprintln(os.Stderr, "worker: reading the job:", err)
		os.Exit(exitUnusable)
	}
	out := &Output{w: os.NewFile(3, "frames")}
	if !testing.Testing() {
		testing.Init()
	}
	if err := flag.CommandLine.Parse([]string{"-test.timeout=0"}); err != nil {
		fmt.Fprintln(os.Stderr, "worker:", err)
		os.Exit(exitUnusable)
	}
	run := func(t *testing.T) { finish(out, func() (any, error) { return job(t, input, out) }) }
	testing.Main(func(string, string) (bool, error) { return true, nil },
		[]testing.InternalTest{{Name: "world", F: run}}, nil, nil)
}

// exitUnusable tells a worker that could not begin from a crashed one.
const exitUnusable = 125

// finish sends the last frame and exits: the parent has all it needs, and what
// a world of the command line leaves behind does not matter any more.
func finish(out *Output, job func() (any, error)) {
	result, err := job()
	var b []byte
	if err == nil {
		b, err = json.Marshal(result)
	}
	if err != nil {
		err = writeFrame(out.w, frameFailed, []byte(err.Error()))
	} else {
		err = writeFrame(out.w, frameFinal, b)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "worker: telling the result:", err)
		os.Exit(exitUnusable)
	}
	os.Exit(0)
}
