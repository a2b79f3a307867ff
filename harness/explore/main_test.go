package explore_test

import (
	"os"
	"testing"

	"anchorage/harness/world"
)

// A world runs in a worker process: a copy of this test binary, with our system
// or one with a planted mistake.
func TestMain(m *testing.M) {
	world.Serve(factory())
	os.Exit(m.Run())
}
