package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"anchorage/system"
)

func TestAccount(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		f.account(func(a *system.Account) {
			a.State, a.FailingSince, a.LastError = system.StateFailing, f.now, "UnknownError"
			a.AsOf, a.MailboxID, a.Hint = f.now.Add(-time.Hour), "o@t", system.HintEmail
		})
		w := f.get("/v1/accounts/a")
		require.Equal(t, http.StatusOK, w.Code)
		assert.Equal(t, map[string]any{
			"id": "a", "email": "anna@example.com", "provider": "outlook.com", "authorization": "live", "state": "failing",
			"failing_since": "2000-01-02T00:00:00Z", "as_of": "2000-01-01T23:00:00Z", "stale": true, "last_attempt": "2000-01-02T00:00:00Z",
			"hint": "email", "last_error": "UnknownError", "mailbox_known": true, "ask_open": false,
			"reason": "No synchronisation has succeeded since 2000-01-02T00:00:00Z (UnknownError); it is tried again at each poll.",
		}, decoded(t, w))
	})
	t.Run("ErrUnknown", func(t *testing.T) {
		bubble(t, func(t *testing.T, f *fixture) {
			w := f.get("/v1/accounts/nobody")
			assert.Equal(t, http.StatusNotFound, w.Code)
			assert.Equal(t, "unknown_account", codeOf(t, w))
		})
	})
}

func TestAskOpen(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		asked(t, f)
		body := decoded(t, f.get("/v1/accounts/a"))
		assert.Equal(t, true, body["ask_open"])
		assert.Contains(t, body["reason"], "has been asked to link again")
		time.Sleep(7 * 24 * time.Hour)
		assert.Equal(t, false, decoded(t, f.get("/v1/accounts/a"))["ask_open"], "expired")
	})
}

func TestReasons(t *testing.T) {
	for _, row := range []struct {
		name       string
		state      system.State
		generation int
		says       string
	}{
		{"NotLinked", system.StatePending, 0, "has not finished linking"},
		{"NotSynchronised", system.StatePending, 1, "first synchronisation has not succeeded"},
		{"Healthy", system.StateHealthy, 1, "succeeded"},
		{"Failing", system.StateFailing, 1, "No synchronisation has succeeded since"},
		{"Rejected", system.StateReauthorise, 1, "only the owner can help"},
		{"OtherMailbox", system.StateConfirm, 2, "must confirm"},
	} {
		t.Run(row.name, func(t *testing.T) {
			bubble(t, func(t *testing.T, f *fixture) {
				f.account(func(a *system.Account) { a.State, a.Generation, a.FailingSince = row.state, row.generation, f.now })
				assert.Contains(t, decoded(t, f.get("/v1/accounts/a"))["reason"], row.says)
			})
		})
	}
}

func TestAccounts(t *testing.T) {
	bubble(t, func(t *testing.T, f *fixture) {
		assert.Equal(t, []any{}, decoded(t, f.get("/v1/accounts"))["accounts"])
		f.account(func(a *system.Account) { a.ID = "b" })
		f.account()
		all := decoded(t, f.get("/v1/accounts"))["accounts"].([]any)
		require.Len(t, all, 2)
		assert.Equal(t, "a", all[0].(map[string]any)["id"])
	})
}
