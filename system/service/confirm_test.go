package service_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
	"anchorage/system/relink"
)

// TestConfirmAnotherMailbox: what waits and what is cached belongs to the mailbox
// before; only the owner's word makes the account one of the other.
func TestConfirmAnotherMailbox(t *testing.T) {
	bubble(t, "", func(t *testing.T, f *fixture) {
		id := f.link(anna, system.OutlookCom, system.Live)
		before := f.events(id)
		f.provider.SetFault(down)
		time.Sleep(time.Hour)
		require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
		time.Sleep(time.Minute)
		require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), eve.Address)), "nobody can tell yet")
		f.provider.SetFault(failsFor(f, anna))
		time.Sleep(time.Hour)
		f.accept(id, create("w1", "Lunch"))
		a := f.account(id)
		assert.Equal(t, []any{"failing", 3.0}, []any{a["state"], a["confirm_generation"]})
		assert.Contains(t, a["remedy"], "until the owner confirms")
		assert.Contains(t, f.do(http.MethodGet, "/v1/unhelped", "").Body.String(), "until the owner confirms")
		time.Sleep(48 * time.Hour)
		assert.Equal(t, before["events"], f.events(id)["events"].([]any)[:3], "nothing changes by itself")
		assert.Equal(t, system.WriteQueued, f.state(id, "w1"))

		assert.Equal(t, http.StatusConflict, f.do(http.MethodPost, "/v1/accounts/"+id+"/confirm", `{"generation":2}`).Code)
		require.Equal(t, http.StatusOK, f.do(http.MethodPost, "/v1/accounts/"+id+"/confirm", `{"generation":3}`).Code)
		time.Sleep(time.Minute)
		assert.Equal(t, "healthy", f.account(id)["state"])
		assert.NotContains(t, f.account(id), "confirm_generation")
		events := f.events(id)["events"].([]any)
		require.Len(t, events, 1)
		assert.Equal(t, "hers", events[0].(map[string]any)["subject"], "nothing of the other mailbox is left")
		assert.Equal(t, system.WriteFailed, f.state(id, "w1"))
		time.Sleep(24 * time.Hour)
		for _, o := range []standin.Owner{anna, eve} {
			_, effects := f.made(o)
			assert.Zero(t, effects, "a write reaches no mailbox that it was not made for")
		}
	})
}

// failsFor makes every request for an owner's calendar fail.
func failsFor(f *fixture, o standin.Owner) standin.Fault {
	return func(r *http.Request) (*http.Response, error) {
		if f.provider.OwnerOf(r) == o.Address {
			return down(r)
		}
		return nil, nil
	}
}

// TestAMistakenSignInCostsNothing: once the provider is well again, so is the
// account, by the link that it had before.
func TestAMistakenSignInCostsNothing(t *testing.T) {
	for name, restart := range map[string]bool{"OK": false, "AfterAKill": true} {
		t.Run(name, func(t *testing.T) {
			bubble(t, "", func(t *testing.T, f *fixture) {
				id := f.link(anna, system.OutlookCom, system.Live)
				f.provider.SetFault(down)
				time.Sleep(time.Hour)
				f.accept(id, create("w1", "Lunch"))
				require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.Failing, PerHour: 1}))
				time.Sleep(time.Minute)
				require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), eve.Address)))
				time.Sleep(time.Hour)
				if restart {
					f.restart("")
				}
				f.provider.SetFault(nil)
				time.Sleep(time.Hour)
				assert.Equal(t, "healthy", f.account(id)["state"])
				assert.Equal(t, system.WriteDelivered, f.state(id, "w1"))
				assert.Equal(t, []string{"Lunch"}, f.seen(id))
				hers, effects := f.made(eve)
				assert.Empty(t, hers)
				assert.Equal(t, 1, effects)
				assert.Equal(t, 3.0, f.account(id)["confirm_generation"], "the other link still waits for a word")
				require.Equal(t, http.StatusOK, f.do(http.MethodPost, "/v1/accounts/"+id+"/confirm", `{"generation":3}`).Code)
				time.Sleep(time.Minute)
				assert.Equal(t, "hers", f.events(id)["events"].([]any)[0].(map[string]any)["subject"])
			})
		})
	}
}

// TestAHealthyAccountIsNotGivenAway: credentials that work stay, whoever signs in.
func TestAHealthyAccountIsNotGivenAway(t *testing.T) {
	for _, enabled := range []string{"live", "identity_platform"} {
		t.Run(enabled, func(t *testing.T) {
			bubble(t, "", func(t *testing.T, f *fixture) {
				id := f.link(anna, system.OutlookCom, system.Live)
				require.NoError(t, f.Deploy(json.RawMessage(`{"authorization":"`+enabled+`"}`)))
				require.NoError(t, f.Enable(json.RawMessage(`{"authorization":"`+enabled+`"}`)))
				require.NoError(t, f.Relink(t.Context(), relink.Campaign{Select: relink.All, PerHour: 10}))
				time.Sleep(time.Minute)
				assert.Equal(t, "other_owner", f.follow(f.provider.Consent(f.relinkURL(0), eve.Address)))
				time.Sleep(24 * time.Hour)
				assert.Equal(t, "healthy", f.account(id)["state"])
				assert.Equal(t, "live", f.account(id)["authorization"])
				require.Equal(t, "linked", f.follow(f.provider.Consent(f.relinkURL(0), anna.Address)), "another try is possible")
				time.Sleep(time.Minute)
				assert.Equal(t, "healthy", f.account(id)["state"])
				assert.Equal(t, enabled, f.account(id)["authorization"])
			})
		})
	}
}
