package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// Credentials that are replaced take their subscription with them.
func TestRelinkingReplacesTheSubscription(t *testing.T) {
	relink := func(w *world) {
		w.store.link("a", "second", w.began.AddDate(1, 0, 0))
		w.add("a")
		w.until(2 * time.Minute)
	}
	t.Run("OK", func(t *testing.T) {
		subscribed(t, nil, func(w *world, s *subscriptions) {
			relink(w)
			require.Equal(t, []string{"subscribe", "unsubscribe", "subscribe"}, s.operations())
			assert.Equal(t, []string{"s1", "second/access"}, []string{s.asked[1].id, s.asked[1].token})
			now := s.kept["a"]
			assert.Equal(t, []any{"s2", 2, s.asked[2].secret}, []any{now.ID, now.Generation, now.ClientState})
			assert.NotEqual(t, s.asked[0].secret, now.ClientState)
			w.until(24 * time.Hour)
			assert.Len(t, s.asked, 3)
		})
	})
	for name, row := range map[string]struct {
		err  error
		want []string
	}{
		"ErrGone":    {&system.Error{Class: system.ClassPermanent, Code: "ResourceNotFound", Status: 404}, []string{"subscribe", "unsubscribe", "subscribe"}},
		"ErrPassing": {unavailable, []string{"subscribe", "unsubscribe"}},
	} {
		t.Run(name, func(t *testing.T) {
			subscribed(t, func(_ *world, s *subscriptions) {
				s.answer = func(a asked, nth int) error {
					if a.operation == "unsubscribe" && nth == 1 {
						return row.err
					}
					return nil
				}
			}, func(w *world, s *subscriptions) {
				relink(w)
				assert.Equal(t, row.want, s.operations())
				w.until(time.Hour)
				assert.Equal(t, 2, s.kept["a"].Generation, "after the next round at the latest")
			})
		})
	}
}
