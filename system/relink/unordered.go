package relink

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"anchorage/system"
)

// unorderedName marks what no operator has ordered in the log and in draws.
const unorderedName = "relink/unordered"

// Watch asks the owners whom the ladder names, and reminds those who were asked,
// until ctx ends; Wait waits for that. All it needs to know of earlier mails is in
// the store, so that a restart changes neither the pace nor whom it asks.
func (r *Relinker) Watch(ctx context.Context) {
	u := &unordered{
		run:     run{config: r.config, name: unorderedName, wanted: Failing, lane: r.config.Lane(unorderedName)},
		under:   map[system.AccountID]*asking{},
		givenUp: map[system.AccountID]int{},
	}
	r.campaigns.Go(func() { u.watch(ctx) })
}

// unordered sends mails of the system's own accord, on one goroutine.
type unordered struct {
	run
	under    map[system.AccountID]*asking // their mail was put off
	givenUp  map[system.AccountID]int     // generation for which no mail server took the mail
	resumeAt time.Time                    // after mails that were put off
}

func (u *unordered) watch(ctx context.Context) {
	defer u.farewell()
	for {
		u.wait(ctx, time.Now().Add(min(u.gap(), time.Minute)))
		if ctx.Err() != nil {
			return
		}
		if err := u.step(ctx); err != nil && ctx.Err() == nil {
			u.config.Log.Error("owners cannot be asked to relink", "error", err)
		}
	}
}

// gap is the time between two mails: an even pace keeps every sliding hour.
func (u *unordered) gap() time.Duration {
	perHour := time.Duration(u.settings().PerHour)
	return (time.Hour/perHour + time.Millisecond - 1).Truncate(time.Millisecond)
}

func (u *unordered) settings() system.RelinkSettings {
	return u.config.Settings().WithDefaults().Relink
}

// step sends the next mail, if there is one and the pace allows it.
func (u *unordered) step(ctx context.Context) error {
	if time.Now().Before(u.resumeAt) {
		return nil
	}
	due, err := u.due(ctx)
	if err != nil || len(due) == 0 {
		return err
	}
	if free, err := u.free(ctx); err != nil || !free {
		return err
	}
	for _, d := range due {
		done, err := u.offer(ctx, d)
		if err != nil || done {
			return err
		}
	}
	return nil
}

// free says whether the pace allows a mail now. Every ask counts, whoever ordered it.
func (u *unordered) free(ctx context.Context) (bool, error) {
	now := time.Now()
	sent, err := u.config.Asks.AsksSince(ctx, now.Add(-time.Hour))
	if err != nil {
		return false, err
	}
	if len(sent) == 0 {
		return true, nil
	}
	return len(sent) < u.settings().PerHour && now.Sub(sent[len(sent)-1]) >= u.gap(), nil
}

// due is an owner who may need a mail.
type due struct {
	id         system.AccountID
	generation int       // of the credentials that fail
	since      time.Time // when it began to fail, as the ladder has seen it
	reminder   bool      // and nothing else: the ladder does not name the account
}

// due lists who may need a mail: whom the ladder names, in an order that reaches
// all kinds of accounts, then those whose reminder is due.
func (u *unordered) due(ctx context.Context) ([]due, error) {
	var all []due
	if u.config.MayAsk != nil {
		for _, a := range u.config.MayAsk() {
			all = append(all, due{a.ID, a.Generation, a.FailingSince, false})
		}
	}
	slices.SortStableFunc(all, func(a, b due) int {
		return cmp.Compare(u.config.Rand(string(a.id), unorderedName, 0), u.config.Rand(string(b.id), unorderedName, 0))
	})
	repeat := u.settings().Repeat
	if repeat.Times == 0 {
		return all, nil
	}
	now := time.Now()
	open, err := u.config.Asks.OpenAsks(ctx, now)
	if err != nil {
		return nil, err
	}
	for _, a := range open {
		if now.Sub(a.SentAt) >= repeat.After.D() && !slices.ContainsFunc(all, func(d due) bool { return d.id == a.Account }) {
			all = append(all, due{id: a.Account, generation: a.Generation, reminder: true})
		}
	}
	return all, nil
}

// offer asks one owner, if that is called for. It says whether that took a place
// in the pace.
func (u *unordered) offer(ctx context.Context, d due) (took bool, err error) {
	id := d.id
	x := u.under[id]
	if x == nil {
		wanted, err := u.called(ctx, d)
		if err != nil || !wanted {
			return false, err
		}
		x = &asking{id: id}
	}
	sent := u.sent
	if !u.one(ctx, x) {
		u.under[id] = x
		u.resumeAt = time.Now().Add(u.backoff())
		return true, nil
	}
	delete(u.under, id)
	if u.sent == sent && x.attempts > 0 {
		account, err := u.config.Store.Account(ctx, id)
		if err != nil {
			return true, fmt.Errorf("account: %w", err)
		}
		u.givenUp[id] = account.Generation
	}
	return u.sent != sent, nil
}

// called says whether an account's owner is to be asked for the first time or once
// more: of a generation of credentials that still fail, once and then as often as
// reminders are wanted. An ask that a reminder replaces is closed first. Whoever has
// been well since the ladder has named it waits until it does so again: what it fails
// with now may be nothing that linking anew helps.
func (u *unordered) called(ctx context.Context, d due) (bool, error) {
	account, err := u.config.Store.Account(ctx, d.id)
	if err != nil {
		return false, fmt.Errorf("account: %w", err)
	}
	if !mayAsk(account, Failing) || account.Generation != d.generation || u.givenUp[d.id] == account.Generation {
		return false, nil
	}
	if !d.reminder && !account.FailingSince.Equal(d.since) {
		return false, nil
	}
	asks, err := u.config.Asks.AsksOf(ctx, d.id, account.Generation)
	if err != nil {
		return false, err
	}
	// Used, and yet the generation is the same: its mail was never sent.
	asks = slices.DeleteFunc(asks, func(a system.Ask) bool { return !a.UsedAt.IsZero() })
	if len(asks) == 0 {
		return !d.reminder, nil
	}
	now, last, repeat := time.Now(), asks[len(asks)-1], u.settings().Repeat
	if len(asks) > repeat.Times || now.Sub(last.SentAt) < repeat.After.D() {
		return false, nil
	}
	if now.Before(last.ExpiresAt) {
		if err := u.config.Asks.ExpireAsk(ctx, last.Digest, now.UTC()); err != nil && !errors.Is(err, system.ErrStale) {
			return false, err
		}
	}
	return true, nil
}

// farewell voids the links of mails that were never accepted.
func (u *unordered) farewell() {
	for _, x := range u.under {
		u.queue = append(u.queue, x)
	}
	slices.SortFunc(u.queue, func(a, b *asking) int { return cmp.Compare(a.id, b.id) })
	u.withdrawRest()
}
