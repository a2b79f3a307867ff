package ours_test

import (
	"os"
	"testing"

	"anchorage/harness/worker"
	"anchorage/harness/world"
)

// A world runs in a worker process: a copy of this test binary, with our system
// or one with a mistake in it.
func TestMain(m *testing.M) {
	world.Serve(mistaken(os.Getenv(mistakeVariable)))
	worker.CollectSeldom()
	os.Exit(m.Run())
}
