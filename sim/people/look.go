package people

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"anchorage/sim/units"
)

// A look shows the days from yesterday to two weeks ahead.
const (
	lookBack  = 24 * time.Hour
	lookAhead = 14 * 24 * time.Hour
)

// look reads the calendar through the system and compares it with what the owner
// knows.
func (o *owner) look(ctx context.Context) {
	c := o.people.config
	now := c.Clock.Now()
	l := Looked{At: now, Mailbox: o.Mailbox, From: now.Truncate(time.Minute).Add(-lookBack)}
	l.Until = l.From.Add(lookBack + lookAhead)
	l.Answer, l.Err = c.Reader.Read(ctx, o.Mailbox, l.From, l.Until)
	if ctx.Err() != nil || errors.Is(l.Err, ErrNotLinked) {
		return // the world ended meanwhile, or has not begun for this owner
	}
	l.Took = c.Clock.Now().Sub(now)
	var oldest *change
	if l.Err == nil {
		o.see(l.Answer.Events, l.From, l.Until)
		missing := o.memory.compare(l.Answer.Events, l.From, l.Until, now.Add(-2*c.Poll))
		l.Missing = len(missing)
		for _, m := range missing {
			if oldest == nil || m.at.Before(oldest.at) {
				oldest = m
			}
		}
	}
	if oldest != nil {
		l.Oldest = now.Sub(oldest.at)
	}
	c.Observer.Looked(l)
	if l.Err == nil {
		o.consider(ctx, now, oldest)
	}
}

// consider writes a ticket when an own change has been missing for too long: one,
// and no other before that change has arrived.
func (o *owner) consider(ctx context.Context, now time.Time, oldest *change) {
	o.memory.settle()
	if !o.complains || oldest == nil || o.memory.complaint != nil || oldest.told ||
		now.Sub(oldest.at) <= o.people.config.Owners.Complain.After.D() {
		return
	}
	missingFor := now.Sub(oldest.at).Truncate(time.Second)
	ticket := struct {
		Mailbox    string         `json:"mailbox"`
		Provider   string         `json:"provider"`
		Text       string         `json:"text"`
		MissingFor units.Duration `json:"missing_for"`
	}{o.Mailbox, o.Provider, oldest.complaint(missingFor), units.Duration(missingFor)}
	if err := o.people.send(ctx, o.people.config.DeskURL, ticket); err != nil {
		if ctx.Err() == nil {
			o.people.config.Observer.Stranded(now, o.key, "ticket: "+err.Error())
		}
		return // tried again at the next look
	}
	oldest.told = true
	o.memory.complaint = oldest
}

// complaint is the change in the owner's words.
func (c *change) complaint(missingFor time.Duration) string {
	age := fmt.Sprintf("%d minutes", int(missingFor.Minutes()))
	if missingFor >= 2*time.Hour {
		age = fmt.Sprintf("%d hours", int(missingFor.Hours()))
	}
	switch {
	case c.what == Created:
		return fmt.Sprintf("I added %q to my calendar %s ago and it still does not show.", c.is.Subject, age)
	case c.what == Deleted:
		return fmt.Sprintf("I deleted %q from my calendar %s ago and it is still there.", c.was.Subject, age)
	case c.was.Subject != c.is.Subject:
		return fmt.Sprintf("I renamed %q to %q %s ago and the old name still shows.", c.was.Subject, c.is.Subject, age)
	}
	return fmt.Sprintf("I moved %q %s ago and it still shows at the old time.", c.was.Subject, age)
}

// send posts JSON and expects 201.
func (p *People) send(ctx context.Context, url string, v any) error {
	body, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("body: %w", err)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("request: %w", err)
	}
	r.Header.Set("Content-Type", "application/json")
	res, err := p.config.HTTP.RoundTrip(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusCreated {
		return fmt.Errorf("status %d", res.StatusCode)
	}
	return nil
}
