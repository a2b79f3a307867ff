package ours_test

import (
	"os"
	"runtime/debug"
	"testing"

	"anchorage/harness/world"
)

// A world runs in a worker process: a copy of this test binary, with our system
// or one with a mistake in it.
func TestMain(m *testing.M) {
	world.Serve(mistaken(os.Getenv(mistakeVariable)))
	if os.Getenv("GOGC") == "" { // as a worker has it: much garbage, little of which lives
		debug.SetGCPercent(300)
	}
	os.Exit(m.Run())
}
