package world

import (
	"slices"
	"sync"
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
	"anchorage/sim/fault"
	"anchorage/sim/journal"
	"anchorage/sim/keyed"
	"anchorage/sim/mailbox"
)

// tracer notes every exchange of one mailbox, with what each rule in force made
// of it. A world without one pays nothing.
type tracer struct {
	engine   *fault.Engine
	recorder *history.Recorder
	told     journal.Observer
	mailbox  string

	mu     sync.Mutex
	judged []judged // requests under way
}

// judged is what the rules made of a request that has not ended yet.
type judged struct {
	at        time.Time
	operation string
	rules     []history.RuleTraced
}

// Decide implements fault.Decider.
func (t *tracer) Decide(now time.Time, r fault.Request) fault.Decision {
	if r.Mailbox == nil || r.Mailbox.ID != t.mailbox {
		return t.engine.Decide(now, r)
	}
	j := judged{at: now, operation: r.Operation}
	for _, x := range t.engine.Explain(now, r) {
		if x.InForce {
			j.rules = append(j.rules, history.RuleTraced{Name: x.Rule, Hit: x.Hit, Why: x.FirstFailed})
		}
	}
	t.mu.Lock()
	t.judged = append(t.judged, j)
	t.mu.Unlock()
	return t.engine.Decide(now, r)
}

// observe passes an exchange on and notes it when it is the mailbox's.
func (t *tracer) observe(x journal.Exchange) {
	t.told(x)
	if x.Mailbox != t.mailbox {
		return
	}
	t.recorder.Add(x.End, "trace/"+x.Mailbox, history.Traced{
		Mailbox: x.Mailbox, Begun: x.At, Operation: x.Operation, Host: x.Host, Hint: x.Hint, TokenKind: x.TokenKind,
		Status: x.Status, Code: x.Code, Complete: x.RoundComplete, Sync: x.Sync(), Rules: t.rules(x),
	})
}

// rules takes what was made of the request that has ended: the latest of its
// operation that began no earlier, since a request is judged once it is read.
func (t *tracer) rules(x journal.Exchange) []history.RuleTraced {
	t.mu.Lock()
	defer t.mu.Unlock()
	for i, j := range slices.Backward(t.judged) {
		if j.operation == x.Operation && !j.at.Before(x.At) && !j.at.After(x.End) {
			t.judged = slices.Delete(t.judged, i, i+1)
			return j.rules
		}
	}
	return nil
}

// Mailboxes are the ids of all mailboxes of a scenario's fleets, in the order in
// which they are made.
func Mailboxes(f *scenarios.File) []string {
	specs := mailbox.Generate(keyed.Seed(f.Seed), fleets(f))
	ids := make([]string, len(specs))
	for i, s := range specs {
		ids[i] = s.ID
	}
	return ids
}
