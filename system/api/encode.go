package api

import (
	"encoding/json"
	"strconv"
	"sync"
	"time"

	"anchorage/system"
)

// Reads of events are the bulk of all requests, and encoding/json spends most of
// its time on their instants, each of which it checks again. So their answer is
// written by hand: the same text that encoding/json would give.

// bodies are buffers of *[]byte for answers, of which there are many and large ones: a
// tenth of what replays allocate.
var bodies = sync.Pool{New: func() any { return new([]byte) }}

func appendEvents(b []byte, asOf time.Time, stale bool, events []system.Event) []byte {
	b = appendTime(append(b, `{"as_of":`...), asOf)
	b = strconv.AppendBool(append(b, `,"stale":`...), stale)
	b = append(b, `,"events":[`...)
	for i := range events {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendEvent(b, &events[i])
	}
	return append(b, `]}`...)
}

func appendEvent(b []byte, e *system.Event) []byte {
	b = appendText(append(b, `{"id":`...), e.ID)
	b = appendText(append(b, `,"calendar":`...), e.CalendarID)
	b = appendText(append(b, `,"etag":`...), e.ETag)
	b = appendText(append(b, `,"subject":`...), e.Subject)
	b = appendTime(append(b, `,"start":`...), e.Start)
	b = appendTime(append(b, `,"end":`...), e.End)
	b = strconv.AppendBool(append(b, `,"all_day":`...), e.AllDay)
	b = appendText(append(b, `,"show_as":`...), e.ShowAs)
	return append(b, '}')
}

func appendTime(b []byte, t time.Time) []byte {
	return append(t.AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}

// appendText leaves whatever needs an escape to encoding/json.
func appendText(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, err := json.Marshal(s)
			if err != nil {
				return append(b, `""`...) // a string always encodes
			}
			return append(b, quoted...)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}
