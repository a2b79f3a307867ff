package reports

import (
	"fmt"
	"time"

	"anchorage/harness/check"
	"anchorage/harness/history"
	"anchorage/scenarios"
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
		if text, first := masses.see(e); first {
			out = append(out, entry{e.At, "first", text})
		}
	}
	left := masses.summary()
	if len(out) > maxEntries {
		left = append(left, fmt.Sprintf("%d later lines; the saved history has them", len(out)-maxEntries))
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
	case history.Acted:
		return "action", true
	case history.TicketOpened, history.TicketHandedOn:
		return "ticket", true
	case history.Notice:
		return "page", d.Sink == "pager"
	case history.Skimmed:
		return "chat", len(d.OpenAlerts) > 0
	case history.HeartbeatLost, history.HeartbeatBack, history.Violation:
		return "alarm", true
	case history.ShapeSeen:
		return "request", true
	}
	return "", false
}

// masses counts what is not told one by one.
type masses struct {
	flicker map[string]bool
	counts  map[string]int
}

func newMasses(h *history.History) *masses {
	m := &masses{flicker: map[string]bool{}, counts: map[string]int{}}
	for _, f := range h.Header.Faults {
		m.flicker[f.Name] = f.Flicker
	}
	return m
}

// massKinds names the masses in the order in which they are summed up.
var massKinds = []string{"windows of repeating faults", "failures of single mailboxes", "recoveries of single mailboxes", "mailboxes linked", "chat messages", "owners' changes", "owners' reads", "relink mails", "relink answers", "chat skims that found no open alert"}

func (m *masses) see(e history.Event) (string, bool) {
	key, kind := "", ""
	switch d := e.Data.(type) {
	case history.FaultStarted:
		if !m.flicker[d.Rule] {
			return history.Describe(e), true
		}
		key, kind = "rule "+d.Rule, massKinds[0]
	case history.FaultEnded:
		return history.Describe(e), !m.flicker[d.Rule]
	case history.Failing:
		kind = massKinds[1]
		key = fmt.Sprint("fail ", d.Status, d.Hint, d.Faults)
	case history.Healed:
		kind = massKinds[2]
		if e.At.Sub(d.Since) > time.Hour {
			key = fmt.Sprint("heal ", d.Hint, d.TokenKind)
		}
	case history.Linked:
		kind = massKinds[3]
	case history.Notice:
		kind = massKinds[4]
		if d.Status == "firing" {
			key = "chat " + d.Alert + d.Provider
		}
	case history.Edited:
		kind = massKinds[5]
	case history.Read:
		kind = massKinds[6]
		if d.Wrong != "" || !d.Answered {
			key = "bad read " + d.Wrong + d.Error
		}
	case history.RelinkAsked:
		kind, key = massKinds[7], "asked"
	case history.RelinkAnswered:
		kind, key = massKinds[8], "answered "+d.Outcome
	case history.Skimmed:
		kind = massKinds[9]
	}
	m.counts[kind]++
	if key == "" {
		return "", false
	}
	m.counts[key]++
	return "first of its kind: " + history.Describe(e), m.counts[key] == 1
}

func (m *masses) summary() []string {
	var out []string
	for _, kind := range massKinds {
		if n := m.counts[kind]; n > 0 {
			out = append(out, Thousands(n)+" "+kind)
		}
	}
	return out
}

// post is a status update beside the truth at its instant.
type post struct {
	At          time.Time
	State, Text string
	Claimed     string // "" without a claim
	Truth       string
	Untrue      bool
	Gap         string // since the one before
}

func posts(h *history.History) []post {
	var out []post
	for _, e := range h.Events {
		d, ok := e.Data.(history.Posted)
		if !ok {
			continue
		}
		p := post{At: e.At, State: d.Post.State, Text: d.Post.Text}
		if c := d.Post.Claims.Healthy; c != nil {
			share, sample := check.ClaimTruth(h, *c, e.At)
			p.Claimed = percent(c.Share.F()) + " healthy"
			p.Truth = fmt.Sprintf("%s of %s were healthy", percent(share), Thousands(sample))
			p.Untrue = !scenarios.Bounds{Min: c.Share, Max: 1}.Holds(share)
		}
		if n := len(out); n > 0 {
			p.Gap = spanOf(e.At.Sub(out[n-1].At))
		}
		out = append(out, p)
	}
	return out
}
