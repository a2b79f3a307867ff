package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// tooLong is how a provider refuses a life, in its words.
func tooLong(message string) *system.Error {
	return &system.Error{Class: system.ClassPermanent, Code: "ExtensionError", Status: 400, Message: message}
}

func minutes(all ...int) []time.Duration {
	var out []time.Duration
	for _, m := range all {
		out = append(out, time.Duration(m)*time.Minute)
	}
	return out
}

// A refused life is followed by shorter ones, a minute below a ceiling that the
// provider names and half as long without one, in the same round, but by none below
// what the provider would raise anyway.
func TestRefusedLives(t *testing.T) {
	other := tooLong("Subscription expiration can only be 1440 minutes in the future.")
	other.Code = "ValidationError"
	server := tooLong("Subscription expiration can only be 1440 minutes in the future.")
	server.Status, server.Class = 500, system.ClassRetry
	for _, row := range []struct {
		name    string
		refusal *system.Error
		ceiling time.Duration // that the provider holds to
		asked   []time.Duration
		made    bool
	}{
		{"OK", tooLong(""), wholeLife, minutes(4200), true},
		{"OKCeilingNamed", tooLong("Subscription expiration can only be 1440 minutes in the future."), 1440 * time.Minute, minutes(4200, 1439), true},
		{"OKLowestCeiling", tooLong("Subscription expiration can only be 46 minutes in the future."), 46 * time.Minute, minutes(4200, 45), true},
		{"OKHalved", tooLong("Too long."), 1100 * time.Minute, minutes(4200, 2100, 1050), true},
		{"OKCeilingAboveWhatWasAsked", tooLong("Subscription expiration can only be 4200 minutes in the future."), 2200 * time.Minute, minutes(4200, 2100), true},
		{"OKOtherNumbers", tooLong("1 problem: -5 is not it, 1440 is."), 1440 * time.Minute, minutes(4200, 1439), true},
		{"ErrNoLifeSuits", tooLong("Too long."), 0, minutes(4200, 2100, 1050, 525, 262, 131, 65, 45), false},
		{"ErrCeilingTooLow", tooLong("Subscription expiration can only be 30 minutes in the future."), 0, minutes(4200, 45), false},
		{"ErrOtherCode", other, 0, minutes(4200), false},
		{"ErrServer", server, 0, minutes(4200), false},
	} {
		t.Run(row.name, func(t *testing.T) {
			subscribed(t, func(_ *world, s *subscriptions) {
				s.answer = func(a asked, _ int) error {
					if a.life > row.ceiling {
						return row.refusal
					}
					return nil
				}
			}, func(w *world, s *subscriptions) {
				assert.Equal(t, row.asked, s.lives())
				_, made := s.kept["a"]
				assert.Equal(t, row.made, made)
				assert.Equal(t, system.StateHealthy, w.store.account("a").State)
			})
		})
	}
}

// What the provider has refused once is not asked for again, in renewing either.
func TestARefusedLifeIsRemembered(t *testing.T) {
	subscribed(t, func(_ *world, s *subscriptions) {
		s.answer = func(a asked, _ int) error {
			if a.life > 1440*time.Minute {
				return tooLong("Subscription expiration can only be 1440 minutes in the future.")
			}
			return nil
		}
	}, func(w *world, s *subscriptions) {
		w.until(20 * time.Hour)
		assert.Equal(t, minutes(4200, 1439, 1439), s.lives())
		assert.Equal(t, []string{"subscribe", "subscribe", "renew"}, s.operations())
	})
}
