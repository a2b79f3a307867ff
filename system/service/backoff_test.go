package service_test

import (
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

// creations are the instants at which creates arrived.
func (f *fixture) creations() (at []time.Time) {
	for _, r := range f.provider.Requests() {
		if r.Method == http.MethodPost && strings.HasSuffix(r.Path, "/events") {
			at = append(at, r.At)
		}
	}
	return at
}

func refuseCreates(status int, header ...string) standin.Fault {
	return func(r *http.Request) (*http.Response, error) {
		if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/events") {
			return nil, nil
		}
		return standin.Answer(status, "application/json", `{"error":{"code":"UnknownError","message":""}}`, header...), nil
	}
}

// TestWriteBackoff: only this write fails, the account is well.
func TestWriteBackoff(t *testing.T) {
	bubble(t, `{"sync":{"poll":"6h"}}`, func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.provider.SetFault(refuseCreates(http.StatusInternalServerError))
		f.accept(id, create("w1", "Lunch"))
		time.Sleep(2 * time.Hour)
		at := f.creations()
		require.Greater(t, len(at), 8)
		for i := 1; i < len(at); i++ {
			gap := at[i].Sub(at[i-1])
			assert.LessOrEqual(t, gap, 15*time.Minute+time.Second)
			if i > 1 && i < 5 {
				assert.Greater(t, gap, at[i-1].Sub(at[i-2]), "longer each time")
			}
		}
		f.provider.SetFault(nil)
		time.Sleep(16 * time.Minute)
		assert.Equal(t, system.WriteDelivered, f.state(id, "w1"))
	})
}

func TestWriteHonoursRetryAfter(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.provider.SetFault(refuseCreates(http.StatusTooManyRequests, "Retry-After", "1500"))
		f.accept(id, create("w1", "Lunch"))
		time.Sleep(time.Second)
		n := len(f.provider.Requests())
		time.Sleep(24 * time.Minute)
		assert.Len(t, f.provider.Requests(), n, "nothing at all before the time that the provider named")
		f.provider.SetFault(nil)
		time.Sleep(16 * time.Minute)
		assert.Equal(t, system.WriteDelivered, f.state(id, "w1"))
	})
}

// TestALinkHonoursRetryAfter: what the provider answers to the look at the calendar that
// a link of a healthy account brings holds for its rounds, too.
func TestALinkHonoursRetryAfter(t *testing.T) {
	bubble(t, `{"sync":{"poll":"15m"}}`, func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.All, PerHour: 1}))
		time.Sleep(time.Minute)
		f.provider.SetFault(throttledFor("1500"))
		f.follow(f.provider.Consent(f.relinkURL(0), anna.Address))
		n := len(f.provider.Requests())
		time.Sleep(24 * time.Minute)
		assert.Len(t, f.provider.Requests(), n, "nothing at all before the time that the provider named")
		f.provider.SetFault(nil)
		time.Sleep(16 * time.Minute)
		assert.Equal(t, "healthy", f.account(id)["state"])
	})
}

// throttledFor asks to wait for so many seconds in answer to every request for a calendar.
func throttledFor(seconds string) standin.Fault {
	return func(r *http.Request) (*http.Response, error) {
		if strings.HasPrefix(r.URL.Host, "login.") {
			return nil, nil
		}
		return standin.Answer(http.StatusTooManyRequests, "application/json", `{"error":{"code":"ApplicationThrottled","message":""}}`, "Retry-After", seconds), nil
	}
}

// TestThrottledWritesDelayNoRoundByAPoll: a wait that ends a little after a round was
// due moves the round to its end, and not to the next.
func TestThrottledWritesDelayNoRoundByAPoll(t *testing.T) {
	bubble(t, `{"sync":{"poll":"15m"}}`, func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.provider.SetFault(refuseCreates(http.StatusTooManyRequests, "Retry-After", "300"))
		time.Sleep(12 * time.Minute)
		f.accept(id, create("w1", "Lunch"))
		time.Sleep(time.Second)
		f.provider.SetFault(nil)
		n := len(f.provider.Requests())
		time.Sleep(5*time.Minute + 5*time.Second)
		assert.Equal(t, system.WriteDelivered, f.state(id, "w1"))
		var methods []string
		for _, r := range f.provider.Requests()[n:] {
			methods = append(methods, r.Method)
		}
		assert.Equal(t, []string{http.MethodGet, http.MethodPost}, methods, "the calendar is read as well, and first")
	})
}

// TestOneEventHoldsUpNoOther: writes of an event that fails wait for each other;
// those of another pass.
func TestOneEventHoldsUpNoOther(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		f.accept(id, create("w1", "Lunch"))
		f.accept(id, create("w2", "Tea"))
		time.Sleep(time.Hour)
		f.provider.SetFault(func(r *http.Request) (*http.Response, error) {
			if r.Method == http.MethodPatch && strings.Contains(r.URL.Path, "made-0") {
				return down(r)
			}
			return nil, nil
		})
		f.accept(id, update("w3", "made-0/=", "Lunch, first"))
		f.accept(id, update("w4", "made-0/=", "Lunch, second"))
		f.accept(id, update("w5", "made-1/=", "Tea, first"))
		time.Sleep(time.Hour)
		assert.Equal(t, []string{system.WriteQueued, system.WriteQueued, system.WriteDelivered}, []string{f.state(id, "w3"), f.state(id, "w4"), f.state(id, "w5")})
		assert.ElementsMatch(t, []string{"Lunch, second", "Tea, first"}, f.seen(id))
		f.provider.SetFault(nil)
		time.Sleep(time.Hour)
		subjects, effects := f.made(anna)
		assert.Equal(t, []string{"Lunch, second", "Tea, first"}, subjects)
		assert.Equal(t, 5, effects)
	})
}

// TestUnchangedRoundStaysOneRequest: what writes and subscriptions need costs a
// quiet account nothing.
func TestUnchangedRoundStaysOneRequest(t *testing.T) {
	bubble(t, `{"sync":{"notifications":true}}`, func(t *testing.T, f *fixture) {
		f.link(bo, system.Microsoft365, system.IdentityPlatform)
		time.Sleep(30 * time.Minute)
		before := len(f.provider.Requests())
		time.Sleep(15 * time.Minute)
		assert.Equal(t, 1, len(f.provider.Requests())-before)
	})
}
