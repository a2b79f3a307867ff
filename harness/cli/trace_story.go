package cli

import (
	"fmt"
	"io"
	"reflect"
	"time"

	"anchorage/harness/history"
)

// tellStory writes one line for each event that concerns a mailbox. Requests of
// the same kind that follow each other share one.
func tellStory(w io.Writer, h *history.History, mailbox string) {
	fmt.Fprintf(w, "%s of %s, variant %s, %s to %s\n\n", mailbox, h.Header.Scenario, h.Header.Variant, instant(h.Header.From), instant(h.Header.Until))
	var first, last history.Event
	count := 0
	flush := func() {
		if count == 0 {
			return
		}
		text := history.Describe(first)
		if count > 1 {
			text += fmt.Sprintf(" (%d times until %s)", count, instant(last.At))
		}
		fmt.Fprintf(w, "%s  %s\n", instant(first.At), text)
		count = 0
	}
	for _, e := range h.Events {
		if !concerns(h, mailbox, e) {
			continue
		}
		if count > 0 && !sameRequest(first, e) {
			flush()
		}
		if count == 0 {
			first = e
		}
		last = e
		count++
	}
	flush()
}

// sameRequest says whether two events are requests that differ in nothing but
// their time.
func sameRequest(a, b history.Event) bool {
	x, isRequest := a.Data.(history.Traced)
	y, also := b.Data.(history.Traced)
	x.Begun, y.Begun = time.Time{}, time.Time{}
	return isRequest && also && reflect.DeepEqual(x, y)
}
