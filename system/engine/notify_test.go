package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"anchorage/system"
)

// notified runs do in a world with notifications, whose account had its first round a
// minute ago. Rounds since are times after the start.
func notified(t *testing.T, do func(w *world, rounds func() []time.Duration)) {
	t.Helper()
	subscribed(t, nil, func(w *world, _ *subscriptions) {
		w.taken()
		do(w, func() []time.Duration { return w.times(w.taken(), "delta") })
	})
}

func TestANotificationBringsARound(t *testing.T) {
	notified(t, func(w *world, rounds func() []time.Duration) {
		w.engine.Notify("a")
		w.until(2 * time.Minute)
		assert.Equal(t, []time.Duration{time.Minute + lane}, rounds())
		w.until(16 * time.Minute)
		assert.Equal(t, []time.Duration{15*time.Minute + lane}, rounds(), "polling goes on as before")
	})
}

// A burst is one piece of news: the second round begins five seconds after the first.
func TestABurstOfNotifications(t *testing.T) {
	notified(t, func(w *world, rounds func() []time.Duration) {
		for i := range 8 {
			w.engine.Notify("a")
			w.until(time.Minute + time.Duration(i+1)*500*time.Millisecond)
		}
		w.until(2 * time.Minute)
		assert.Equal(t, []time.Duration{time.Minute + lane, time.Minute + 5*time.Second + lane}, rounds())
	})
}

// News is no reason to put off a round that is due before.
func TestANotificationPutsNothingOff(t *testing.T) {
	notified(t, func(w *world, rounds func() []time.Duration) {
		w.until(15*time.Minute - 3*time.Second)
		w.engine.Notify("a")
		w.until(15*time.Minute - 2*time.Second)
		w.engine.Notify("a") // would be at 15:02
		w.until(15*time.Minute + time.Second)
		assert.Equal(t, []time.Duration{15*time.Minute - 3*time.Second + lane, 15*time.Minute + lane}, rounds())
	})
}

// While an account fails, news of it is looked into once a minute.
func TestNotificationsOfWhoFails(t *testing.T) {
	notified(t, func(w *world, rounds func() []time.Duration) {
		w.page = func(context.Context, request) (system.Page, error) { return system.Page{}, wrongHint }
		w.until(15*time.Minute + time.Second)
		assert.Equal(t, system.StateFailing, w.store.account("a").State)
		rounds()
		for i := range 20 {
			w.engine.Notify("a")
			w.until(15*time.Minute + time.Duration(i+1)*10*time.Second)
		}
		assert.Equal(t, []time.Duration{16*time.Minute + lane, 17*time.Minute + lane, 18*time.Minute + lane}, rounds())
	})
}

func TestNotificationsThatBringNothing(t *testing.T) {
	for name, prepare := range map[string]func(*world){
		"NotWantedAnyMore": func(w *world) { w.set(func(s *system.Settings) { s.Sync.Notifications = false }) },
		"AnotherAccount":   func(*world) {},
		"WaitsForItsOwner": func(w *world) {
			w.page = func(context.Context, request) (system.Page, error) { return system.Page{}, rejected }
			w.add("a")
			w.until(time.Minute + time.Second)
			assert.Equal(t, system.StateReauthorise, w.store.account("a").State)
		},
		"ToldToWait": func(w *world) {
			w.page = func(context.Context, request) (system.Page, error) { return system.Page{}, throttled(10 * time.Minute) }
			w.add("a")
			w.until(time.Minute + time.Second)
		},
	} {
		t.Run(name, func(t *testing.T) {
			notified(t, func(w *world, rounds func() []time.Duration) {
				prepare(w)
				rounds()
				id := system.AccountID("a")
				if name == "AnotherAccount" {
					id = "bb"
				}
				w.engine.Notify(id)
				w.until(10 * time.Minute)
				assert.Empty(t, rounds())
			})
		})
	}
}
