package world

import (
	"context"
	"strings"
	"time"

	"anchorage/harness/history"
	"anchorage/harness/sut"
	"anchorage/sim/people"
	"anchorage/sim/sinks"
)

// chatted, paged, ticketed and mailed are told by the sinks; each goes into the
// history and to the people whom it concerns.

func (w *world) chatted(m sinks.Message) {
	w.tell(m.At, "chat", history.Notice{
		Sink: "chat", Level: m.Alert.Level, Alert: m.Alert.Name, Provider: m.Alert.Provider,
		Status: m.Alert.Status, Since: m.Alert.Since, Key: m.Key, Text: m.Text,
	})
	w.people.ChatMessage(people.ChatMessage{Key: m.Key, Alert: m.Alert.Name, Provider: m.Alert.Provider, Firing: m.Alert.Status == sinks.Firing})
}

func (w *world) paged(p sinks.Page) {
	status := sinks.Firing
	if p.Action == sinks.Resolve {
		status = sinks.Resolved
	}
	if p.Action == sinks.Trigger && !p.New {
		return // a repetition pages nobody
	}
	w.tell(p.At, "pager", history.Notice{
		Sink: "pager", Level: p.Alert.Level, Urgency: p.Urgency, Alert: p.Alert.Name, Provider: p.Alert.Provider,
		Status: status, Since: p.Alert.Since, Key: p.Key, Text: p.Text,
	})
	if p.New {
		w.people.Paged(people.Page{High: p.Urgency == sinks.High, Provider: p.Alert.Provider, Text: p.Text})
	}
}

func (w *world) ticketed(t sinks.Ticket) {
	w.tell(t.At, "desk", history.TicketOpened{Ticket: t.ID, Mailbox: t.Mailbox, Provider: t.Provider, Text: t.Text, MissingFor: t.MissingFor.D()})
	w.people.TicketOpened(people.Ticket{ID: t.ID, Provider: t.Provider, Text: t.Text})
}

func (w *world) mailed(l sinks.Letter) {
	w.searchLetter(l)
	for _, to := range l.To {
		if err := w.people.MailArrived(to, l.Link); err != nil {
			w.violation("mail: " + err.Error())
		}
	}
}

// stepped notes what the system says of itself.
func (w *world) stepped(s sut.Step) {
	w.tell(s.At, "system", history.SystemStep{Provider: s.Provider, What: s.What})
}

// observer notes what people do.
type observer struct{ *world }

func (o observer) Edited(e people.Edited) {
	o.tell(e.At, "owner/"+e.Mailbox, history.Edited{Mailbox: e.Mailbox, Event: e.Event, Change: e.Change})
}

func (o observer) Looked(l people.Looked) {
	read := history.Read{Mailbox: l.Mailbox, Answered: l.Err == nil, AsOf: l.Answer.AsOf, Stale: l.Answer.Stale, Took: l.Took, Missing: l.Missing}
	if notes, ok := l.Answer.Notes.(readNotes); ok {
		read.Requests, read.Wrong = notes.requests, notes.wrong
	}
	if l.Err != nil {
		read.Error = l.Err.Error()
	}
	o.tell(l.At, "owner/"+l.Mailbox, read)
}

func (o observer) Wrote(x people.Wrote) {
	if x.Err != nil {
		o.tell(x.At, "owner/"+x.Mailbox, history.WriteRefused{Mailbox: x.Mailbox, Key: x.Key, Change: x.Kind, Error: x.Err.Error()})
		return
	}
	o.tell(x.At, "owner/"+x.Mailbox, history.WriteAccepted{Mailbox: x.Mailbox, Key: x.Key, Change: x.Kind})
}

func (o observer) RelinkAsked(r people.RelinkAsked) {
	o.tell(r.At, "mail/"+r.Mailbox, history.RelinkAsked{Mailbox: r.Mailbox, Failing: o.recorder.Failing(r.Mailbox), Rejected: o.recorder.Rejected(r.Mailbox), Unroutable: o.recorder.Unroutable(r.Mailbox)})
}

func (o observer) RelinkAnswered(r people.RelinkAnswered) {
	o.tell(r.At, "mail/"+r.Mailbox, history.RelinkAnswered{Mailbox: r.Mailbox, Outcome: r.Outcome})
	o.accounts.askHowItIs(context.Background(), r.Mailbox) // what people see knows of no deadline
}

func (o observer) TicketHandedOn(t people.TicketHandedOn) {
	o.tell(t.At, "support", history.TicketHandedOn{Ticket: t.Ticket})
}

func (o observer) Noticed(n people.Noticed) {
	o.tell(n.At, "team", history.Noticed{By: n.By, Provider: n.Provider, What: n.What})
}

func (o observer) Skimmed(s people.Skimmed) {
	o.tell(s.At, "team", history.Skimmed{Messages: s.Messages, OpenAlerts: s.Open, Chance: s.Chance, Saw: s.Saw})
}

func (o observer) Acted(a people.Acted) {
	if a.Post != nil && a.Error == "" {
		o.tell(a.At, "team", history.Posted{Post: *a.Post})
		return
	}
	o.tell(a.At, "team", history.Acted{Action: a.Action, What: a.What, Note: a.Note, On: a.On, For: a.For, Error: a.Error})
}

func (o observer) Stranded(at time.Time, actor, what string) {
	o.tell(at, actor, history.Violation{What: strings.TrimSpace(actor + ": " + what)})
}
