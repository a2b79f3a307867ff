package suttest_test

import (
	"bytes"
	"os"
	"os/exec"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/naive"
	"anchorage/harness/sut"
	"anchorage/harness/suttest"
)

// unlisted is a factory that TestMain does not hand to Serve.
type unlisted struct{ naive.Factory }

func small(t *testing.T, factory sut.Factory) error {
	t.Helper()
	_, err := suttest.Finding(t.Context(), factory, "testdata/small.yaml", patience)
	return err
}

func TestServe(t *testing.T) {
	t.Run("OK", func(t *testing.T) { require.NoError(t, small(t, naive.Factory{})) })
	t.Run("ErrFactoryNotServed", func(t *testing.T) {
		require.EqualError(t, small(t, unlisted{}), "suttest: suttest_test.unlisted is not among the factories that TestMain hands to suttest.Serve")
	})
	t.Run("ErrFactorySaysAnotherName", func(t *testing.T) {
		require.EqualError(t, small(t, planted{mistake: "?"}), "suttest: suttest_test.planted ? is not among the factories that TestMain hands to suttest.Serve")
	})
	t.Run("ErrNoScenario", func(t *testing.T) {
		_, err := suttest.Finding(t.Context(), naive.Factory{}, "testdata/nowhere.yaml", patience)
		require.ErrorContains(t, err, "nowhere.yaml")
	})
}

// A TestMain without Serve would have each copy of the binary start copies of
// its own. It is told instead, and the copies end.
func TestErrTestMainDoesNotServe(t *testing.T) {
	exe, err := os.Executable()
	require.NoError(t, err)
	var printed bytes.Buffer
	cmd := exec.Command(exe, "-test.run=^TestServe$/^OK$")
	cmd.Env = append(os.Environ(), unserved+"=1")
	cmd.Stdout, cmd.Stderr = &printed, &printed
	require.Error(t, cmd.Run())
	assert.Contains(t, printed.String(), "this package's TestMain does not call suttest.Serve; expected it as the first line of func TestMain")
}
