package suttest_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/naive"
	"anchorage/harness/suttest"
)

func TestDrawn(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		one, err := suttest.Drawn(t.Context(), naive.Factory{}, 5, suttest.Settings(naive.Settings{PollMinutes: 15}))
		require.NoError(t, err)
		require.NotEmpty(t, one)
		for _, v := range one {
			assert.Equal(t, check.Promise, v.Kind)
		}
		two, err := suttest.Drawn(t.Context(), naive.Factory{}, 5, suttest.Settings(naive.Settings{PollMinutes: 15}))
		require.NoError(t, err)
		assert.Equal(t, one, two, "a number is one world")
	})
	t.Run("ErrCrash", func(t *testing.T) {
		_, err := suttest.Drawn(t.Context(), planted{mistake: "a panic"}, 5)
		require.ErrorContains(t, err, "the world was:\n# yaml-language-server")
	})
}

func TestTellDrawn(t *testing.T) {
	var r told
	seen := map[string]bool{}
	broken := check.Verdict{Name: "reads-true", Kind: check.Promise, Status: check.Broken, Message: "1 of 2 answers were wrong"}
	suttest.TellDrawn(&r, 7, []check.Verdict{{Name: "no-violations", Status: check.Held}, broken}, seen)
	broken.Message = "3 of 9 answers were wrong"
	suttest.TellDrawn(&r, 8, []check.Verdict{broken}, seen)
	require.Len(t, r.errors, 1, "an equal failure is told once")
	assert.Contains(t, r.errors[0], "world 7: broken promise \"reads-true\": 1 of 2 answers were wrong")
	assert.Contains(t, r.errors[0], "suttest.Seed(7), suttest.Worlds(1)")
}
