package check

import (
	"fmt"
	"slices"
	"time"

	"anchorage/harness/history"
	"anchorage/sim/people"
)

// view is a history arranged for judging, by one goroutine.
type view struct {
	h         *history.History
	mailboxes map[string]*mailbox // key: id
	ids       []string            // of all, sorted
	faults    map[string]*fault   // key: name
	downs     []Span              // in which the system did not run
	refusals  []refusal           // of sinks
	allReads  []read              // filled by reads
	allTold   []told              // filled by tellings
	allQuiet  []Span              // filled by quiet
	allBacks  []comeback          // filled by comebacks
	allShares map[string][]share  // key: provider; filled by shares
}

// mailbox is what the journal and the mails say of one mailbox.
type mailbox struct {
	history.Mailbox
	linked   time.Time // its first complete round; zero: never
	episodes []Episode // all, in order
	failed   []Episode // the failed rounds among them
	held     []Span    // in which no round was to be tried, and until the next was due
	asked    []time.Time
	relinked []time.Time // the owner followed the link and it worked
	strayed  []time.Time // the owner followed the link and it did not
	wrote    time.Time   // the first change through the system; zero: none
}

// fault is a rule, and when it was in force.
type fault struct {
	history.FaultSummary
	windows []Span
}

// Span is a half-open span of time.
type Span struct{ From, Until time.Time }

// within says whether t lies in the span.
func (s Span) within(t time.Time) bool { return !t.Before(s.From) && t.Before(s.Until) }

func newView(h *history.History) *view {
	v := &view{h: h, mailboxes: make(map[string]*mailbox, len(h.Header.Mailboxes)), faults: map[string]*fault{}}
	for _, m := range h.Header.Mailboxes {
		v.mailboxes[m.ID] = &mailbox{Mailbox: m}
		v.ids = append(v.ids, m.ID)
	}
	slices.Sort(v.ids)
	for _, f := range h.Header.Faults {
		v.faults[f.Name] = &fault{FaultSummary: f}
	}
	for _, e := range h.Events {
		v.take(e)
	}
	v.close()
	return v
}

// take arranges one event.
func (v *view) take(e history.Event) {
	switch d := e.Data.(type) {
	case history.FaultStarted:
		if f := v.faults[d.Rule]; f != nil {
			f.windows = append(f.windows, Span{From: e.At})
		}
	case history.FaultEnded:
		if f := v.faults[d.Rule]; f != nil && len(f.windows) > 0 {
			f.windows[len(f.windows)-1].Until = e.At
		}
	case history.Failing:
		if m := v.mailboxes[d.Mailbox]; m != nil {
			m.episodes = append(m.episodes, Episode{Mailbox: d.Mailbox, Span: Span{From: e.At}, Open: true, faults: d.Faults, code: d.Code, wait: d.Wait})
		}
	case history.Healed:
		if m := v.mailboxes[d.Mailbox]; m != nil && len(m.episodes) > 0 {
			last := &m.episodes[len(m.episodes)-1]
			last.Until, last.Open = e.At, false
		}
	case history.HeldOff:
		m := v.mailboxes[d.Mailbox]
		switch {
		case m == nil:
		case d.Failing:
			v.putOff(m, e.At, d.For)
		default:
			m.held = append(m.held, Span{From: e.At, Until: e.At.Add(d.For + v.poll() + time.Minute)})
		}
	case history.Linked:
		if m := v.mailboxes[d.Mailbox]; m != nil {
			m.linked = e.At
		}
	case history.SystemDown:
		v.downs = append(v.downs, Span{From: e.At})
	case history.SystemUp:
		if n := len(v.downs); n > 0 {
			v.downs[n-1].Until = e.At
		}
	case history.SinkDown:
		v.refusals = append(v.refusals, refusal{Span: Span{From: e.At, Until: v.h.Header.Until}, sink: d.Sink})
	case history.SinkUp:
		v.endRefusal(d.Sink, e.At)
	case history.RelinkAsked:
		if m := v.mailboxes[d.Mailbox]; m != nil {
			m.asked = append(m.asked, e.At)
		}
	case history.RelinkAnswered:
		if m := v.mailboxes[d.Mailbox]; m != nil && d.Outcome == history.OutcomeLinked {
			m.relinked = append(m.relinked, e.At)
		} else if m != nil {
			m.strayed = append(m.strayed, e.At)
		}
	case history.WriteAccepted:
		if m := v.mailboxes[d.Mailbox]; m != nil && m.wrote.IsZero() {
			m.wrote = e.At
		}
	}
}

// close ends what is open at the end of the world, and picks the failed rounds.
func (v *view) close() {
	end := v.h.Header.Until
	for _, f := range v.faults {
		for i := range f.windows {
			if f.windows[i].Until.IsZero() {
				f.windows[i].Until = end
			}
		}
	}
	if n := len(v.downs); n > 0 && v.downs[n-1].Until.IsZero() {
		v.downs[n-1].Until = end
	}
	for _, id := range v.ids {
		m := v.mailboxes[id]
		for i := range m.episodes {
			if m.episodes[i].Open {
				m.episodes[i].Until = end
			}
			if m.episodes[i].Length() > 3*v.poll()/2 {
				m.failed = append(m.failed, m.episodes[i])
			}
		}
	}
}

func (v *view) poll() time.Duration { return v.h.Header.Poll }
func (v *view) end() time.Time      { return v.h.Header.Until }

// happening is an event with its data in its own type.
type happening[T history.Data] struct {
	*history.Event
	d T
}

// all lists the events of one kind, in order.
func all[T history.Data](v *view) []happening[T] {
	var out []happening[T]
	for i := range v.h.Events {
		e := &v.h.Events[i]
		if d, ok := e.Data.(T); ok {
			out = append(out, happening[T]{e, d})
		}
	}
	return out
}

// chosen lists mailboxes that belong to the cohort, if one is named, and that
// the selector fits, sorted.
func (v *view) chosen(cohort string, s people.Selector) []string {
	ids := v.ids
	if cohort != "" {
		ids = nil
		for _, c := range v.h.Header.Cohorts {
			if c.Name == cohort {
				ids = c.Members
			}
		}
	}
	var out []string
	for _, id := range ids {
		if m := v.mailboxes[id]; m != nil && fits(s, m.Mailbox) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

func fits(s people.Selector, m history.Mailbox) bool {
	is := func(want, have string) bool { return want == "" || want == have }
	return is(s.Provider, m.Provider) && is(s.Fleet, m.Fleet) && is(s.Authorization, m.Authorization) && is(s.Address, m.Address)
}

// selection names what chosen selects, for messages.
func selection(cohort string, s people.Selector) string {
	if words := join(cohort, s.Provider, s.Fleet, s.Authorization, s.Address); words != "" {
		return words
	}
	return "all mailboxes"
}

// fault finds a fault that did something. Otherwise the reason says why nothing
// can be judged after it.
func (v *view) fault(name string) (f *fault, reason string) {
	f = v.faults[name]
	switch {
	case f == nil:
		return nil, fmt.Sprintf("there is no fault named %q", name)
	case len(f.windows) == 0:
		return nil, fmt.Sprintf("the fault %s never begins within the world", name)
	case f.Hits == 0:
		return nil, fmt.Sprintf("the fault %s hit no request", name)
	}
	return f, ""
}

// start is the first instant in force.
func (f *fault) start() time.Time { return f.windows[0].From }

// down says whether the system did not run at an instant.
func (v *view) down(t time.Time) bool {
	return slices.ContainsFunc(v.downs, func(s Span) bool { return s.within(t) })
}

// inForce says whether the fault was in force at an instant.
func (f *fault) inForce(t time.Time) bool {
	return slices.ContainsFunc(f.windows, func(s Span) bool { return s.within(t) })
}

// reached says why nothing can be judged at t; "" when it can.
func (v *view) reached(t time.Time) string {
	if t.Before(v.h.Header.From) || t.After(v.end()) {
		return fmt.Sprintf("the world never reaches %s", instant(t))
	}
	return ""
}
