package explore_test

import (
	"os"
	"runtime/debug"
	"testing"

	"anchorage/harness/world"
)

// A world runs in a worker process: a copy of this test binary, with our system
// or one with a planted mistake.
func TestMain(m *testing.M) {
	world.Serve(factory())
	if os.Getenv("GOGC") == "" { // as a worker has it: much garbage, little of which lives
		debug.SetGCPercent(300)
	}
	os.Exit(m.Run())
}

// full: all is asked for, however long it takes (`make whole`).
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }
