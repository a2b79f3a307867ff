package engine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// Of subscriptions: the life that is asked for, and what is left of it when a round
// renews one.
const (
	wholeLife = 4200 * time.Minute
	aThird    = wholeLife / 3
	aPoll     = 15 * time.Minute
)

// subscribed runs do in a world that wants subscriptions and whose account was linked
// a minute ago. What is to be otherwise from the start on, prepare sets.
func subscribed(t *testing.T, prepare func(*world, *subscriptions), do func(*world, *subscriptions)) {
	t.Helper()
	inWorld(t, func(w *world) {
		s := subscribing(w)
		if prepare != nil {
			prepare(w, s)
		}
		w.linked()
		w.until(time.Minute)
		do(w, s)
	})
}

// kept has the store know a subscription from before the start.
func kept(generation int, left time.Duration) func(*world, *subscriptions) {
	return func(w *world, s *subscriptions) {
		s.kept["a"] = system.Subscription{ID: "old", Account: "a", Generation: generation, ClientState: "old secret", Expires: w.began.Add(left)}
	}
}

func TestSubscribesAfterAGoodRound(t *testing.T) {
	subscribed(t, nil, func(w *world, s *subscriptions) {
		require.Equal(t, []string{"subscribe"}, s.operations())
		was := s.asked[0]
		assert.Equal(t, notificationURL, was.url)
		assert.Equal(t, wholeLife, was.life)
		assert.Equal(t, "first/access", was.token)
		assert.Len(t, was.secret, 43, "32 bytes")
		assert.Equal(t, []string{"subscription/a"}, s.drawn)
		now := s.kept["a"]
		assert.Equal(t, system.Subscription{ID: "s1", Account: "a", Generation: 1, ClientState: was.secret, Expires: now.Expires}, now)
		assert.Equal(t, now.Expires.Truncate(time.Second), now.Expires)
		assert.Equal(t, time.UTC, now.Expires.Location())
		w.until(24 * time.Hour)
		assert.Len(t, s.asked, 1, "one is enough")
		assert.Equal(t, 1, s.read, "nor is the store asked each round")
	})
}

func TestDoesNotSubscribe(t *testing.T) {
	for name, prepare := range map[string]func(*world, *subscriptions){
		"NotWanted": func(w *world, _ *subscriptions) {
			w.set(func(s *system.Settings) { s.Sync.Notifications = false })
		},
		"NoSubscriber": func(w *world, _ *subscriptions) { w.engine.Subscriber = nil },
		"FailedRound": func(w *world, _ *subscriptions) {
			w.page = func(context.Context, request) (system.Page, error) { return system.Page{}, unavailable }
		},
		"UnreadableStore":  func(_ *world, s *subscriptions) { s.reads = errors.New("disk on fire") },
		"NoSecret":         func(_ *world, s *subscriptions) { s.source = &broken{} },
		"HasOne":           kept(1, wholeLife),
		"HasOneForAWhile":  kept(1, aThird+time.Hour),
		"HasOneJustEnough": kept(1, aThird+2*time.Second),
	} {
		t.Run(name, func(t *testing.T) {
			subscribed(t, prepare, func(w *world, s *subscriptions) { assert.Empty(t, s.asked) })
		})
	}
}

// broken is a source of randomness that has none.
type broken struct{}

func (*broken) Read([]byte) (int, error) { return 0, errors.New("no entropy") }

// What could not be done after one round is done after the next.
func TestSubscribesOnceItCan(t *testing.T) {
	t.Run("StoreReadable", func(t *testing.T) {
		subscribed(t, func(_ *world, s *subscriptions) { s.reads = errors.New("disk on fire") }, func(w *world, s *subscriptions) {
			s.reads = nil
			w.until(aPoll + time.Minute)
			assert.Equal(t, []string{"subscribe"}, s.operations())
		})
	})
	t.Run("StoreWritable", func(t *testing.T) {
		subscribed(t, func(_ *world, s *subscriptions) { s.saves = errors.New("disk full") }, func(w *world, s *subscriptions) {
			assert.Len(t, s.asked, 1)
			assert.Empty(t, s.kept)
			s.saves = nil
			w.until(aPoll + time.Minute)
			assert.Equal(t, []string{"subscribe", "subscribe"}, s.operations(), "nobody would know news of the first")
			assert.Equal(t, "s2", s.kept["a"].ID)
			w.until(2*aPoll + time.Minute)
			assert.Len(t, s.asked, 2)
		})
	})
	t.Run("ProviderWell", func(t *testing.T) {
		subscribed(t, func(_ *world, s *subscriptions) {
			s.answer = func(_ asked, nth int) error {
				if nth <= 2 {
					return unavailable
				}
				return nil
			}
		}, func(w *world, s *subscriptions) {
			assert.Len(t, s.asked, 1, "a round does not insist on it")
			assert.Empty(t, s.kept, "what was refused is not there")
			assert.Equal(t, system.StateHealthy, w.store.account("a").State, "only time is lost")
			w.until(aPoll + time.Minute)
			assert.Len(t, s.asked, 2)
			w.until(2*aPoll + time.Minute)
			assert.Equal(t, []string{"subscribe", "subscribe", "subscribe"}, s.operations())
			assert.Equal(t, "s3", s.kept["a"].ID)
			assert.Equal(t, 3, w.count("round ok"))
			assert.Zero(t, w.count("round failed"))
		})
	})
}

// A time that the provider names goes for all requests of the mailbox.
func TestSubscribingIsToldToWait(t *testing.T) {
	subscribed(t, func(_ *world, s *subscriptions) {
		s.answer = func(_ asked, nth int) error {
			if nth == 1 {
				return throttled(20 * time.Minute)
			}
			return nil
		}
	}, func(w *world, s *subscriptions) {
		w.taken()
		w.until(29 * time.Minute)
		assert.Empty(t, w.taken())
		assert.Len(t, s.asked, 1)
		w.until(31 * time.Minute)
		assert.Equal(t, []time.Duration{30*time.Minute + lane}, w.times(w.taken(), "delta"), "the next tick after the wait")
		assert.Equal(t, "s2", s.kept["a"].ID)
	})
}

func TestRenewsInTheLastThird(t *testing.T) {
	t.Run("OfWhatIsAskedFor", func(t *testing.T) {
		subscribed(t, nil, func(w *world, s *subscriptions) {
			secret := s.kept["a"].ClientState
			w.until(wholeLife - aThird - time.Second)
			assert.Len(t, s.asked, 1)
			w.until(wholeLife - aThird + aPoll)
			require.Equal(t, []string{"subscribe", "renew"}, s.operations())
			assert.Equal(t, asked{operation: "renew", id: "s1", token: "first/access", at: s.asked[1].at, life: wholeLife}, s.asked[1])
			now := s.kept["a"]
			assert.Equal(t, []any{"s1", secret, 1}, []any{now.ID, now.ClientState, now.Generation})
			assert.Greater(t, now.Expires.Sub(w.began), wholeLife)
			w.until(wholeLife + time.Hour)
			assert.Len(t, s.asked, 2)
		})
	})
	t.Run("OfWhatIsGranted", func(t *testing.T) {
		subscribed(t, func(_ *world, s *subscriptions) { s.life = 6 * time.Hour }, func(w *world, s *subscriptions) {
			w.until(4*time.Hour - time.Second)
			assert.Len(t, s.asked, 1)
			w.until(4*time.Hour + aPoll + time.Second)
			assert.Equal(t, []string{"subscribe", "renew"}, s.operations())
		})
	})
	t.Run("AfterARestart", func(t *testing.T) {
		subscribed(t, kept(1, aThird-time.Second), func(_ *world, s *subscriptions) {
			require.Equal(t, []string{"renew"}, s.operations())
			assert.Equal(t, "old", s.asked[0].id)
			assert.Equal(t, "old secret", s.kept["a"].ClientState)
		})
	})
}

// What has ended is made anew, whoever made it.
func TestSubscribesAnewAfterTheEnd(t *testing.T) {
	for name, row := range map[string]struct {
		generation int
		left       time.Duration
	}{"Long": {1, -time.Hour}, "Now": {1, 0}, "OfOlderCredentials": {0, -time.Second}} {
		t.Run(name, func(t *testing.T) {
			subscribed(t, kept(row.generation, row.left), func(_ *world, s *subscriptions) {
				assert.Equal(t, []string{"subscribe"}, s.operations())
				assert.Equal(t, "s1", s.kept["a"].ID)
			})
		})
	}
}

// A subscription that has gone without a word is made anew, with another secret.
func TestRenewingWhatIsGone(t *testing.T) {
	missing := &system.Error{Class: system.ClassPermanent, Code: "ResourceNotFound", Status: 404}
	lost := func(a asked, _ int) error {
		if a.operation == "renew" {
			return missing
		}
		return nil
	}
	t.Run("OK", func(t *testing.T) {
		subscribed(t, func(w *world, s *subscriptions) {
			kept(1, time.Hour)(w, s)
			s.answer = lost
		}, func(w *world, s *subscriptions) {
			assert.Equal(t, []string{"renew", "subscribe"}, s.operations())
			assert.Equal(t, []string{"old"}, s.drops)
			assert.Equal(t, "s1", s.kept["a"].ID)
			assert.NotEqual(t, "old secret", s.kept["a"].ClientState)
			w.until(24 * time.Hour)
			assert.Len(t, s.asked, 2)
		})
	})
	t.Run("ErrSubscribe", func(t *testing.T) {
		subscribed(t, func(w *world, s *subscriptions) {
			kept(1, time.Hour)(w, s)
			s.answer = func(a asked, nth int) error {
				if a.operation == "subscribe" && nth == 1 {
					return unavailable
				}
				return lost(a, nth)
			}
		}, func(w *world, s *subscriptions) {
			w.until(aPoll + time.Minute)
			assert.Equal(t, []string{"renew", "subscribe", "subscribe"}, s.operations(), "what is gone is not renewed again")
		})
	})
	t.Run("ErrDrop", func(t *testing.T) {
		subscribed(t, func(w *world, s *subscriptions) {
			kept(1, time.Hour)(w, s)
			s.answer, s.loses = lost, errors.New("disk on fire")
		}, func(_ *world, s *subscriptions) {
			assert.Equal(t, []string{"renew"}, s.operations(), "two subscriptions would tell twice")
		})
	})
	t.Run("ErrOther", func(t *testing.T) {
		subscribed(t, func(w *world, s *subscriptions) {
			kept(1, time.Hour)(w, s)
			s.answer = func(asked, int) error { return unavailable }
		}, func(w *world, s *subscriptions) {
			assert.Empty(t, s.drops)
			assert.Equal(t, "old", s.kept["a"].ID)
			w.until(aPoll + time.Minute)
			assert.Equal(t, []string{"renew", "renew"}, s.operations())
		})
	})
}
