package naive_test

import (
	"os"
	"runtime/debug"
	"testing"

	"anchorage/harness/naive"
	"anchorage/harness/ours"
	"anchorage/harness/suttest"
)

func TestMain(m *testing.M) {
	suttest.Serve(naive.Factory{}, ours.Factory{})
	if os.Getenv("GOGC") == "" { // as a worker has it: much garbage, little of which lives
		debug.SetGCPercent(300)
	}
	os.Exit(m.Run())
}

// full: all is asked for, however long it takes (`make whole`).
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }
