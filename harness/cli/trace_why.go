package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/history/wording"
)

// account is what a traced history says of a mailbox at an instant.
type account struct {
	complete time.Time       // end of its last complete round; zero: none
	since    time.Time       // failing since; zero: not failing
	failed   int             // failed requests since
	last     *history.Traced // the last failed request of a round, while failing
	lastAt   time.Time       // its end
	asked    time.Time       // to relink, unanswered while failing; zero: not
	rules    []string        // non-flicker rules in force
}

// accountAt follows the events up to an instant, itself included.
func accountAt(h *history.History, mailbox string, at time.Time) account {
	var a account
	for _, e := range h.Events {
		if e.At.After(at) {
			break
		}
		if concerns(h, mailbox, e) {
			a.take(e)
		}
	}
	return a
}

func (a *account) take(e history.Event) {
	switch d := e.Data.(type) {
	case history.Traced:
		switch {
		case d.Complete:
			a.complete = e.At
		case d.Sync && (d.Status == 0 || d.Status >= 400):
			a.last, a.lastAt = &d, e.At
			a.failed++
		}
	case history.Failing:
		a.since, a.failed = e.At, 0 // the request itself follows
	case history.Healed:
		a.since, a.asked, a.last, a.failed = time.Time{}, time.Time{}, nil, 0
	case history.RelinkAsked:
		if !a.since.IsZero() {
			a.asked = e.At
		}
	case history.RelinkAnswered:
		if d.Outcome == history.OutcomeLinked {
			a.asked = time.Time{}
		}
	case history.FaultStarted:
		a.rules = append(a.rules, d.Rule)
	case history.FaultEnded:
		a.rules = slices.DeleteFunc(a.rules, func(r string) bool { return r == d.Rule })
	}
}

// why says in a sentence how a mailbox is at an instant, and why.
func why(h *history.History, mailbox string, at time.Time) string {
	a := accountAt(h, mailbox, at)
	head := fmt.Sprintf("At %s %s is ", instant(at), mailbox)
	if a.complete.IsZero() && a.since.IsZero() {
		return head + "not linked yet: no round of it has begun."
	}
	age := "no round has completed yet"
	stale := a.complete.IsZero()
	if !stale {
		age = fmt.Sprintf("its last complete round ended %s before, at %s", wording.Span(at.Sub(a.complete)), instant(a.complete))
		stale = at.Sub(a.complete) > 2*h.Header.Poll
	}
	if a.since.IsZero() {
		return head + map[bool]string{true: "stale, yet not failing: ", false: "well: "}[stale] + age + "."
	}
	if stale {
		head += "stale and failing: "
	} else {
		head += "failing: "
	}
	return head + age + "; " + a.failing(h)
}

// failing tells since when, by what, and what is being waited for.
func (a account) failing(h *history.History) string {
	text := fmt.Sprintf("it fails since %s, and the last of %s", instant(a.since), counted(a.failed, "failed request"))
	if a.last == nil {
		return text + " is not known."
	}
	text += fmt.Sprintf(", at %s, was: %s", instant(a.lastAt), history.Describe(history.Event{At: a.lastAt, Data: *a.last}))
	if len(a.rules) > 0 {
		text += "; in force: " + strings.Join(inWords(h, a.rules), ", ")
	}
	if !a.asked.IsZero() {
		return text + fmt.Sprintf("; it waits for its owner, who was asked to relink at %s.", instant(a.asked))
	}
	return text + "; it waits for the next try."
}

// inWords names rules with what they do and until when.
func inWords(h *history.History, rules []string) []string {
	out := slices.Clone(rules)
	for i, name := range rules {
		for _, f := range h.Header.Faults {
			if f.Name != name {
				continue
			}
			until := "to the end"
			if f.Until.Before(h.Header.Until) {
				until = "until " + instant(f.Until)
			}
			out[i] = fmt.Sprintf("%s (%s, %s)", name, f.What, until)
		}
	}
	return out
}

func counted(n int, noun string) string { return wording.Plural(n, noun) }
