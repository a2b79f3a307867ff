package world

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/sut"
	"anchorage/scenarios"
	"anchorage/sim/people"
)

// paced promises what its settings say; it is never started.
type paced struct{ sut.Factory }

func (paced) Capabilities(raw json.RawMessage) (c sut.Capabilities, err error) {
	var s struct {
		Pace, Retry, Trial, Again int // an hour each, but for the pace
		Wrong                     bool
	}
	if err := json.Unmarshal(raw, &s); err != nil || s.Wrong {
		return c, errors.New("no such settings")
	}
	hours := func(n int) time.Duration { return time.Duration(n) * time.Hour }
	return sut.Capabilities{Poll: time.Minute, AskPerHour: s.Pace, Retry: hours(s.Retry), Trial: hours(s.Trial), AskAgain: hours(s.Again)}, nil
}

func TestPromisesOfChangedSettings(t *testing.T) {
	deploy := func(patch string) people.Step { return people.Step{Deploy: json.RawMessage(patch)} }
	promised := func(pace, retry, trial, again int) sut.Capabilities {
		c, _ := paced{}.Capabilities(json.RawMessage("{}"))
		c.AskPerHour = pace
		c.Retry, c.Trial, c.AskAgain = time.Duration(retry)*time.Hour, time.Duration(trial)*time.Hour, time.Duration(again)*time.Hour
		return c
	}
	for _, tt := range []struct {
		name  string
		steps []people.Step
		want  sut.Capabilities
	}{
		{"Nothing", nil, promised(2, 3, 4, 5)},
		{"OtherSettings", []people.Step{deploy(`{"other": 1}`)}, promised(2, 3, 4, 5)},
		{"Looser", []people.Step{deploy(`{"pace": 6, "retry": 7, "trial": 8, "again": 1}`)}, promised(6, 7, 8, 1)},
		{"Stricter", []people.Step{deploy(`{"pace": 1, "retry": 1, "trial": 1, "again": 9}`)}, promised(2, 3, 4, 5)},
		{"None", []people.Step{deploy(`{"pace": 0, "retry": 0, "trial": 0}`), deploy(`{"pace": 9, "retry": 9, "trial": 9}`)}, promised(0, 0, 0, 5)},
		{"OrdinaryReminder", []people.Step{deploy(`{"again": 30}`), deploy(`{"again": 0}`)}, promised(2, 3, 4, 5)},
		{"OneAfterAnother", []people.Step{deploy(`{"pace": 6}`), {Try: json.RawMessage(`{"retry": 7}`)}, {Enable: json.RawMessage(`{"trial": 8}`)}}, promised(6, 7, 8, 5)},
		{"Refused", []people.Step{deploy(`{"wrong": true, "pace": 6}`)}, promised(2, 3, 4, 5)},
		{"AfterARefusedOne", []people.Step{deploy(`{"wrong": true, "pace": 6}`), deploy(`{"retry": 7}`)}, promised(2, 7, 4, 5)},
		{"NoSettings", []people.Step{{Relink: &people.Campaign{}}}, promised(2, 3, 4, 5)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			w := world{Config: Config{Factory: paced{}, File: &scenarios.File{System: json.RawMessage(`{"pace": 2, "retry": 3, "trial": 4, "again": 5}`), Operators: tt.steps}}}
			got, err := w.capabilities()
			require.NoError(t, err)
			assert.Equal(t, tt.want, got)
		})
	}
	w := world{Config: Config{Factory: paced{}, File: &scenarios.File{System: json.RawMessage(`{"wrong": true}`)}}}
	_, err := w.capabilities()
	assert.Error(t, err)
}
