package naive_test

import (
	"os"
	"testing"

	"anchorage/harness/naive"
	"anchorage/harness/ours"
	"anchorage/harness/suttest"
	"anchorage/harness/worker"
)

func TestMain(m *testing.M) {
	suttest.Serve(naive.Factory{}, ours.Factory{})
	worker.CollectSeldom()
	os.Exit(m.Run())
}

// full: all is asked for, however long it takes (`make whole`).
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }
