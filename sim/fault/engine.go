// Package fault scripts what goes wrong at the provider: rules on a timeline say
// when, for which requests, and what happens to them. Servers ask an Engine
// about each request and carry out its Decision by Apply.
//
// # A new kind of fault
//
//  1. A field of Inject in rule.go, with yaml and json tags and omitempty. When it
//     is a text of few choices, these go into choices in package scenarios.
//  2. A file named after it with its kind: when it is asked for, which mistakes it
//     can have, how it is told, its effect. gone.go is a short one. What decides a
//     request for good goes through settle or answerWith, so that the first rule
//     wins.
//  3. Its line in kinds in kind.go, which is the order of telling.
//  4. Only when Decision can't say what is to happen: a field there, and who
//     carries it out. That is Apply for what ends a request before the work,
//     spoil.go for what becomes of a finished answer, call.work in package outlook
//     for what changes the work, and package identity for tokens.
//  5. A sentence for editors in descriptions in package scenarios; then
//     go test ./harness/ours -run Schema -update writes the schema anew.
//  6. Rows: TestKinds here, TestFaultKindsRead in package scenarios, and faultRows
//     in harness/ours, whose TestEveryKindHasARow asks for one: our system gets
//     over the fault, and a careless client suffers the harm that the row names.
//     The messages that list all kinds are pinned in TestValidate and TestMistakes.
//
// A scenario whose fault never fires is vacuous, so a kind that acts on certain
// requests only says so in requires, and in neverActs which matches can't meet
// them.
package fault

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"anchorage/sim/journal"
	"anchorage/sim/keyed"
)

// Options is what rules need to know about their world.
type Options struct {
	Seed keyed.Seed
	// From and Until are the world's clock: rules without an own start or end
	// are in force from or until then.
	From, Until time.Time
	// Members returns the ids (mailbox.Spec.ID) of the mailboxes of a provider
	// and a cohort, sorted; "" means any. Needed by rules with cohort or share.
	Members func(provider, cohort string) []string
}

// Engine decides what all rules together do to a request. It is safe for
// concurrent use. What it decides depends on the rules, the seed, the instant and
// the request alone; with nth and probability on the earlier requests of the same
// mailbox as well, never on those of others.
type Engine struct {
	rules       []*rule // in file order
	from, until int64   // the world's clock, nanoseconds since 1970
	current     atomic.Pointer[inForce]
}

// rule is a Rule made ready.
type rule struct {
	Rule
	schedule   schedule
	conditions []condition
	effects    []effect
	tally      *tally   // of nth and probability, nil without
	notices    bool     // for change notifications; all other rules are for requests
	names      []string // the rule's own name, as a slice that decisions share

	hits, nearMisses, overruled atomic.Int64
	operations                  []atomic.Int64 // of the hits: by index in journal.Operations
}

// New makes an engine of rules. It fails with all problems that Validate finds,
// and on a clock that does not run.
func New(rules []Rule, o Options) (*Engine, error) {
	if !o.From.Before(o.Until) {
		return nil, fmt.Errorf("faults: the world's clock runs from %v until %v", o.From, o.Until)
	}
	var all []error
	for _, p := range Validate(rules) {
		all = append(all, fmt.Errorf("faults[%d].%s: %s", p.Index, p.Field, p.Message))
	}
	if len(all) > 0 {
		return nil, errors.Join(all...)
	}
	e := &Engine{from: o.From.UnixNano(), until: o.Until.UnixNano()}
	for _, r := range rules {
		if o.Members == nil && (r.Match.Cohort != "" || r.Match.Share != 0) {
			return nil, fmt.Errorf("faults: %s selects by cohort or share, and nobody tells the members", r.Name)
		}
		e.rules = append(e.rules, newRule(r, o))
	}
	return e, nil
}

func newRule(r Rule, o Options) *rule {
	made := &rule{Rule: r, schedule: newSchedule(r, o.From, o.Until), names: []string{r.Name}, operations: make([]atomic.Int64, len(journal.Operations))}
	made.tally = newTally(r, o.Seed)
	for _, k := range r.Inject.kinds() {
		made.notices = made.notices || k.notices
		made.conditions = append(made.conditions, k.requires...)
		made.effects = append(made.effects, k.effect(r, o.Seed))
	}
	made.conditions = append(made.conditions, conditions(r, o)...)
	return made
}

// Decide implements Decider and counts. Rules combine in file order: latency and
// the lateness of notifications add up, the last routing mode wins, the furthest
// replica counts, and of all that settles the fate of a request or of its answer
// the first wins. A rule acted if it changed the decision; one that came too late
// did not. A notification is seen by those rules alone that are about
// notifications, which see nothing else; its HTTP may be nil.
func (e *Engine) Decide(now time.Time, r Request) Decision {
	var d Decision
	notice := r.isNotice()
	for _, a := range e.inForce(now).rules {
		if a.notices != notice {
			continue
		}
		switch a.failures(r, a.period) {
		case 0:
			var acted bool
			if d, acted = a.act(d, r, now); acted {
				a.hit(r.Operation)
			} else {
				a.overruled.Add(1)
			}
		case 1:
			a.nearMisses.Add(1)
		}
	}
	return d
}

// isNotice says whether it is a change notification, and gives one without an
// HTTP request an empty one to match.
func (r *Request) isNotice() bool {
	if r.Operation != journal.Notification {
		return false
	}
	if r.HTTP == nil {
		r.HTTP = &http.Request{Method: http.MethodPost, URL: &url.URL{}}
	}
	return true
}

// failures counts the conditions that do not hold; 2 stands for all beyond one. A
// request that meets all but nth and probability is counted for them.
func (r *rule) failures(q Request, period int) int {
	failed := 0
	for i := range r.conditions {
		if !r.conditions[i].holds(q, period) {
			if failed++; failed == 2 {
				return 2
			}
		}
	}
	if r.tally == nil || failed > 0 {
		return failed
	}
	id := q.mailboxID()
	return r.tally.failures(id, period, r.tally.next(id, period))
}

func (r *rule) act(d Decision, q Request, now time.Time) (Decision, bool) {
	acted := false
	for _, change := range r.effects {
		var changed bool
		d, changed = change(d, q, now)
		acted = acted || changed
	}
	switch {
	case !acted:
	case d.Rules == nil:
		d.Rules = r.names // capacity 1: an append copies it
	default:
		d.Rules = append(d.Rules, r.Name)
	}
	return d, acted
}
