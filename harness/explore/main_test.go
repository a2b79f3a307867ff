package explore_test

import (
	"os"
	"testing"

	"anchorage/harness/ours"
	"anchorage/harness/world"
)

// A world runs in a worker process: a copy of this test binary, with our system.
func TestMain(m *testing.M) {
	world.Serve(ours.Factory{})
	os.Exit(m.Run())
}
