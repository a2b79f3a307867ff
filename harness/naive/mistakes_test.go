package naive_test

import (
	"cmp"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/check"
	"anchorage/harness/naive"
	"anchorage/harness/ours"
	"anchorage/harness/sut"
	"anchorage/harness/suttest"
)

// world is one in which a mistake shows.
type world struct {
	faults string // lines of the scenario
	expect string
	reads  int // of each owner a day, 0 for many
}

func (w world) text(system string) string {
	text := `name: mistake
title: A working day with something in it
clock: {from: 2024-05-07T08:00:00Z, until: 2024-05-07T18:00:00Z}
seed: 1
fleet:
  - {name: consumers, provider: outlook.com, mailboxes: 5, authorization: live}
  - {name: work, provider: microsoft365, mailboxes: 5, authorization: identity_platform}
owners: {edits_per_day: 24, reads_per_day: ` + strconv.Itoa(cmp.Or(w.reads, 96)) + `, time_zone: Europe/London}
system: ` + system + "\n"
	if w.faults != "" {
		text += "faults:\n" + w.faults
	}
	if w.expect != "" {
		text += "expect:\n" + w.expect
	}
	return text
}

// Each mistake of the doc comment that this build's checks can see, in a world
// that has little else; and, in the same world, a system without it.
var mistakes = []struct {
	name   string
	world  world
	breaks string // a verdict
	says   string // in its message or its evidence
}{
	{"nothing happens", world{}, "", ""},
	{"a read asks the provider when the cache is old",
		world{faults: "  - {name: down, at: 2024-05-07T10:00:00Z, until: 2024-05-07T15:00:00Z, inject: {status: 503}}\n"},
		"reads-answered-from-cache", "sent requests to the provider"},
	{"no answer says that it is old",
		world{faults: "  - {name: down, at: 2024-05-07T10:00:00Z, until: 2024-05-07T15:00:00Z, inject: {status: 503}}\n"},
		"stale-answers-say-so", "did not say so"},
	{"as_of is written before the round is known to succeed",
		world{faults: "  - {name: down, at: 2024-05-07T10:00:00Z, until: 2024-05-07T11:00:00Z, inject: {status: 503}}\n"},
		"as-of-steps-forward", "although it fails since"},
	{"410 empties the cache before a new listing is there",
		world{faults: "  - {name: lost, at: 2024-05-07T10:00:00Z, until: 2024-05-07T10:20:00Z, inject: {gone: true}}\n" +
			"  - {name: then-down, at: 2024-05-07T10:20:00Z, until: 2024-05-07T10:40:00Z, inject: {status: 503}}\n"},
		"reads-true", `(and `}, // many at once
	{"HTML with status 200 is a page without events",
		world{faults: "  - {name: maintenance, at: 2024-05-07T10:00:00Z, until: 2024-05-07T11:00:00Z, match: {operation: [calendarview.delta]}, inject: {html: true}}\n"},
		"reads-true", `(and `},
	{"the wait doubles after each failure, without end",
		world{
			faults: "  - {name: down, at: 2024-05-07T10:00:00Z, until: 2024-05-07T13:00:00Z, inject: {status: 503}}\n",
			expect: "  - {name: an hour is enough, recovered: {after: down, share: 1.0, by: 2024-05-07T14:00:00Z}}\n",
			reads:  1, // one that goes through heals as well
		},
		"an hour is enough", "recovered by"},
	{"Retry-After is not read",
		world{faults: "  - {name: busy, at: 2024-05-07T10:00:00Z, until: 2024-05-07T12:00:00Z, match: {operation: [calendarview.delta]}, inject: {throttle: {retry_after: 100m}}}\n"},
		"waits-honoured", "too early"},
	{"a failed request is not tried again within its round",
		world{
			faults: "  - {name: blink, at: 2024-05-07T10:00:00Z, match: {probability: 0.15}, inject: {status: 503}}\n",
			expect: "  - {name: a blink fails nobody, failing: {share: 0, at: 2024-05-07T15:00:00Z}}\n",
		},
		"a blink fails nobody", "failing at"},
	{"no routing hint, and no way to get one",
		world{
			faults: "  - {name: routes-lost, at: 2024-05-07T10:00:00Z, match: {provider: outlook.com}, inject: {routing: hint_required}}\n",
			expect: "  - {name: nobody is lost, failing: {select: {provider: outlook.com}, share: 0, at: 2024-05-07T17:00:00Z}}\n",
		},
		"nobody is lost", "failing at"},
}

// Without ANCHORAGE_FULL=1 the careful system lives in some of these worlds only: it takes
// its time, having alert rules.
func TestMistakes(t *testing.T) {
	systems := []struct {
		factory  sut.Factory
		settings string
		careless bool
	}{
		{naive.Factory{}, `{poll_minutes: 10}`, true},
		{ours.Factory{}, `{sync: {poll: 10m}, routing: {hint: email}}`, false},
	}
	for i, row := range mistakes {
		for _, s := range systems {
			if !s.careless && i%4 != 0 && !full() {
				continue
			}
			name := map[bool]string{true: "naive", false: "ours"}[s.careless]
			t.Run(row.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				path := filepath.Join(t.TempDir(), "mistake.yaml")
				require.NoError(t, os.WriteFile(path, []byte(row.world.text(s.settings)), 0o600))
				requireBroken(t, suttest.Judge(t, s.factory, path, ""), row.breaks, row.says, s.careless)
			})
		}
	}
}

// requireBroken: the named verdict is broken with these words, if it is to be.
// Without a name, or without the mistake, nothing is.
func requireBroken(t *testing.T, verdicts []check.Verdict, name, says string, careless bool) {
	t.Helper()
	found := false
	for _, v := range verdicts {
		switch {
		case careless && v.Name == name:
			found = true
			assert.Equal(t, check.Broken, v.Status, "%s: %s", v.Name, v.Message)
			told := v.Message
			for _, e := range v.Evidence {
				told += "\n" + e.Text
			}
			assert.Contains(t, told, says)
		case !careless || name == "":
			assert.NotEqual(t, check.Broken, v.Status, "%s: %s", v.Name, v.Message)
		}
	}
	assert.Equal(t, careless && name != "", found, "the verdict %q", name)
}
