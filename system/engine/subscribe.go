package engine

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"anchorage/system"
)

const (
	// subscriptionLife is what is asked for: a little below the lowest of the
	// provider's ceilings (provider contract 6).
	subscriptionLife = 4200 * time.Minute
	// leastSubscriptionLife: the provider raises what is shorter (provider contract 6).
	leastSubscriptionLife = 45 * time.Minute
)

// subscribed is a poller's subscription to changes.
type subscribed struct {
	known bool // now is what the store has
	now   system.Subscription
	ask   time.Duration // life to ask for; 0: not refused so far
	life  time.Duration // that the provider gave last; 0: unknown
}

// keepSubscribed sees to it, after a good round, that the provider tells about
// changes. Where that fails polling goes on: only time is lost.
func (r *round) keepSubscribed(ctx context.Context) {
	if !r.settings.Sync.Notifications || r.engine.Subscriber == nil {
		return
	}
	patient := r.patient
	r.patient = false
	defer func() { r.patient = patient }()
	err := r.subscribe(ctx)
	if err == nil || ctx.Err() != nil || errors.Is(err, errAbandoned) {
		return
	}
	if e := system.AsError(err); e.RetryAfter > 0 {
		r.waitUntil = time.Now().Add(e.RetryAfter)
	}
	r.engine.Log.LogAttrs(ctx, slog.LevelInfo, "no subscription to changes", slog.String("account", string(r.account.ID)), slog.Any("error", err))
}

func (r *round) subscribe(ctx context.Context) error {
	s := &r.subscription
	if !s.known {
		var err error
		s.now, err = r.engine.Subscriptions.Subscription(ctx, r.account.ID)
		if err != nil && !errors.Is(err, system.ErrNotFound) {
			return err
		}
		s.known = true
	}
	left := time.Until(s.now.Expires)
	switch {
	case s.now.ID != "" && left > 0 && s.now.Generation != r.account.Generation:
		return r.resubscribe(ctx)
	case s.now.ID == "" || left <= 0:
		return r.subscribeAnew(ctx)
	case left < s.usual()/3:
		return r.renewSubscription(ctx)
	}
	return nil
}

func (s *subscribed) usual() time.Duration {
	if s.life > 0 {
		return s.life
	}
	return subscriptionLife
}

// resubscribe ends the subscription that older credentials made, so that nothing
// is told twice.
func (r *round) resubscribe(ctx context.Context) error {
	err := r.ask(ctx, func(ctx context.Context, a system.Access) error {
		return r.engine.Subscriber.Unsubscribe(ctx, a, r.subscription.now.ID)
	})
	if e := system.AsError(err); e != nil && e.Class != system.ClassPermanent {
		return fmt.Errorf("old subscription: %w", err)
	}
	return r.subscribeAnew(ctx)
}

func (r *round) subscribeAnew(ctx context.Context) error {
	secret, err := r.clientState()
	if err != nil {
		return err
	}
	return r.lasting(ctx, func(ctx context.Context, a system.Access, expires time.Time) (system.Subscription, error) {
		s, err := r.engine.Subscriber.Subscribe(ctx, a, r.engine.NotificationURL, secret, expires)
		s.ClientState = secret
		return s, err
	})
}

// renewSubscription lengthens the subscription's life. One that has gone without a
// word is made anew.
func (r *round) renewSubscription(ctx context.Context) error {
	was := r.subscription.now
	err := r.lasting(ctx, func(ctx context.Context, a system.Access, expires time.Time) (system.Subscription, error) {
		s, err := r.engine.Subscriber.Renew(ctx, a, was.ID, expires)
		s.ClientState = was.ClientState
		return s, err
	})
	if e := system.AsError(err); e == nil || e.Status != http.StatusNotFound {
		return err
	}
	if err := r.engine.Subscriptions.DropSubscription(ctx, was.ID); err != nil {
		return err
	}
	r.subscription.now = system.Subscription{}
	return r.subscribeAnew(ctx)
}

// lasting makes a request for a subscription, with a shorter life where the
// provider refuses the one asked for, and keeps what it gives.
func (r *round) lasting(ctx context.Context, request func(context.Context, system.Access, time.Time) (system.Subscription, error)) error {
	s := &r.subscription
	for {
		if s.ask == 0 {
			s.ask = subscriptionLife
		}
		var made system.Subscription
		err := r.ask(ctx, func(ctx context.Context, a system.Access) (err error) {
			made, err = request(ctx, a, time.Now().UTC().Add(s.ask).Truncate(time.Second))
			return err
		})
		if shorter := shorterLife(system.AsError(err), s.ask); shorter > 0 {
			s.ask = shorter
			continue
		}
		if err != nil {
			return err
		}
		made.Account, made.Generation = r.account.ID, r.account.Generation
		if err := r.engine.Subscriptions.SaveSubscription(ctx, made); err != nil {
			s.known = false // what the store does not know nobody listens to
			return err
		}
		s.now, s.life = made, time.Until(made.Expires)
		return nil
	}
}

// shorterLife is what to ask for after a refusal, 0 if the refusal is about
// something else. The message names the ceiling (provider contract 6).
func shorterLife(e *system.Error, asked time.Duration) time.Duration {
	if e == nil || e.Status != http.StatusBadRequest || e.Code != "ExtensionError" || asked <= leastSubscriptionLife {
		return 0
	}
	for word := range strings.FieldsSeq(e.Message) {
		if minutes, err := strconv.Atoi(word); err == nil && minutes > 1 && minutes < int(asked/time.Minute) {
			return max(leastSubscriptionLife, time.Duration(minutes-1)*time.Minute)
		}
	}
	return max(leastSubscriptionLife, (asked / 2).Truncate(time.Minute))
}

// clientState draws the secret by which a notification is known to be the
// provider's.
func (r *round) clientState() (string, error) {
	var secret [32]byte
	source := r.engine.Random("subscription/"+r.account.Key, strconv.FormatInt(time.Now().UnixNano(), 10))
	if _, err := io.ReadFull(source, secret[:]); err != nil {
		return "", fmt.Errorf("random source: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(secret[:]), nil
}
