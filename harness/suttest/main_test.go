package suttest_test

import (
	"os"
	"testing"

	"anchorage/harness/naive"
	"anchorage/harness/ours"
	"anchorage/harness/sut"
	"anchorage/harness/suttest"
)

func TestMain(m *testing.M) {
	if os.Getenv(unserved) == "" {
		factories := []sut.Factory{naive.Factory{}, ours.Factory{}, silent{}}
		for name := range mistakes {
			factories = append(factories, planted{mistake: name})
		}
		suttest.Serve(factories...)
	}
	os.Exit(m.Run())
}

// unserved makes this a package whose TestMain has forgotten the line.
const unserved = "ANCHORAGE_TEST_UNSERVED"

// full: all is asked for, however long it takes (`make whole`).
func full() bool { return os.Getenv("ANCHORAGE_FULL") == "1" }
