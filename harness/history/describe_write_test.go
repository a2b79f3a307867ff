package history_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
)

func TestDescribeWrite(t *testing.T) {
	for want, d := range map[string]history.Data{
		"the system accepts a new event from the owner of m-0":             history.WriteAccepted{Mailbox: "m-0", Key: "w/1", Change: "create"},
		"the system accepts a change of an event from the owner of m-0":    history.WriteAccepted{Mailbox: "m-0", Key: "w/1", Change: "update"},
		"the system accepts the removal of an event from the owner of m-0": history.WriteAccepted{Mailbox: "m-0", Key: "w/1", Change: "delete"},
		"the system does not take a new event from the owner of m-0: full": history.WriteRefused{Mailbox: "m-0", Key: "w/1", Change: "create", Error: "full"},

		"a new event through the system takes effect in the calendar of m-0, 1m30s after it was accepted":             history.WriteLanded{Mailbox: "m-0", Key: "w/1", Change: "create", After: 90*time.Second + 400*time.Millisecond},
		"a change of an event through the system takes effect in the calendar of m-0, 0s after it was accepted":       history.WriteLanded{Mailbox: "m-0", Key: "w/1", Change: "update", After: time.Millisecond},
		"the removal of an event through the system takes effect in the calendar of m-0 (wrong: nobody asked for it)": history.WriteLanded{Mailbox: "m-0", Change: "delete", Wrong: "nobody asked for it"},
		"a new event through the system takes effect in the calendar of m-0 (wrong: it had taken effect before)":      history.WriteLanded{Mailbox: "m-0", Key: "w/1", Change: "create", After: time.Hour, Wrong: "it had taken effect before"},
		"the owner of m-0 is told that a write meets a conflict: changed meanwhile":                                   history.WriteTold{Mailbox: "m-0", Key: "w/1", State: "conflict", Reason: "changed meanwhile"},
		"the owner of m-0 is told that a write is in effect":                                                          history.WriteTold{Mailbox: "m-0", Key: "w/1", State: "delivered"},
		"the owner of m-0 is told that a write has failed: gone (wrong: it is in effect)":                             history.WriteTold{Mailbox: "m-0", Key: "w/1", State: "failed", Reason: "gone", Wrong: "it is in effect"},
		"the owner of m-0 is told that a write is not known: status 404 (wrong: it was accepted)":                     history.WriteTold{Mailbox: "m-0", Key: "w/1", State: "unknown", Reason: "status 404", Wrong: "it was accepted"},
		"the system has been told of the edit that the owner of m-0 made 2m0s before":                                 history.EditSeen{Mailbox: "m-0", After: 2*time.Minute + time.Millisecond},
		"the system is killed":  history.SystemDown{Killed: true},
		"the system is stopped": history.SystemDown{},
		"the system runs again": history.SystemUp{},
	} {
		assert.Equal(t, want, history.Describe(history.Event{At: from, Data: d}))
	}
}
