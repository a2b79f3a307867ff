package engine_test

import (
	"context"
	"io"
	"slices"
	"strings"
	"time"

	"anchorage/system"
)

// subscriptions is the provider's side of subscriptions to changes, and the place where
// the system keeps its own. It grants what is asked for, unless it is told otherwise.
type subscriptions struct {
	w     *world
	kept  map[system.AccountID]system.Subscription
	asked []asked
	drops []string
	read  int      // how often what is kept was asked for
	drawn []string // entities that secrets were drawn for

	answer func(a asked, nth int) error // nth request of its operation, from 1
	life   time.Duration                // what is granted instead of what is asked for
	reads  error                        // answer to reading what is kept
	saves  error                        // answer to keeping one
	loses  error                        // answer to dropping it
	source io.Reader                    // of secrets
}

// asked is one request about a subscription.
type asked struct {
	operation string // subscribe, renew, unsubscribe
	id        string
	token     string
	url       string
	secret    string
	at        time.Duration // after the world began
	life      time.Duration // asked for
}

const notificationURL = "https://sync.example.com/notifications"

// subscribing gives the world's engine subscriptions, which its settings want. It
// comes before the start.
func subscribing(w *world) *subscriptions {
	s := &subscriptions{w: w, kept: map[system.AccountID]system.Subscription{}}
	w.engine.Subscriber, w.engine.Subscriptions, w.engine.NotificationURL = s, s, notificationURL
	w.engine.Random = func(entity, operation string) io.Reader {
		s.drawn = append(s.drawn, entity)
		if s.source != nil {
			return s.source
		}
		return strings.NewReader(strings.Repeat(operation, 32))
	}
	w.set(func(s *system.Settings) { s.Sync.Notifications = true })
	return s
}

// of are the requests of one operation.
func (s *subscriptions) of(operation string) []asked {
	return slices.DeleteFunc(slices.Clone(s.asked), func(a asked) bool { return a.operation != operation })
}

// operations are all requests in their order.
func (s *subscriptions) operations() []string {
	var all []string
	for _, a := range s.asked {
		all = append(all, a.operation)
	}
	return all
}

// lives are the lives that were asked for.
func (s *subscriptions) lives() []time.Duration {
	var all []time.Duration
	for _, a := range s.asked {
		all = append(all, a.life)
	}
	return all
}

func (s *subscriptions) take(a asked) error {
	a.at = time.Since(s.w.began)
	s.asked = append(s.asked, a)
	if s.answer != nil {
		return s.answer(a, len(s.of(a.operation)))
	}
	return nil
}

func (s *subscriptions) granted(id string, expires time.Time) system.Subscription {
	if s.life > 0 {
		expires = time.Now().Add(s.life)
	}
	return system.Subscription{ID: id, Expires: expires}
}

// lifeUntil is how long from now on, as it was before expiry was cut to whole seconds.
func lifeUntil(expires time.Time) time.Duration {
	return time.Until(expires).Round(time.Minute)
}

func (s *subscriptions) Subscribe(_ context.Context, a system.Access, url, secret string, expires time.Time) (system.Subscription, error) {
	id := "s" + string(rune('1'+len(s.of("subscribe"))))
	if err := s.take(asked{operation: "subscribe", token: a.Token, url: url, secret: secret, life: lifeUntil(expires)}); err != nil {
		return system.Subscription{}, err
	}
	return s.granted(id, expires), nil
}

func (s *subscriptions) Renew(_ context.Context, a system.Access, id string, expires time.Time) (system.Subscription, error) {
	if err := s.take(asked{operation: "renew", id: id, token: a.Token, life: lifeUntil(expires)}); err != nil {
		return system.Subscription{}, err
	}
	return s.granted(id, expires), nil
}

func (s *subscriptions) Unsubscribe(_ context.Context, a system.Access, id string) error {
	return s.take(asked{operation: "unsubscribe", id: id, token: a.Token})
}

func (s *subscriptions) SaveSubscription(_ context.Context, x system.Subscription) error {
	if s.saves != nil {
		return s.saves
	}
	s.kept[x.Account] = x
	return nil
}

func (s *subscriptions) Subscription(_ context.Context, id system.AccountID) (system.Subscription, error) {
	s.read++
	x, ok := s.kept[id]
	switch {
	case s.reads != nil:
		return system.Subscription{}, s.reads
	case !ok:
		return system.Subscription{}, system.ErrNotFound
	}
	return x, nil
}

func (s *subscriptions) SubscriptionByID(context.Context, string) (system.Subscription, error) {
	return system.Subscription{}, system.ErrNotFound
}

func (s *subscriptions) DropSubscription(_ context.Context, id string) error {
	s.drops = append(s.drops, id)
	return s.loses
}
