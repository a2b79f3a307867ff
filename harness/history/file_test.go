package history

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/sut"
	"anchorage/scenarios"
	"anchorage/sim/people"
	"anchorage/sim/units"
)

// full is a history with one event of every kind.
func full(variant string) *History {
	from := time.Date(2031, 5, 6, 0, 0, 0, 0, time.UTC)
	h := &History{
		Header: Header{
			Version: Version, Scenario: "storm", Title: "A storm", Variant: variant, Seed: 1<<64 - 1, From: from, Until: from.Add(time.Hour),
			Poll: 15 * time.Minute, Relinks: true, Alerts: true, OwnerZone: "Europe/London",
			Contract:  &sut.AlertContract{Rules: []sut.AlertRule{{Alert: "Most", Provider: "outlook.com", Level: "look_now", Share: 0.25, For: 5 * time.Minute}}, Scrape: time.Minute},
			Mailboxes: []Mailbox{{ID: "a-1", Fleet: "a", Provider: "outlook.com", Authorization: "live", Address: "standard"}},
			Cohorts:   []Cohort{{Name: "outlook.com", Select: people.Selector{Provider: "outlook.com"}, Members: []string{"a-1"}}},
			Faults:    []FaultSummary{{Name: "storm", What: "status 503", Whom: "everybody", From: from, Until: from.Add(time.Minute), Hits: 3, NearMisses: 1}},
			Team:      people.Team{Cadence: units.Duration(3 * time.Hour)},
			Expect: []scenarios.Expectation{{Name: "n", Alert: &scenarios.ExpectAlert{Level: "look_now", Provider: "outlook.com", After: "storm", Within: scenarios.Within{Never: true}}},
				{Recovered: &scenarios.ExpectRecovered{After: "storm", Share: scenarios.Bounds{Min: 0.9, Max: 0.95}, By: units.Time{Time: from.Add(time.Hour)}}}},
		},
		Series: map[string][]Minute{"outlook.com": {{Failing: 1, AgeMax: 60}, {AgeMax: 30, Reads: 2, Requests: 9, Failed: 4}}, "empty": nil},
		Shapes: []ShapeCount{{Shape: Shape{Dialect: "graph_v1"}, Count: 2, First: from, Last: from.Add(time.Second), Minutes: []int{0, 2}}}, Requests: 9,
	}
	for i, d := range samples() {
		h.Events = append(h.Events, Event{At: from.Add(time.Duration(i) * time.Nanosecond), Actor: "actor", Seq: uint64(i + 1), Data: d})
	}
	return h
}

func written(t testing.TB, all ...*History) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, WriteAll(&b, all))
	return b.Bytes()
}

func lines(t *testing.T, file []byte) []string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(file))
	require.NoError(t, err)
	text, err := io.ReadAll(r)
	require.NoError(t, err)
	all := strings.SplitAfter(string(text), "\n")
	return all[:len(all)-1] // after the last newline there is nothing
}

func compressed(t *testing.T, lines []string) io.Reader {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := w.Write([]byte(strings.Join(lines, "")))
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return &b
}

func TestRoundTrip(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		h := full("as-planned")
		back, err := ReadOne(bytes.NewReader(written(t, h)))
		require.NoError(t, err)
		want := *h
		want.Series = map[string][]Minute{"outlook.com": h.Series["outlook.com"], "empty": {}}
		assert.Equal(t, &want, back)
		assert.Equal(t, Hash(h), Hash(back))
	})
	t.Run("SeveralHistories", func(t *testing.T) {
		back, err := ReadAll(bytes.NewReader(written(t, full("one"), full("two"))))
		require.NoError(t, err)
		require.Len(t, back, 2)
		assert.Equal(t, "one", back[0].Header.Variant)
		assert.Equal(t, "two", back[1].Header.Variant)
		assert.Len(t, back[1].Events, len(kinds))
	})
	t.Run("SameBytes", func(t *testing.T) {
		assert.Equal(t, written(t, full("x")), written(t, full("x")))
	})
}

func TestHash(t *testing.T) {
	base := Hash(full("x"))
	assert.Len(t, base, 64)
	for name, change := range map[string]func(*History){
		"header": func(h *History) { h.Header.Seed++ },
		"event":  func(h *History) { h.Events[3].At = h.Events[3].At.Add(1) },
		"series": func(h *History) { h.Series["outlook.com"][1].Stale++ },
		"faults": func(h *History) { h.Header.Faults[0].Hits++ },
		"shapes": func(h *History) { h.Shapes[0].Count++ },
		"rates":  func(h *History) { h.Shapes[0].Minutes[1]++ },
		"total":  func(h *History) { h.Requests++ },
	} {
		h := full("x")
		change(h)
		assert.NotEqual(t, base, Hash(h), name)
	}
	assert.Empty(t, Hash(&History{Events: []Event{{}}}), "an event without data")
}

// TestLayout holds the file to its description in doc.go.
func TestLayout(t *testing.T) {
	all := lines(t, written(t, full("x")))
	keys := func(line string) map[string]json.RawMessage {
		m := map[string]json.RawMessage{}
		require.NoError(t, json.Unmarshal([]byte(line), &m))
		return m
	}
	assert.Contains(t, keys(all[0]), "header")
	event := keys(all[1])
	assert.Len(t, event, 5)
	assert.JSONEq(t, `"2031-05-06T00:00:00Z"`, string(event["t"]))
	assert.JSONEq(t, `"actor"`, string(event["a"]))
	assert.JSONEq(t, `1`, string(event["n"]))
	assert.JSONEq(t, `"fault.started"`, string(event["k"]))
	assert.JSONEq(t, `{"rule":"storm"}`, string(event["d"]))
	var ages string
	for _, l := range all {
		if strings.HasPrefix(l, `{"series":"outlook.com","column":"age_max"`) {
			ages = l
		}
	}
	assert.JSONEq(t, `{"series":"outlook.com","column":"age_max","deltas":[60,-30]}`, ages)
	assert.Contains(t, all[len(all)-3], `"count":2,"first":"2031-05-06T00:00:00Z","last":"2031-05-06T00:00:01Z","deltas":[0,2]}`)
	assert.Contains(t, keys(all[len(all)-2]), "totals")
	assert.Contains(t, keys(all[len(all)-1]), "footer")
}

func TestReadErrors(t *testing.T) {
	good := lines(t, written(t, full("x")))
	edit := func(change func([]string) []string) io.Reader {
		return compressed(t, change(append([]string(nil), good...)))
	}
	for name, row := range map[string]struct {
		file io.Reader
		want string
	}{
		"ErrNoHistory":    {strings.NewReader("a: b\n"), "this is no history file"},
		"ErrEmpty":        {compressed(t, nil), "the file is empty"},
		"ErrVersion":      {edit(func(l []string) []string { l[0] = `{"header":{"version":7,"title":3}}` + "\n"; return l }), "format version 7; this program reads version 1"},
		"ErrNoHeader":     {edit(func(l []string) []string { return l[1:] }), "line 1: a history begins here, but this is no header"},
		"ErrCutAtLine":    {edit(func(l []string) []string { return l[:9] }), "cut short after line 9"},
		"ErrCutInLine":    {edit(func(l []string) []string { l[5] = l[5][:9]; return l[:6] }), "cut short after line 5"},
		"ErrAltered":      {edit(func(l []string) []string { l[1] = strings.Replace(l[1], "storm", "calm_", 1); return l }), "the file was altered"},
		"ErrLineRemoved":  {edit(func(l []string) []string { return append(l[:3:3], l[4:]...) }), "lines are missing or added"},
		"ErrUnknownLine":  {edit(func(l []string) []string { l[2] = `{"x":1}` + "\n"; return l }), "line 3: a line of unknown kind"},
		"ErrUnknownKind":  {edit(func(l []string) []string { l[2] = strings.Replace(l[2], "fault.ended", "fault.paused", 1); return l }), `line 3: event of unknown kind "fault.paused"`},
		"ErrSeriesLength": {edit(func(l []string) []string { return replaceLine(l, `"column":"stale"`, "[0,0]", "[0]") }), "column stale has 1 samples, the one before has 2"},
		"ErrColumn":       {edit(func(l []string) []string { return replaceLine(l, `"column":"stale"`, "stale", "sad") }), `unknown column "sad"`},
		"ErrTwo":          {bytes.NewReader(written(t, full("x"), full("y"))), "holds 2 histories; one was expected"},
		"ErrDamaged":      {bytes.NewReader(damaged(written(t, full("x")))), "history: "},
		"ErrCutFile":      {bytes.NewReader(written(t, full("x"))[:400]), "cut short after line"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ReadOne(row.file)
			assert.ErrorContains(t, err, row.want)
			assert.ErrorContains(t, err, "history: ")
		})
	}
}

func replaceLine(all []string, with, old, new string) []string {
	for i, l := range all {
		if strings.Contains(l, with) && strings.Contains(l, `"series":"outlook.com"`) {
			all[i] = strings.Replace(l, old, new, 1)
		}
	}
	return all
}

// damaged flips one bit in the checksum at the end of a gzip stream.
func damaged(file []byte) []byte {
	file[len(file)-6] ^= 1
	return file
}

func TestWriteErrors(t *testing.T) {
	assert.ErrorContains(t, Write(io.Discard, &History{Events: []Event{{}}}), "event without data")
	assert.ErrorContains(t, Write(full1{}, full("x")), "history: full")
}

type full1 struct{}

func (full1) Write([]byte) (int, error) { return 0, errFull }

var errFull = errorText("full")

type errorText string

func (e errorText) Error() string { return string(e) }
