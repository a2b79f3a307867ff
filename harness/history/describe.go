package history

import (
	"fmt"
	"strings"
	"time"

	"anchorage/harness/history/wording"
	"anchorage/sim/people"
)

// Describe tells an event in words, for evidence and timelines. It names
// mailboxes, rules, alerts and people's texts, and no other ids.
func Describe(e Event) string {
	switch d := e.Data.(type) {
	case FaultStarted:
		return fmt.Sprintf("the fault %s begins", d.Rule)
	case FaultEnded:
		return fmt.Sprintf("the fault %s ends", d.Rule)
	case SinkDown:
		return fmt.Sprintf("the %s goes down: it refuses whatever it is sent", d.Sink)
	case SinkUp:
		return fmt.Sprintf("the %s works again", d.Sink)
	case Traced:
		return describeTraced(d)
	case Failing, Healed, Linked, ShapeSeen, HeldOff, TokenOutdated, TooEarly, Rejected, Rerouted:
		return describeProvider(e)
	case Read:
		return describeRead(e, d)
	case Notice, HeartbeatLost, HeartbeatBack, Skimmed:
		return describeAlerting(e)
	case Edited:
		return fmt.Sprintf("the owner of %s %s an event in the provider's calendar", d.Mailbox, d.Change)
	case EditSeen:
		return fmt.Sprintf("the system has been told of the edit that the owner of %s made %s before", d.Mailbox, d.After.Round(time.Second))
	case WriteAccepted, WriteRefused, WriteLanded, WriteTold:
		return describeWrite(e.Data)
	case SystemDown:
		if d.Killed {
			return "the system is killed"
		}
		return "the system is stopped"
	case SystemUp:
		return "the system runs again"
	case RelinkAsked:
		if d.Failing {
			return fmt.Sprintf("the owner of %s, which is failing, is asked to relink", d.Mailbox)
		}
		return fmt.Sprintf("the owner of %s, which is healthy, is asked to relink", d.Mailbox)
	case RelinkAnswered:
		return fmt.Sprintf("the owner of %s follows the relink mail: %s", d.Mailbox, d.Outcome)
	case Unhelped:
		return fmt.Sprintf("the system lists %s as beyond help", plural(len(d.Listed), "account"))
	case Compared:
		return describeCompared(e, d)
	case StateTold:
		if d.Well {
			return fmt.Sprintf("the system calls %s well, which fails", d.Mailbox)
		}
		return fmt.Sprintf("the system says that %s is not well yet", d.Mailbox)
	case SystemStep:
		return "the system, for " + d.Provider + ": " + d.What
	case Violation:
		return "must never happen: " + d.What
	}
	return describeTeam(e)
}

func describeStatus(status int, code string) string {
	switch {
	case status == 0:
		return "no answer"
	case code != "":
		return fmt.Sprintf("status %d %s", status, code)
	}
	return fmt.Sprintf("status %d", status)
}

func describeHint(hint string) string {
	switch hint {
	case "", "none":
		return "no routing hint"
	case "email":
		return "the e-mail address as routing hint"
	case "mailbox_id":
		return "the mailbox ID as routing hint"
	}
	return "the routing hint " + hint
}

func describeRead(e Event, d Read) string {
	if !d.Answered {
		return fmt.Sprintf("the owner of %s reads and gets no answer: %s", d.Mailbox, d.Error)
	}
	text := fmt.Sprintf("the owner of %s reads and gets an answer %s old", d.Mailbox, describeSpan(e.At.Sub(d.AsOf)))
	if d.Stale {
		text += ", which says so"
	}
	if d.Requests > 0 {
		text += ", after " + plural(d.Requests, "request") + " to the provider"
	}
	if d.Missing > 0 {
		text += ", without " + plural(d.Missing, "change") + " of their own"
	}
	if d.Wrong != "" {
		text += "; it is wrong: " + d.Wrong
	}
	return text
}

func describeCompared(e Event, d Compared) string {
	switch {
	case d.Error != "":
		return fmt.Sprintf("at the end the calendar of %s cannot be read: %s", d.Mailbox, d.Error)
	case d.Wrong != "":
		return fmt.Sprintf("at the end the calendar of %s is shown as it was %s before; it is wrong: %s", d.Mailbox, describeSpan(e.At.Sub(d.AsOf)), d.Wrong)
	}
	return fmt.Sprintf("at the end the calendar of %s is shown as it was %s before", d.Mailbox, describeSpan(e.At.Sub(d.AsOf)))
}

func describeAlerting(e Event) string {
	switch d := e.Data.(type) {
	case Notice:
		what := d.Alert
		if d.Provider != "" {
			what += " for " + d.Provider
		}
		level := strings.ReplaceAll(d.Level, "_", "-")
		if d.Status == "resolved" {
			return fmt.Sprintf("the %s alert %s closes on the %s", level, what, d.Sink)
		}
		text := fmt.Sprintf("the %s alert %s reaches the %s", level, what, d.Sink)
		if d.Urgency != "" {
			text += " at " + d.Urgency + " urgency"
		}
		return text
	case HeartbeatLost:
		return fmt.Sprintf("the heartbeat of the alerting is lost, the last one %s ago", describeSpan(e.At.Sub(d.Last)))
	case HeartbeatBack:
		return "the heartbeat of the alerting is back"
	case Skimmed:
		text := fmt.Sprintf("an engineer skims the chat: %s", plural(d.Messages, "message"))
		if len(d.OpenAlerts) == 0 {
			return text + ", no open alert"
		}
		text += fmt.Sprintf(", %s, a chance of %.0f %% to see one", plural(len(d.OpenAlerts), "open alert"), 100*d.Chance)
		if len(d.Saw) == 0 {
			return text + ", none seen"
		}
		return fmt.Sprintf("%s, %d seen", text, len(d.Saw))
	}
	return e.Data.Kind()
}

func describeTeam(e Event) string {
	switch d := e.Data.(type) {
	case TicketOpened:
		return fmt.Sprintf("the owner of %s (%s) opens a ticket: %s", d.Mailbox, d.Provider, d.Text)
	case TicketHandedOn:
		return "support hands a ticket on to engineering"
	case Noticed:
		text := "the team notices, by " + describeSignal(d.By)
		if d.What != "" {
			text += ": " + d.What
		}
		return text
	case Posted:
		return fmt.Sprintf("status page, %s: %s%s", d.Post.State, d.Post.Text, describeClaim(d.Post))
	case Acted:
		text := fmt.Sprintf("the team does: %s %s", d.Action, wording.Settings(d.What))
		if d.For > 0 {
			text += " for " + describeSpan(d.For)
		}
		if d.On != "" {
			text += ", on " + describeSignal(d.On)
		}
		if d.Note != "" {
			text += " (" + d.Note + ")"
		}
		if d.Error != "" {
			text += ", which fails: " + d.Error
		}
		return text
	}
	return e.Data.Kind()
}

func describeClaim(p people.Post) string {
	if p.Claims.Healthy == nil {
		return ""
	}
	return fmt.Sprintf(" (claims %.4g %% healthy)", 100*p.Claims.Healthy.Share.F())
}

func describeSignal(by string) string {
	switch by {
	case people.OnPage:
		return "a page"
	case people.OnReview:
		return "a page at low urgency"
	case people.OnTicket:
		return "a ticket"
	case people.OnChat:
		return "a look at the chat"
	}
	return by
}

func describeSpan(d time.Duration) string { return wording.Span(d) }

func plural(n int, noun string) string { return wording.Plural(n, noun) }
