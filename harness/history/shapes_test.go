package history_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
)

// What a try changes must be told of the failing mailboxes that it is meant for.
func TestShapesAreToldOfFailingMailboxes(t *testing.T) {
	r := recorder(2)
	for _, x := range []struct {
		mailbox string
		minute  int
		agent   string
		status  int
	}{
		{"m-0", 0, "a", 200},   // the very first
		{"m-1", 1, "a", 503},   // not failing before
		{"m-1", 1, "a", 503},   // the first that fails, within a poll
		{"m-1", 1, "a", 503},   // once
		{"m-0", 70, "a", 200},  // new again, but healthy mailboxes may have had nothing to say
		{"m-1", 71, "a", 503},  // of a failing one
		{"m-1", 72, "a", 503},  // once
		{"m-1", 150, "a", 503}, // again
		{"m-0", 160, "b", 200}, // another shape
		{"m-1", 230, "b", 503}, // an hour later, new again
		{"m-0", 240, "c", 200},
		{"m-0", 299, "c", 200},
		{"m-1", 301, "c", 503}, // not new any more
	} {
		e := exchange(x.mailbox, at(time.Duration(x.minute)*time.Minute), x.status)
		e.At, e.UserAgent = e.End, x.agent
		r.Exchange(e)
	}
	type told struct {
		minute  int
		mailbox string
		agent   string
		again   bool
	}
	var found []told
	for _, e := range r.Finish(nil).Events {
		if s, ok := e.Data.(history.ShapeSeen); ok {
			found = append(found, told{int(e.At.Sub(from).Minutes()), s.Mailbox, s.Shape.UserAgent, s.Again})
		}
	}
	assert.Equal(t, []told{
		{0, "m-0", "a", false}, {1, "m-1", "a", false}, {71, "m-1", "a", true}, {150, "m-1", "a", true},
		{160, "m-0", "b", false}, {230, "m-1", "b", true}, {240, "m-0", "c", false},
	}, found)
}
