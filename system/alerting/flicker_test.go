package alerting_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/alerting"
)

// everyday is how flaky a provider is on good days: every 47 minutes a fifth of
// the mailboxes gets 503 for 40 seconds.
func everyday(at time.Time, account int) bool {
	return account%5 == 0 && at.Sub(begin)%(47*time.Minute) < 40*time.Second
}

// poll lets n accounts of a provider be polled every 15 minutes until ctx ends,
// one request a round. Rounds try again after 5, 15 and 45 seconds.
func poll(w *world, p system.Provider, n int, until time.Time, fails func(time.Time, int) bool) {
	step := 15 * time.Minute / time.Duration(n)
	time.Sleep(time.Duration(len(p))) // a lane
	for i := 0; time.Now().Before(until); i++ {
		account := (i % n) * 7 // neighbours in time are no neighbours in the fifth
		go func() {
			for _, pause := range []time.Duration{5 * time.Second, 15 * time.Second, 45 * time.Second, 0} {
				if !fails(time.Now(), account) {
					w.metrics.Request(p, "delta", "200")
					w.metrics.Round(p, "ok")
					return
				}
				w.metrics.Request(p, "delta", "503")
				time.Sleep(pause)
			}
			w.metrics.Round(p, "failed")
		}()
		time.Sleep(step.Truncate(time.Millisecond))
	}
}

// night passes from 18:00 to 21:45, or to 09:15 with ANCHORAGE_FULL=1, and returns what
// came meanwhile and how many hours it took.
func night(t *testing.T, change func(*alerting.Config), fails func(time.Time, int) bool) (all []notice, lasted float64) {
	inWorld(t, change, func(t *testing.T, w *world) {
		dusk := time.Date(2022, 3, 1, 18, 0, 0, 0, time.UTC)
		dawn := time.Date(2022, 3, 1, 21, 45, 0, 0, time.UTC)
		if full() {
			dawn = time.Date(2022, 3, 2, 9, 15, 0, 0, time.UTC)
		}
		lasted = dawn.Sub(dusk).Hours()
		go poll(w, system.OutlookCom, 1000, dawn, fails)
		go poll(w, system.Microsoft365, 300, dawn, fails)
		time.Sleep(time.Until(dawn.Add(2 * time.Minute)))
		for _, n := range w.got() {
			if n.At.After(dusk) && n.At.Before(dawn) {
				all = append(all, n)
			}
		}
	})
	return all, lasted
}

func TestEverydayFlicker(t *testing.T) {
	t.Run("OK silent under the default rules", func(t *testing.T) {
		got, _ := night(t, nil, everyday)
		assert.Empty(t, lines(got))
	})
	t.Run("OK noise under those of 2022", func(t *testing.T) {
		got, lasted := night(t, with2022(t), everyday)
		t.Logf("%d messages in the chat in %v hours from 18:00 on", len(got), lasted)
		assert.GreaterOrEqual(t, float64(len(got)), 4*lasted, "more than anybody reads")
		open := 0
		for _, n := range got {
			require.Equal(t, "chat", n.To, "%s", n)
			if n.Resolved {
				open--
			} else {
				open++
			}
		}
		assert.Less(t, open, 3, "each fires and closes")
	})
}

// Test2022NeverPagesForOutlookCom: an outage of some hours, of days with
// ANCHORAGE_FULL=1, leaves one message in the chat, without a closure, and no page.
func Test2022NeverPagesForOutlookCom(t *testing.T) {
	lasts := 6 * time.Hour
	if full() {
		lasts = 30 * time.Hour
	}
	outage := func(p system.Provider) func(*testing.T, *world) {
		return func(t *testing.T, w *world) {
			began := time.Now()
			until := began.Add(lasts)
			go poll(w, p, 60, until, func(time.Time, int) bool { return true })
			time.Sleep(time.Until(until) + 2*time.Minute)
			chat := w.got("chat")
			require.Len(t, chat, 1, "%v", lines(chat))
			assert.False(t, chat[0].Resolved)
			assert.Less(t, chat[0].At.Sub(began), 10*time.Minute)
		}
	}
	t.Run("OK", func(t *testing.T) {
		inWorld(t, with2022(t), func(t *testing.T, w *world) {
			outage(system.OutlookCom)(t, w)
			assert.Len(t, w.got(), 1)
		})
	})
	t.Run("OK but it does for the other", func(t *testing.T) {
		inWorld(t, with2022(t), func(t *testing.T, w *world) {
			outage(system.Microsoft365)(t, w)
			require.NotEmpty(t, w.got("look-now-key"))
			assert.Less(t, w.got("look-now-key")[0].At.Sub(begin), 25*time.Minute)
			assert.Empty(t, w.got("review-soon-key"), "inhibited")
		})
	})
}
