package naive_test

import (
	"os"
	"testing"

	"anchorage/harness/naive"
	"anchorage/harness/ours"
	"anchorage/harness/suttest"
)

func TestMain(m *testing.M) {
	suttest.Serve(naive.Factory{}, ours.Factory{})
	os.Exit(m.Run())
}
