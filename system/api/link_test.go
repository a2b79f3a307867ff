package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
	"anchorage/system/internal/standin"
)

const body = `{"email":"anna@example.com","provider":"outlook.com","authorization":"identity_platform","key":"m-1"}`

// begun creates an account and returns it with the state of its flow.
func begun(t *testing.T, f *fixture) (system.AccountID, string) {
	t.Helper()
	answer := decoded(t, f.do(http.MethodPost, "/v1/accounts", body))
	return system.AccountID(answer["id"].(string)), stateOf(t, answer["authorize_url"].(string))
}

func TestLink(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.authorizer.who = system.Identity{MailboxID: "o@t"}
			id, state := begun(t, f)
			w := f.get(callback("code", "c", "state", state))
			assert.Equal(t, http.StatusOK, w.Code)
			assert.Equal(t, "linked", outcomeOf(t, w))
			a, err := f.store.Account(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, 1, a.Generation)
			assert.Equal(t, "o@t", a.MailboxID)
			assert.Equal(t, system.StatePending, a.State, "not healthy before a round")
			c, err := f.store.Credential(t.Context(), id)
			require.NoError(t, err)
			assert.Equal(t, 1, c.Generation)
			assert.Equal(t, []system.AccountID{id}, f.woken)
			assert.Zero(t, f.meter.Count("relink answered"))
		})
	})
	t.Run("LookingUsesNothingUp", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			_, state := begun(t, f)
			assert.Equal(t, http.StatusMethodNotAllowed, f.do(http.MethodHead, callback("code", "c", "state", state), "").Code)
			assert.Equal(t, "linked", outcomeOf(t, f.get(callback("code", "c", "state", state))))
		})
	})
	t.Run("ErrReplayed", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			_, state := begun(t, f)
			f.get(callback("code", "c", "state", state))
			w := f.get(callback("code", "c", "state", state))
			assert.Equal(t, http.StatusBadRequest, w.Code)
			assert.Equal(t, "unknown", outcomeOf(t, w))
			assert.Len(t, f.authorizer.exchanged, 1)
			assert.Len(t, f.woken, 1)
		})
	})
	t.Run("ErrTwoConsents", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			id, first := begun(t, f)
			time.Sleep(time.Minute)
			_, second := begun(t, f)
			assert.Equal(t, "linked", outcomeOf(t, f.get(callback("code", "c", "state", first))))
			w := f.get(callback("code", "c", "state", second))
			assert.Equal(t, "linked_before", outcomeOf(t, w))
			unchanged(t, f, id, 1)
		})
	})
	t.Run("ErrTwoConsentsAtOnce", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			id, first := begun(t, f)
			time.Sleep(time.Minute)
			_, second := begun(t, f)
			f.authorizer.during = func() {
				f.authorizer.during = nil
				assert.Equal(t, "linked", outcomeOf(t, f.get(callback("code", "c", "state", second))))
			}
			assert.Equal(t, "linked_before", outcomeOf(t, f.get(callback("code", "c", "state", first))))
			unchanged(t, f, id, 1)
		})
	})
	for _, row := range []struct {
		name    string
		values  []string
		wait    time.Duration
		err     error
		status  int
		outcome string
	}{
		{"ErrDeclined", []string{"error", "access_denied"}, 0, nil, 403, "declined"},
		{"ErrIdentitySystem", []string{"error", "server_error"}, 0, nil, 502, "not_signed_in"},
		{"ErrNoCode", nil, 0, nil, 400, "unknown"},
		{"ErrTooLate", []string{"code", "c"}, time.Hour, nil, 410, "expired"},
		{"ErrCodeRejected", []string{"code", "c"}, 0, &system.Error{Class: system.ClassReauthorise, Code: "AADSTS54005"}, 502, "not_signed_in"},
		{"ErrIDToken", []string{"code", "c"}, 0, &system.Error{Class: system.ClassPermanent, Code: "id_token_refused"}, 502, "not_signed_in"},
		{"ErrProviderDown", []string{"code", "c"}, 0, &system.Error{Class: system.ClassRetry, Code: system.CodeNoAnswer}, 503, "provider_unavailable"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				id, state := begun(t, f)
				time.Sleep(row.wait)
				f.authorizer.err = row.err
				w := f.get(callback(append(row.values, "state", state)...))
				assert.Equal(t, row.status, w.Code)
				assert.Equal(t, row.outcome, outcomeOf(t, w))
				unchanged(t, f, id, 0)
				assert.Empty(t, f.woken)
				again := f.get(callback("code", "c", "state", state))
				assert.Equal(t, "unknown", outcomeOf(t, again), "a state serves once")
			})
		})
	}
	t.Run("ErrUnknownState", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			assert.Equal(t, "unknown", outcomeOf(t, f.get(callback("code", "c", "state", "made up"))))
			assert.Equal(t, "unknown", outcomeOf(t, f.get("/oauth/callback")))
			assert.Empty(t, f.authorizer.exchanged)
		})
	})
}

func unchanged(t *testing.T, f *fixture, id system.AccountID, generation int) {
	t.Helper()
	a, err := f.store.Account(t.Context(), id)
	require.NoError(t, err)
	assert.Equal(t, generation, a.Generation)
}

// asked puts a failing account with an open ask into the store and returns the
// token of its link.
func asked(t *testing.T, f *fixture, change ...func(*system.Account)) string {
	t.Helper()
	failing := func(a *system.Account) {
		a.State, a.FailingSince, a.LastError = system.StateFailing, f.now, "UnknownError"
	}
	a := f.account(append([]func(*system.Account){failing}, change...)...)
	const token = "token-" + standin.Marker
	require.NoError(t, f.store.SaveAsk(t.Context(), system.Ask{
		Digest: system.Digest(token), Account: a.ID, Generation: a.Generation, SentAt: f.now, ExpiresAt: f.now.Add(7 * 24 * time.Hour),
	}))
	return token
}

func TestRelink(t *testing.T) {
	t.Run("OK", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			f.settings.Authorization = system.IdentityPlatform
			f.authorizer.who = system.Identity{MailboxID: "o@t"}
			token := asked(t, f)
			w := f.get("/relink/" + token)
			require.Equal(t, http.StatusFound, w.Code)
			assert.Equal(t, "no-referrer", w.Header().Get("Referrer-Policy"))
			assert.Contains(t, w.Header().Get("Location"), "m=identity_platform", "the authorization that is enabled")
			w = f.get(callback("code", "c", "state", stateOf(t, w.Header().Get("Location"))))
			assert.Equal(t, "linked", outcomeOf(t, w))
			a, err := f.store.Account(t.Context(), "a")
			require.NoError(t, err)
			assert.Equal(t, 2, a.Generation)
			assert.Equal(t, "o@t", a.MailboxID)
			assert.Equal(t, system.IdentityPlatform, a.Authorization)
			assert.Equal(t, system.OutlookREST, a.Dialect())
			assert.Equal(t, system.StateFailing, a.State, "R3: not healthy before a round succeeds")
			assert.Equal(t, f.now, a.AsOf, "the cache stays")
			assert.Equal(t, 1, f.meter.Count("relink answered"))
			assert.False(t, f.store.Asks()[0].UsedAt.IsZero())
			assert.Equal(t, []system.AccountID{"a"}, f.woken)

			w = f.get("/relink/" + token)
			assert.Equal(t, http.StatusGone, w.Code)
			assert.Equal(t, "used_link", outcomeOf(t, w))
		})
	})
	t.Run("OpeningUsesNothingUp", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			token := asked(t, f)
			for range 3 {
				assert.Equal(t, http.StatusFound, f.get("/relink/"+token).Code)
				time.Sleep(time.Minute)
			}
		})
	})
	t.Run("DecliningLeavesTheLink", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			token := asked(t, f)
			state := stateOf(t, f.get("/relink/"+token).Header().Get("Location"))
			assert.Equal(t, "declined", outcomeOf(t, f.get(callback("error", "access_denied", "state", state))))
			unchanged(t, f, "a", 1)
			time.Sleep(time.Minute)
			assert.Equal(t, http.StatusFound, f.get("/relink/"+token).Code)
		})
	})
	t.Run("ErrTwoClicks", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			token := asked(t, f)
			first := stateOf(t, f.get("/relink/"+token).Header().Get("Location"))
			time.Sleep(time.Minute)
			second := stateOf(t, f.get("/relink/"+token).Header().Get("Location"))
			assert.Equal(t, "linked", outcomeOf(t, f.get(callback("code", "c", "state", first))))
			assert.Equal(t, "used_link", outcomeOf(t, f.get(callback("code", "c", "state", second))))
			unchanged(t, f, "a", 2)
			assert.Equal(t, 1, f.meter.Count("relink answered"))
		})
	})
	t.Run("ErrExpired", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			token := asked(t, f)
			time.Sleep(7 * 24 * time.Hour)
			w := f.get("/relink/" + token)
			assert.Equal(t, http.StatusGone, w.Code)
			assert.Equal(t, "expired_link", outcomeOf(t, w))
			assert.Equal(t, 1, f.meter.Count("relink expired"))
		})
	})
	t.Run("ErrExpiredWhileSigningIn", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			token := asked(t, f)
			time.Sleep(7*24*time.Hour - time.Minute)
			state := stateOf(t, f.get("/relink/"+token).Header().Get("Location"))
			time.Sleep(2 * time.Minute)
			assert.Equal(t, "expired_link", outcomeOf(t, f.get(callback("code", "c", "state", state))))
			unchanged(t, f, "a", 1)
		})
	})
	t.Run("ErrUnknown", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			w := f.get("/relink/made-up")
			assert.Equal(t, http.StatusNotFound, w.Code)
			assert.Equal(t, "unknown_link", outcomeOf(t, w))
		})
	})
	t.Run("ErrOlderGeneration", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			token := asked(t, f)
			f.account(func(a *system.Account) { a.Generation = 2 })
			assert.Equal(t, "used_link", outcomeOf(t, f.get("/relink/"+token)))
		})
	})
	t.Run("ErrAnotherOwner", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			token := asked(t, f, func(a *system.Account) { a.State, a.MailboxID = system.StateHealthy, "o@t" })
			f.authorizer.who = system.Identity{MailboxID: "other@t"}
			state := stateOf(t, f.get("/relink/"+token).Header().Get("Location"))
			w := f.get(callback("code", "c", "state", state))
			assert.Equal(t, http.StatusConflict, w.Code)
			assert.Equal(t, "other_owner", outcomeOf(t, w))
			unchanged(t, f, "a", 1)
			time.Sleep(time.Minute)
			assert.Equal(t, http.StatusFound, f.get("/relink/"+token).Code, "another try is possible")
		})
	})
	t.Run("NoSecretInTheLog", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			token := asked(t, f)
			state := stateOf(t, f.get("/relink/"+token).Header().Get("Location"))
			f.authorizer.err = &system.Error{Class: system.ClassPermanent, Code: "x", Message: "no"}
			f.get(callback("code", standin.Marker, "state", state))
			f.get(callback("code", standin.Marker, "state", state))
			assert.NotEmpty(t, f.log.String())
			assert.NotContains(t, f.log.String(), standin.Marker)
			assert.NotContains(t, f.log.String(), state)
		})
	})
}
