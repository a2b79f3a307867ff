package naive_test

import (
	"os"
	"testing"

	"anchorage/harness/naive"
	"anchorage/harness/suttest"
)

func TestMain(m *testing.M) {
	suttest.Serve(naive.Factory{})
	os.Exit(m.Run())
}
