package engine

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"anchorage/system"
)

// deliverOnly sends writes between two rounds. A failure says nothing about the
// account's health: the next round finds out.
func (p *poller) deliverOnly(ctx context.Context) {
	p.retryAt = time.Time{}
	r := p.newRound()
	if !p.loaded {
		if err := p.load(ctx); err != nil {
			return // the next round tells
		}
	}
	if p.account.Generation == 0 || waitsForOwner(p.account.State) {
		return
	}
	err := r.prepare(ctx)
	if err == nil {
		err = r.deliver(ctx)
		p.readFirst = toldToWait(err)
	}
	if toldToWait(err) {
		p.waitUntil = time.Now().Add(system.AsError(err).RetryAfter)
		if p.waitUntil.After(p.roundAt) {
			// Not a whole poll later: writes that are put off again and again would
			// keep the calendar from being read.
			p.roundAt = p.cadence.soonest(p.waitUntil)
		}
	}
}

// toldToWait says whether the provider named a time. It goes for all requests of the
// mailbox, reading included: limits are those of a mailbox (provider contract 4.3).
func toldToWait(err error) bool {
	e := system.AsError(err)
	return e != nil && e.RetryAfter > 0
}

// deliver sends the queued writes of an account that works, in order. A write that
// has to be tried again holds up later ones of its event only; when the provider
// asks to wait, it holds up all. The error is one that ends the round.
func (r *round) deliver(ctx context.Context) error {
	if !r.mayHaveWrites || r.engine.Outbox == nil {
		return nil
	}
	patient := r.patient
	r.patient = false // the outbox has a backoff of its own
	defer func() { r.patient = patient }()
	pending, err := r.engine.Outbox.Pending(ctx, r.account.ID)
	if err != nil {
		return err
	}
	r.mayHaveWrites, r.retryAt = false, time.Time{}
	pass := pass{round: r, held: map[string]bool{}}
	for i := range pending {
		if err := pass.next(ctx, pending[i]); err != nil {
			r.mayHaveWrites = true
			return err
		}
	}
	return nil
}

// deliverFirst delivers before the calendar is read. Where the provider named a
// time that is soon enough the round waits for it and goes on. After a longer one
// another round begins: no request for the calendar has failed, so neither has this
// one. That other round reads before it delivers, or a limit on writes that lasts
// would keep the calendar from ever being read.
func (r *round) deliverFirst(ctx context.Context) error {
	err := r.deliver(ctx)
	if toldToWait(err) {
		wait := system.AsError(err).RetryAfter
		if time.Since(r.began)+wait > patience {
			r.waitUntil, r.readFirst = time.Now().Add(wait), true
			return errAbandoned
		}
		sleep(ctx, wait)
		err = nil
	}
	if r.delivered {
		r.began = time.Now().UTC().Round(0)
	}
	return err
}

// pass is one walk through the queued writes.
type pass struct {
	*round
	held    map[string]bool // events whose next write has to wait
	settled bool            // one was settled: what others know of their event may be old
}

// next deals with one write. An error ends the pass.
func (p *pass) next(ctx context.Context, w system.Write) error {
	if p.settled {
		fresh, err := p.engine.Outbox.Write(ctx, w.Account, w.ID)
		if err != nil {
			return err
		}
		if w = fresh; w.State != system.WriteQueued {
			return nil // it failed with the create that it depends on
		}
	}
	event := eventOf(w)
	if p.held[event] {
		p.mayHaveWrites = true
		return nil
	}
	if w.NotBefore.After(time.Now()) {
		p.hold(event, w.NotBefore)
		return nil
	}
	return p.try(ctx, event, w)
}

// try makes one attempt and stores what became of it.
func (p *pass) try(ctx context.Context, event string, w system.Write) error {
	w, cause := p.attempt(ctx, w)
	if ctx.Err() != nil || errors.Is(cause, errAbandoned) {
		return errAbandoned
	}
	if w.State == system.WriteDelivered {
		w.DeliveredAt = time.Now()
		p.delivered = true
	}
	if err := p.engine.Outbox.Settle(ctx, w); err != nil && !errors.Is(err, system.ErrStale) {
		return err
	}
	p.tell(ctx, w, cause)
	if w.State != system.WriteQueued {
		p.settled = true
		return nil
	}
	p.hold(event, w.NotBefore)
	if e := system.AsError(cause); e != nil && e.RetryAfter > 0 {
		return e
	}
	return nil
}

func (p *pass) hold(event string, until time.Time) {
	p.held[event], p.mayHaveWrites = true, true
	if p.retryAt.IsZero() || until.Before(p.retryAt) {
		p.retryAt = until
	}
}

func (p *pass) tell(ctx context.Context, w system.Write, cause error) {
	level := slog.LevelDebug
	if w.State == system.WriteConflict || w.State == system.WriteFailed {
		level = slog.LevelInfo
	}
	p.engine.Log.LogAttrs(ctx, level, "write is "+w.State, slog.String("account", string(w.Account)), slog.Int64("seq", w.Seq),
		slog.String("kind", w.Kind), slog.Int("attempts", w.Attempts), slog.Any("cause", cause))
}

// eventOf names the event that a write is about.
func eventOf(w system.Write) string {
	switch {
	case w.EventID != "":
		return w.EventID
	case w.Kind == system.WriteCreate:
		return "draft:" + w.ID
	}
	return "draft:" + w.DraftOf
}
