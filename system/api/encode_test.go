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
				ID: rapid.String().Draw(t, "id"), CalendarID: "c", ETag: `W/"x"`, Subject: rapid.String().Draw(t, "subject"),
				Start: instant("start"), End: instant("end"), AllDay: rapid.Bool().Draw(t, "all day"), ShowAs: "busy",
			})
		}
		asOf, stale := instant("as of"), rapid.Bool().Draw(t, "stale")
		want, err := json.Marshal(struct {
			AsOf   time.Time      `json:"as_of"`
			Stale  bool           `json:"stale"`
			Events []system.Event `json:"events"`
		}{asOf, stale, events})
		require.NoError(t, err)
		assert.Equal(t, string(want), string(appendEvents(nil, asOf, stale, events)))
	})
}
