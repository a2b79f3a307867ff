package people

import (
	"context"
	"time"
)

// Page is a new incident at the pager. Repetitions and closures page nobody.
type Page struct {
	High     bool // urgency; false: low
	Provider string
	Text     string
}

// Ticket is what support reads.
type Ticket struct {
	ID       string
	Provider string
	Text     string
}

// Paged tells the team of a page: at high urgency at any hour, at low urgency
// when they are at work.
func (p *People) Paged(page Page) {
	if page.High {
		p.notice(Noticed{By: OnPage, Provider: page.Provider, What: page.Text})
		return
	}
	p.perceive(Noticed{By: OnReview, Provider: page.Provider, What: page.Text})
}

// TicketOpened tells support of a ticket, who hand it on to engineering when they
// have worked on it for a while.
func (p *People) TicketOpened(t Ticket) {
	due := p.working.Add(p.config.Clock.Now(), p.config.Team.SupportHandsOnAfter.D())
	p.watch.add(onLane(due, p.lanes.support), func(context.Context) {
		p.config.Observer.TicketHandedOn(TicketHandedOn{At: p.config.Clock.Now(), Ticket: t.ID})
		p.perceive(Noticed{By: OnTicket, Provider: t.Provider, What: t.ID + ": " + t.Text})
	})
}

// perceive lets an engineer learn of something when somebody is at work: now, or
// in the first working minute.
func (p *People) perceive(n Noticed) {
	now := p.config.Clock.Now()
	if p.working.Contains(now) {
		p.notice(n)
		return
	}
	p.watch.add(onLane(p.working.Next(now), p.lanes.watch), func(context.Context) { p.notice(n) })
}

// notice tells that an engineer has learned of something and sets off the steps
// that wait for it.
func (p *People) notice(n Noticed) {
	n.At = p.config.Clock.Now()
	p.config.Observer.Noticed(n)
	p.steps.signal(n.By, n.At)
}

// planSkim plans the first skim after t: on a working day, by the clock on the
// wall of the team's first zone.
func (p *People) planSkim(t time.Time) {
	zone := p.working.Zones[0]
	for d := dayOf(t, zone); ; d = d.add(1) {
		at := d.at(p.config.Team.SkimsChat.D(), zone)
		if _, _, works := p.working.span(d, zone); !works || !at.After(t) {
			continue
		}
		p.watch.add(onLane(at, p.lanes.watch), func(context.Context) {
			p.skim()
			p.planSkim(at)
		})
		return
	}
}
