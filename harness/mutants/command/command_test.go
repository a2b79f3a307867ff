package command_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/mutants/command"
)

// asProgram is set in the copy of this test binary that is a program.
const asProgram = "COMMAND_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if how := os.Getenv(asProgram); how != "" {
		command.Main("programs", func(context.Context, []string) error {
			if how == "fails" {
				return errors.New("no luck")
			}
			return nil
		})
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func TestMainTellsItsError(t *testing.T) {
	for how, want := range map[string]string{"works": "", "fails": "programs: no luck\n"} {
		t.Run(how, func(t *testing.T) {
			c := exec.CommandContext(t.Context(), os.Args[0])
			c.Env = append(os.Environ(), asProgram+"="+how)
			said, err := c.CombinedOutput()
			assert.Equal(t, want, string(said))
			assert.Equal(t, how == "works", err == nil, "exit code")
		})
	}
}

func TestModuleRoot(t *testing.T) {
	root, err := command.ModuleRoot(t.Context())
	require.NoError(t, err)
	assert.FileExists(t, filepath.Join(root, "go.mod"))
	here, err := os.Getwd()
	require.NoError(t, err)
	assert.Equal(t, filepath.Join(root, "harness", "mutants", "command"), here)
	t.Run("ErrNoModule", func(t *testing.T) {
		t.Chdir(t.TempDir())
		_, err := command.ModuleRoot(t.Context())
		assert.ErrorContains(t, err, "there is no go.mod here or above")
	})
}
