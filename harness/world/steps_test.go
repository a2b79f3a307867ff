package world

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
	"anchorage/harness/sut"
)

func TestStepsGoIntoTheHistory(t *testing.T) {
	at := time.Date(2024, 5, 7, 9, 0, 0, 3, time.UTC)
	w := &world{recorder: history.NewRecorder(history.Header{From: at.Add(-time.Hour), Until: at.Add(time.Hour)})}
	w.stepped(sut.Step{At: at, Provider: "outlook.com", What: "an experiment begins"})
	w.recorder.Close()
	h := w.recorder.Finish(nil)
	require.Len(t, h.Events, 1)
	assert.Equal(t, history.Event{At: at, Actor: "system", Seq: 1, Data: history.SystemStep{Provider: "outlook.com", What: "an experiment begins"}}, h.Events[0])
}
