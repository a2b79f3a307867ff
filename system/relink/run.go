package relink

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"anchorage/system"
)

const (
	tokenBytes   = 32
	maxAttempts  = 12               // at one account's mail, over some hours of a mail server's outage
	firstBackoff = time.Minute      // after a mail that was not accepted; doubles with each in a row
	maxBackoff   = 15 * time.Minute //
	sendLimit    = 30 * time.Second // of one attempt
	farewellTime = 5 * time.Second  // to withdraw an ask whose mail was never sent, when the campaign is told to stop
)

// asking is an account of a campaign.
type asking struct {
	id       system.AccountID
	order    uint64
	attempts int
	ask      *system.Ask // saved, its mail not yet accepted
	token    string
}

// run is one campaign. It works on one goroutine.
type run struct {
	config   Config
	name     string
	wanted   string
	lane     time.Duration
	interval time.Duration
	queue    []*asking
	failures int // mails in a row that were not accepted
	sent     int
}

// all asks everyone in turn. An account that needs no mail leaves its place in
// the pace empty; a mail server's outage moves all later places, so that the
// pace is never exceeded.
func (r *run) all(ctx context.Context) {
	defer r.withdrawRest()
	due := time.Now()
	for len(r.queue) > 0 {
		due = r.wait(ctx, due)
		if ctx.Err() != nil {
			r.config.Log.Info("relink campaign stopped", "campaign", r.name, "sent", r.sent, "left", len(r.queue))
			return
		}
		next := r.queue[0]
		r.queue = r.queue[1:]
		due = due.Add(r.interval)
		if r.one(ctx, next) {
			continue
		}
		r.queue = append(r.queue, next)
		due = later(due, time.Now().Add(r.backoff()))
	}
	r.config.Log.Info("relink campaign ends", "campaign", r.name, "sent", r.sent)
}

// wait sleeps until the first instant on the campaign's own lane at or after due.
func (r *run) wait(ctx context.Context, due time.Time) time.Time {
	at := due.Truncate(time.Millisecond).Add(r.lane)
	if at.Before(due) {
		at = at.Add(time.Millisecond)
	}
	t := time.NewTimer(time.Until(at))
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
	return at
}

// one asks one owner, if that is still called for; false asks for another try.
func (r *run) one(ctx context.Context, x *asking) (settled bool) {
	account, wanted, err := r.stillWanted(ctx, x)
	switch {
	case err != nil:
		return r.again(x, err)
	case !wanted:
		r.withdraw(x)
		return true
	}
	if x.ask == nil {
		if err := r.prepare(ctx, account, x); err != nil {
			if errors.Is(err, system.ErrExists) { // another campaign was faster
				return true
			}
			return r.again(x, err)
		}
	}
	letter := r.letter(account, x)
	if letter.MessageID, err = r.draw(account, "message/"+strconv.Itoa(x.attempts), 16); err != nil {
		return r.again(x, err)
	}
	sending, cancel := context.WithTimeout(ctx, sendLimit)
	defer cancel()
	if err := r.config.Send(sending, letter); err != nil {
		return r.again(x, err)
	}
	x.ask, x.token = nil, ""
	r.failures = 0
	r.sent++
	r.config.Meter.Relink("asked")
	r.config.Log.Info("owner asked to relink", "campaign", r.name, "account", account.ID, "generation", account.Generation)
	return true
}

// stillWanted asks the store again: most of a group may have healed since the
// campaign began, and whoever has relinked must not be asked again.
func (r *run) stillWanted(ctx context.Context, x *asking) (system.Account, bool, error) {
	account, err := r.config.Store.Account(ctx, x.id)
	if err != nil {
		return account, false, fmt.Errorf("account: %w", err)
	}
	if !mayAsk(account, r.wanted) {
		return account, false, nil
	}
	if x.ask != nil {
		return account, x.ask.Generation == account.Generation && time.Now().Before(x.ask.ExpiresAt), nil
	}
	asked, err := open(ctx, r.config.Store, account, time.Now())
	return account, !asked, err
}

// prepare draws a token and makes its ask durable before the mail leaves, so
// that a link that has been sent always works.
func (r *run) prepare(ctx context.Context, account system.Account, x *asking) error {
	now := time.Now().UTC()
	token, err := r.draw(account, "token/"+strconv.FormatInt(now.UnixNano(), 10), tokenBytes)
	if err != nil {
		return err
	}
	ask := system.Ask{
		Digest: system.Digest(token), Account: account.ID, Generation: account.Generation,
		SentAt: now, ExpiresAt: now.Add(r.config.Settings().WithDefaults().Relink.LinkLife.D()),
	}
	if err := r.config.Store.SaveAsk(ctx, ask); err != nil {
		return fmt.Errorf("ask: %w", err)
	}
	x.ask, x.token = &ask, token
	return nil
}

func (r *run) draw(account system.Account, operation string, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(r.config.Random("relink/"+account.Key, r.name+"/"+operation), b); err != nil {
		return "", fmt.Errorf("random source: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(b), nil
}

func (r *run) letter(account system.Account, x *asking) Letter {
	return Letter{
		From: r.config.Settings().WithDefaults().Relink.From, To: account.Email,
		Link:  strings.TrimSuffix(r.config.PublicURL, "/") + "/relink/" + x.token,
		Until: x.ask.ExpiresAt, Life: x.ask.ExpiresAt.Sub(x.ask.SentAt), Account: account,
	}
}

// again puts an account off, or gives it up when its mail will never be accepted.
func (r *run) again(x *asking, err error) (settled bool) {
	x.attempts++
	r.failures++
	if errors.Is(err, ErrRejected) || x.attempts >= maxAttempts {
		if errors.Is(err, ErrRejected) {
			r.failures = 0 // the server works
		}
		r.config.Log.Error("owner cannot be asked to relink", "campaign", r.name, "account", x.id, "attempts", x.attempts, "error", err)
		r.config.Meter.Relink("failed")
		r.withdraw(x)
		return true
	}
	r.config.Log.Warn("mail put off", "campaign", r.name, "account", x.id, "attempts", x.attempts, "error", err)
	return false
}

// withdraw voids the link of an ask whose mail was never accepted.
func (r *run) withdraw(x *asking) {
	if x.ask == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), farewellTime)
	defer cancel()
	if err := r.config.Store.UseAsk(ctx, x.ask.Digest, time.Now().UTC()); err != nil {
		r.config.Log.Error("an ask that was never sent stays open", "account", x.id, "error", err)
	}
	x.ask, x.token = nil, ""
}

func (r *run) withdrawRest() {
	for _, x := range r.queue {
		r.withdraw(x)
	}
}

func (r *run) backoff() time.Duration {
	return min(firstBackoff<<min(max(r.failures-1, 0), 10), maxBackoff)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
