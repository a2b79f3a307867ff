package api

import (
	"sync"
	"time"

	// Reads of events are the bulk of all requests. encoding/json takes four times as
	// long for the same text: it checks each instant again.
	"github.com/segmentio/encoding/json"

	"anchorage/system"
)

// eventsAnswer is the body of a read of events, ordered by start.
type eventsAnswer struct {
	AsOf   time.Time      `json:"as_of"`
	Stale  bool           `json:"stale"`
	Events []system.Event `json:"events"`
}

// bodies are buffers of *[]byte for answers, of which there are many and large ones: a
// tenth of what replays allocate.
var bodies = sync.Pool{New: func() any { return new([]byte) }}

func appendEvents(b []byte, asOf time.Time, stale bool, events []system.Event) ([]byte, error) {
	if events == nil {
		events = []system.Event{} // not null
	}
	return json.Append(b, eventsAnswer{asOf, stale, events}, json.EscapeHTML)
}
