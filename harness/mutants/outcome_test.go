package mutants_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/mutants"
)

var (
	one = mutants.World{File: "scenarios/one.yaml"}
	two = mutants.World{File: "scenarios/two.yaml", Variant: "other", Fleet: "10%"}
)

func TestWorldString(t *testing.T) {
	assert.Equal(t, "one", one.String())
	assert.Equal(t, "two, other, 10% of the fleet", two.String())
}

func TestReadVerdicts(t *testing.T) {
	file := filepath.Join(t.TempDir(), "result.json")
	for name, row := range map[string]struct{ text, wrong string }{
		"OK":              {`{"variants": [{"name": "x", "verdicts": [{"name": "reads-true", "status": "broken"}]}]}`, ""},
		"ErrTwoVariants":  {`{"variants": [{}, {}]}`, "result: 2 variants; expected one"},
		"ErrNone":         {`{}`, "result: 0 variants; expected one"},
		"ErrCutShort":     {`{"variants": [`, "result: unexpected end of JSON input"},
		"ErrAnotherShape": {`[]`, "result: json: cannot unmarshal array into Go value of type struct { Variants []struct"},
	} {
		t.Run(name, func(t *testing.T) {
			require.NoError(t, os.WriteFile(file, []byte(row.text), 0o600))
			all, err := mutants.ReadVerdicts(file)
			if row.wrong != "" {
				require.ErrorContains(t, err, row.wrong)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, []check.Verdict{{Name: "reads-true", Status: check.Broken}}, all)
		})
	}
	_, err := mutants.ReadVerdicts(file + ".missing")
	assert.ErrorIs(t, err, os.ErrNotExist)
}

// A row may only wait for what holds in each of its worlds without it.
func TestUnheld(t *testing.T) {
	table := []mutants.Mutant{
		{Number: 1, Caught: "holds", Worlds: []mutants.World{one}},
		{Number: 2, Caught: "is vacuous", Worlds: []mutants.World{two, one}},
		{Number: 3, Caught: "is not there", Worlds: []mutants.World{one}},
		{Number: 4, Caught: "is not there", Worlds: []mutants.World{two}},
		{Number: 5, Open: "why not"},
	}
	all := []check.Verdict{{Name: "holds", Status: check.Held}, {Name: "is vacuous", Status: check.Vacuous}}
	assert.Equal(t, []string{
		`mutant 2 waits for "is vacuous", which does not hold in one, unaltered`,
		`mutant 3 waits for "is not there", which does not hold in one, unaltered`,
	}, mutants.Unheld(table, one, all))
}

func TestWorldsOf(t *testing.T) {
	table := []mutants.Mutant{
		{Worlds: []mutants.World{two}},
		{Worlds: []mutants.World{{File: "never.yaml"}}, Open: "why not"},
		{Worlds: []mutants.World{one, two}},
	}
	last := mutants.World{File: "last.yaml"}
	assert.Equal(t, []mutants.World{two, one, last}, mutants.WorldsOf(table, []mutants.Harmless{{Worlds: []mutants.World{one, last}}}))
}

func TestOthers(t *testing.T) {
	assert.Equal(t, "everything held", mutants.Others([]check.Verdict{{Name: "a", Status: check.Held}, {Name: "b", Status: check.NotApplicable}}))
	assert.Equal(t, `broken "a", vacuous "c"`, mutants.Others([]check.Verdict{{Name: "a", Status: check.Broken}, {Name: "b", Status: check.Held}, {Name: "c", Status: check.Vacuous}}))
}

func TestBad(t *testing.T) {
	for status, bad := range map[mutants.Status]bool{
		mutants.Caught: false, mutants.Open: false, mutants.Quiet: false,
		mutants.Survived: true, mutants.Unbuilt: true, mutants.Stuck: true, mutants.Flagged: true,
	} {
		assert.Equal(t, bad, mutants.Outcome{Status: status}.Bad(), status)
	}
}

// In ten days every row has its turn once, and no day has more than its share.
func TestTenth(t *testing.T) {
	table, harmless := mutants.Table(), mutants.HarmlessTable()
	turns := map[int]int{}
	day := time.Date(2031, 5, 6, 23, 0, 0, 0, time.UTC)
	open := 0
	for _, m := range table {
		if m.Open != "" {
			open++
		}
	}
	for range 10 {
		some, few := mutants.Tenth(table, harmless, day)
		assert.InDelta(t, float64(len(table)+len(harmless)-open)/10, len(some)+len(few), 1)
		for _, m := range some {
			turns[m.Number]++
			assert.Empty(t, m.Open)
		}
		for _, h := range few {
			turns[h.Number]++
		}
		day = day.AddDate(0, 0, 1)
	}
	assert.Len(t, turns, len(table)+len(harmless)-open)
	for number, n := range turns {
		assert.Equal(t, 1, n, "row %d", number)
	}
}

func TestWriteTable(t *testing.T) {
	edits := []mutants.Edit{{File: "system/engine/round.go"}, {File: "system/engine/round.go"}, {File: "sim/people/schedule.go"}}
	rows := []mutants.Row{
		{Mutant: &mutants.Mutant{Number: 1, Name: "a | b", Promise: "C1", Edits: edits, Caught: "reads-true"},
			Outcome: mutants.Outcome{Status: mutants.Caught, Worlds: 2, CPU: 2600 * time.Millisecond, In: two}},
		{Mutant: &mutants.Mutant{Number: 2, Name: "c", Promise: "C2", Edits: edits[:1], Caught: "reads-true"},
			Outcome: mutants.Outcome{Status: mutants.Survived, Worlds: 1, CPU: time.Second, Detail: "everything held"}},
		{Mutant: &mutants.Mutant{Number: 3, Name: "d", Promise: "R7"}, Outcome: mutants.Outcome{Status: mutants.Open, Detail: "no check"}},
		{Harmless: &mutants.Harmless{Number: 101, Name: "e", Edits: edits[2:]}, Outcome: mutants.Outcome{Status: mutants.Quiet, Worlds: 3, CPU: time.Second}},
		{Harmless: &mutants.Harmless{Number: 102, Name: "f", Edits: edits[2:]}, Outcome: mutants.Outcome{Status: mutants.Flagged, Worlds: 1, Detail: `broken "x"`}},
	}
	rows[2].Mutant.Open = "no check"
	var b bytes.Buffer
	require.NoError(t, mutants.WriteTable(&b, rows))
	for _, line := range []string{
		"3 mutants: 1 caught, 1 survived, 1 open; 2 harmless changes, 1 flagged. 7 worlds, 5 s.\n",
		`| 1 | C1 | a \| b | engine/round.go, sim/people/schedule.go | reads-true | two, other, 10% of the fleet | 2 | 3 |` + "\n",
		"| 2 | C2 | c | engine/round.go | **survived** (everything held) |  | 1 | 1 |\n",
		"| 3 | R7 | d | no check |\n",
		"| 101 | e | sim/people/schedule.go | not flagged | 3 | 1 |\n",
		`| 102 | f | sim/people/schedule.go | **flagged** (broken "x") | 1 | 0 |` + "\n",
	} {
		assert.Contains(t, b.String(), line)
	}
}
