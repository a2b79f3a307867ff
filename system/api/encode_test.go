package api

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"anchorage/system"
)

// TestEncodeEvents compares with encoding/json, whatever the text.
func TestEncodeEvents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		instant := func(name string) time.Time {
			return time.Unix(rapid.Int64Range(0, 4e9).Draw(t, name), rapid.Int64Range(0, 1e9-1).Draw(t, name+" nanoseconds")).UTC()
		}
		events := []system.Event{}
		for range rapid.IntRange(0, 3).Draw(t, "events") {
			events = append(events, system.Event{
				ID: rapid.String().Draw(t, "id"), CalendarID: "c", ETag: `W/"x"`, Subject: string(rapid.SliceOf(rapid.Byte()).Draw(t, "subject")),
				Start: instant("start"), End: instant("end"), AllDay: rapid.Bool().Draw(t, "all day"), ShowAs: "busy",
			})
		}
		asOf, stale := instant("as of"), rapid.Bool().Draw(t, "stale")
		want, err := json.Marshal(eventsAnswer{asOf, stale, events})
		require.NoError(t, err)
		is, err := appendEvents(nil, asOf, stale, events)
		require.NoError(t, err)
		assert.Equal(t, string(want), string(is))
	})
}

func TestEncodeNoEvents(t *testing.T) {
	is, err := appendEvents(nil, time.Date(2022, 3, 1, 12, 0, 0, 0, time.UTC), false, nil)
	require.NoError(t, err)
	assert.Equal(t, `{"as_of":"2022-03-01T12:00:00Z","stale":false,"events":[]}`, string(is))
}
