package world_test

import (
	"os"
	"testing"

	"anchorage/harness/worker"
)

// Worlds of these tests live in this process.
func TestMain(m *testing.M) {
	worker.CollectSeldom()
	os.Exit(m.Run())
}
