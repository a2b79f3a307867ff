package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

// A calendar is shown as of an instant at most two minutes before it was asked for: a
// round that has taken long already waits for its writes no longer than that.
func TestWhatIsShownIsNotOldForItsWrites(t *testing.T) {
	for _, wait := range []time.Duration{80 * time.Second, 100 * time.Second, 119 * time.Second} {
		t.Run(wait.String(), func(t *testing.T) {
			inWorld(t, func(w *world) {
				b := withBox(w)
				w.refresh = func(_ context.Context, c system.Credential) (system.Credential, error) {
					time.Sleep(25 * time.Second)
					return rotated(c), nil
				}
				b.change = func(_ system.Write, nth int) (system.Event, error) {
					if nth == 1 {
						return system.Event{}, throttled(wait)
					}
					return system.Event{}, nil
				}
				w.linkedFor(20 * time.Minute)
				w.until(15*time.Minute + time.Second)
				w.taken()
				w.until(30 * time.Minute) // the round that is due renews the token
				b.accept(create("new"))
				w.until(40 * time.Minute)
				require.Len(t, b.times("new"), 2)
				assert.Equal(t, system.WriteDelivered, b.now("new").State)
				read := w.times(w.taken(), "delta")
				require.Len(t, read, 1)
				asOf := w.store.account("a").AsOf.Sub(w.began)
				assert.LessOrEqual(t, read[0]-asOf, 2*time.Minute)
				assert.GreaterOrEqual(t, read[0]-b.times("new")[0], wait, "nor is the calendar asked for before the wait is over")
			})
		})
	}
}
