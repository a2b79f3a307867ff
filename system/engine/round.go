package engine

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"anchorage/system"
)

// maxPages bounds a round: at the default page size it is 50,000 events.
const maxPages = 1000

// codeOtherCalendar: the default calendar is not the one that the cache is of.
const codeOtherCalendar system.Code = "other_calendar"

// errAbandoned ends a round that has no outcome: the engine stops, the account was
// linked anew meanwhile, or a write was told to wait before the calendar was read.
var errAbandoned = errors.New("round abandoned")

// round is one synchronisation under way.
type round struct {
	*poller
	settings system.Settings
	began    time.Time // becomes as_of
	hint     system.Hint
	cursor   system.Cursor // after the round
	complete bool
	found    collection
	gone     []string // of a complete round: made by a write of ours, and deleted since

	patient   bool // failures are tried again within the round
	tries     int  // used up of settings.Sync.Retries
	renewed   bool // the access token was refreshed in this round
	refused   bool // the identity system did not refresh it
	confirmed bool // the calendar was compared in this round
	delivered bool // a write took effect in this round
}

func (p *poller) newRound() *round {
	return &round{poller: p, settings: p.engine.Settings().WithDefaults(), began: time.Now().UTC().Round(0)}
}

// round synchronises the account once and returns the poll interval in force.
func (p *poller) round(ctx context.Context) time.Duration {
	r := p.newRound()
	poll := r.settings.Sync.Poll.D()
	if !p.loaded {
		if err := p.load(ctx); err != nil {
			p.engine.Log.LogAttrs(ctx, slog.LevelError, "account cannot be loaded", slog.String("account", string(p.account.ID)), slog.Any("error", err))
			p.engine.Meter.Round(p.account.Provider, "failed")
			return poll
		}
	}
	if p.account.Generation == 0 || r.began.Before(p.slowUntil) {
		return poll // nothing to sign in with
	}
	err := r.run(ctx)
	switch {
	case ctx.Err() != nil || errors.Is(err, errAbandoned):
	case err != nil:
		r.failed(ctx, system.AsError(err))
	default:
		r.succeeded(ctx)
		r.identify(ctx)
		r.keepSubscribed(ctx)
	}
	return poll
}

// run does all of a round up to its commit.
func (r *round) run(ctx context.Context) error {
	r.patient = r.account.State == system.StateHealthy || r.account.State == system.StatePending
	readFirst := r.readFirst
	r.readFirst = false
	if err := r.prepare(ctx); err != nil {
		return err
	}
	// Writes come after the proof that it is the same mailbox, and before the
	// calendar is read, which then shows them. Of an account that fails the calendar is
	// read alone: whether that works says whether writes will.
	switch {
	case readFirst:
		r.retryAt = time.Now() // they go out after it
	case r.trusted():
		if err := r.deliverFirst(ctx); err != nil {
			return err
		}
	}
	r.cursor = r.committed
	if r.cursor.Link == "" || outlived(r.cursor.Window, r.began, r.settings.Sync) {
		r.restart()
	}
	err := r.pages(ctx)
	if e := system.AsError(err); e != nil && e.Class == system.ClassResync && !r.complete {
		// The cache serves until all that is there has been read again.
		r.committed.Link = ""
		r.restart()
		err = r.pages(ctx)
	}
	if err == nil && r.complete {
		err = r.missing(ctx)
	}
	if err != nil {
		return err
	}
	return r.commit(ctx)
}

// prepare sees to it that requests can be made, and that they reach the mailbox
// that the cache is of.
func (r *round) prepare(ctx context.Context) error {
	r.hint = r.engine.Choose(r.settings.Routing, r.account)
	if err := r.authorise(ctx); err != nil {
		return err
	}
	return r.confirm(ctx)
}

// restart makes this a complete round over a new window.
func (r *round) restart() {
	r.complete, r.found, r.gone = true, collection{}, nil
	r.cursor = system.Cursor{Window: windowAt(r.began, r.settings.Sync)}
}

// confirm compares the default calendar with the cached one, in the first round
// of each generation of credentials and after each start: only an equal id proves
// that it is the same mailbox.
func (r *round) confirm(ctx context.Context) error {
	if r.provenFor == r.account.Generation && r.account.CalendarID != "" {
		return nil
	}
	id, err := r.calendar(ctx)
	if e := system.AsError(err); e != nil && e.Class == system.ClassHint && r.account.CalendarID != "" && r.otherWithoutHint(ctx) {
		return otherCalendar()
	}
	if err != nil {
		return err
	}
	if r.account.CalendarID != "" && id != r.account.CalendarID {
		return otherCalendar()
	}
	r.account.CalendarID = id
	r.provenFor, r.confirmed = r.account.Generation, true
	return nil
}

// calendar asks for the default calendar's id.
func (r *round) calendar(ctx context.Context) (id string, err error) {
	err = r.ask(ctx, func(ctx context.Context, a system.Access) (err error) {
		id, err = r.engine.Client.DefaultCalendar(ctx, a)
		return err
	})
	return id, err
}

// otherWithoutHint says whether new credentials are another mailbox's, of which the
// hint is not. To whoever signed in with another account the provider only says that
// the hint is wrong, for as long as it is sent.
func (r *round) otherWithoutHint(ctx context.Context) bool {
	hint := r.hint
	r.hint = system.HintNone
	defer func() { r.hint = hint }()
	id, err := r.calendar(ctx)
	return err == nil && id != r.account.CalendarID
}

func otherCalendar() error {
	return &system.Error{Class: system.ClassPermanent, Code: codeOtherCalendar, Message: "another mailbox answers than the one in the cache"}
}

// pages reads on from the cursor's link until the provider has no more.
func (r *round) pages(ctx context.Context) error {
	link := r.cursor.Link
	for range maxPages {
		var page system.Page
		err := r.ask(ctx, func(ctx context.Context, a system.Access) (err error) {
			page, err = r.engine.Client.Page(ctx, a, link, r.cursor.Window)
			return err
		})
		if err != nil {
			return err
		}
		r.found.add(page)
		if page.DeltaLink != "" {
			r.cursor.Link = page.DeltaLink
			return nil
		}
		link = page.NextLink
	}
	return &system.Error{Class: system.ClassRetry, Code: system.CodeMalformed, Message: "a round without an end"}
}
