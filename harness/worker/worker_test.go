package worker_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/worker"
)

func TestMain(m *testing.M) {
	worker.Serve(world)
	if os.Getenv(parentOnly) != "" {
		told := func(progress []byte) { fmt.Println(string(progress)) }
		fmt.Println(worker.Run(context.Background(), worker.Task{Input: []byte("forever"), OnProgress: told}, new(string)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// parentOnly makes the test binary a parent of one endless worker and no more.
const parentOnly = "ANCHORAGE_TEST_PARENT"

// A worker whose parent was killed does not go on working for nobody.
func TestOrphanEnds(t *testing.T) {
	exe, err := os.Executable()
	require.NoError(t, err)
	parent := exec.Command(exe)
	parent.Env = append(os.Environ(), parentOnly+"=1")
	printed, err := parent.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, parent.Start())
	var first struct{ Pid int }
	require.NoError(t, json.NewDecoder(printed).Decode(&first))
	require.NoError(t, parent.Process.Kill())
	parent.Wait()
	require.Eventually(t, func() bool {
		state, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", first.Pid))
		return err != nil || bytes.Contains(state, []byte(") Z ")) // gone, or waiting to be buried
	}, 20*time.Second, 20*time.Millisecond)
}

// world is a job that goes wrong as its input says.
func world(t *testing.T, input []byte, out *worker.Output) (any, error) {
	var result any
	var err error
	synctest.Test(t, func(*testing.T) {
		start := time.Now()
		out.Progress(map[string]int{"step": 1})
		switch string(input) {
		case "ok":
			time.Sleep(96 * time.Hour)
			fmt.Println("a library prints to standard output")
			fmt.Fprint(out, "history")
			result = time.Since(start).String()
		case "error":
			err = errors.New("nothing can be done")
		case "panic":
			panic("planted panic")
		case "panic-goroutine":
			go func() { panic("planted panic") }()
			time.Sleep(time.Second)
		case "deadlock":
			<-make(chan int)
		case "leak":
			go func() { <-make(chan int) }()
		case "mutex":
			stuckMutex()
		case "loop":
			for i := 0; i >= 0; i &= 1023 {
				i++
			}
		case "forever":
			for {
				time.Sleep(time.Minute)
				out.Progress(map[string]int{"pid": os.Getpid()})
			}
		case "exit":
			os.Exit(0)
		}
	})
	return result, err
}

// stuckMutex holds a mutex across a sleep while another goroutine wants it: the
// mistake that freezes a bubble for ever.
func stuckMutex() {
	var mu sync.Mutex
	mu.Lock()
	go func() { mu.Lock(); defer mu.Unlock() }()
	time.Sleep(time.Second)
	mu.Unlock()
}

func TestRun(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		var data bytes.Buffer
		var steps int
		var virtual string
		err := worker.Run(t.Context(), worker.Task{Input: []byte("ok"), Data: &data, OnProgress: func([]byte) { steps++ }}, &virtual)
		require.NoError(t, err)
		assert.Equal(t, "96h0m0s", virtual)
		assert.Equal(t, "history", data.String())
		assert.Equal(t, 1, steps)
	})
	t.Run("ErrJob", func(t *testing.T) {
		err := worker.Run(t.Context(), worker.Task{Input: []byte("error")}, new(string))
		var job *worker.JobError
		require.ErrorAs(t, err, &job)
		assert.Equal(t, "nothing can be done", job.Error())
	})
	for _, kind := range []struct{ input, reason, blame string }{
		{"panic", "the world's process crashed: panic: planted panic", "goroutine (running)\n    harness/worker_test.world.func1 (harness/worker/worker_test.go:"},
		{"panic-goroutine", "the world's process crashed: panic: planted panic", "goroutine (running)\n    harness/worker_test.world.func1.1 (harness/worker/worker_test.go:"},
		{"deadlock", "a deadlock: everybody in the world waits for somebody else", "goroutine (chan receive)\n    harness/worker_test.world.func1 ("},
		{"leak", "a leak: the world has ended, and goroutines that it started have not", "started by harness/worker_test.world.func1 ("},
		{"mutex", "a mutex whose holder sleeps or waits", "goroutine (sync.Mutex.Lock)\n    harness/worker_test.stuckMutex.func1 ("},
		// On a busy machine the loop may just have been interrupted: runnable, not running.
		{"loop", "an endless loop", "    harness/worker_test.world.func1 ("},
		{"exit", "the world's process ended without a result", ""},
	} {
		t.Run("ErrCrash/"+kind.input, func(t *testing.T) {
			t.Parallel()
			err := worker.Run(t.Context(), worker.Task{Input: []byte(kind.input), Stall: 10 * time.Second}, new(string))
			var crash *worker.Crash
			require.ErrorAs(t, err, &crash)
			assert.Contains(t, crash.Reason, kind.reason)
			assert.Contains(t, strings.Join(crash.Blame, "\n"), kind.blame)
			assert.NotContains(t, strings.Join(crash.Blame, "\n"), "testing", "frames of this module only")
			assert.JSONEq(t, `{"step":1}`, string(crash.Progress))
		})
	}
	t.Run("ErrCancelled", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
		defer cancel()
		err := worker.Run(ctx, worker.Task{Input: []byte("loop")}, new(string))
		assert.ErrorIs(t, err, context.DeadlineExceeded)
	})
}
