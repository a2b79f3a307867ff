package history_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/harness/history"
	"anchorage/sim/journal"
)

// told are the events of one kind.
func told[T history.Data](h *history.History) []T {
	var out []T
	for _, e := range h.Events {
		if d, ok := e.Data.(T); ok {
			out = append(out, d)
		}
	}
	return out
}

func TestRerouted(t *testing.T) {
	r := recorder(1)
	send := func(seconds int, hint string, status int, operation string) {
		x := exchange("m-0", at(time.Duration(seconds)*time.Second), status)
		x.Hint, x.Operation = hint, operation
		x.RoundComplete = status == 200 && operation == journal.Delta
		r.Exchange(x)
	}
	send(1, journal.HintNone, 200, journal.Delta)
	send(2, journal.HintNone, 503, journal.Delta)
	send(3, journal.HintNone, 200, journal.Token)     // the front door asks for no hint
	send(4, journal.HintEmail, 503, journal.Delta)    // another
	send(5, journal.HintEmail, 503, journal.Delta)    // the same again
	send(6, journal.HintNone, 200, journal.Token)     // not back
	send(7, journal.HintNone, 503, journal.Subscribe) // no part of a round
	send(8, journal.HintNone, 503, journal.Delta)     // back to one that it has passed
	send(9, journal.HintEmail, 200, journal.Delta)    // once more, never passed; healed
	send(10, journal.HintNone, 200, journal.Delta)    // well
	send(11, journal.HintEmail, 200, journal.Delta)   // passed meanwhile
	assert.Equal(t, []history.Rerouted{
		{Mailbox: "m-0", From: "none", To: "email", TokenKind: "live", Failing: true},
		{Mailbox: "m-0", From: "email", To: "none", TokenKind: "live", Failing: true, Passed: true},
		{Mailbox: "m-0", From: "none", To: "email", TokenKind: "live", Failing: true},
		{Mailbox: "m-0", From: "email", To: "none", TokenKind: "live", Passed: true},
		{Mailbox: "m-0", From: "none", To: "email", TokenKind: "live", Passed: true},
	}, told[history.Rerouted](r.Finish(nil)))
}

// Linked anew, a mailbox may send what the new authorization allows.
func TestReroutedByAnotherAuthorization(t *testing.T) {
	r := recorder(1)
	send := func(seconds int, hint, token string) {
		x := exchange("m-0", at(time.Duration(seconds)*time.Second), 503)
		x.Hint, x.TokenKind = hint, token
		r.Exchange(x)
	}
	send(1, journal.HintEmail, "live")
	send(2, journal.HintMailboxID, "identity_platform")
	send(3, journal.HintEmail, "live")
	send(4, journal.HintNone, "live")
	assert.Equal(t, []history.Rerouted{{Mailbox: "m-0", From: "email", To: "none", TokenKind: "live", Failing: true}}, told[history.Rerouted](r.Finish(nil)))
}

func TestTokensRejected(t *testing.T) {
	r := recorder(1)
	ask := func(seconds int, status int, code, operation string) {
		x := exchange("m-0", at(time.Duration(seconds)*time.Second), status)
		x.Code, x.Operation = code, operation
		x.RoundComplete = operation == journal.Delta
		r.Exchange(x)
	}
	ask(1, 200, "", journal.Delta)
	ask(2, 503, "", journal.Token)
	ask(3, 400, "temporarily_unavailable", journal.Token)
	ask(4, 401, "invalid_grant", journal.GetEvent)
	assert.Empty(t, told[history.Rejected](r.Finish(nil)), "none of these is about the grant")

	r = recorder(1)
	ask(1, 200, "", journal.Delta)
	ask(2, 400, "invalid_grant", journal.Token)
	ask(3, 400, "consent_required", journal.Token)
	ask(4, 200, "", journal.Delta)
	ask(5, 400, "interaction_required", journal.Token)
	assert.Len(t, told[history.Rejected](r.Finish(nil)), 2, "once until a round completes")
}

func TestLongestWaitOfARule(t *testing.T) {
	r := recorder(1)
	for i, wait := range []time.Duration{time.Minute, time.Hour, 0} {
		x := exchange("m-0", at(time.Duration(i+1)*time.Second), 429)
		x.Faults, x.RetryAfter = []string{"busy"}, wait
		r.Exchange(x)
	}
	h := r.Finish([]history.FaultSummary{{Name: "busy"}, {Name: "calm"}})
	assert.Equal(t, time.Hour, h.Header.Faults[0].Wait)
	assert.Zero(t, h.Header.Faults[1].Wait)
}
