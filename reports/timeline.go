package reports

import (
	"fmt"
	"time"

	"anchorage/harness/history"
)

// entry is one line of the timeline.
type entry struct {
	At    time.Time
	Class string // what kind of thing, for its colour and its word
	Text  string
}

// maxEntries bounds the timeline; what is left out is said.
const maxEntries = 400

// timeline picks from a history what a reader follows the story by. Things that
// come in masses are told by their first and counted.
func timeline(h *history.History) ([]entry, []string) {
	var out []entry
	masses := newMasses(h)
	for _, e := range h.Events {
		if class, ok := told(e.Data); ok {
			out = append(out, entry{e.At, class, history.Describe(e)})
			continue
		}
		if class, text, first := masses.see(e); first {
			out = append(out, entry{e.At, class, text})
		}
	}
	left := masses.summary()
	if n := len(out) - maxEntries; n > 0 {
		left = append(left, fmt.Sprintf("%s after %s, which only the saved history has", plural(n, "line"), stamp(out[maxEntries-1].At)))
		out = out[:maxEntries]
	}
	return out, left
}

// told says which events are told one by one.
func told(d history.Data) (string, bool) {
	switch d := d.(type) {
	case history.Noticed:
		return "notice", true
	case history.Posted:
		return "status", true
	case history.Acted, history.SystemStep:
		return "action", true
	case history.TicketOpened, history.TicketHandedOn:
		return "ticket", true
	case history.Notice:
		return "page", d.Sink == "pager"
	case history.Skimmed:
		return "chat", len(d.OpenAlerts) > 0
	case history.HeartbeatLost, history.HeartbeatBack, history.Violation:
		return "alarm", true
	}
	return "", false
}

// masses counts what is not told one by one.
type masses struct {
	flicker map[string]bool
	settled time.Time // shapes of requests before this belong to the start
	counts  map[string]int
}

func newMasses(h *history.History) *masses {
	m := &masses{flicker: map[string]bool{}, counts: map[string]int{}, settled: h.Header.From.Add(h.Header.Poll)}
	for _, f := range h.Header.Faults {
		m.flicker[f.Name] = f.Flicker
	}
	return m
}

// massKinds names the masses, one and many, in the order in which they are
// summed up.
var massKinds = [...][2]string{
	{"window of a repeating fault", "windows of repeating faults"},
	{"failure of a single mailbox", "failures of single mailboxes"},
	{"recovery of a single mailbox", "recoveries of single mailboxes"},
	{"mailbox linked", "mailboxes linked"},
	{"shape of requests", "shapes of requests"},
	{"chat message", "chat messages"},
	{"owner's change", "owners' changes"},
	{"owner's read", "owners' reads"},
	{"relink mail", "relink mails"},
	{"relink answer", "relink answers"},
	{"chat skim that found no open alert", "chat skims that found no open alert"},
}

const (
	massWindows = iota
	massFailures
	massRecoveries
	massLinked
	massShapes
	massChat
	massEdits
	massReads
	massAsks
	massAnswers
	massSkims
)

// see counts an event; first is true for the first of its kind, which is told.
func (m *masses) see(e history.Event) (class, text string, first bool) {
	kind, class, key := m.sort(e)
	if kind < 0 {
		return class, history.Describe(e), true
	}
	m.counts[massKinds[kind][1]]++
	if key == "" {
		return "", "", false
	}
	m.counts[key]++
	text = history.Describe(e)
	if kind != massShapes { // which says itself that it is new
		text = "first of its kind: " + text
	}
	return class, text, m.counts[key] == 1
}

// sort returns the mass an event belongs to (-1: none, tell it), its class, and
// what it is the first of; "" for what is only counted.
func (m *masses) sort(e history.Event) (kind int, class, key string) {
	switch d := e.Data.(type) {
	case history.FaultStarted:
		return m.window(d.Rule, true)
	case history.FaultEnded:
		return m.window(d.Rule, false)
	case history.Failing:
		return massFailures, "mailbox", fmt.Sprint("fail ", d.Status, d.Hint, d.Faults)
	case history.Healed:
		if e.At.Sub(d.Since) <= time.Hour {
			return massRecoveries, "", ""
		}
		return massRecoveries, "mailbox", fmt.Sprint("heal ", d.Hint, d.TokenKind)
	case history.Linked:
		return massLinked, "", ""
	case history.ShapeSeen:
		return m.shape(e.At, d.Shape)
	case history.Notice:
		if d.Status != "firing" {
			return massChat, "", ""
		}
		return massChat, "chat", "chat " + d.Alert + d.Provider
	case history.Edited:
		return massEdits, "", ""
	case history.Read:
		if d.Wrong == "" && d.Answered {
			return massReads, "", ""
		}
		return massReads, "read", "bad read " + d.Wrong + d.Error
	case history.RelinkAsked:
		return massAsks, "relink", "asked"
	case history.RelinkAnswered:
		return massAnswers, "relink", "answered " + d.Outcome
	case history.Skimmed:
		return massSkims, "", ""
	}
	return -1, "other", ""
}

// window tells both ends of a fault, but only the first window of one that
// repeats.
func (m *masses) window(rule string, begins bool) (kind int, class, key string) {
	switch {
	case !m.flicker[rule]:
		return -1, "fault", ""
	case begins:
		return massWindows, "fault", "rule " + rule
	}
	m.counts[massKinds[massWindows][1]]-- // its start has been counted
	return massWindows, "", ""
}

// shape tells one new shape a minute of a dialect and a hint, and none of those
// with which the world starts.
func (m *masses) shape(at time.Time, s history.Shape) (kind int, class, key string) {
	if at.Before(m.settled) {
		return massShapes, "", ""
	}
	return massShapes, "request", fmt.Sprint("shape ", at.Truncate(time.Minute).Unix(), " ", s.Dialect, " ", s.Hint)
}

func (m *masses) summary() []string {
	var out []string
	for _, kind := range massKinds {
		if n := m.counts[kind[1]]; n > 0 {
			out = append(out, Thousands(n)+" "+verb(n, kind[0], kind[1]))
		}
	}
	return out
}
