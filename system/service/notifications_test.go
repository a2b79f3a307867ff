package service_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/relink"
)

const notified = `{"sync":{"notifications":true,"poll":"1h"}}`

// notify sends notices, as the provider does, and expects to be thanked.
func (f *fixture) notify(notices ...string) {
	f.t.Helper()
	w := f.do(http.MethodPost, "/notifications", `{"value":[`+strings.Join(notices, ",")+`]}`)
	require.Equal(f.t, http.StatusAccepted, w.Code)
}

func notice(id, state string) string {
	return fmt.Sprintf(`{"subscriptionId":%q,"changeType":"updated","clientState":%q}`, id, state)
}

// rounds is how many requests for changes have arrived.
func (f *fixture) rounds() (n int) {
	for _, r := range f.provider.Requests() {
		if strings.Contains(strings.ToLower(r.Path), "calendarview") {
			n++
		}
	}
	return n
}

// later tells how many rounds there are in the time to come.
func (f *fixture) roundsWithin(d time.Duration) int {
	before := f.rounds()
	time.Sleep(d)
	return f.rounds() - before
}

func subscribedTo(t *testing.T, settings string, test func(*testing.T, *fixture, string)) {
	for name, row := range map[string]struct {
		owner     standin.Owner
		provider  system.Provider
		mechanism system.Authorization
	}{
		"outlook rest": {anna, system.OutlookCom, system.Live},
		"graph":        {bo, system.Microsoft365, system.IdentityPlatform},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, settings, func(t *testing.T, f *fixture) { test(t, f, f.link(row.owner, row.provider, row.mechanism)) })
		})
	}
}

func TestNotificationsBringRounds(t *testing.T) {
	subscribedTo(t, notified, func(t *testing.T, f *fixture, _ string) {
		require.Len(t, f.provider.Subscriptions(), 1)
		s := f.provider.Subscriptions()[0]
		assert.Equal(t, "http://sync.example.com/notifications", s.URL)
		assert.GreaterOrEqual(t, len(s.ClientState), 43)
		time.Sleep(time.Minute)
		f.notify(notice(s.ID, s.ClientState))
		assert.Equal(t, 1, f.roundsWithin(time.Second), "at once")
		for range 20 {
			f.notify(notice(s.ID, s.ClientState), notice(s.ID, s.ClientState))
			time.Sleep(100 * time.Millisecond)
		}
		assert.Equal(t, 1, f.roundsWithin(time.Minute), "a burst is one piece of news")
		assert.Equal(t, 1, f.roundsWithin(time.Hour), "polling goes on beside it")
	})
}

func TestForgedNotifications(t *testing.T) {
	subscribedTo(t, notified, func(t *testing.T, f *fixture, _ string) {
		s := f.provider.Subscriptions()[0]
		time.Sleep(time.Minute)
		f.notify(notice(s.ID, "wrong"), notice(s.ID, ""), notice("unknown", s.ClientState), notice("", ""), notice("unknown", ""))
		w := f.do(http.MethodPost, "/notifications", `{"value":`)
		assert.Equal(t, http.StatusAccepted, w.Code)
		assert.Zero(t, f.roundsWithin(10*time.Minute))
		assert.Contains(t, f.log.String(), "notices are ignored")
		assert.NotContains(t, f.log.String(), s.ClientState)
	})
}

func TestHandshake(t *testing.T) {
	bubble(t, notified, func(t *testing.T, f *fixture) {
		for _, name := range []string{"validationToken", "validationtoken"} {
			w := f.do(http.MethodPost, "/notifications?"+name+"=a+b%3Cscript%3E", "")
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Equal(t, "a b<script>", w.Body.String())
			assert.Equal(t, "text/plain; charset=utf-8", w.Header().Get("Content-Type"))
			assert.Equal(t, "nosniff", w.Header().Get("X-Content-Type-Options"))
		}
		w := f.do(http.MethodPost, "/notifications?validationToken="+strings.Repeat("a", 10000), "")
		assert.Equal(t, http.StatusBadRequest, w.Code)
	})
}

func TestSubscriptionIsRenewed(t *testing.T) {
	for name, row := range map[string]struct {
		most int           // minutes that the provider allows; 0: any
		life time.Duration // of what it gives
	}{
		"OK":                  {0, 4200 * time.Minute},
		"ErrShorterLifeGiven": {1000, 999 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			bubble(t, notified, func(t *testing.T, f *fixture) {
				f.provider.MostMinutes = row.most
				f.link(anna, system.OutlookCom, system.Live)
				require.Len(t, f.provider.Subscriptions(), 1)
				first := f.provider.Subscriptions()[0]
				assert.InDelta(t, row.life.Minutes(), time.Until(first.Expires).Minutes(), 1)
				time.Sleep(row.life*2/3 - 2*time.Hour)
				assert.Equal(t, first, f.provider.Subscriptions()[0], "not before two thirds have passed")
				time.Sleep(4 * time.Hour)
				renewed := f.provider.Subscriptions()
				require.Len(t, renewed, 1)
				assert.Equal(t, first.ID, renewed[0].ID)
				assert.Greater(t, time.Until(renewed[0].Expires), row.life/2)
				time.Sleep(3 * row.life)
				assert.Positive(t, time.Until(f.provider.Subscriptions()[0].Expires), "and so on")
			})
		})
	}
}

// TestSubscriptionGoneSilently: polling goes on, and the next renewal finds out.
func TestSubscriptionGoneSilently(t *testing.T) {
	bubble(t, notified, func(t *testing.T, f *fixture) {
		f.link(anna, system.OutlookCom, system.Live)
		first := f.provider.Subscriptions()[0]
		f.provider.Forget()
		assert.Equal(t, 10, f.roundsWithin(10*time.Hour))
		time.Sleep(40 * time.Hour)
		require.Len(t, f.provider.Subscriptions(), 1)
		s := f.provider.Subscriptions()[0]
		assert.NotEqual(t, first.ID, s.ID)
		assert.NotEqual(t, first.ClientState, s.ClientState)
		f.notify(notice(s.ID, s.ClientState))
		assert.Equal(t, 1, f.roundsWithin(time.Minute))
		f.notify(notice(first.ID, first.ClientState))
		assert.Zero(t, f.roundsWithin(time.Minute))
	})
}

func TestSubscriptionSurvivesRestart(t *testing.T) {
	bubble(t, notified, func(t *testing.T, f *fixture) {
		f.link(anna, system.OutlookCom, system.Live)
		s := f.provider.Subscriptions()[0]
		f.restart(notified)
		time.Sleep(2 * time.Hour)
		assert.Equal(t, []standin.Subscription{s}, f.provider.Subscriptions())
		f.notify(notice(s.ID, s.ClientState))
		assert.Equal(t, 1, f.roundsWithin(time.Minute))
	})
}

// TestRelinkingDoublesNoSubscription: the new credentials make a new one and end
// the old.
func TestRelinkingDoublesNoSubscription(t *testing.T) {
	bubble(t, notified, func(t *testing.T, f *fixture) {
		f.link(anna, system.OutlookCom, system.Live)
		first := f.provider.Subscriptions()[0]
		f.provider.SetFault(down)
		time.Sleep(2 * time.Hour)
		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(2 * time.Hour)
		f.provider.SetFault(nil)
		require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), anna.Address)))
		time.Sleep(time.Minute)
		require.Len(t, f.provider.Subscriptions(), 1)
		assert.NotEqual(t, first.ID, f.provider.Subscriptions()[0].ID)
	})
}

func TestNotificationsWhileFailing(t *testing.T) {
	bubble(t, notified, func(t *testing.T, f *fixture) {
		f.link(anna, system.OutlookCom, system.Live)
		s := f.provider.Subscriptions()[0]
		f.provider.SetFault(down)
		time.Sleep(2 * time.Hour)
		before := f.rounds()
		for range 600 {
			f.notify(notice(s.ID, s.ClientState))
			time.Sleep(time.Second)
		}
		assert.InDelta(t, 10, f.rounds()-before, 1, "one a minute at most")
	})
}

func TestNotificationsNotWanted(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		f.link(anna, system.OutlookCom, system.Live)
		time.Sleep(time.Hour)
		assert.Empty(t, f.provider.Subscriptions())
	})
}
