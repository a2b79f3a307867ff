package operators_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/check"
	"anchorage/harness/mutants/operators"
)

func TestReadTests(t *testing.T) {
	for _, tt := range []struct {
		name, out string
		code      int
		unbuilt   bool
		noticed   bool
		by        string
	}{
		{name: "pass", out: "ok  \tanchorage/system/engine\t0.03s\n"},
		{name: "one fails", out: "--- FAIL: TestA (0.00s)\nFAIL\n", code: 1, noticed: true, by: "TestA"},
		{name: "a part of one fails", out: "--- FAIL: TestA (0.00s)\n    --- FAIL: TestA/late (0.00s)\nFAIL\n", code: 1, noticed: true, by: "TestA/late"},
		{name: "one does not end", out: "panic: test timed out after 30s\n\trunning tests:\n", code: 1, noticed: true, by: "a test that does not end"},
		{name: "crash", out: "panic: assignment to entry in nil map\n", code: 1, noticed: true, by: "a crash"},
		{name: "does not compile", out: "FAIL\tanchorage/system/engine [build failed]\n", code: 1, unbuilt: true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			assert.Equal(t, operators.Answered(tt.unbuilt, tt.noticed, tt.by), operators.ReadTests(tt.out, tt.code))
		})
	}
}

func TestUnheld(t *testing.T) {
	held, vacuous, broken := check.Verdict{Name: "a", Status: check.Held}, check.Verdict{Name: "b", Status: check.Vacuous}, check.Verdict{Name: "c", Status: check.Broken}
	none := check.Verdict{Name: "d", Status: check.NotApplicable}
	assert.Empty(t, operators.Unheld([]check.Verdict{held, none}, operators.InShared))
	assert.Equal(t, "b", operators.Unheld([]check.Verdict{held, vacuous}, operators.InShared))
	assert.Equal(t, "c", operators.Unheld([]check.Verdict{vacuous, broken}, operators.InShared))
	assert.Empty(t, operators.Unheld([]check.Verdict{held, none, vacuous}, operators.InBroken), "so small a world has no occasion for some promises")
	assert.Equal(t, "c", operators.Unheld([]check.Verdict{vacuous, broken}, operators.InBroken))
}
