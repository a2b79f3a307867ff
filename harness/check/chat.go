package check

import (
	"time"

	"anchorage/harness/history"
	"anchorage/scenarios"
)

func nameChat(e *scenarios.ExpectChat) string {
	name := join("messages", e.Provider)
	if e.After != "" {
		name = join(name, "from", e.After)
	}
	if !e.By.IsZero() {
		name = join(name, "by", stamp(e.By.Time))
	}
	return name
}

// expectChat: how many messages reach the chat. No message at all is a count
// like any other.
func expectChat(v *view, e *scenarios.ExpectChat) Verdict {
	if !v.h.Header.Alerts {
		return verdict(NotApplicable, 0, v.end(), "the system under test delivers no alerts")
	}
	from, until := v.h.Header.From, v.end()
	if e.After != "" {
		f, why := v.fault(e.After)
		if f == nil {
			return verdict(Vacuous, 0, v.end(), "%s", why)
		}
		from = f.start()
	}
	if !e.By.IsZero() {
		if why := v.reached(e.By.Time); why != "" {
			return verdict(Vacuous, 0, v.end(), "%s", why)
		}
		until = e.By.Time
	}
	if !from.Before(until) {
		return verdict(Vacuous, 0, v.end(), "%s comes no later than %s", instant(until), instant(from))
	}
	var found []*history.Event
	for _, n := range all[history.Notice](v) {
		if n.d.Sink == chat && (e.Provider == "" || n.d.Provider == e.Provider) && !n.At.Before(from) && !n.At.After(until) {
			found = append(found, n.Event)
		}
	}
	return chatVerdict(e, found, from, until)
}

func chatVerdict(e *scenarios.ExpectChat, found []*history.Event, from, until time.Time) Verdict {
	about := ""
	if e.Provider != "" {
		about = " about " + e.Provider
	}
	expected := ""
	if e.AtLeast > 0 {
		expected = " at least " + plural(e.AtLeast, "message", "messages")
	}
	if e.AtMost != nil {
		expected += " at most " + plural(*e.AtMost, "message", "messages")
	}
	ok := len(found) >= e.AtLeast && (e.AtMost == nil || len(found) <= *e.AtMost)
	return verdict(heldIf(ok), 1, until, "%s%s reached the chat from %s to %s; expected%s",
		plural(len(found), "message", "messages"), about, instant(from), instant(until), expected).proven(found...)
}
