package operators_test

import (
	"bytes"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/mutants"
	"anchorage/harness/mutants/operators"
)

func TestWrite(t *testing.T) {
	site := func(ordinal int, o operators.Operator) operators.Site {
		return operators.Site{File: "system/engine/round.go", Function: "round.run", Operator: o, Ordinal: ordinal, Line: 10 + ordinal, Was: "a || b", Is: "a && b"}
	}
	all := []operators.Outcome{
		{Site: site(1, operators.Connective), Noticed: operators.Tests, By: "TestA", CPU: time.Minute},
		{Site: site(2, operators.Connective), Noticed: operators.Nobody, CPU: 2 * time.Minute},
		{Site: site(3, operators.Negated), Noticed: operators.Nobody},
		{Site: site(4, operators.Negated), Noticed: operators.Worlds, By: "small: reads-true"},
	}
	judged := []operators.Judgement{{Site: all[1].Site.Key(), Change: all[1].Site.Change(), Equivalent: true, Why: "b follows from a"}}
	text := func(all []operators.Outcome) string {
		var b bytes.Buffer
		require.NoError(t, operators.Write(&b, all, judged))
		return b.String()
	}
	t.Run("OK", func(t *testing.T) {
		got := text(all)
		for _, line := range []string{
			"**2 of 4 noticed**, 2 survived. 3 minutes of one core for tests and replays; building the program comes on top.\n",
			"| nobody | 1 | 0 | 1 | 0 | 0 | 0 | 2 |\n",
			`| engine/round.go:12 round.run | a \|\| b becomes a && b | equivalent: b follows from a |` + "\n",
			`| engine/round.go:13 round.run | a \|\| b becomes a && b | **somebody has to look at it** |` + "\n",
			`| engine/round.go:14 round.run | a \|\| b becomes a && b | small: reads-true |` + "\n",
		} {
			assert.Contains(t, got, line)
		}
		assert.NotContains(t, got, "not been shown")
	})
	t.Run("unfinished", func(t *testing.T) {
		some := slices.Clone(all)
		some[3].Noticed, some[3].By = "", ""
		got := text(some)
		assert.Contains(t, got, "**1 of 4 noticed**, 2 survived, and 1, which the tests did not notice, have not been shown to every world yet.")
		assert.Contains(t, got, "| not shown to every world yet | 1 | 0 | 0 | 0 | 0 | 0 | 1 |\n")
		assert.Less(t, strings.Index(got, "## Not shown to every world yet"), strings.Index(got, "engine/round.go:14"))
	})
	t.Run("a judgement of another change is none", func(t *testing.T) {
		other := slices.Clone(all)
		other[1].Site.Was = "a || c"
		assert.NotContains(t, text(other), "equivalent:")
	})
}

// The dear worlds are among those of the other mutants, and come last.
func TestSharedWorlds(t *testing.T) {
	shared := operators.SharedWorlds()
	assert.ElementsMatch(t, mutants.Worlds(), shared)
	last := shared[len(shared)-len(operators.Dearest):]
	for i, w := range last {
		assert.Equal(t, operators.Dearest[i], strings.TrimSuffix(path.Base(w.File), ".yaml"))
	}
}
