package explore_test

import (
	"os"
	"testing"

	"anchorage/harness/worker"
	"anchorage/harness/world"
)

// A world runs in a worker process: a copy of this test binary, with our system
// or one with a planted mistake.
func TestMain(m *testing.M) {
	world.Serve(factory())
	worker.CollectSeldom()
	os.Exit(m.Run())
}

// full: all is asked for, however long it takes (`make whole`).
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }
