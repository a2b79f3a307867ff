package world_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/harness/history"
)

// A sink that is down takes nothing, and gets what it missed afterwards, once;
// the other goes on.
func TestSinkDown(t *testing.T) {
	h := run(t, minimal+`
sinks:
  - {name: chat, down: {from: 2024-05-07T08:30:00Z, until: 2024-05-07T09:45:00Z}}
`)
	var down, up, paged time.Time
	var chatted []time.Time
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.SinkDown:
			assert.Equal(t, "chat", d.Sink)
			down = e.At
		case history.SinkUp:
			assert.Equal(t, "chat", d.Sink)
			up = e.At
		case history.Notice:
			switch {
			case d.Sink == "chat" && d.Status == "firing":
				chatted = append(chatted, e.At)
			case d.Level == "look_now" && paged.IsZero():
				paged = e.At
			}
		}
	}
	assert.Equal(t, "08:30:00", down.Format(time.TimeOnly))
	assert.Equal(t, "09:45:00", up.Format(time.TimeOnly))
	require.Len(t, chatted, 1, "what was missed arrives once")
	assert.True(t, chatted[0].After(up))
	require.False(t, paged.IsZero())
	assert.True(t, paged.Before(up), "the pager does not wait for the chat")
}

func TestSinkDownToTheEnd(t *testing.T) {
	h := run(t, minimal+"sinks: [{name: pager, down: {from: 2024-05-07T08:30:00Z}}]\n")
	downs := 0
	for _, e := range h.Events {
		switch d := e.Data.(type) {
		case history.SinkDown:
			downs++
		case history.SinkUp:
			t.Error("it never works again")
		case history.Notice:
			assert.NotEqual(t, "pager", d.Sink)
		}
	}
	assert.Equal(t, 1, downs)
}
