package world

import (
	"time"

	"anchorage/harness/history"
	"anchorage/harness/model"
	"anchorage/sim/fault"
	"anchorage/sim/identity"
	"anchorage/sim/journal"
	"anchorage/sim/mailbox"
	"anchorage/sim/network"
	"anchorage/sim/outlook"
	"anchorage/sim/people"
)

// provider is the world's calendar provider with both its identity systems.
type provider struct {
	store    *mailbox.Store
	identity *identity.Server
	api      *outlook.Server
	notify   *network.Transport // the way to subscribers
	faults   *fault.Engine
	rules    []fault.Rule
	from     time.Time
	until    time.Time
}

// newProvider builds it, fills the calendars and tells its fault windows to the
// history.
func (w *world) newProvider() (*provider, error) {
	from, until := w.File.Clock.From.Time, w.File.Clock.Until.Time
	faults, err := fault.New(w.File.Faults, fault.Options{Seed: w.seed, From: from, Until: until, Members: w.members.of})
	if err != nil {
		return nil, err
	}
	p := &provider{store: mailbox.NewStore(w.clock, w.seed), notify: w.network.Transport(), faults: faults, rules: w.File.Faults, from: from, until: until}
	p.store.OnChange(w.changed)
	w.provider = p // what is filled in is told
	for _, s := range w.specs {
		w.fill(p.store.Add(s))
	}
	decider, observe := w.journal(faults)
	p.identity = &identity.Server{Clock: w.clock, Seed: w.seed, Mailboxes: p.specs, Faults: decider, Observe: observe, Unknown: w.violation, Told: w.secrets.learn}
	w.secrets.recognise = p.identity.Secret
	p.api = &outlook.Server{
		Store: p.store, Tokens: p.identity, Clock: w.clock, Seed: w.seed, Faults: decider, Observe: observe, Unknown: w.violation, Era: w.era(),
		Notify: p.notify, Lane: w.lanes.Lane, LiveReadsMe: w.File.Provider.LiveReadsMe, Told: w.secrets.learn,
	}
	for _, host := range identity.Hosts {
		w.network.Handle(host, p.identity.Handler())
	}
	for _, host := range outlook.Hosts {
		w.network.Handle(host, p.api.Handler())
	}
	for _, x := range faults.Windows() {
		w.tell(x.From, "fault/"+x.Rule, history.FaultStarted{Rule: x.Rule})
		if x.Until.Before(until) {
			w.tell(x.Until, "fault/"+x.Rule, history.FaultEnded{Rule: x.Rule})
		}
	}
	return p, nil
}

// stop waits until nobody is being notified any more. The context that the
// provider was started with has ended.
func (p *provider) stop() {
	p.api.Wait()
	p.notify.CloseIdleConnections()
}

// told passes an exchange on, and tells the reference model of answers that were
// behind the truth, and of changes that the provider refused.
func (w *world) told(x journal.Exchange) {
	if x.Behind > 0 {
		w.model.Behind(x.At, x.Mailbox, x.Behind)
	}
	if kind := declined(x); kind != "" {
		w.model.Declined(x.End, x.Mailbox, kind)
	}
	w.recorder.Exchange(x)
}

// journal is who decides about requests and who is told of them.
func (w *world) journal(faults *fault.Engine) (fault.Decider, journal.Observer) {
	if w.Trace == "" {
		return faults, w.told
	}
	t := &tracer{engine: faults, recorder: w.recorder, told: w.told, mailbox: w.Trace}
	return t, t.observe
}

func (w *world) era() int {
	if w.File.Era != 0 {
		return w.File.Era
	}
	return w.File.Clock.From.Year()
}

// changed tells the reference model what is true from now on.
func (w *world) changed(c mailbox.Change) {
	c, told := tellSeries(w.model, w.provider.store, c, w.File.Clock.Until.Add(seriesKnown))
	if told {
		return
	}
	var value *model.Value
	if c.Kind != mailbox.Deleted {
		value = &model.Value{Subject: c.Event.Subject, Start: c.Event.Start, End: c.Event.End, ShowAs: c.Event.ShowAs}
	}
	w.model.Changed(c.At, c.Mailbox, c.Event.ID, value)
	switch {
	case c.By == mailbox.ByAPI:
		w.landed(c, value)
	case c.Kind != mailbox.Created:
		w.model.Edited(c.At, c.Mailbox, c.Event.ID)
	}
}

// summaries tells each rule and what it did.
func (p *provider) summaries() []history.FaultSummary {
	counts, operations := p.faults.Counts(), p.faults.Operations()
	out := make([]history.FaultSummary, len(p.rules))
	for i, r := range p.rules {
		s := history.FaultSummary{
			Name: r.Name, Note: r.Note, What: r.What(), Whom: r.Whom(), From: p.from, Until: p.until,
			Flicker: r.Every > 0, MayMiss: r.MayMiss, Hits: counts[i].Hits, NearMisses: counts[i].NearMisses, Operations: operations[i],
		}
		if !r.At.IsZero() {
			s.From = r.At.Time
		}
		if !r.Until.IsZero() {
			s.Until = r.Until.Time
		}
		out[i] = s
	}
	return out
}

// specs are all who can sign in.
func (p *provider) specs() []*mailbox.Spec {
	all := p.store.All()
	out := make([]*mailbox.Spec, len(all))
	for i, m := range all {
		out[i] = m.Spec()
	}
	return out
}

// inForce names the rules in force, flicker left out.
func (p *provider) inForce(now time.Time) []string {
	var out []string
	for _, r := range p.rules {
		if r.Every == 0 && !now.Before(r.At.Time) && (r.Until.IsZero() || now.Before(r.Until.Time)) {
			out = append(out, r.Name)
		}
	}
	return out
}

// calendar lets an owner edit a mailbox in the provider.
type calendar struct{ *mailbox.Mailbox }

func (c calendar) Create(e people.Event) (string, error) {
	made, err := c.Mailbox.Create(mailbox.Event{Subject: e.Subject, Start: e.Start, End: e.End, ShowAs: "busy"})
	return made.ID, err
}

func (c calendar) Update(e people.Event) error {
	_, err := c.Mailbox.Update(e.ID, func(x *mailbox.Event) { x.Subject, x.Start, x.End = e.Subject, e.Start, e.End })
	return refused(err)
}

func (c calendar) Delete(id string) error { return c.Mailbox.Delete(id) }

func (c calendar) Events() []people.Event {
	var out []people.Event
	for _, e := range c.Mailbox.Events() {
		if e.Type != mailbox.SingleInstance {
			continue
		}
		out = append(out, people.Event{ID: e.ID, Subject: e.Subject, Start: e.Start, End: e.End})
	}
	return out
}
