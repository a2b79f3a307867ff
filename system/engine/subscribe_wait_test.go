package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// Whichever request about a subscription it is that is told to wait: all others of the
// mailbox wait as well.
func TestEveryRequestAboutASubscriptionIsToldToWait(t *testing.T) {
	missing := &system.Error{Class: system.ClassPermanent, Code: "ResourceNotFound", Status: 404}
	for name, row := range map[string]struct {
		kept  func(*world, *subscriptions)
		waits string // operation that is told to
		gone  string // operation whose subscription is not there any more
		asked []string
	}{
		"Renew":                  {kept(1, time.Hour), "renew", "", []string{"renew"}},
		"SubscribeWhatIsGone":    {kept(1, time.Hour), "subscribe", "renew", []string{"renew", "subscribe"}},
		"Unsubscribe":            {kept(0, wholeLife), "unsubscribe", "", []string{"unsubscribe"}},
		"SubscribeAfterwards":    {kept(0, wholeLife), "subscribe", "", []string{"unsubscribe", "subscribe"}},
		"SubscribeWhatHasEnded":  {kept(1, -time.Hour), "subscribe", "", []string{"subscribe"}},
		"SubscribeAfterwardsToo": {kept(0, wholeLife), "subscribe", "unsubscribe", []string{"unsubscribe", "subscribe"}},
	} {
		t.Run(name, func(t *testing.T) {
			subscribed(t, func(w *world, s *subscriptions) {
				row.kept(w, s)
				s.answer = func(a asked, nth int) error {
					switch {
					case a.operation == row.gone:
						return missing
					case a.operation == row.waits && nth == 1:
						return throttled(20 * time.Minute)
					}
					return nil
				}
			}, func(w *world, s *subscriptions) {
				assert.Equal(t, row.asked, s.operations())
				w.taken()
				w.until(29 * time.Minute)
				assert.Empty(t, w.taken(), "nothing is asked for")
				assert.Equal(t, row.asked, s.operations())
				assert.Equal(t, system.StateHealthy, w.store.account("a").State)
				w.until(31 * time.Minute)
				assert.Equal(t, []time.Duration{30*time.Minute + lane}, w.times(w.taken(), "delta"))
				assert.Greater(t, len(s.asked), len(row.asked))
				assert.Equal(t, 1, s.kept["a"].Generation)
				assert.Greater(t, s.kept["a"].Expires.Sub(w.began), 24*time.Hour)
			})
		})
	}
}
